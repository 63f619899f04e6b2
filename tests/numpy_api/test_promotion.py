"""Which dtype comes out."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.experimental.numpy as tnp


@pytest.mark.parametrize(
    "values",
    [
        (np.int8, 1),
        (np.int8, 1.5),
        (np.float32, 1.5),
        (np.float32, np.int32),
        (np.float32, 1j),
        (np.uint8, np.int8),
        (1, 2.0),
        (True, np.int16),
    ],
)
def test_result_type(values):
    assert tnp.result_type(*values).as_numpy_dtype == np.result_type(*values)


def test_numbers_in_lists_adapt():
    assert tnp.result_type([1.5, 2], tf.constant(1.0)) == tf.float32
    assert tnp.result_type([], 1) == tf.int64


def test_tensors_and_dtypes():
    assert tnp.result_type(tf.constant([1], tf.int8), tf.float16) == tf.float16
    assert tnp.promote_types(tf.int32, "float32") == np.float64


def test_limits_and_kinds_of_dtypes():
    assert tnp.finfo(tf.float32).eps == np.finfo(np.float32).eps
    assert tnp.iinfo(tnp.int8).max == 127
    assert tnp.issubdtype(tf.float32, tnp.inexact)
