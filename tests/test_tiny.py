"""The smallest test that touches everything: run before each commit, under a minute."""

import importlib.util

import numpy as np
import pytest

import tensorbrook as tf


def test_eager_arithmetic_agrees_with_numpy():
    a = np.arange(6, dtype=np.float32).reshape(2, 3)
    x = tf.constant(a)
    np.testing.assert_allclose(x * 2.0 + 1.0, a * 2 + 1)
    np.testing.assert_allclose(tf.matmul(x, x, transpose_b=True), a @ a.T)
    np.testing.assert_allclose(
        tf.reduce_mean(tf.exp(x), axis=0), np.exp(a).mean(0), 1e-6
    )
    assert x[1, 1:].numpy().tolist() == [4.0, 5.0]
    assert (x.shape, x.dtype) == ((2, 3), tf.float32)


def test_a_users_mistake_is_an_error_of_tensorflow():
    with pytest.raises(
        (tf.errors.InvalidArgumentError, ValueError), match="(?i)matmul"
    ):
        tf.matmul(tf.ones((2, 3)), tf.ones((2, 3)))


def test_gradients_to_second_order():
    x = tf.Variable(3.0)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            y = x * x * x
        first = inner.gradient(y, x)
    assert float(first) == 27.0
    assert float(outer.gradient(first, x)) == 18.0


def test_a_function_is_traced_once_and_its_python_runs_as_a_graph():
    traces = []

    @tf.function
    def collatz(n):
        traces.append(1)
        steps = tf.constant(0)
        while n != 1:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            steps += 1
        return steps

    assert int(collatz(tf.constant(6))) == 8
    assert int(collatz(tf.constant(27))) == 111
    assert len(traces) == 1


def test_a_keras_model_learns_xor():
    keras = tf.keras
    keras.utils.set_random_seed(1)
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    y = np.array([[0], [1], [1], [0]], np.float32)
    model = keras.Sequential(
        [
            keras.layers.Input((2,)),
            keras.layers.Dense(16, activation="tanh"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    optimizer = keras.optimizers.Adam(0.1)
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x, y, epochs=60, batch_size=4, verbose=0)
    assert history.history["loss"][-1] < 0.1
    np.testing.assert_array_equal(np.round(model.predict(x, verbose=0)), y)


@pytest.mark.skipif(
    importlib.util.find_spec("tensorbrook.compat") is None
    or importlib.util.find_spec("tensorbrook.compat.v1") is None,
    reason="needs tensorbrook.compat.v1",
)
def test_a_session_runs_a_graph():
    v1 = tf.compat.v1
    with v1.Graph().as_default():
        a = v1.placeholder(v1.float32, [None])
        v = v1.Variable(2.0)
        with v1.Session() as session:
            session.run(v1.global_variables_initializer())
            assert session.run(a * v, {a: [1.0, 2.0]}).tolist() == [2.0, 4.0]
