"""The program of a fused step: what native/kernels/fused.cc reads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tensorbrook._src.runtime.fused_parts import Extent, Frame, Fusable

_INPUT, _REGISTER, _OUTPUT, _PLACES = range(4)
_ELEMENTS, _RESULTS, _ROWS, _COLUMNS, _SPREAD, _COPY, _COPY_RESULTS = range(7)

Value = tuple[str, int]  # "input" and its number, or what is made, and of which slot


class _Instruction(NamedTuple):
    action: int
    tile: tuple[int, int]
    target: Value
    operands: list[Value]


class Program:
    """The instructions of a fused step and where their values lie.

    Args:
        parts: The steps in their order.
        frame: What they walk over.
        made: How many elements their results have.
        outputs: The slots that others read.
        known: What the plan knows of its slots.

    Attributes:
        inputs: The slots that the program reads, in the order of the step's inputs.
    """

    def __init__(
        self,
        parts: Sequence[Fusable],
        frame: Frame,
        made: Mapping[int, Extent],
        outputs: Sequence[int],
        known: Any,
    ) -> None:
        self._frame = frame
        self._made = made
        self._known = known
        self._inputs: list[tuple[int, bool]] = []
        self._roots: dict[int, int] = {}
        self._types: dict[int, Any] = {}
        self._finish: dict[int, tuple[int, int]] = {}
        self._instructions: list[_Instruction] = []
        self._spread: set[int] = set()
        for part in parts:
            self._add(part)
        for slot in outputs:
            if slot in self._roots:
                self._copy_out(slot)
        self._outputs = {("made", slot): at for at, slot in enumerate(outputs)}
        self._read = self._last_reads()

    @property
    def inputs(self) -> list[int]:
        """The slots that the program reads, once for each way in which it does so."""
        return [slot for slot, _ in self._inputs]

    def _add(self, part: Fusable) -> None:
        step = part.step
        for slot, tensor in zip(step.inputs, step.node.inputs, strict=True):
            self._types.setdefault(slot, tensor.dtype)
        self._types[part.slot] = step.node.outputs[0].dtype
        if part.is_view:
            source = part.operands[0]
            self._roots[part.slot] = self._roots.get(source, source)
            return
        extent = self._made[part.slot]
        of_rows = extent == Extent.PER_ROW and not part.reduces
        operands = [self._operand(slot, of_rows) for slot in part.operands]
        if part.columns is not None:
            action, tile = _COLUMNS, part.columns[0]
            self._finish[part.slot] = part.columns[1]
        elif part.rows is not None:
            action, tile = _ROWS, part.rows
        else:
            action = _RESULTS if of_rows else _ELEMENTS
            tile = part.elements or (0, 0)
        made = _Instruction(action, tile, ("made", part.slot), operands)
        self._instructions.append(made)

    def _operand(self, slot: int, of_rows: bool) -> Value:
        root = self._roots.get(slot, slot)
        if root not in self._made:
            dims = self._known.dims(root)
            key = (root, of_rows and math.prod(dims) > 1)
            if key not in self._inputs:
                self._inputs.append(key)
            return "input", self._inputs.index(key)
        if of_rows or self._made[root] != Extent.PER_ROW:
            return "made", root
        if root not in self._spread:
            self._spread.add(root)
            self._move(_SPREAD, root, ("spread", root), ("made", root))
        return "spread", root

    def _move(self, action: int, root: int, target: Value, source: Value) -> None:
        tile = (0, self._types[root].size)
        self._instructions.append(_Instruction(action, tile, target, [source]))

    def _copy_out(self, slot: int) -> None:
        """A view that others read gets memory of its own."""
        of_rows = self._made[slot] == Extent.PER_ROW
        source = self._operand(slot, of_rows)
        action = _COPY_RESULTS if of_rows else _COPY
        self._move(action, self._roots[slot], ("made", slot), source)

    def _last_reads(self) -> dict[Value, int]:
        return {
            value: position
            for position, each in enumerate(self._instructions)
            for value in each.operands
        }

    def code(self) -> list[int]:
        """The program as a list of integers."""
        places: dict[Value, int] = {
            value: at * _PLACES + _OUTPUT for value, at in self._outputs.items()
        }
        free: list[int] = []
        registers = 0
        body: list[int] = []
        written: dict[Value, int] = {}
        for position, each in enumerate(self._instructions):
            if each.target not in places:
                if not free:
                    free.append(registers)
                    registers += 1
                places[each.target] = free.pop() * _PLACES + _REGISTER
            written[each.target] = position
            operands = [self._place(value, places) for value in each.operands]
            body += [each.action, *each.tile, places[each.target]]
            body += [len(operands), *operands]
            for value in dict.fromkeys(each.operands):
                place = self._place(value, places)
                if place % _PLACES == _REGISTER and self._read[value] == position:
                    free.append(place // _PLACES)
        frame = self._frame
        code = [len(frame.dims), *frame.dims, frame.row, registers, len(self._inputs)]
        code += _listed([at for at, (_, of_rows) in enumerate(self._inputs) if of_rows])
        code.append(len(self._outputs))
        for value in self._outputs:
            code += self._output(value, written[value])
        return code + body

    def _place(self, value: Value, places: Mapping[Value, int]) -> int:
        kind, number = value
        return number * _PLACES + _INPUT if kind == "input" else places[value]

    def _output(self, value: Value, written: int) -> list[int]:
        slot = value[1]
        extent = self._made[slot]
        head = [int(extent), self._types[slot]._code]
        if extent == Extent.EACH:
            return head + _listed(
                [
                    at
                    for at in range(len(self._inputs))
                    if self._read.get(("input", at), -1) <= written
                ]
            )
        dims = _listed(self._known.dims(slot))
        return [*head, *dims, *self._finish.get(slot, ())]


def _listed(numbers: Iterable[int]) -> list[int]:
    """A list with its length before it."""
    found = list(numbers)
    return [len(found), *found]
