"""Memory shared with other libraries."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.mark.parametrize("dtype", ["float32", "int8", "bool", "complex64", "float16"])
def test_there_and_back_without_a_copy(dtype):
    x = tf.cast(tf.constant([[1, 0, 2]]), dtype)
    y = tf.experimental.dlpack.from_dlpack(tf.experimental.dlpack.to_dlpack(x))
    assert y.dtype == x.dtype and y.shape == x.shape
    np.testing.assert_array_equal(x, y)
    assert np.shares_memory(np.asarray(x), np.asarray(y))


def test_numpy_gives_and_takes():
    array = np.arange(6.0).reshape(2, 3)
    tensor = tf.experimental.dlpack.from_dlpack(array)
    assert np.shares_memory(np.asarray(tensor), array)
    assert np.shares_memory(np.from_dlpack(tensor), np.asarray(tensor))


def test_a_capsule_is_used_once():
    capsule = tf.experimental.dlpack.to_dlpack(tf.constant(1.0))
    tf.experimental.dlpack.from_dlpack(capsule)
    with pytest.raises(tf.errors.InvalidArgumentError, match="used"):
        tf.experimental.dlpack.from_dlpack(capsule)


def test_what_can_not_be_shared():
    with pytest.raises(tf.errors.InvalidArgumentError, match="eager tensor"):
        tf.experimental.dlpack.to_dlpack([1])
    with pytest.raises(tf.errors.InvalidArgumentError, match="string"):
        tf.experimental.dlpack.to_dlpack(tf.constant("a"))
    with pytest.raises(TypeError, match="capsule"):
        tf.experimental.dlpack.from_dlpack(3)
