"""Calls of several threads as one."""

import threading

import pytest

import tensorbrook as tf


def test_threads_share_a_batch() -> None:
    sizes = []

    @tf.nondifferentiable_batch_function(1, 3, 10_000_000, allowed_batch_sizes=[4])
    def double(x):
        tf.py_function(lambda v: sizes.append(int(v.shape[0])), [x], [])
        return {"y": x * 2}

    found = {}

    def call(number):
        found[number] = double(tf.constant([number]))["y"].numpy().tolist()

    threads = [threading.Thread(target=call, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {0: [0], 1: [2], 2: [4]}
    assert sizes == [4]


def test_every_caller_gets_the_error() -> None:
    @tf.nondifferentiable_batch_function(1, 1, 10)
    def fails(x):
        tf.Assert(False, ["no"])
        return x

    with pytest.raises(tf.errors.InvalidArgumentError, match="no"):
        fails(tf.constant([1]))


def test_in_a_graph_it_is_a_plain_call() -> None:
    @tf.nondifferentiable_batch_function(1, 4, 10)
    def double(x):
        return x * 2

    assert tf.function(lambda x: double(x))(tf.constant([3])).numpy().tolist() == [6]
