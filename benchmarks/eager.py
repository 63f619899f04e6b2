"""Eager calls: what one operation costs before it does any work."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np

import tensorbrook as tf


def time_import() -> Callable[[], object]:
    command = [sys.executable, "-c", "import tensorbrook"]
    return lambda: subprocess.run(command, check=True)


def time_constant() -> Callable[[], object]:
    return lambda: tf.constant(1.0)


def time_add_2x2() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return lambda: a + a


def time_exp_2x2() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return lambda: tf.exp(a)


def time_matmul_2x2() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return lambda: tf.matmul(a, a)


def time_matmul_512() -> Callable[[], object]:
    a = tf.constant(np.ones((512, 512), np.float32))
    return lambda: tf.matmul(a, a)


def time_reduce_sum_1000x1000() -> Callable[[], object]:
    a = tf.constant(np.ones((1000, 1000), np.float32))
    return lambda: tf.reduce_sum(a, axis=1)


def time_numpy_there_and_back() -> Callable[[], object]:
    array = np.ones((100, 100), np.float32)
    return lambda: tf.constant(array).numpy()


def time_tape_small() -> Callable[[], object]:
    w = tf.Variable([[1.0, 2.0], [3.0, 4.0]])

    def step() -> object:
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.matmul(w, w) ** 2.0)
        return tape.gradient(loss, w)

    return step
