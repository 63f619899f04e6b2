"""Random graphs: a native plan gives what the reference kernels give, node by node."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tensorbrook as tf
from tensorbrook._src.eager import backend
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.runtime.plan import Plan
from tests.runtime.random_graphs import FAMILIES, Builder
from tests.runtime.reference import by_reference, compare

pytestmark = pytest.mark.skipif(backend.native is None, reason="no native core")

#: How many graphs to try; `TENSORBROOK_GRAPHS=3000` makes a long run.
GRAPHS = int(os.environ.get("TENSORBROOK_GRAPHS", "60"))
DIMS = [(), (1,), (3,), (2, 3), (2, 1), (3, 3), (2, 3, 3), (1, 4, 4, 2), (7, 5)]
RARE_DIMS = [(0,), (2, 0, 3), (70, 1000), (40_000,), (3, 257)]


def build(
    dims: Sequence[Any], steps: Sequence[Any], dtype: Any, fixed: Any = None
) -> tuple[Any, Builder]:
    """A random graph; with inputs of unknown sizes, where its builder is given."""
    graph = FuncGraph("random")
    with graph.as_default():
        shapes = dims if fixed is None else [[None] * len(each) for each in dims]
        inputs = [graph.add_input(dtype, shape) for shape in shapes]
        known = dims if fixed is None else [value.dims for value in fixed.values]
        builder = Builder(graph, inputs, known)
        for step in steps if fixed is None else fixed.steps:
            builder.add(*step)
    return graph, builder


def fetch(graph: Any, builder: Builder, which: int) -> list[bool]:
    """Makes the last value and some others the graph's outputs; are they exact?"""
    count = len(builder.values)
    wanted = [
        value
        for i, value in enumerate(builder.values)
        if i == count - 1 or which >> (i % 24) & 1
    ]
    with graph.as_default():
        graph.outputs = [tf.identity(value.tensor) for value in wanted]
    return [value.exact for value in wanted]


def numbers(rng: Any, dims: Any, dtype: Any, wild: bool) -> Any:
    drawn = rng.integers(-8, 8, dims).astype(dtype.as_numpy_dtype) / 4
    if wild:
        odd = rng.choice([np.nan, np.inf, -np.inf, -0.0], dims)
        drawn = np.where(rng.uniform(size=dims) < 0.1, odd, drawn)
    return tf.constant(drawn, dtype)


nodes = st.tuples(
    st.sampled_from(
        [name for name, each in FAMILIES.items() for _ in range(each.often)]
    ),
    *[st.integers(0, 200)] * 3,
    st.integers(0, 10_000),
)


@given(
    shapes=st.lists(st.sampled_from(DIMS * 6 + RARE_DIMS), min_size=1, max_size=4),
    steps=st.lists(nodes, min_size=1, max_size=25),
    seed=st.integers(0, 1000),
    fetched=st.integers(0, 2**24 - 1),
    dtype=st.sampled_from([tf.float32] * 4 + [tf.float64]),
    wild=st.sampled_from([False, False, True]),
)
@settings(
    max_examples=GRAPHS, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
def test_a_native_plan_computes_what_the_reference_does(
    shapes: list[Any], steps: list[Any], seed: int, fetched: int, dtype: Any, wild: bool
) -> None:
    graph, builder = build(shapes, steps, dtype)
    exact = fetch(graph, builder, fetched)
    rng = np.random.default_rng(seed)
    inputs = [numbers(rng, dims, dtype, wild) for dims in shapes]
    before = [value.numpy() for value in inputs]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FuncGraph, "execute", by_reference)
        wanted = by_reference(graph, inputs)
        moved = by_reference(graph, inputs, builder.rounding)
    graphs = [graph]
    if seed % 3 == 0:
        opened, other = build(shapes, steps, dtype, builder)
        fetch(opened, other, fetched)
        graphs.append(opened)
    for each in graphs:
        plan = Plan(each.all_inputs, each.outputs)
        for _ in range(3):
            found = plan.run(inputs)
            for parts in zip(found, wanted, moved, exact, strict=True):
                compare(*parts)
    for value, old in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(value.numpy(), old)
