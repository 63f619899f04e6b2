"""What a step can be in a fused step, and how many elements its result has there.

A fused step walks over a shape in tiles. Its values have one element for each element of
the shape, for each row (the last axes), or for each column (the same place in all rows).
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager import backend
from tensorbrook._src.runtime.step import Step

_LONGEST_ROW = 4096  # so that some rows stay in the cache
_MOST_ELEMENTS = 2**31 - 1
_MOST_OPERANDS = 16

Tile = tuple[int, int]  # the operation and the loop


class Extent(enum.IntEnum):
    """How many elements a value has; the numbers are those of the kernel."""

    EACH, PER_ROW, PER_COLUMN = range(3)


class Frame(NamedTuple):
    """What a fused step walks over: a shape, and the length of its rows, 0 for none."""

    dims: tuple[int, ...]
    row: int = 0

    def joined(self, other: Frame) -> Frame | None:
        """The frame of both, if they go together."""
        if self.dims != other.dims or 0 not in (
            self.row,
            other.row,
            self.row - other.row,
        ):
            return None
        return Frame(self.dims, max(self.row, other.row))

    @property
    def rows(self) -> int:
        """The number of rows; 0 where there are none."""
        return math.prod(self.dims) // self.row if self.row else 0

    def spreads(self, dims: Dims) -> bool:
        """Whether results of rows have dims that broadcast them to their rows."""
        rank = len(self.dims)
        if dims is None or self.rows == 1:
            return dims is not None and all(dim == 1 for dim in dims)
        return any(
            math.prod(self.dims[k:]) == self.row
            and dims == (*self.dims[:k], *[1] * (rank - k))
            for k in range(rank)
        )


class Fusable(NamedTuple):
    """A step that can be part of a fused one.

    Attributes:
        step: The step.
        frame: What it walks over where it stands alone.
        elements: The loop over elements, if it has one.
        rows: The loop that makes one result of each row, or a row of a row.
        columns: The loops that add to totals, and that make results of totals.
        is_view: The result is the first input in other dims, perhaps repeated.
    """

    step: Step
    frame: Frame
    elements: Tile | None = None
    rows: Tile | None = None
    columns: tuple[Tile, Tile] | None = None
    is_view: bool = False

    @property
    def slot(self) -> int:
        """Where the result goes."""
        return self.step.outputs[0]

    @property
    def operands(self) -> list[int]:
        """The inputs whose elements the kernel reads; others are axes and dims."""
        alone = self.elements is None
        return self.step.inputs[:1] if alone else self.step.inputs

    @property
    def reduces(self) -> bool:
        """Whether the result has fewer elements."""
        return self.rows is not None or self.columns is not None


def fusable(step: Step, known: Any) -> Fusable | None:
    """What a step can be in a fused step, or None.

    Args:
        step: A step of a plan.
        known: What the plan knows of its slots.
    """
    node = step.node
    if step.state is not None or len(step.parts) > 1 or len(node.outputs) != 1:
        return None
    if not 0 < len(node.inputs) <= _MOST_OPERANDS or node.record.stateful:
        return None
    if node.attrs.get("data_format", "NHWC") != "NHWC":
        return None  # a bias is a row only where the channels are last
    dims = known.whole_dims(step.outputs[0])
    if dims is None:
        return None
    codes = tuple([tensor.dtype._code for tensor in node.inputs])
    tile = _tile(node.record.name, codes, node.outputs[0].dtype._code)
    if tile is not None:
        return Fusable(step, Frame(dims), elements=tile)
    source = known.whole_dims(step.inputs[0])
    if source is None:
        return None
    if node.record.repeats or (
        node.record.keeps_elements is not None and math.prod(source) == math.prod(dims)
    ):
        return Fusable(step, Frame(dims), is_view=True)
    return _reduction(step, source, known)


def _tile(name: str, codes: tuple[int, ...], result: int) -> Tile | None:
    found: Tile | None = backend.native.find_tile(name, codes, result)
    return found


def _reduction(step: Step, source: tuple[int, ...], known: Any) -> Fusable | None:
    """A step that works on whole rows, or on whole columns."""
    name = step.node.record.name
    code = step.node.inputs[0].dtype._code
    of_rows = _tile(f"{name}/rows", (code,), code)
    total = dtypes.float64._code
    adding = _tile(f"{name}/columns", (code,), total)
    finishing = _tile(f"{name}/finish", (total,), code)
    if of_rows is None and adding is None:
        return None
    if not 0 < math.prod(source) <= _MOST_ELEMENTS:
        return None
    axes = _axes(step, len(source), of_rows is not None, known)
    if axes is None:
        return None
    row = _row(source, axes)
    if of_rows is not None and 1 < row <= _LONGEST_ROW:
        return Fusable(step, Frame(source, row), rows=of_rows)
    if adding is None or finishing is None or not _leads(source, axes):
        return None
    return Fusable(step, Frame(source), columns=(adding, finishing))


def _axes(step: Step, rank: int, of_rows: bool, known: Any) -> set[int] | None:
    """The axes that a step goes along: its second input, or else those that it is for."""
    if len(step.inputs) == 1:
        return {rank - 1} if of_rows else set(range(rank - 1))
    given = known.constants.get(step.inputs[1])
    if given is None:
        return None
    numbers = [int(axis) for axis in given._array().ravel()]
    return {axis % rank for axis in numbers} if rank else set()


def _row(dims: Sequence[int], axes: set[int]) -> int:
    """The elements of the axes if they are the last ones; axes of length 1 don't count."""
    length, inside = 1, True
    for axis in reversed(range(len(dims))):
        if axis in axes and not inside and dims[axis] != 1:
            return 0
        inside = inside and (axis in axes or dims[axis] == 1)
        length *= dims[axis] if axis in axes else 1
    return length


def _leads(dims: Sequence[int], axes: set[int]) -> bool:
    """Whether the axes are the first ones; axes of length 1 don't count."""
    counted = [axis in axes for axis, dim in enumerate(dims) if dim != 1]
    return any(counted) and counted == sorted(counted, reverse=True)


def extents(
    parts: Sequence[Fusable], frame: Frame, known: Any
) -> Mapping[int, Extent] | None:
    """How many elements each part's result has; None where they don't go together.

    Args:
        parts: Steps in their order.
        frame: What they walk over together.
        known: What the plan knows of its slots.
    """
    made: dict[int, Extent] = {}
    for part in parts:
        extent = _extent(part, frame, made, known)
        if extent is None:
            return None
        made[part.slot] = extent
    return made


def _extent(
    part: Fusable, frame: Frame, made: Mapping[int, Extent], known: Any
) -> Extent | None:
    inside = [made[slot] for slot in part.operands if slot in made]
    if Extent.PER_COLUMN in inside:
        return None
    dims = known.dims(part.slot)
    if part.reduces:
        source = part.operands[0]
        whole = known.dims(source) == frame.dims and made.get(source, 0) == Extent.EACH
        if not whole or part.frame.row not in (0, frame.row):
            return None
        if part.columns is not None:
            return Extent.PER_COLUMN
        return Extent.EACH if dims == frame.dims else Extent.PER_ROW
    if dims == frame.dims:
        fits = all(
            made.get(slot) != Extent.PER_ROW or frame.spreads(known.dims(slot))
            for slot in part.operands
        )
        repeats = not part.is_view or part.step.node.record.repeats
        return Extent.EACH if fits and repeats else None
    return Extent.PER_ROW if _is_of_rows(part, frame, made, known) else None


def _is_of_rows(
    part: Fusable, frame: Frame, made: Mapping[int, Extent], known: Any
) -> bool:
    """Whether a part computes with the results of rows alone."""
    dims = known.dims(part.slot)
    if math.prod(dims) != frame.rows:
        return False
    if part.is_view:
        return made.get(part.operands[0]) == Extent.PER_ROW
    inside = [slot for slot in part.operands if slot in made]
    if not inside or any(made[slot] != Extent.PER_ROW for slot in inside):
        return False
    sizes = [known.dims(slot) for slot in part.operands]
    return all(
        each == dims or (each is not None and math.prod([d or 0 for d in each]) == 1)
        for each in sizes
    )
