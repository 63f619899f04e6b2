"""`tf.debugging.enable_check_numerics`."""

import pytest

import tensorbrook as tf


@pytest.fixture(autouse=True)
def _checked():
    tf.debugging.enable_check_numerics()
    yield
    tf.debugging.disable_check_numerics()


def test_the_first_bad_operation_is_named() -> None:
    assert float(tf.constant(1.0) / tf.constant(2.0)) == 0.5
    with pytest.raises(tf.errors.InvalidArgumentError, match="output 0 of RealDiv"):
        tf.constant(1.0) / tf.constant(0.0)


def test_functions_are_checked() -> None:
    @tf.function
    def f(x):
        return tf.math.log(x) * 0.0

    assert float(f(tf.constant(1.0))) == 0.0
    with pytest.raises(tf.errors.InvalidArgumentError, match="of Log"):
        f(tf.constant(0.0))


def test_gradients_still_work() -> None:
    x = tf.Variable(3.0)
    with tf.GradientTape() as tape:
        y = x * x
    assert float(tape.gradient(y, x)) == 6.0
