"""Plans as readable listings, with the time and the bytes of each step on request.

`TENSORBROOK_PLAN=print` prints each plan when it is made, `TENSORBROOK_PLAN=time` each
plan that has run when the program ends, with what its steps have cost.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence
from typing import Any

Cost = tuple[int, int, int]  # runs, nanoseconds, bytes read and written in the last run

MODE = os.environ.get("TENSORBROOK_PLAN", "")


def listing(plan: Any, values: Sequence[Any] | None = None, runs: int = 1) -> str:
    """The steps of a plan, one in a line, with those of loops and branches indented.

    Args:
        plan: A `Plan`.
        values: Eager tensors for its inputs, to run it with and to tell the costs of each
            step; needs the native core.
        runs: How often to run it then.

    Returns:
        The text.
    """
    costs: list[Cost] = []
    if values is not None:
        for _ in range(runs):
            costs = _summed(costs, plan.native.profile(values)[1])
    return "\n".join(_lines(plan, costs, ""))


def _lines(plan: Any, costs: Sequence[Cost], indent: str) -> list[str]:
    count, constants = len(plan.steps), plan.constant_count
    lines = [f"{indent}plan: {count} steps, {constants} constants"]
    for position, step in enumerate(plan.steps):
        made = ", ".join(f"%{slot}" for slot in step.outputs) or "-"
        read = ", ".join(f"%{slot}" for slot in step.inputs)
        cost = _cost_text(costs[position]) if costs else ""
        lines.append(f"{indent}  {cost}{made} = {step.type}({read})  # {step.name}")
        if step.inner is not None:
            for inner in step.inner[1]:
                lines += _lines(inner, (), f"{indent}    ")
    return lines


def _cost_text(cost: Cost) -> str:
    runs, nanoseconds, size = cost
    return f"{nanoseconds / 1000 / max(runs, 1):10.2f} us {size:12,} B  "


def _summed(before: Sequence[Cost], new: Sequence[Cost]) -> list[Cost]:
    if not before:
        return list(new)
    return [(a[0] + b[0], a[1] + b[1], b[2]) for a, b in zip(before, new, strict=True)]


def note_made(plan: Any) -> None:
    """Prints a plan that was just made, if the program was started so."""
    if MODE == "print":
        print(listing(plan), file=sys.stderr)


class Meter:
    """Runs plans with their costs noted, and prints them at the end of the program."""

    def __init__(self) -> None:
        self._costs: dict[int, tuple[Any, list[Cost]]] = {}
        atexit.register(self.print)

    def run(self, plan: Any, values: Sequence[Any]) -> list[Any]:
        """The fetches of a plan."""
        found: list[Any]
        found, costs = plan.native.profile(values)
        before = self._costs.get(id(plan), (plan, []))[1]
        self._costs[id(plan)] = plan, _summed(before, costs)
        return found

    def print(self) -> None:
        """Prints all plans with the mean time of each step, the dearest plan last."""
        all_costs = sorted(
            self._costs.values(), key=lambda item: sum(cost[1] for cost in item[1])
        )
        for plan, costs in all_costs:
            runs, total = costs[0][0] if costs else 0, sum(cost[1] for cost in costs)
            print(f"{runs} runs, {total / 1e6:.3f} ms", file=sys.stderr)
            print("\n".join(_lines(plan, costs, "")), file=sys.stderr)


meter = Meter() if MODE == "time" else None
