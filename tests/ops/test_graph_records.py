"""Records that graphs hold although no public function is made of them."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops import roads
from tests.ops.driver import Sample, check

_X = np.array([[3.0, 1.0, 2.0], [5.5, 5.0, 4.0]])
SAMPLES = [
    Sample("LinSpace", [0.5, 2.0, 4], dtypes="float32 float64 half", static=(2,)),
    Sample(
        "Bucketize", [[0.0, 5.0, -3.0]], {"boundaries": [0.0, 3.0]}, expected=[1, 2, 0]
    ),
    Sample("BroadcastArgs", [[2, 1], [3]], static=(0, 1), expected=[2, 3]),
    Sample("NthElement", [_X, 1], dtypes="float32 int32", static=(1,), expected=[2, 5]),
    Sample("ToBool", [1.5], expected=True),
    Sample("ConjugateTranspose", [_X, [1, 0]], dtypes="float32 complex64", static=(1,)),
    Sample("DataFormatDimMap", [[0, 1, 2, -1]], expected=[0, 2, 3, 1]),
    Sample("DataFormatVecPermute", [[1, 2, 3, 4]], expected=[1, 4, 2, 3]),
    Sample("UniqueV2", [[3, 1, 3], [0]], static=(1,), expected=[3, 1]),
    Sample("UniqueWithCountsV2", [[[1, 2], [3, 4], [1, 2]], [0]], static=(1,)),
    Sample("VariableShape", [roads.handle(tf.constant(_X))], expected=[2, 3]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_columns_may_be_unique() -> None:
    found = tf.raw_ops.UniqueWithCountsV2(x=[[1, 2, 1], [3, 4, 3]], axis=[1])
    assert found.y.numpy().tolist() == [[1, 2], [3, 4]]
    assert found.count.numpy().tolist() == [2, 1]
    with pytest.raises(tf.errors.InvalidArgumentError, match="axis"):
        tf.raw_ops.UniqueV2(x=[[1, 2]], axis=np.zeros(0, np.int64))


def test_truth_of_tensors() -> None:
    truth = [tf.raw_ops.ToBool(input=v) for v in (0, [0], np.zeros(0), "", "a")]
    assert [bool(t) for t in truth] == [False, True, False, False, True]


def test_wrong_arguments() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="positive"):
        tf.raw_ops.LinSpace(start=0.0, stop=1.0, num=0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="no element 5"):
        tf.raw_ops.NthElement(input=_X, n=5)
