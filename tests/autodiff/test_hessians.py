"""`tf.hessians`."""

import numpy as np
import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


def test_mixed_derivatives() -> None:
    @tf.function
    def f(x):
        return tf.hessians(tf.reduce_sum(x**3) + x[0] * x[1], x)[0]

    np.testing.assert_allclose(f(tf.constant([1.0, 2.0])), [[6.0, 1.0], [1.0, 12.0]])


def test_linear_functions_have_none() -> None:
    with tf.Graph().as_default(), v1.Session() as session:
        x = tf.constant([1.0, 2.0])
        (found,) = v1.hessians(tf.reduce_sum(x) * 2.0, x)
        assert session.run(found).tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_the_shape_must_be_known() -> None:
    with tf.Graph().as_default():
        x = v1.placeholder(tf.float32, [None])
        with pytest.raises(NotImplementedError, match="known"):
            tf.hessians(tf.reduce_sum(x * x), x)
