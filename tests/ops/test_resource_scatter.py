"""Records that change parts of variables; the methods are in tests/variables."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_ROWS = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)


def _handle():
    return tf.Variable(np.ones((3, 2), np.float32)).handle


SAMPLES = [
    Sample("ResourceScatterAdd", [_handle(), [1, 1], _ROWS]),
    Sample("ResourceScatterSub", [_handle(), [1, 1], _ROWS]),
    Sample("ResourceScatterMul", [_handle(), [1, 1], _ROWS]),
    Sample("ResourceScatterDiv", [_handle(), [1, 1], _ROWS]),
    Sample("ResourceScatterMin", [_handle(), [1, 1], _ROWS]),
    Sample("ResourceScatterMax", [_handle(), [1, 1], _ROWS]),
    Sample("ResourceScatterUpdate", [_handle(), [1, 1], _ROWS]),
    Sample("ResourceScatterNdAdd", [_handle(), [[1], [0]], _ROWS]),
    Sample(
        "ResourceScatterNdSub", [_handle(), [[1], [0]], _ROWS], refused="bool string"
    ),
    Sample("ResourceScatterNdMin", [_handle(), [[1], [0]], _ROWS]),
    Sample("ResourceScatterNdMax", [_handle(), [[1], [0]], _ROWS]),
    Sample("ResourceScatterNdUpdate", [_handle(), [[1], [0]], _ROWS]),
    Sample(
        "ResourceStridedSliceAssign",
        [_handle(), [1], [3], [1], _ROWS],
        static=(1, 2, 3),
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_integers_are_divided_down():
    v = tf.Variable([7, -7])
    tf.raw_ops.ResourceScatterDiv(resource=v.handle, indices=[0, 1], updates=[2, 2])
    assert v.numpy()[0] == 3
