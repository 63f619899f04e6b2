"""Records that draw from a stream in a variable; the class is in tests/variables."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check


def _handle():
    return tf.Variable(np.array([1, 2, 3], np.int64)).handle


SAMPLES = [
    Sample("RngReadAndSkip", [_handle(), 1, 4]),
    Sample("StatefulRandomBinomial", [_handle(), 1, [3, 2], [5.0, 9.0], [0.5, 0.1]]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.op_name)
def test_records(sample):
    check(sample)


def test_reading_moves_the_stream_on():
    v = tf.Variable(np.array([1, 2, 3], np.int64))
    before = tf.raw_ops.RngReadAndSkip(resource=v.handle, alg=1, delta=4)
    assert before.numpy().tolist() == [1, 2, 3]
    assert v.numpy().tolist() == [1 + 4 * 256, 2, 3]
