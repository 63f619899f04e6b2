"""Graphs: what a call of a traced function costs."""

from collections.abc import Callable

import tensorbrook as tf


def time_function_call_small() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    step = tf.function(lambda x: tf.matmul(x, x) + 1.0)
    return lambda: step(a)


def time_function_trace_small() -> Callable[[], object]:
    a = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    return lambda: tf.function(lambda x: tf.matmul(x, x) + 1.0)(a)


def time_function_assign() -> Callable[[], object]:
    v = tf.Variable(0.0)
    return tf.function(lambda: v.assign_add(1.0))
