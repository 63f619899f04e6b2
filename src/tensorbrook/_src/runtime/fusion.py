"""Fusion: chains of element-wise steps become one step that walks memory once.

A step can take part if the native core has its kernel as a loop over tiles. It joins the
steps that make its inputs where all have one shape, and where nobody else reads what
they make before it. Scalars and rows are broadcast while the tiles are filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager import backend
from tensorbrook._src.runtime.step import FusedStep, Step

_MOST_INPUTS = 32
_MOST_OPERANDS = 16
_MOST_PARTS = 64
_INPUT, _REGISTER, _OUTPUT, _PLACES = range(4)  # as in native/kernels/fused.cc


class _Group:
    """Steps that run together, at the place of the last of them."""

    def __init__(self, dims: Dims) -> None:
        self.dims = dims
        self.members: list[int] = []


def fuse(steps: list[Step], dims: dict[int, Dims], kept: Iterable[int]) -> list[Step]:
    """The steps with those that belong together fused.

    Args:
        steps: The steps of a plan in their order.
        dims: What is known of the shapes of slots.
        kept: Slots that are read after the run.

    Returns:
        New steps; the old ones are not changed.
    """
    readers: dict[int, list[int]] = {slot: [len(steps)] for slot in kept}
    for index, step in enumerate(steps):
        for slot in step.inputs:
            readers.setdefault(slot, []).append(index)
    tiles = [_tile(step) for step in steps]
    makers: dict[int, int] = {}
    groups: dict[int, _Group] = {}
    for index, step in enumerate(steps):
        shape = dims.get(step.outputs[0]) if tiles[index] is not None else None
        if shape is not None and None not in shape:
            groups[index] = _joined(index, step, shape, steps, makers, groups, readers)
        for slot in step.outputs:
            makers[slot] = index
    return _rebuilt(steps, groups, tiles, readers)


def _tile(step: Step) -> tuple[int, int] | None:
    """The operation and the tile kernel of a step that can be fused."""
    node = step.node
    if step.state is not None or len(node.outputs) != 1:
        return None
    if not 0 < len(node.inputs) <= _MOST_OPERANDS:
        return None
    if node.attrs.get("data_format", "NHWC") != "NHWC":
        return None  # a bias is a row only where the channels are last
    codes = tuple([tensor.dtype._code for tensor in node.inputs])
    found: tuple[int, int] | None = backend.native.find_tile(
        node.record.name, codes, node.outputs[0].dtype._code
    )
    return found


def _joined(
    index: int,
    step: Step,
    shape: Dims,
    steps: list[Step],
    makers: dict[int, int],
    groups: dict[int, _Group],
    readers: dict[int, list[int]],
) -> _Group:
    """The group of a step: those of its inputs' makers, as far as they can wait for it."""
    group = _Group(shape)
    group.members.append(index)
    for slot in step.inputs:
        other = groups.get(makers.get(slot, -1))
        if other is None or other is group or other.dims != shape:
            continue
        members = sorted({*group.members, *other.members})
        if len(members) > _MOST_PARTS or not _can_wait(members, index, steps, readers):
            continue
        if len(_inputs(members, steps)) > _MOST_INPUTS:
            continue
        group.members = members
        for member in members:
            groups[member] = group
    return group


def _can_wait(
    members: list[int], until: int, steps: list[Step], readers: dict[int, list[int]]
) -> bool:
    """Whether nobody else reads what the members make before the step `until`."""
    inside = set(members)
    return all(
        reader in inside or reader > until
        for member in members
        for reader in readers.get(steps[member].outputs[0], ())
    )


def _inputs(members: list[int], steps: list[Step]) -> list[int]:
    """The slots that the members read but don't make."""
    made = {steps[member].outputs[0] for member in members}
    read = [slot for member in members for slot in steps[member].inputs]
    return [slot for slot in dict.fromkeys(read) if slot not in made]


def _rebuilt(
    steps: list[Step],
    groups: dict[int, _Group],
    tiles: list[Any],
    readers: dict[int, list[int]],
) -> list[Step]:
    result = []
    for index, step in enumerate(steps):
        group = groups.get(index)
        if group is None or len(group.members) == 1:
            result.append(step)
        elif index == group.members[-1]:
            result.append(_fused(group, steps, tiles, readers))
    return result


def _fused(
    group: _Group, steps: list[Step], tiles: list[Any], readers: dict[int, list[int]]
) -> FusedStep:
    inside = set(group.members)
    parts = [steps[member] for member in group.members]
    inputs = _inputs(group.members, steps)
    outputs = [
        part.outputs[0]
        for part in parts
        if any(r not in inside for r in readers.get(part.outputs[0], ()))
    ]
    code = _code(group.dims, parts, [tiles[m] for m in group.members], inputs, outputs)
    return FusedStep(parts, inputs, outputs, code)


def _code(
    dims: Any,
    parts: list[Step],
    tiles: list[tuple[int, int]],
    inputs: list[int],
    outputs: list[int],
) -> list[int]:
    """The program as a list of integers; native/kernels/fused.cc says how it is read."""
    last_read = {
        slot: position for position, part in enumerate(parts) for slot in part.inputs
    }
    places = {slot: at * _PLACES + _INPUT for at, slot in enumerate(inputs)}
    places.update({slot: at * _PLACES + _OUTPUT for at, slot in enumerate(outputs)})
    free: list[int] = []
    registers = 0
    instructions: list[int] = []
    types: dict[int, int] = {}
    written: dict[int, int] = {}
    for position, (part, tile) in enumerate(zip(parts, tiles, strict=True)):
        slot = part.outputs[0]
        types[slot] = part.node.outputs[0].dtype._code
        written[slot] = position
        if slot not in places:
            if not free:
                free.append(registers)
                registers += 1
            places[slot] = free.pop() * _PLACES + _REGISTER
        operands = [places[each] for each in part.inputs]
        instructions += [*tile, places[slot], len(operands), *operands]
        for each in dict.fromkeys(part.inputs):
            if places[each] % _PLACES == _REGISTER and last_read[each] == position:
                free.append(places[each] // _PLACES)
    code = [len(dims), *dims, registers, len(outputs)]
    for slot in outputs:
        candidates = [
            at for at, each in enumerate(inputs) if last_read[each] <= written[slot]
        ]
        code += [types[slot], len(candidates), *candidates]
    return code + instructions
