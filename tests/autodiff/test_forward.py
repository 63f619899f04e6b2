"""Forward-mode derivatives."""

import numpy as np
import pytest

import tensorbrook as tf

X = tf.constant([0.3, -1.2, 2.0])
V = tf.constant([1.0, 0.5, -2.0])


def numeric(function, x, v, step=1e-3):
    up, down = (function(x + sign * step * v).numpy() for sign in (1, -1))
    return (up - down) / (2 * step)


FUNCTIONS = {
    "tanh": tf.tanh,
    "product": lambda x: x * tf.reduce_sum(x),
    "gather": lambda x: tf.gather(x, [2, 0, 0]),
    "softmax": lambda x: tf.nn.softmax(x),
    "slice": lambda x: x[1:] * x[:-1],
    "matmul": lambda x: tf.matmul(x[:, None], x[None]),
    "relu": lambda x: tf.nn.relu(x) ** 2.0,
    "where": lambda x: tf.where(x > 0, x, 3.0 * x),
    "split": lambda x: tf.split(x, 3)[1] * 2.0,
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_product_agrees_with_differences(name):
    function = FUNCTIONS[name]
    with tf.autodiff.ForwardAccumulator(X, V) as acc:
        y = function(X)
    np.testing.assert_allclose(
        acc.jvp(y), numeric(function, X, V), rtol=2e-2, atol=2e-3
    )


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_same_through_a_traced_function(name):
    traced = tf.function(FUNCTIONS[name])
    with tf.autodiff.ForwardAccumulator(X, V) as eager:
        y = FUNCTIONS[name](X)
    with tf.autodiff.ForwardAccumulator(X, V) as acc:
        z = traced(X)
    np.testing.assert_allclose(acc.jvp(z), eager.jvp(y), rtol=1e-6)


def test_within_a_traced_function():
    @tf.function
    def product(x, v):
        with tf.autodiff.ForwardAccumulator(x, v) as acc:
            y = tf.sin(x) * x
        return acc.jvp(y)

    x, v = X.numpy(), V.numpy()
    wanted = (np.cos(x) * x + np.sin(x)) * v
    np.testing.assert_allclose(product(X, V), wanted, rtol=1e-5)


def test_loops_of_a_traced_function():
    @tf.function
    def power(x):
        y = x
        for _ in tf.range(2):
            y = y * x
        return y

    with tf.autodiff.ForwardAccumulator(X, V) as acc:
        y = power(X)
    np.testing.assert_allclose(acc.jvp(y), 3 * X.numpy() ** 2 * V.numpy(), rtol=1e-5)


def test_variables_are_primals():
    w = tf.Variable([[1.0], [2.0]])
    with tf.autodiff.ForwardAccumulator(w, tf.constant([[1.0], [0.0]])) as acc:
        y = tf.matmul([[3.0, 5.0]], w)
    assert acc.jvp(y).numpy().tolist() == [[3.0]]


def test_forward_over_reverse():
    with tf.autodiff.ForwardAccumulator(X, V) as acc:
        with tf.GradientTape() as tape:
            tape.watch(X)
            y = tf.reduce_sum(X**4.0)
        gradient = tape.gradient(y, X)
    wanted = 12 * X.numpy() ** 2 * V.numpy()
    np.testing.assert_allclose(acc.jvp(gradient), wanted, rtol=1e-5)


def test_reverse_over_forward():
    with tf.GradientTape() as tape:
        tape.watch(X)
        with tf.autodiff.ForwardAccumulator(X, V) as acc:
            y = X**3.0
        product = acc.jvp(y)
    wanted = 6 * X.numpy() * V.numpy()
    np.testing.assert_allclose(tape.gradient(product, X), wanted, rtol=1e-5)


def test_forward_over_forward():
    with tf.autodiff.ForwardAccumulator(X, V) as outer:
        with tf.autodiff.ForwardAccumulator(X, V) as inner:
            y = X**3.0
        first = inner.jvp(y)
    wanted = 6 * X.numpy() * V.numpy() ** 2
    np.testing.assert_allclose(outer.jvp(first), wanted, rtol=1e-5)


def test_custom_gradients_count():
    @tf.custom_gradient
    def doubled(x):
        return tf.identity(x), lambda dy: dy * 2.0

    with tf.autodiff.ForwardAccumulator(X, V) as acc:
        y = doubled(X)
    np.testing.assert_allclose(acc.jvp(y), 2 * V.numpy())


def test_what_is_not_connected():
    with tf.autodiff.ForwardAccumulator(X, V) as acc:
        y = tf.constant(1.0) * 2.0
        z = tf.stop_gradient(X)
    assert acc.jvp(y) is None and acc.jvp(z) is None
    assert acc.jvp([y], tf.UnconnectedGradients.ZERO)[0].numpy() == 0.0


def test_wrong_use():
    with pytest.raises(ValueError, match="shape"):
        tf.autodiff.ForwardAccumulator(X, tf.constant(1.0))
    with pytest.raises(ValueError, match="twice"):
        tf.autodiff.ForwardAccumulator([X, X], [V, V])
    with pytest.raises(TypeError, match="tensor"):
        tf.autodiff.ForwardAccumulator(1.0, 1.0)
    acc = tf.autodiff.ForwardAccumulator(X, V)
    with acc, pytest.raises(ValueError, match="already"):
        acc.__enter__()
