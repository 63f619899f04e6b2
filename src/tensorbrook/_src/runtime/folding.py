"""Folding: a chain of steps becomes one where the native core has a kernel for the chain.

The kernel's name says what it folds: `MatMul+BiasAdd+Relu` does three steps, each of which
takes the result of the one before as its first input. So there is no list of them here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tensorbrook._src.eager import backend
from tensorbrook._src.runtime.step import FusedStep, Step

_LONGEST = 3


class FoldedStep(FusedStep):
    """A chain of nodes that one native kernel carries out.

    Args:
        parts: The steps of the nodes, in their order.
        attrs: The attributes of all of them.
    """

    def __init__(self, parts: list[Step], attrs: dict[str, Any]) -> None:
        made = parts[0].outputs[0]
        inputs = list(parts[0].inputs)
        for part in parts[1:]:
            inputs += [slot for slot in part.inputs if slot != made]
            made = part.outputs[0]
        super().__init__(parts, inputs, list(parts[-1].outputs), [])
        self.node = parts[0].node  # which can't be fused, whatever follows it
        self._attrs = attrs

    @property
    def kernel(self) -> str:
        return self.type


def fold(steps: list[Step], kept: Iterable[int]) -> list[Step]:
    """The steps with chains folded that the native core can do at once.

    Args:
        steps: The steps of a plan in their order.
        kept: Slots that are read after the run.

    Returns:
        New steps; the old ones are not changed.
    """
    readers: dict[int, list[int]] = {slot: [len(steps)] for slot in kept}
    for index, step in enumerate(steps):
        for slot in step.inputs:
            readers.setdefault(slot, []).append(index)
    folded: dict[int, list[int]] = {}
    taken: set[int] = set()
    for index in range(len(steps)):
        if index in taken:
            continue
        chain = _chain(steps, index, readers)
        if chain is not None:
            folded[chain[-1]] = chain
            taken.update(chain)
    made: list[Step] = []
    for index, step in enumerate(steps):
        if index in folded:
            parts = [steps[place] for place in folded[index]]
            made.append(FoldedStep(parts, _attributes(parts) or {}))
        elif index not in taken:
            made.append(step)
    return made


def _chain(
    steps: list[Step], start: int, readers: dict[int, list[int]]
) -> list[int] | None:
    """The longest chain from a step on that is a kernel of its own."""
    chain, best, name = [start], None, steps[start].type
    while len(chain) < _LONGEST:
        following = _only_reader(steps[chain[-1]], steps, readers)
        if following is None:
            break
        chain.append(following)
        name = f"{name}+{steps[following].type}"
        if _attributes([steps[place] for place in chain]) is None:
            break
        if backend.native is not None and backend.native.find(name) >= 0:
            best = list(chain)
    return best


def _only_reader(
    step: Step, steps: list[Step], readers: dict[int, list[int]]
) -> int | None:
    """The one step that reads what a step makes, if it does so once."""
    if len(step.outputs) != 1 or step.state is not None or step.node.record.stateful:
        return None
    found = readers.get(step.outputs[0], [])
    if len(found) != 1 or found[0] == len(steps):
        return None
    reader = steps[found[0]]
    plain = reader.state is None and not reader.node.record.stateful
    return found[0] if plain and reader.inputs[0] == step.outputs[0] else None


def _attributes(parts: list[Step]) -> dict[str, Any] | None:
    """The attributes of all parts; None where two contradict each other."""
    joined: dict[str, Any] = {}
    for part in parts:
        for name, value in part.attrs.items():
            if joined.setdefault(name, value) != value:
                return None
    return joined
