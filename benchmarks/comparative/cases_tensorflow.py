"""The cases for TensorFlow and Tensorbrook, which speak the same language."""

import importlib
import os
from collections.abc import Callable
from typing import Any

import numpy as np

tf: Any = importlib.import_module(os.environ.get("TENSORBROOK_CASES_OF", "tensorflow"))
VERSION = f"{tf.__name__} {tf.__version__}"


def time_add_2x2() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return lambda: a + a


def time_matmul_2x2() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return lambda: tf.matmul(a, a)


def time_function_2x2() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    step = tf.function(lambda x: tf.matmul(x, x) + 1.0)
    return lambda: step(a)


def time_session_xor() -> Callable[[], object]:
    v1 = tf.compat.v1
    x_data = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
    y_data = np.array([[0], [1], [1], [0]], np.float32)
    with v1.Graph().as_default():
        x, y = v1.placeholder(tf.float32), v1.placeholder(tf.float32)
        w1, b1 = v1.Variable(v1.random_normal([2, 2])), v1.Variable(v1.zeros([2]))
        w2, b2 = v1.Variable(v1.random_normal([2, 1])), v1.Variable(v1.zeros([1]))
        hidden = v1.sigmoid(v1.matmul(x, w1) + b1)
        guess = v1.sigmoid(v1.matmul(hidden, w2) + b2)
        cost = -v1.reduce_mean(y * v1.log(guess) + (1 - y) * v1.log(1 - guess))
        train = v1.train.GradientDescentOptimizer(0.1).minimize(cost)
        session = v1.Session()
        session.run(v1.global_variables_initializer())
    return lambda: session.run(train, {x: x_data, y: y_data})


def time_tape_small() -> Callable[[], object]:
    w = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    b = tf.constant([[5.0, 6.0], [7.0, 8.0]])

    def step() -> object:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(w * b)
        return tape.gradient(loss, w)

    return step


def time_tanh_1m() -> Callable[[], object]:
    x = tf.constant(np.linspace(-3, 3, 2**20, dtype=np.float32))
    return lambda: tf.tanh(x)


def time_linear_regression() -> Callable[[], object]:
    x = tf.constant(np.linspace(0, 1, 100, dtype=np.float32))
    y = 3.0 * x + 2.0
    w, b = tf.Variable(0.0), tf.Variable(0.0)

    def step() -> object:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(w * x + b - y))
        for variable, slope in zip((w, b), tape.gradient(loss, [w, b]), strict=True):
            variable.assign_sub(0.1 * slope)
        return loss

    return step
