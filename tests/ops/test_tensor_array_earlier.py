"""Tensor arrays whose handles are strings, and the gradients of tensor arrays."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1
from tensorbrook._src.core.op import find
from tensorbrook._src.eager.kernels import execute

raw = tf.raw_ops


@pytest.fixture
def session():
    with tf.Graph().as_default(), v1.Session() as sess:
        yield sess


@pytest.mark.covers(
    "TensorArray",
    "TensorArrayWrite",
    "TensorArrayRead",
    "TensorArrayGather",
    "TensorArrayScatter",
    "TensorArrayPack",
    "TensorArrayUnpack",
    "TensorArraySize",
    "TensorArrayConcat",
    "TensorArraySplit",
    "TensorArrayClose",
    "TensorArrayGrad",
)
def test_the_first_generation(session):
    array = raw.TensorArray(size=2, dtype=tf.float32)
    flow = raw.TensorArrayUnpack(handle=array, value=[[1.0], [2.0]], flow_in=0.0)
    flow = raw.TensorArrayWrite(handle=array, index=1, value=[5.0], flow_in=flow)
    packed = raw.TensorArrayPack(handle=array, flow_in=flow, dtype=tf.float32)
    read = raw.TensorArrayRead(handle=array, index=0, flow_in=flow, dtype=tf.float32)
    found = session.run([packed, read])
    assert found[0].tolist() == [[1.0], [5.0]] and found[1].tolist() == [1.0]

    array = raw.TensorArray(size=2, dtype=tf.float32)
    flow = raw.TensorArraySplit(
        handle=array, value=[1.0, 2.0, 3.0], lengths=[1, 2], flow_in=0.0
    )
    joined = raw.TensorArrayConcat(handle=array, flow_in=flow, dtype=tf.float32)
    size = raw.TensorArraySize(handle=array, flow_in=flow)
    with tf.control_dependencies([size, joined.value]):
        closed = raw.TensorArrayClose(handle=array)
    found = session.run([joined.value, joined.lengths, size, closed])
    assert [found[0].tolist(), found[1].tolist(), found[2]] == [[1, 2, 3], [1, 2], 2]

    array = raw.TensorArray(size=2, dtype=tf.float32, element_shape=[])
    flow = raw.TensorArrayScatter(
        handle=array, indices=[1, 0], value=[1.0, 2.0], flow_in=0.0
    )
    rows = raw.TensorArrayGather(
        handle=array, indices=[0, 1], flow_in=flow, dtype=tf.float32
    )
    slopes = raw.TensorArrayGrad(
        handle=tf.identity(array), flow_in=flow, source="gradients"
    )
    zeros = raw.TensorArrayPack(handle=slopes, flow_in=flow, dtype=tf.float32)
    found = session.run([rows, zeros])
    assert [part.tolist() for part in found] == [[2.0, 1.0], [0.0, 0.0]]


@pytest.mark.covers(
    "TensorArrayV2",
    "TensorArrayWriteV2",
    "TensorArrayReadV2",
    "TensorArrayGatherV2",
    "TensorArrayScatterV2",
    "TensorArraySizeV2",
    "TensorArrayConcatV2",
    "TensorArraySplitV2",
    "TensorArrayCloseV2",
    "TensorArrayGradV2",
)
def test_the_second_generation_lives_in_old_graphs_only():
    with pytest.raises(tf.errors.UnimplementedError, match="Use TensorArrayV3"):
        raw.TensorArrayV2(size=2, dtype=tf.float32)

    def run(kind, *inputs, **attrs):
        record = find(f"TensorArray{kind}V2")
        given = {
            name: attr.default
            for name, attr in record.signature.attrs.items()
            if attr.has_default
        }
        flat = [x if hasattr(x, "dtype") else tf.constant(x) for x in inputs]
        return execute(record, flat, given | attrs)

    kind = {"dtype": tf.float32}
    (array,) = run("", 2, **kind)
    (flow,) = run("Write", array, 0, [1.0], 0.0)
    (flow,) = run("Scatter", array, [1], [[2.0]], flow)
    assert run("Read", array, 1, flow, **kind)[0].numpy().tolist() == [2.0]
    assert run("Gather", array, [1, 0], flow, **kind)[0].numpy().tolist() == [[2], [1]]
    assert run("Concat", array, flow, **kind)[0].numpy().tolist() == [1.0, 2.0]
    assert run("Size", array, flow)[0] == 2
    (slopes,) = run("Grad", array, flow, source="g")
    (flow,) = run("Write", slopes, 0, [3.0], flow)
    (flow,) = run("Write", slopes, 0, [4.0], flow)
    assert run("Read", slopes, 0, flow, **kind)[0].numpy().tolist() == [7.0]
    run("Split", array, [1.0, 2.0], tf.constant([1, 1], tf.int64), flow)
    run("Close", array)


@pytest.mark.covers("TensorArrayGradV3", "TensorArrayGradWithShape")
def test_gradients_add_up():
    array, flow = raw.TensorArrayV3(size=3, dtype=tf.float32, element_shape=[2])
    slopes, flow = raw.TensorArrayGradV3(handle=array, flow_in=flow, source="g")
    for _ in range(2):
        raw.TensorArrayWriteV3(handle=slopes, index=0, value=[1.0, 2.0], flow_in=flow)
    again, _ = raw.TensorArrayGradV3(handle=array, flow_in=flow, source="g")
    read = [
        raw.TensorArrayReadV3(handle=again, index=i, flow_in=flow, dtype=tf.float32)
        for i in (0, 1)
    ]
    assert [part.numpy().tolist() for part in read] == [[2.0, 4.0], [0.0, 0.0]]
    wide, _ = raw.TensorArrayGradWithShape(
        handle=array, flow_in=flow, source="h", shape_to_prepend=[4]
    )
    zeros = raw.TensorArrayReadV3(handle=wide, index=0, flow_in=flow, dtype=tf.float32)
    assert zeros.shape == (4, 2)
