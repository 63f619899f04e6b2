"""Lists of tensors in native code: values, shared memory, and what Python sees of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend

raw = tf.raw_ops
pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")


def empty(dims: Any = ()) -> Any:
    return raw.EmptyTensorList(
        element_shape=tf.constant(dims, tf.int32),
        max_num_elements=-1,
        element_dtype=tf.float32,
    )


def push(handle: Any, value: float) -> Any:
    return raw.TensorListPushBack(input_handle=handle, tensor=tf.constant(value))


def pop(handle: Any) -> Any:
    return raw.TensorListPopBack(
        input_handle=handle,
        element_shape=tf.constant([], tf.int32),
        element_dtype=tf.float32,
    )


def values(handle: Any) -> list[float]:
    """What the list holds, as Python sees it."""
    return [float(item) for item in handle._array().items]


def test_lists_that_grew_out_of_each_other_stay_apart() -> None:
    base = push(push(empty(), 1.0), 2.0)
    first, second = push(base, 3.0), push(base, 4.0)
    assert values(base) == [1, 2]
    assert values(first) == [1, 2, 3]
    assert values(second) == [1, 2, 4]
    shorter, item = pop(first)
    assert float(item) == 3.0
    assert values(push(shorter, 5.0)) == [1, 2, 5]
    assert values(first) == [1, 2, 3]


def test_items_are_replaced_in_a_new_list() -> None:
    old = push(push(empty(), 1.0), 2.0)
    new = raw.TensorListSetItem(input_handle=old, index=0, item=tf.constant(7.0))
    assert (values(old), values(new)) == ([1, 2], [7, 2])
    found = raw.TensorListGetItem(
        input_handle=new, index=0, element_shape=[], element_dtype=tf.float32
    )
    assert float(found) == 7.0


def test_rows_and_stacks() -> None:
    rows = tf.constant(np.arange(6, dtype=np.float32).reshape(3, 2))
    handle = raw.TensorListFromTensor(tensor=rows, element_shape=[2])
    assert int(raw.TensorListLength(input_handle=handle)) == 3
    stacked = raw.TensorListStack(
        input_handle=handle, element_shape=[2], element_dtype=tf.float32
    )
    np.testing.assert_array_equal(stacked.numpy(), rows.numpy())


def test_what_is_wrong_is_told_by_the_reference() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="empty list"):
        pop(empty())
    with pytest.raises(tf.errors.InvalidArgumentError, match="Invalid data types"):
        raw.TensorListPushBack(input_handle=empty(), tensor=tf.constant(1))
    with pytest.raises(tf.errors.InvalidArgumentError, match="Tried to"):
        raw.TensorListGetItem(
            input_handle=empty(), index=3, element_shape=[], element_dtype=tf.float32
        )


def test_dims_that_are_known_reach_python() -> None:
    assert empty((2, -1))._array().dims == (2, None)
    handle = raw.EmptyTensorList(
        element_shape=tf.constant(-1), max_num_elements=-1, element_dtype=tf.float32
    )
    assert handle._array().dims is None
    reserved = raw.TensorListReserve(
        element_shape=tf.constant([2]), num_elements=2, element_dtype=tf.float32
    )
    assert reserved._array().items == [None, None]


def test_the_gradient_of_a_loop_runs_without_python() -> None:
    w = tf.Variable([[0.5, 0.1], [0.2, 0.3]])

    @tf.function
    def step(x: Any) -> Any:
        with tf.GradientTape() as tape:
            h = x
            for _ in tf.range(5):
                h = tf.tanh(h @ w) + x
            loss = tf.reduce_sum(h)
        return tape.gradient(loss, w)

    x = tf.constant([[1.0, 2.0]])
    found = step(x)
    before = backend.native.executor_stats()["fallbacks"]
    step(x)
    assert backend.native.executor_stats()["fallbacks"] == before
    with tf.GradientTape() as tape:
        h = x
        for _ in range(5):
            h = tf.tanh(h @ w) + x
        loss = tf.reduce_sum(h)
    np.testing.assert_allclose(found.numpy(), tape.gradient(loss, w).numpy(), rtol=1e-5)
