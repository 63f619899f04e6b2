"""Random graphs: a native plan gives what the reference kernels give, node by node."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tensorbrook as tf
from tensorbrook._src.eager import backend, kernels
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.runtime.plan import Plan

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

DIMS = [(), (1,), (3,), (2, 3), (2, 1), (3, 3), (2, 3, 3)]
#: Functions that both sides round alike.
EXACT: list[Callable[[Any], Any]] = [
    tf.negative,
    tf.abs,
    tf.square,
    tf.floor,
    tf.nn.relu,
    tf.sign,
    tf.identity,
    tf.transpose,
    lambda x: x[..., tf.newaxis],
    lambda x: tf.reshape(x, [-1]),
    lambda x: tf.reshape(x, [-1])[:2],
    lambda x: tf.cast(tf.cast(x, tf.float64) * 3, tf.float32),
    lambda x: tf.reduce_max(x, keepdims=True),
    lambda x: tf.reduce_min(x),
    lambda x: tf.reverse(tf.reshape(x, [-1]), [0]),
]
ROUNDED: list[Callable[[Any], Any]] = [
    tf.tanh,
    tf.sigmoid,
    lambda x: tf.exp(-tf.abs(x)),
    lambda x: tf.sqrt(tf.abs(x)),
    lambda x: tf.math.log(tf.abs(x) + 1.0),
    tf.nn.softplus,
    tf.nn.elu,
    tf.reduce_sum,
    lambda x: tf.reduce_mean(x, 0, keepdims=True) if x.shape.rank else x,
    lambda x: tf.reduce_sum(x, -1) if x.shape.rank else x,
    lambda x: tf.nn.softmax(tf.clip_by_value(tf.reshape(x, [1, -1]), -5.0, 5.0)),
]
PAIRS: list[Callable[[Any, Any], Any]] = [
    tf.add,
    tf.subtract,
    tf.multiply,
    tf.maximum,
    tf.minimum,
    tf.math.squared_difference,
    tf.math.divide_no_nan,
]
#: Functions of two values that decide by comparing them, so both must be exact.
DECIDING: list[Callable[[Any, Any], Any]] = [
    lambda x, y: tf.where(x > y, x, y * 0.5),
    lambda x, y: tf.cast(x <= y, tf.float32),
    lambda x, y: tf.cond(tf.reduce_max(x) > 1.0, lambda: x + y, lambda: x - y),
    lambda x, y: _repeated(x, y),
]


def _repeated(x: Any, y: Any) -> Any:
    """A loop whose number of rounds depends on a value."""
    low = tf.reduce_min(y)
    total = tf.broadcast_to(x, tf.shape(x + y))
    return tf.while_loop(
        lambda i, t: (i < 3) & (tf.cast(i, tf.float32) < low + 2.0),
        lambda i, t: (i + 1, tf.maximum(t * 0.5, y) + x),
        (tf.constant(0), total),
    )[1]


class Builder:
    """Adds random nodes to a graph; knows which values both sides compute exactly."""

    def __init__(self, inputs: list[Any]) -> None:
        self.values = list(inputs)
        self.exact = [True] * len(inputs)

    def add(self, kind: int, which: int, first: int, second: int) -> None:
        a, b = first % len(self.values), second % len(self.values)
        x, y = self.values[a], self.values[b]
        both = self.exact[a] and self.exact[b]
        tables: list[list[Any]] = [EXACT, ROUNDED, PAIRS, DECIDING, [tf.add_n]]
        table = tables[kind]
        function = table[which % len(table)]
        if kind in (2, 3) and (not _fit(x, y) or (kind == 3 and not both)):
            return
        if kind < 2:
            self._keep(function(x), kind == 0 and self.exact[a])
        elif kind == 4:
            self._keep(function([x, x, x]), False)
        else:
            self._keep(function(x, y), both)

    def _keep(self, value: Any, exact: bool) -> None:
        self.values.append(value)
        self.exact.append(exact)


def _fit(x: Any, y: Any) -> bool:
    try:
        tf.broadcast_static_shape(x.shape, y.shape)
    except ValueError:
        return False
    return True


def by_reference(graph: Any, values: Sequence[Any]) -> list[Any]:
    """The outputs of a graph by the reference kernels alone."""
    known = {id(t): v for t, v in zip(graph.all_inputs, values, strict=True)}
    for node in graph.get_operations():
        if all(id(tensor) in known for tensor in node.outputs):
            continue
        inputs = [known[id(tensor)] for tensor in node.inputs]
        outputs = kernels.execute_reference(node.record, inputs, node.attrs)
        known.update(zip(map(id, node.outputs), outputs, strict=True))
    return [known[id(tensor)] for tensor in graph.outputs]


nodes = st.tuples(
    st.sampled_from([0, 0, 0, 1, 2, 2, 2, 3, 4]),
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 30),
)


@given(
    shapes=st.lists(st.sampled_from(DIMS), min_size=1, max_size=4),
    steps=st.lists(nodes, min_size=1, max_size=25),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_a_native_plan_computes_what_the_reference_does(
    shapes: list[Any], steps: list[Any], seed: int
) -> None:
    graph = FuncGraph("random")
    with graph.as_default():
        inputs = [graph.add_input(tf.float32, dims) for dims in shapes]
        builder = Builder(inputs)
        for step in steps:
            builder.add(*step)
        graph.outputs = [tf.identity(value) for value in builder.values]
    rng = np.random.default_rng(seed)
    given_values = [
        tf.constant(rng.integers(-8, 8, dims).astype("f") / 4) for dims in shapes
    ]
    before = [value.numpy() for value in given_values]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FuncGraph, "execute", by_reference)
        wanted = by_reference(graph, given_values)
    plan = Plan(graph.all_inputs, graph.outputs)
    for _ in range(2):
        found = plan.run(given_values)
        for a, b, exact in zip(found, wanted, builder.exact, strict=True):
            _compare(a.numpy(), b.numpy(), exact)
    for value, old in zip(given_values, before, strict=True):
        np.testing.assert_array_equal(value.numpy(), old)


def _compare(found: Any, wanted: Any, exact: bool) -> None:
    assert found.shape == wanted.shape
    assert found.dtype == wanted.dtype
    if exact:
        np.testing.assert_array_equal(found, wanted)
        return
    finite = np.isfinite(wanted)
    np.testing.assert_array_equal(np.isfinite(found), finite)
    size = max(1.0, float(np.abs(wanted[finite]).max(initial=0.0)))
    np.testing.assert_allclose(
        found[finite], wanted[finite], rtol=1e-3, atol=1e-3 * size
    )
