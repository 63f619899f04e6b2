"""Gradients that functions define themselves, through calls of traced functions."""

import pytest

import tensorbrook as tf


@tf.custom_gradient
def _loud(x):
    y = x * 1.0
    return y, lambda dy: dy * 100.0 * y


@tf.function
def _inner(x):
    return _loud(x) * 2.0


@tf.function
def _outer(x):
    return _inner(x) * 2.0


@tf.function
def _in_a_branch(x):
    return tf.cond(x > 0, lambda: _loud(x), lambda: -x)


@tf.function
def _around_a_branch(x):
    return _in_a_branch(x)


@pytest.mark.parametrize("persistent", [False, True])
@pytest.mark.parametrize(
    ("function", "slope"),
    [
        (_inner, 300.0),
        (_outer, 600.0),
        (_in_a_branch, 150.0),
        (_around_a_branch, 150.0),
    ],
)
def test_own_gradient_survives_calls(function, slope, persistent) -> None:
    x = tf.constant(1.5)
    with tf.GradientTape(persistent=persistent) as tape:
        tape.watch(x)
        y = function(x)
    assert float(tape.gradient(y, x)) == slope


def test_own_gradient_has_a_gradient() -> None:
    x = tf.constant(1.5)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = _outer(x)
        slope = inner.gradient(y, x)
    assert float(outer.gradient(slope, x)) == 400.0


def test_variables_of_an_inner_function_get_gradients() -> None:
    v = tf.Variable(3.0)

    @tf.function
    def f(x):
        return _inner(x * v)

    x = tf.constant(1.5)
    with tf.GradientTape() as tape:
        y = f(x)
    assert float(tape.gradient(y, v)) == 1350.0
