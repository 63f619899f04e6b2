"""Which ops a piece of a test really runs: behind the marker `covers`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from tensorbrook._src.eager import interpreter, kernels
from tensorbrook._src.ops.reference_variables import VariableOp
from tensorbrook._src.runtime.gated import GatedPlan
from tensorbrook._src.runtime.plan import Plan


@contextlib.contextmanager
def watched() -> Iterator[set[str]]:
    """Collects the names of the ops whose kernels run in the body.

    A plan counts with all its steps when it runs, and with the nodes for which a session
    provides the value, such as handles of variables. What graphs expand into other ops
    counts when it is added.
    """
    ran: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("execute", "execute_reference"):
            patch.setattr(kernels, name, _telling(getattr(kernels, name), ran))
        patch.setattr(interpreter, "_call", _telling_of_success(interpreter._call, ran))
        original_run, original_add = Plan.run, Plan._add

        def run(plan: Plan, values: Any) -> Any:
            ran.update(p.node.record.name for step in plan.steps for p in step.parts)
            return original_run(plan, values)

        def add(plan: Plan, node: Any, resolve: Any) -> None:
            if resolve is not None and not node.inputs and resolve(node) is not None:
                ran.add(node.record.name)
            original_add(plan, node, resolve)

        original_gated, original_expand = GatedPlan.run, VariableOp.__call__

        def run_gated(plan: GatedPlan, values: Any) -> Any:
            ran.update(step.node.record.name for step in plan.steps)
            return original_gated(plan, values)

        def expand(op: VariableOp, *inputs: Any, **options: Any) -> Any:
            ran.add(op.name)
            return original_expand(op, *inputs, **options)

        patch.setattr(GatedPlan, "run", run_gated)
        patch.setattr(VariableOp, "__call__", expand)
        patch.setattr(Plan, "run", run)
        patch.setattr(Plan, "quickest", property(lambda plan: plan.run))
        patch.setattr(Plan, "_add", add)
        yield ran


def _telling(function: Any, ran: set[str]) -> Any:
    def told(op: Any, *arguments: Any) -> Any:
        ran.add(op.name)
        return function(op, *arguments)

    return told


def _telling_of_success(function: Any, ran: set[str]) -> Any:
    def told(op: Any, *arguments: Any) -> Any:
        result = function(op, *arguments)
        if result is not NotImplemented:
            ran.add(op.name)
        return result

    return told
