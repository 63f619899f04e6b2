"""The way back in native code: the gradients of the records, without Python."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.autodiff import tape as tapes

RNG = np.random.default_rng(0)
A, B = (tf.constant(RNG.uniform(0.5, 2.0, (2, 3)).astype("f")) for _ in range(2))
ROW = tf.constant(RNG.uniform(0.5, 2.0, 3).astype("f"))
SQUARE = tf.constant(RNG.uniform(0.5, 2.0, (3, 3)).astype("f"))

FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "squared difference": tf.math.squared_difference,
    "square": lambda x, y: tf.square(x) + y,
    "negative": lambda x, y: -x * y,
    "exp": lambda x, y: tf.exp(x) * y,
    "log": lambda x, y: tf.math.log(x) * y,
    "tanh": lambda x, y: tf.tanh(x) * y,
    "sigmoid": lambda x, y: tf.sigmoid(x) * y,
    "sqrt": lambda x, y: tf.sqrt(x) * y,
    "relu": lambda x, y: tf.nn.relu(x - 1.0) * y,
    "sum": lambda x, y: tf.reduce_sum(x) * y,
    "sum of an axis": lambda x, y: tf.reduce_sum(x * x, 0) * tf.reduce_sum(y),
    "sum that keeps its axis": lambda x, y: tf.reduce_sum(x, -1, True) * y,
    "mean": lambda x, y: tf.reduce_mean(x * y),
    "mean of an axis": lambda x, y: tf.reduce_mean(x, [1], True) * y,
    "reshape": lambda x, y: tf.reshape(x * x, [-1]) * tf.reduce_sum(y),
    "identity": lambda x, y: tf.identity(x) * y,
    "an op without a native gradient": lambda x, y: tf.math.sin(x) * tf.cumsum(y),
}


def both_ways(
    monkeypatch: pytest.MonkeyPatch, function: Any, *inputs: Any
) -> tuple[Any, Any]:
    """The gradients for the inputs by native code and by the records' own."""
    found = []
    for native in (True, False):
        with tf.GradientTape() as tape:
            tape.watch(inputs)
            result = function(*inputs)
        with monkeypatch.context() as patch:
            if not native:
                patch.setattr(tapes, "eager", None)
                patch.setattr(tf.GradientTape, "_quick", lambda *_: NotImplemented)
            found.append(tape.gradient(result, list(inputs)))
    return found[0], found[1]


@pytest.mark.parametrize("second", [B, ROW], ids=["equal shapes", "a row"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_gradients_are_those_of_the_records(
    native: Any, monkeypatch: pytest.MonkeyPatch, name: str, second: Any
) -> None:
    for first in (A, tf.cast(A, tf.float64)):
        other = tf.cast(second, first.dtype)
        found, wanted = both_ways(monkeypatch, FUNCTIONS[name], first, other)
        for a, b in zip(found, wanted, strict=True):
            assert (a is None) == (b is None)
            if a is not None:
                assert a.dtype is b.dtype
                np.testing.assert_array_equal(a.numpy(), b.numpy())


@pytest.mark.parametrize("flip_a", [False, True])
@pytest.mark.parametrize("flip_b", [False, True])
def test_gradients_of_matrix_products(
    native: Any, monkeypatch: pytest.MonkeyPatch, flip_a: bool, flip_b: bool
) -> None:
    a = tf.transpose(A) if flip_a else A

    def product(x: Any, y: Any) -> Any:
        return tf.matmul(x, y, transpose_a=flip_a, transpose_b=flip_b) * 2.0

    found, wanted = both_ways(monkeypatch, product, a, SQUARE)
    for x, y in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(x.numpy(), y.numpy())


def test_no_python_of_gradients_runs(native: Any) -> None:
    w, b = tf.Variable(SQUARE), tf.Variable(ROW)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(tf.tanh(A @ w + b) - A))
    entered: list[Any] = []
    sys.setprofile(
        lambda frame, event, _: (
            entered.append(frame.f_code) if event == "call" else None
        )
    )
    try:
        tape.gradient(loss, [w, b])
    finally:
        sys.setprofile(None)
    assert not [code for code in entered if "/ops/" in code.co_filename]


def test_variables_are_watched_and_read_natively(native: Any) -> None:
    w, frozen = tf.Variable(2.0), tf.Variable(3.0, trainable=False)
    for _ in range(2):
        with tf.GradientTape(persistent=True) as tape:
            y = w * frozen * w
        assert tape.watched_variables() == (w,)
        assert float(tape.gradient(y, w)) == 12.0
        assert tape.gradient(y, frozen) is None
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        y = w * w
    assert tape.gradient(y, w) is None


def test_tapes_within_tapes_and_numbers(native: Any) -> None:
    x = tf.constant(3.0)
    for _ in range(2):
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = 2.0 * x * x * x - 1
            first = inner.gradient(y, x)
        assert float(first) == 54.0
        assert float(outer.gradient(first, x)) == 36.0


def test_a_part_that_is_no_tensor_is_added_by_python(native: Any) -> None:
    table = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(tf.gather(table, [0, 0])) + tf.reduce_sum(table * table)
    found = tf.convert_to_tensor(tape.gradient(loss, table))
    np.testing.assert_array_equal(found.numpy(), [[4, 6], [6, 8]])


def test_errors_of_a_gradient_reach_the_caller(native: Any) -> None:
    @tf.custom_gradient
    def broken(x: Any) -> Any:
        def gradient(dy: Any) -> Any:
            raise KeyError("the gradient's own")

        return tf.identity(x), gradient

    with tf.GradientTape() as tape:
        tape.watch(A)
        y = broken(A) * 2.0
    with pytest.raises(KeyError, match="own"):
        tape.gradient(y, A)


def test_the_way_back_checks_its_arguments(native: Any) -> None:
    tape = tf.GradientTape()
    with pytest.raises(TypeError, match="lists"):
        tape._backward((), [], [])
    with pytest.raises(TypeError, match="lists"):
        tape._backward([A], [], [])
    with pytest.raises(TypeError, match="record takes"):
        tape.record(None, [], wrong={})
    assert tape._backward([], [], []) == []


def test_entries_are_as_python_records_them(native: Any) -> None:
    with tf.GradientTape() as tape:
        tape.watch(A)
        y = A * B
        tf.exp(B)
    (entry,) = tape._entries
    assert entry.record.name == "Mul"
    assert entry.inputs[0] is A and entry.inputs[1] is B
    assert entry.outputs[0] is y
    assert entry.gradient_override is None
    assert tape._watches(y) and tape._watches(A) and not tape._watches(B)


def _tape_in_a_cycle() -> weakref.ref[Any]:
    tape = tf.GradientTape(persistent=True)
    cycle = [tape]

    @tf.custom_gradient
    def own(x: Any) -> Any:
        return x * 2.0, lambda dy: dy * len(cycle)

    with tape:
        tape.watch(A)
        own(A)
    tape.itself = tape
    return weakref.ref(tape)


def test_a_cycle_through_a_tape_is_collected(native: Any) -> None:
    gone = _tape_in_a_cycle()
    gc.collect()
    assert gone() is None


def test_a_step_of_training_enters_few_python_functions(native: Any) -> None:
    w, b = tf.Variable(0.5), tf.Variable(0.0)

    def step() -> None:
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(w * ROW + b - ROW))
        for variable, slope in zip((w, b), tape.gradient(loss, [w, b]), strict=True):
            variable.assign_sub(0.1 * slope)

    for _ in range(3):
        step()
    entered: list[str] = []
    sys.setprofile(
        lambda frame, event, _: (
            entered.append(frame.f_code.co_name) if event == "call" else None
        )
    )
    try:
        step()
    finally:
        sys.setprofile(None)
    # The step itself, three for the loss, the gradient, two assignments.
    assert len(entered) <= 7, entered
