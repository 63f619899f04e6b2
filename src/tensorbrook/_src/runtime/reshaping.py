"""Reshapes move behind the steps that don't mind them, and meet others that undo them.

A layer that is applied to the last axis reshapes its input to a matrix, multiplies, and
reshapes back before a bias, an activation or the like follows. These work element by
element, or row by row, so they can come first: then they fold into the product, and
two reshapes in a row come to nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.runtime.fused_parts import Fusable, fusable
from tensorbrook._src.runtime.step import Step


def reshape_late(
    steps: list[Step], known: Any, kept: Iterable[int], new_slot: Callable[[], int]
) -> list[Step]:
    """The steps with reshapes as late as they can be, without those that undo others.

    Args:
        steps: The steps of a plan in their order.
        known: What the plan knows of its slots; learns the dims of new ones.
        kept: Slots that are read after the run.
        new_slot: Makes a slot.

    Returns:
        New steps; the old ones are not changed.
    """
    return _Reshaping(known, set(kept), new_slot).result(steps)


class _Reshaping:
    """The state of one walk over the steps."""

    def __init__(self, known: Any, kept: set[int], new_slot: Callable[[], int]) -> None:
        self._known = known
        self._kept = kept
        self._new_slot = new_slot
        self._views: dict[int, Step] = {}  # by what they make
        self._instead: dict[int, int] = {}
        self._made: list[Step] = []

    def result(self, steps: list[Step]) -> list[Step]:
        """The new steps."""
        for step in steps:
            inputs = [self._instead.get(slot, slot) for slot in step.inputs]
            if inputs != step.inputs:
                step = Step(step.node, inputs, step.outputs, step.state)
            part = fusable(step, self._known)
            if part is None:
                self._made.append(step)
            elif part.is_view and not step.node.record.repeats:
                self._add_view(step)
            else:
                self._add(step, part)
        read = self._kept.union(*(step.inputs for step in self._made))
        return [
            step
            for step in self._made
            if step is not self._views.get(step.outputs[0] if step.outputs else -1)
            or step.outputs[0] in read
        ]

    def _add_view(self, step: Step) -> None:
        source, *others = step.inputs
        (made,) = step.outputs
        if source in self._views:
            before = self._views[source].inputs[0]
            same = self._known.dims(before) == self._known.dims(made)
            if same or self._is_same_of(step, before):
                source = before
        if (
            self._known.dims(source) == self._known.dims(made)
            and made not in self._kept
        ):
            self._instead[made] = source
            return
        view = Step(step.node, [source, *others], [made], None)
        self._views[made] = view
        self._made.append(view)

    def _is_same_of(self, step: Step, source: int) -> bool:
        """Whether a view of a view comes out the same if it is made of the first value.

        That is so for a reshape, not for a mean over an axis of size one.
        """
        record = step.node.record
        keeps = record.keeps_elements
        context = self._known.context(step.node, [source, *step.inputs[1:]])
        try:
            dims = record.infer(context)
        except (TypeError, ValueError, errors.OpError):
            return False  # there is no such axis
        made = self._known.dims(step.outputs[0])
        return keeps is not None and dims == [made] and bool(keeps(context))

    def _add(self, step: Step, part: Fusable) -> None:
        view = next((self._views[s] for s in step.inputs if s in self._views), None)
        source = None if view is None else self._known.dims(view.inputs[0])
        if view is None or not self._minds_not(
            part, source, self._known.dims(part.slot)
        ):
            self._made.append(step)
            return
        inputs = [
            self._views[slot].inputs[0] if slot in self._views else slot
            for slot in step.inputs
        ]
        if part.columns is not None:
            self._made.append(Step(step.node, inputs, step.outputs, None))
            return
        slot = self._new_slot()
        self._known.set_dims(slot, source)
        self._made.append(Step(step.node, inputs, [slot], None))
        # The view of this step's input is a view of its output, too: the dims are the same.
        self._add_view(Step(view.node, [slot, *view.inputs[1:]], step.outputs, None))

    def _minds_not(self, part: Fusable, source: Any, made: Any) -> bool:
        """Whether a step does the same to its inputs in the dims that they had before."""
        if part.step.outputs[0] in self._kept and part.columns is None:
            return False  # it would be reshaped in vain
        if part.elements is None:
            (slot, *axes) = part.step.inputs
            return not axes and self._same_rows(source, self._known.dims(slot))
        types = {tensor.dtype for tensor in part.step.node.inputs}
        if types != {part.step.node.outputs[0].dtype}:
            return False
        return self._same_rows(source, made) and all(
            self._fits(slot, source, made) for slot in part.step.inputs
        )

    def _same_rows(self, before: Any, after: Any) -> bool:
        return bool(before and after and len(before) > 1 and before[-1] == after[-1])

    def _fits(self, slot: int, source: Any, made: Any) -> bool:
        """Whether an operand is reshaped alike, or broadcast along the last axis alone."""
        dims = self._known.dims(slot)
        if slot in self._views:
            before = self._known.dims(self._views[slot].inputs[0])
            return bool(before == source and dims == made)
        if dims is None or None in dims:
            return False
        return math.prod(dims) == 1 and len(dims) <= len(source) or dims == made[-1:]
