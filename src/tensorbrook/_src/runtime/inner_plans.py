"""Loops and conditionals inside the executor: plans of the graphs that a step runs.

With them the native executor carries out a loop or a branch by itself. Where the shapes of
a loop's variables are open but stay what they were at the beginning, its plans are made
for just these.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.runtime.known import Known
from tensorbrook._src.runtime.step import Step

_MakePlan = Callable[..., Any]


def inner_plans(
    step: Step, known: Known, make: _MakePlan
) -> tuple[str, list[Any]] | None:
    """How the executor runs a step by itself, and the plans for it, or None.

    Args:
        step: A step of a plan.
        known: What is known of the values in the slots of that plan.
        make: Makes a plan, from inputs, fetches, targets, states, resolve and dims.

    Returns:
        "loop" with the plans of condition and body, or "branches" with one for each.
    """
    rule = step.node.record.inner_graphs
    if rule is None:
        return None
    kind, graphs = rule(step.node.attrs)
    given = [known.dims(slot) for slot in step.inputs]
    if kind == "loop":
        plans = _loop(graphs, given, make)
    else:
        plans = [_plan(graph, given[1:], make) for graph in graphs]
    return None if any(plan.native is None for plan in plans) else (kind, plans)


def _loop(graphs: Sequence[Any], given: list[Dims], make: _MakePlan) -> list[Any]:
    condition, body = graphs
    declared = [tensor._dims for tensor in body.all_inputs]
    if any(map(_is_open, declared)) and not any(map(_is_open, given)):
        plan = _plan(body, given, make)
        if plan.fetch_dims == given:
            return [_plan(condition, given, make), plan]
    return [_plan(condition, declared, make), _plan(body, declared, make)]


def _plan(graph: Any, dims: Sequence[Dims], make: _MakePlan) -> Any:
    effects = [op for op in graph.get_operations() if op.record.stateful]
    return make(
        graph.all_inputs, graph.outputs, effects, graph.kernel_states, None, list(dims)
    )


def _is_open(dims: Dims) -> bool:
    return dims is None or None in dims
