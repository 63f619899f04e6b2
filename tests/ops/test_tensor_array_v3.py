"""The tensor arrays of graphs of 1.x."""

import pytest

import tensorbrook as tf

raw = tf.raw_ops


@pytest.mark.covers(
    "TensorArrayV3",
    "TensorArrayWriteV3",
    "TensorArrayReadV3",
    "TensorArrayGatherV3",
    "TensorArrayScatterV3",
    "TensorArraySizeV3",
    "TensorArrayCloseV3",
)
def test_elements_are_written_and_read() -> None:
    handle, flow = raw.TensorArrayV3(size=3, dtype=tf.float32, element_shape=[2])
    flow = raw.TensorArrayWriteV3(
        handle=handle, index=1, value=[1.0, 2.0], flow_in=flow
    )
    read = raw.TensorArrayReadV3(handle=handle, index=1, flow_in=flow, dtype=tf.float32)
    assert read.numpy().tolist() == [1.0, 2.0]
    flow = raw.TensorArrayScatterV3(
        handle=handle, indices=[2, 0], value=[[5.0, 6.0], [7.0, 8.0]], flow_in=flow
    )
    found = raw.TensorArrayGatherV3(
        handle=handle, indices=[0, 1, 2], flow_in=flow, dtype=tf.float32
    )
    assert found.numpy().tolist() == [[7.0, 8.0], [1.0, 2.0], [5.0, 6.0]]
    assert raw.TensorArraySizeV3(handle=handle, flow_in=flow).numpy() == 3
    with pytest.raises(tf.errors.InvalidArgumentError, match="not resizeable"):
        raw.TensorArrayWriteV3(handle=handle, index=3, value=[0.0, 0.0], flow_in=flow)
    raw.TensorArrayCloseV3(handle=handle)
    with pytest.raises(tf.errors.InvalidArgumentError, match="array size is: 0"):
        raw.TensorArrayReadV3(handle=handle, index=0, flow_in=flow, dtype=tf.float32)


@pytest.mark.covers("TensorArraySplitV3", "TensorArrayConcatV3")
def test_values_are_split_and_joined() -> None:
    handle, flow = raw.TensorArrayV3(size=0, dtype=tf.int32, dynamic_size=True)
    lengths = tf.constant([1, 2], tf.int64)
    flow = raw.TensorArraySplitV3(
        handle=handle, value=[4, 5, 6], lengths=lengths, flow_in=flow
    )
    value, found = raw.TensorArrayConcatV3(handle=handle, flow_in=flow, dtype=tf.int32)
    assert value.numpy().tolist() == [4, 5, 6] and found.numpy().tolist() == [1, 2]
    with pytest.raises(tf.errors.InvalidArgumentError, match="sum of lengths"):
        raw.TensorArraySplitV3(
            handle=handle, value=[4, 5], lengths=lengths, flow_in=flow
        )


def test_unwritten_elements() -> None:
    handle, flow = raw.TensorArrayV3(size=1, dtype=tf.float32, element_shape=[2])
    read = raw.TensorArrayReadV3(handle=handle, index=0, flow_in=flow, dtype=tf.float32)
    assert read.numpy().tolist() == [0.0, 0.0]
    handle, flow = raw.TensorArrayV3(size=1, dtype=tf.float32)
    with pytest.raises(tf.errors.InvalidArgumentError, match="not yet been written"):
        raw.TensorArrayReadV3(handle=handle, index=0, flow_in=flow, dtype=tf.float32)
