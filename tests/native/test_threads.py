"""Threads of Python that use the same plans, variables and memory at once."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tests.threads import in_threads


def test_one_plan_in_several_threads(native: Any) -> None:
    @tf.function
    def step(x: Any) -> Any:
        total = tf.zeros([])
        for _ in tf.range(3):
            total += tf.reduce_sum(tf.exp(-x) * x + 1.0)
        return total

    inputs = [tf.constant(np.full(20_000, i, np.float32)) for i in range(4)]
    wanted = [float(step(x)) for x in inputs]

    def work(index: int) -> None:
        for _ in range(20):
            assert float(step(inputs[index])) == wanted[index]

    in_threads(work)


def test_one_convolution_in_several_threads(native: Any) -> None:
    rng = np.random.default_rng(0)
    kernel = tf.constant(rng.normal(size=(3, 3, 4, 8)).astype(np.float32))
    inputs = [
        tf.constant(rng.normal(size=(4, 12, 12, 4)).astype(np.float32))
        for _ in range(4)
    ]
    wanted = [tf.nn.conv2d(x, kernel, 1, "SAME").numpy() for x in inputs]

    def work(index: int) -> None:
        for _ in range(20):
            result = tf.nn.conv2d(inputs[index], kernel, 1, "SAME").numpy()
            np.testing.assert_array_equal(result, wanted[index])

    in_threads(work)


def test_a_variable_in_several_threads(native: Any) -> None:
    w = tf.Variable(np.zeros(20_000, np.float32))
    one = tf.ones([20_000])

    def work(index: int) -> None:
        for _ in range(20):
            if index % 2:
                w.assign_add(one)
            else:
                value = w.numpy()
                assert (value == value[0]).all()

    in_threads(work)
    assert w.numpy()[0] == 40.0


def test_tapes_and_random_numbers_in_several_threads(native: Any) -> None:
    x = tf.constant([1.0, 2.0, 3.0])
    wanted = tf.random.stateless_normal([5000], [1, 2]).numpy()

    def work(index: int) -> None:
        for _ in range(20):
            with tf.GradientTape() as tape:
                tape.watch(x)
                y = tf.reduce_sum(x * x)
            np.testing.assert_array_equal(tape.gradient(y, x).numpy(), [2, 4, 6])
            drawn = tf.random.stateless_normal([5000], [1, 2]).numpy()
            np.testing.assert_array_equal(drawn, wanted)

    in_threads(work)
