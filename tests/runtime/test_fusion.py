"""Fusion of element-wise steps: which steps become one, and that results stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tensorbrook._src.runtime.plan import Plan

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")


def listing(
    function: Callable[..., Any], *arguments: Any, rtol: float = 1e-6
) -> list[str]:
    """The steps of the function's plan, without names; checks its results, too."""
    plan = plan_of(function, *arguments)
    for found, wanted in zip(
        plan.run(list(arguments)), reference(plan, arguments), strict=True
    ):
        np.testing.assert_allclose(found.numpy(), wanted.numpy(), rtol=rtol)
    return [line.split("  #")[0].strip() for line in str(plan).splitlines()[1:]]


def plan_of(function: Callable[..., Any], *arguments: Any) -> Plan:
    graph = tf.function(function).get_concrete_function(*arguments).graph
    return Plan(graph.inputs, graph.outputs)


def reference(plan: Plan, arguments: Any) -> list[Any]:
    """The results of the same steps, node by node."""
    native, plan.native = plan.native, None
    try:
        return plan.run(list(arguments))
    finally:
        plan.native = native


X = tf.constant(np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3))


def test_a_chain_becomes_one_step() -> None:
    steps = listing(lambda x: tf.tanh(x * 2.0 + 1.0) * x, X)
    assert steps == ["%6 = Mul+AddV2+Tanh+Mul(%0, %1, %3)"]


def test_rows_columns_and_scalars_are_broadcast_in_it() -> None:
    row, column = tf.constant([1.0, 2.0, 3.0]), tf.constant([[1.0], [2.0]])
    steps = listing(lambda x, r, c: (x + r) * c - 1.0, X, row, column)
    assert steps == ["%6 = AddV2+Mul+Sub(%0, %1, %2, %5)"]


def test_casts_comparisons_and_selects_belong_to_it() -> None:
    def function(x: Any) -> Any:
        return tf.cast(tf.where(x > 0.0, x, -x), tf.float64) * 2.0

    assert listing(function, X) == ["%7 = Greater+Neg+SelectV2+Cast+Mul(%0, %1, %6)"]


def test_a_value_that_others_read_is_given_out() -> None:
    def function(x: Any) -> Any:
        y = tf.exp(x)
        return y, tf.sqrt(y) + 1.0

    assert listing(function, X) == ["%1, %5 = Exp+Sqrt+AddV2(%0, %4)"]


def kinds(steps: list[str]) -> list[str]:
    """What the lines of a listing do, without what they read and make."""
    return [step.split(" = ")[1].split("(")[0] for step in steps]


def test_a_reader_in_between_keeps_steps_apart() -> None:
    def function(x: Any) -> Any:
        y = tf.exp(x)
        return y * tf.reverse(y, [0])

    assert kinds(listing(function, X)) == ["Exp", "ReverseV2", "Mul"]


def test_a_smaller_shape_is_computed_before() -> None:
    steps = listing(lambda x, r: x * (r * 2.0 + 1.0), X, tf.constant([1.0, 2.0, 3.0]))
    assert kinds(steps) == ["Mul+AddV2", "Mul"]


def test_a_bias_is_added_in_it_unless_channels_come_first() -> None:
    x, bias = tf.ones([1, 2, 2, 2]), tf.constant([1.0, 2.0])
    for layout, count in (("NHWC", 1), ("NCHW", 2)):
        steps = listing(
            lambda x, b, layout=layout: tf.nn.relu(tf.nn.bias_add(x, b, layout)),
            x,
            bias,
        )
        assert len(steps) == count


def test_an_unknown_shape_is_not_fused() -> None:
    spec = tf.TensorSpec([None], tf.float32)
    graph = tf.function(lambda x: tf.exp(-x)).get_concrete_function(spec).graph
    assert len(Plan(graph.inputs, graph.outputs).steps) == 2


def test_memory_of_the_last_reader_is_taken_over() -> None:
    def last(x: Any) -> Any:
        y = tf.reverse(x, [0])
        return tf.exp(-y) * y

    def not_last(x: Any) -> Any:
        y = tf.reverse(x, [0])
        return tf.exp(-y) * y, y

    assert allocations(not_last) - allocations(last) == 1


def allocations(function: Callable[..., Any]) -> int:
    """The buffers that one run of the function's plan asks for."""
    plan = plan_of(function, X)
    plan.run([X])
    before = backend.native.allocator_stats()["allocations"]
    plan.run([X])
    return int(backend.native.allocator_stats()["allocations"] - before)


@pytest.mark.parametrize("size", [0, 1, 1023, 1024, 1025, 5000, 200_000])
def test_tiles_of_every_size(size: int) -> None:
    x = tf.constant(np.linspace(-3, 3, size, dtype=np.float32))
    assert len(listing(lambda x: tf.sigmoid(x * x) - x, x)) == 1


@pytest.mark.parametrize("columns", [1, 3, 700, 1500, 3000])
def test_rows_of_every_length(columns: int) -> None:
    rng = np.random.default_rng(columns)
    x = tf.constant(rng.random((7, columns), np.float32))
    row = tf.constant(rng.random(columns, np.float32))
    column = tf.constant(rng.random((7, 1), np.float32))
    assert len(listing(lambda x, r, c: x * r + tf.exp(x) / c, x, row, column)) == 1


def test_powers_in_it_are_exact() -> None:
    steps = listing(lambda x: (x**2.0 + x**3.0) - tf.abs(x) ** 0.5, X)
    assert len(steps) == 1


def test_a_failing_part_is_named() -> None:
    from tensorbrook._src.runtime.step import FusedStep

    plan = plan_of(lambda x: tf.exp(x) + 1.0, X)
    (step,) = plan.steps
    assert isinstance(step, FusedStep)
    with pytest.raises(tf.errors.InvalidArgumentError, match="Incompatible shapes"):
        step.run([tf.ones([2]), tf.ones([3])])
