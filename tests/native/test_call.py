"""The short road of eager calls: taken for calls that were settled before."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core.op import find


def test_a_settled_call_needs_no_more_python(native: Any) -> None:
    x = tf.constant([1.0, 2.0])
    tf.exp(x)
    made = native.call(find("Exp"), (x,), {}, [])
    np.testing.assert_allclose(made, np.exp([1, 2]), rtol=1e-6)


def test_what_was_never_settled_is_left_to_the_interpreter(native: Any) -> None:
    x = tf.constant([1.0, 2.0])
    for inputs in ((x, 1.0), (None,), ([x, x],), ("text",)):
        assert native.call(find("Exp"), inputs, {}, []) is NotImplemented
    assert native.call(find("Cumsum"), (x, x), {"reverse": 1.5}, []) is NotImplemented


def test_attributes_are_part_of_what_was_settled() -> None:
    x, axis = tf.constant([1.0, 2.0, 3.0]), tf.constant(0)
    for _ in range(2):
        forward = tf.raw_ops.Cumsum(x=x, axis=axis)
        backward = tf.raw_ops.Cumsum(x=x, axis=axis, reverse=True)
        assert forward.numpy().tolist() == [1, 3, 6]
        assert backward.numpy().tolist() == [6, 5, 3]
        assert tf.cast(x, tf.int32).dtype is tf.int32
        assert tf.cast(x, tf.float64).dtype is tf.float64


def test_variables_stand_for_their_values_and_tapes_see_them() -> None:
    w, x = tf.Variable([1.0, 2.0]), tf.constant([3.0, 4.0])
    for _ in range(3):
        with tf.GradientTape() as tape:
            y = tf.reduce_sum(tf.multiply(w, x))
        assert tape.gradient(y, w).numpy().tolist() == [3, 4]
    assert tape.watched_variables() == (w,)


def test_calls_with_several_outputs_or_none() -> None:
    w, x = tf.Variable([1.0, 2.0]), tf.constant([[3.0, 4.0]])
    for _ in range(2):
        w.assign_sub([0.5, 0.5])
        first, second = tf.unstack(x, axis=1)
    assert w.numpy().tolist() == [0, 1]
    assert (first.numpy(), second.numpy()) == ([3], [4])


def test_errors_of_a_settled_call_keep_their_words() -> None:
    x = tf.ones([2, 3])
    tf.matmul(x, tf.ones([3, 2]))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"MatMul"):
        tf.matmul(x, tf.ones([2, 2]))


def test_numbers_take_the_type_of_the_tensor_beside_them() -> None:
    x = tf.constant([1.0, 2.0], tf.float64)
    assert tf.add(x, 1).dtype is tf.float64
    assert tf.maximum(1.5, x).numpy().tolist() == [1.5, 2]
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        tf.add(tf.constant([1]), 1.5)


def test_lists_of_tensors_are_told_apart_by_length_and_dtype() -> None:
    x, y = tf.constant([1, 2]), tf.constant([3])
    for _ in range(2):
        assert tf.concat([x, y], 0).numpy().tolist() == [1, 2, 3]
        assert tf.concat((y, x, y), 0).numpy().tolist() == [3, 1, 2, 3]
        assert tf.concat([x, [4]], 0).numpy().tolist() == [1, 2, 4]
        assert tf.add_n([x, x]).numpy().tolist() == [2, 4]
        assert tf.stack([tf.cast(x, tf.float64)] * 2).dtype is tf.float64
        assert tf.negative([y, y]).shape == [2, 1]


def test_axes_are_int32_unless_a_tensor_says_otherwise() -> None:
    x = tf.constant([[1, 2], [3, 4]])
    for axis in (0, tf.constant(0, tf.int64), np.int64(0)):
        assert tf.expand_dims(x, axis).shape == [1, 2, 2]
        assert tf.cumsum(x, axis).numpy().tolist() == [[1, 2], [4, 6]]
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        tf.raw_ops.ExpandDims(input=x, axis=0.5)


def test_a_call_of_a_record_enters_no_python(native: Any) -> None:
    x, op = tf.constant([1.0, 2.0]), find("Exp")
    op(x, name="exponential")
    entered: list[str] = []
    sys.setprofile(
        lambda frame, event, _: (
            entered.append(frame.f_code.co_name) if event == "call" else None
        )
    )
    try:
        op(x, name="exponential")
    finally:
        sys.setprofile(None)
    assert entered == []


def test_numbers_beside_tensors_need_no_python(native: Any) -> None:
    x = tf.constant([1.0, 2.0], tf.float64)
    maximum, axis = find("Maximum"), find("ExpandDims")
    maximum(x, 1.5), axis(x, 0)
    made = native.call(maximum, (x, 1.5), {}, [])
    assert (made.dtype, made.numpy().tolist()) == (tf.float64, [1.5, 2])
    assert native.call(axis, (x, 0), {}, []).shape == [1, 2]
    for given in (2**70, "text", None, True):
        assert native.call(maximum, (x, given), {}, []) is NotImplemented


def test_reductions_take_every_form_of_axes() -> None:
    x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    for _ in range(2):
        assert float(tf.reduce_sum(x)) == 10.0
        assert float(tf.reduce_max(x, axis=None, keepdims=False)) == 4.0
        for axis in (0, -2, [0], (0,), tf.constant(0), np.int32(0)):
            assert tf.reduce_sum(x, axis).numpy().tolist() == [4, 6]
            assert tf.reduce_sum(x, axis, True).numpy().tolist() == [[4, 6]]
        assert tf.reduce_mean(x, []).numpy().tolist() == x.numpy().tolist()
        assert tf.reduce_sum(tf.constant(2.0)).numpy() == 2.0
    for wrong in (2, [0, 0], 0.5):
        with pytest.raises((TypeError, ValueError, tf.errors.InvalidArgumentError)):
            tf.reduce_sum(x, wrong)
