"""What `tf.test` has in 1.x."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf


def test_jacobians_of_graphs() -> None:
    with tf.Graph().as_default(), tf.Session():
        x = tf.constant([1.0, 2.0], tf.float64)
        y = tf.stack([x[0] * x[1], x[0], x[1] ** 2])
        by_rule, by_steps = tf.test.compute_gradient(
            x, [2], y, [3], x_init_value=np.array([1.0, 2.0])
        )
        assert by_rule.tolist() == [[2.0, 1.0, 0.0], [1.0, 0.0, 4.0]]
        np.testing.assert_allclose(by_steps, by_rule, atol=1e-6)
        assert tf.test.compute_gradient_error(x, [2], y, [3]) < 1e-6


def test_a_session_is_needed() -> None:
    with tf.Graph().as_default(), pytest.raises(ValueError, match="session"):
        x = tf.constant([1.0])
        tf.test.compute_gradient(x, [1], x, [1])
