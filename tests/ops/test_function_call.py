"""Calls of traced functions as nodes."""

import pytest

import tensorbrook as tf


@pytest.mark.covers("PartitionedCall", "StatefulPartitionedCall")
def test_a_call_runs_the_function():
    traced = tf.function(lambda x: x * x + 1.0)
    graph = traced.get_concrete_function(tf.TensorSpec([None], tf.float32)).graph
    x = tf.constant([1.0, 2.0])
    for call in (tf.raw_ops.PartitionedCall, tf.raw_ops.StatefulPartitionedCall):
        assert call(args=[x], Tout=[tf.float32], f=graph)[0].numpy().tolist() == [2, 5]

        @tf.function
        def outer(x, call=call):
            return call(args=[x * 2.0], Tout=[tf.float32], f=graph)[0]

        assert outer(x).numpy().tolist() == [5.0, 17.0]


@pytest.mark.covers("PartitionedCall")
def test_a_call_compiles_through_xla():
    pytest.importorskip("jax")
    traced = tf.function(lambda x: x * x + 1.0)
    graph = traced.get_concrete_function(tf.TensorSpec([2], tf.float32)).graph

    def outer(x):
        return tf.raw_ops.PartitionedCall(args=[x], Tout=[tf.float32], f=graph)[0]

    x = tf.constant([1.0, 2.0])
    compiled = tf.function(outer, jit_compile=True)(x)
    assert compiled.numpy().tolist() == tf.function(outer)(x).numpy().tolist()
