"""Values as TensorProto messages."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.mark.parametrize("dtype", ["float32", "int8", "bool", "complex64", "bfloat16"])
def test_there_and_back(dtype):
    x = tf.cast(tf.constant([[1, 0], [2, 3]]), dtype)
    proto = tf.make_tensor_proto(x)
    np.testing.assert_array_equal(tf.make_ndarray(proto), x.numpy())
    assert tf.make_tensor_proto(proto) is proto


def test_texts():
    assert tf.make_ndarray(tf.make_tensor_proto(["a", b"b"])).tolist() == [b"a", b"b"]


def test_shapes():
    filled = tf.make_ndarray(tf.make_tensor_proto([1, 2], shape=[4]))
    assert filled.tolist() == [1, 2, 2, 2]
    with pytest.raises(ValueError, match="Too many"):
        tf.make_tensor_proto([1, 2], shape=[1])
    with pytest.raises(TypeError, match="Expected"):
        tf.make_tensor_proto([1, 2], shape=[4], verify_shape=True)


def test_symbolic_tensors_have_no_value():
    with tf.Graph().as_default():
        x = tf.compat.v1.placeholder(tf.float32)
        with pytest.raises(TypeError, match="no value"):
            tf.make_tensor_proto(x)
