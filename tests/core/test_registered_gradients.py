"""Gradient functions that programs register."""

import pytest

import tensorbrook as tf
import tensorbrook.compat.v1 as v1


def test_override_map_uses_a_registered_gradient() -> None:
    @tf.RegisterGradient("TestTripled")
    def tripled(op, dy):
        return 3.0 * dy * op.inputs[0]

    with tf.Graph().as_default() as graph, v1.Session() as session:
        x = tf.constant(2.0)
        with graph.gradient_override_map({"PyFunc": "TestTripled"}):
            y = v1.py_func(lambda v: v * v, [x], tf.float32)
        assert session.run(tf.gradients(y, x)) == [6.0]


def test_no_gradient_stops() -> None:
    tf.no_gradient("TestStopped")
    with tf.Graph().as_default() as graph:
        x = tf.constant(2.0)
        with graph.gradient_override_map({"Square": "TestStopped"}):
            y = tf.square(x)
        assert tf.gradients(y, x) == [None]


def test_a_missing_name_is_reported() -> None:
    with tf.Graph().as_default() as graph:
        x = tf.constant(2.0)
        with graph.gradient_override_map({"Square": "TestNowhere"}):
            y = tf.square(x)
        with pytest.raises(LookupError, match="TestNowhere"):
            tf.gradients(y, x)


def test_a_taken_name_is_refused() -> None:
    with pytest.raises(KeyError, match="Square"):
        tf.RegisterGradient("Square")(lambda op, dy: dy)
    with pytest.raises(TypeError, match="text"):
        tf.RegisterGradient(3)
