"""Old ways to ask for compilation."""

import pytest

import tensorbrook as tf


def test_results_come_as_a_list() -> None:
    pytest.importorskip("jax")
    compile_ = tf.xla.experimental.compile
    assert [float(t) for t in compile_(lambda x: x * 2.0, [3.0])] == [6.0]
    pair = compile_(lambda x, y: (x + y, x - y), [3.0, 1.0])
    assert [float(t) for t in pair] == [4.0, 2.0]


def test_a_scope_changes_nothing() -> None:
    with tf.xla.experimental.jit_scope(compile_ops=False):
        assert int(tf.constant(1) + 1) == 2
