"""Tensors cut into a grid of equal blocks, and put together again."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.state import check_held, handle_dims, read_value

_TYPES = "paddings: list(int) = [], N: int >= 1"


def _check(c: ShapeContext, counts: Any, rank: int | None) -> None:
    paddings = c.attrs["paddings"]
    if any(count <= 0 for count in counts) or any(p < 0 for p in paddings):
        raise c.fail(
            f"{c.op.name}: counts must be positive and paddings not negative, got "
            f"{list(counts)} and {list(paddings)}."
        )
    if math.prod(counts) != c.attrs["N"]:
        raise c.fail(
            f"{c.op.name}: a grid of {list(counts)} has {math.prod(counts)} blocks, but "
            f"N is {c.attrs['N']}."
        )
    if rank is not None and rank != len(counts):
        raise c.fail(
            f"{c.op.name}: there must be a count for each of {rank} axes, got "
            f"{list(counts)}."
        )
    if paddings and len(paddings) != len(counts):
        raise c.fail(
            f"{c.op.name}: there must be a padding for each axis, got {list(paddings)}."
        )


def _split_dims(c: ShapeContext) -> list[Dims]:
    counts, amount = c.attrs["num_splits"], c.attrs["N"]
    if c.op.signature.inputs[0].type_attr:
        dims = c.shape(0)
    else:
        check_held(c, "T")
        dims = handle_dims(c.inputs[0])
    _check(c, counts, None if dims is None else len(dims))
    if dims is None or None in dims:
        return [None] * amount
    paddings = c.attrs["paddings"] or (0,) * len(counts)
    block: list[int] = []
    for dim, more, count in zip(dims, paddings, counts, strict=True):
        if dim is not None and (dim + more) % count:
            raise c.fail(
                f"{c.op.name}: {dim} with a padding of {more} can't be cut into {count} "
                "equal parts."
            )
        block.append(((dim or 0) + more) // count)
    return [tuple(block)] * amount


def _blocks(xp: Any, input: Any, num_splits: Any, paddings: Any, N: int) -> list[Any]:  # noqa: A002
    more = paddings or (0,) * len(num_splits)
    grown = xp.pad(input, [(0, p) for p in more]) if any(more) else input
    sizes = [dim // count for dim, count in zip(grown.shape, num_splits, strict=True)]
    return [grown[_place(index, sizes)] for index in _grid(num_splits)]


def _grid(counts: Any) -> Any:
    return itertools.product(*(range(count) for count in counts))


def _place(index: Any, sizes: Any) -> tuple[slice, ...]:
    return tuple(
        slice(i * size, (i + 1) * size) for i, size in zip(index, sizes, strict=True)
    )


def _joined_dims(c: ShapeContext) -> Dims:
    counts, first = c.attrs["num_concats"], c.shape(0)
    _check(c, counts, None if first is None else len(first))
    for dims in c.shapes():
        if None not in (dims, first) and dims != first:
            raise c.fail(
                f"{c.op.name}: all blocks must have one shape, got {first} and {dims}."
            )
    if first is None or None in first:
        return None
    paddings = c.attrs["paddings"] or (0,) * len(counts)
    found = []
    for dim, count, less in zip(first, counts, paddings, strict=True):
        size = (dim or 0) * count - less
        if size < 0:
            raise c.fail(
                f"{c.op.name}: a padding of {less} is more than {(dim or 0) * count}."
            )
        found.append(size)
    return tuple(found)


def _assigned(c: ShapeContext) -> list[Dims]:
    check_held(c, "T")
    blocks = [tensor._dims for tensor in c.inputs[1:]]
    counts, first = c.attrs["num_concats"], blocks[0]
    _check(c, counts, None if first is None else len(first))
    return []


def _assign(
    xp: Any, resource: Any, inputs: Any, num_concats: Any, paddings: Any
) -> None:
    arrays = [tensor._array() for tensor in inputs]
    resource._array().assign(
        inputs[0]._like(_joined(np, arrays, num_concats, paddings))
    )


def _joined(xp: Any, inputs: Any, num_concats: Any, paddings: Any) -> Any:
    rows = list(inputs)
    for axis in range(len(num_concats) - 1, -1, -1):
        count = num_concats[axis]
        rows = [
            xp.concatenate(rows[start : start + count], axis=axis)
            for start in range(0, len(rows), count)
        ]
    made = rows[0]
    if paddings:
        kept = [size - less for size, less in zip(made.shape, paddings, strict=True)]
        made = made[tuple(slice(size) for size in kept)]
    return made


xla_split_nd_op = Op(
    "XlaSplitND",
    f"input: T -> outputs: N * T | num_splits: list(int), {_TYPES}",
    shape=_split_dims,
    reference=_blocks,
    gradient=NOT_DIFFERENTIABLE,
)

xla_concat_nd_op = Op(
    "XlaConcatND",
    f"inputs: N * T -> output: T | num_concats: list(int), {_TYPES}",
    shape=_joined_dims,
    reference=_joined,
    gradient=NOT_DIFFERENTIABLE,
)

read_variable_xla_split_nd_op = Op(
    "ReadVariableXlaSplitND",
    f"resource: resource -> outputs: N * T | num_splits: list(int), {_TYPES}, T: type",
    shape=_split_dims,
    reference=lambda xp, resource, num_splits, paddings, N, T: _blocks(
        xp, read_value(resource)._array(), num_splits, paddings, N
    ),
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)

assign_variable_xla_concat_nd_op = Op(
    "AssignVariableXlaConcatND",
    f"resource: resource, inputs: N * T -> | num_concats: list(int), {_TYPES}",
    shape=_assigned,
    reference=_assign,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("it changes a variable"),
    stateful=True,
    on_tensors=True,
)
