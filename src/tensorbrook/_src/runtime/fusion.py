"""Fusion: chains of steps become one step that walks memory once.

A step can take part if the native core has its kernel as a loop over tiles. It joins the
steps that make its inputs where all walk over one shape, and where nobody else reads what
they make before it. Scalars and rows are broadcast while the tiles are filled. Rows are
reduced, and their results used, inside of a tile; columns are summed up along the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tensorbrook._src.runtime.fused_code import Program
from tensorbrook._src.runtime.fused_parts import (
    Extent,
    Frame,
    Fusable,
    extents,
    fusable,
)
from tensorbrook._src.runtime.step import FusedStep, Step

_MOST_INPUTS = 24
_MOST_PARTS = 48


class _Group:
    """Steps that run together, at the place of the last of them."""

    def __init__(self, frame: Frame, member: int) -> None:
        self.frame = frame
        self.members = [member]


def fuse(steps: list[Step], known: Any, kept: Iterable[int]) -> list[Step]:
    """The steps with those that belong together fused.

    Args:
        steps: The steps of a plan in their order.
        known: What the plan knows of its slots: their dims, and constants.
        kept: Slots that are read after the run.

    Returns:
        New steps; the old ones are not changed.
    """
    kept = set(kept)
    candidates = [fusable(step, known) for step in steps]
    order = _reductions_early(steps, candidates, kept)
    fusion = _Fusion(
        [steps[i] for i in order], [candidates[i] for i in order], known, kept
    )
    return fusion.result()


def _readers(steps: list[Step], kept: Iterable[int]) -> dict[int, list[int]]:
    readers: dict[int, list[int]] = {slot: [len(steps)] for slot in kept}
    for index, step in enumerate(steps):
        for slot in step.inputs:
            readers.setdefault(slot, []).append(index)
    return readers


def _reductions_early(
    steps: list[Step], candidates: list[Fusable | None], kept: set[int]
) -> list[int]:
    """An order in which reductions, and what only they need, follow their inputs at once.

    Gradients of weights come late in a graph, long after others have read what they sum.
    """
    readers = _readers(steps, kept)
    early: set[int] = set()
    for index in reversed(range(len(steps))):
        part = candidates[index]
        if part is None:
            continue
        if part.reduces or all(
            r in early for r in readers.get(part.slot, [len(steps)])
        ):
            early.add(index)
    makers = {slot: index for index, step in enumerate(steps) for slot in step.outputs}
    anchors: list[int] = []  # the step that each one stands behind, or itself
    followers: dict[int, list[int]] = {}
    for index, step in enumerate(steps):
        made = [anchors[makers[slot]] for slot in step.inputs if slot in makers]
        anchors.append(max(made, default=index) if index in early else index)
        followers.setdefault(anchors[index], []).append(index)
    return [each for index in range(len(steps)) for each in followers.get(index, ())]


class _Fusion:
    """The groups of steps while they grow."""

    def __init__(
        self,
        steps: list[Step],
        candidates: list[Fusable | None],
        known: Any,
        kept: set[int],
    ) -> None:
        self._steps = steps
        self._candidates = candidates
        self._known = known
        self._readers = _readers(steps, kept)
        self._groups: dict[int, _Group] = {}
        makers: dict[int, int] = {}
        for index, step in enumerate(steps):
            part = candidates[index]
            if part is not None:
                self._groups[index] = _Group(part.frame, index)
                for slot in part.operands:
                    self._join(index, self._groups.get(makers.get(slot, -1)))
            for slot in step.outputs:
                makers[slot] = index

    def result(self) -> list[Step]:
        """The steps, with one in place of each group."""
        found = []
        for index, step in enumerate(self._steps):
            group = self._groups.get(index)
            if group is None or len(group.members) == 1:
                found.append(step)
            elif index == group.members[-1]:
                found.append(self._fused(group))
        return found

    def _parts(self, members: Iterable[int]) -> list[Fusable]:
        found = [self._candidates[member] for member in members]
        return [part for part in found if part is not None]

    def _join(self, index: int, other: _Group | None) -> None:
        """Joins the group of a step with that of one of its inputs' makers, if possible."""
        group = self._groups[index]
        if other is None or other is group:
            return
        members = sorted({*group.members, *other.members})
        if len(members) > _MOST_PARTS or not self._can_wait(members, index):
            return
        frame = group.frame.joined(other.frame)
        if frame is None and len(group.members) == 1:
            frame = other.frame  # the step may compute with results of rows alone
        if frame is None or len(self._inputs(members)) > _MOST_INPUTS:
            return
        if extents(self._parts(members), frame, self._known) is None:
            return
        group.frame, group.members = frame, members
        for member in members:
            self._groups[member] = group

    def _can_wait(self, members: list[int], until: int) -> bool:
        """Whether nobody else reads what the members make before the step `until`."""
        inside = set(members)
        return all(
            reader in inside or reader > until
            for member in members
            for reader in self._readers.get(self._steps[member].outputs[0], ())
        )

    def _inputs(self, members: list[int]) -> list[int]:
        """The slots that the members read but don't make."""
        made = {self._steps[member].outputs[0] for member in members}
        read = [slot for member in members for slot in self._steps[member].inputs]
        return [slot for slot in dict.fromkeys(read) if slot not in made]

    def _fused(self, group: _Group) -> FusedStep:
        parts = self._parts(group.members)
        made = extents(parts, group.frame, self._known) or {}
        inside = set(group.members)
        outputs = [
            part.slot
            for part in parts
            if any(reader not in inside for reader in self._readers.get(part.slot, ()))
        ]
        program = Program(parts, group.frame, made, outputs, self._known)
        read = program.inputs
        others = [slot for slot in self._inputs(group.members) if slot not in read]
        steps = [part.step for part in parts]
        return FusedStep(steps, read + others, outputs, program.code())
