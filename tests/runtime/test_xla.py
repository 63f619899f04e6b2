"""The road through XLA gives what the executor gives."""

import numpy as np
import pytest

import tensorbrook as tf

pytest.importorskip("jax")


def both(function, *arguments):
    compiled = tf.function(function, jit_compile=True)(*arguments)
    return compiled.numpy(), tf.function(function)(*arguments).numpy()


def test_compiled_function_equals_the_plan():
    def f(x):
        return tf.nn.softmax(tf.matmul(x, x, transpose_b=True)) + tf.reduce_sum(
            tf.exp(x)
        )

    compiled, planned = both(f, tf.constant([[0.1, 0.2], [0.3, 0.4]]))
    np.testing.assert_allclose(compiled, planned, rtol=1e-6)


def test_variables_are_read_and_written():
    v = tf.Variable([1.0, 2.0])

    @tf.function(jit_compile=True)
    def add(x):
        v.assign_add(x)
        return v * 2.0

    assert add(tf.constant([1.0, 1.0])).numpy().tolist() == [4.0, 6.0]
    assert v.numpy().tolist() == [2.0, 3.0]


def test_gradients_flow_through_a_compiled_function():
    f = tf.function(
        lambda x: tf.reduce_sum(tf.reshape(x, [-1, 1]) ** 2), jit_compile=True
    )
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    np.testing.assert_allclose(tape.gradient(y, x), [2.0, 4.0])


def test_branches_and_loops_compile():
    def f(n, x):
        if x > 0.0:
            x = x * 2.0
        else:
            x = x - 1.0
        for i in tf.range(n):
            x = x * 1.5 + tf.cast(i, tf.float32)
        return x

    compiled, planned = both(f, tf.constant(3), tf.constant(1.0))
    assert compiled == planned


def test_an_op_without_lowering_is_named():
    f = tf.function(lambda x: tf.random.uniform([2]) + x, jit_compile=True)
    with pytest.raises(NotImplementedError, match="RandomUniform"):
        f(tf.constant(1.0))
