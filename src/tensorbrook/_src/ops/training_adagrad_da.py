"""The updates of Adagrad by dual averaging, whole and by rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.state import (
    check_held,
    check_slots,
    exclusive,
    handle_dims,
    read_value,
)

_CELLS = (
    "var: resource, gradient_accumulator: resource, "
    "gradient_squared_accumulator: resource"
)
_NUMBERS = "lr: T, l1: T, l2: T, global_step: int64"


def _same_shape(c: ShapeContext) -> list[Dims]:
    check_held(c, "T")
    check_slots(c)
    for index in range(4, 8):
        c.check_rank(index, 0)
    dims, found = handle_dims(c.inputs[0]), c.shape(3)
    if not compatible(dims, found):
        raise c.fail(
            f"var and grad do not have the same shape{brackets(dims)} {brackets(found)}"
        )
    return []


def _step(
    xp: Any, sums: Any, squares: Any, lr: Any, l1: Any, l2: Any, count: Any
) -> Any:
    """The variable that follows from the sums of gradients and of their squares."""
    count = xp.asarray(count).astype(sums.dtype)
    shrunk = xp.sign(sums) * xp.maximum(xp.abs(sums) - l1 * count, 0)
    top = xp.where(l1 > 0, shrunk, sums)
    return -lr * top / (l2 * count * lr + xp.sqrt(squares))


@exclusive
def _whole(xp: Any, *arguments: Any, use_locking: bool) -> None:
    cells, (grad, lr, l1, l2, count) = arguments[:3], arguments[3:]
    old = [read_value(cell) for cell in cells]
    sums = old[1]._array() + grad
    squares = old[2]._array() + grad * grad
    new = (_step(xp, sums, squares, lr, l1, l2, count), sums, squares)
    for cell, tensor, value in zip(cells, old, new, strict=True):
        cell.assign(tensor._like(xp.asarray(value)))


@exclusive
def _rows(xp: Any, *arguments: Any, use_locking: bool) -> None:
    cells, (grad, indices, lr, l1, l2, count) = arguments[:3], arguments[3:]
    old = [read_value(cell) for cell in cells]
    var, sums, squares = (np.array(tensor._array()) for tensor in old)
    wrong = np.flatnonzero((indices < 0) | (indices >= var.shape[0]))
    if wrong.size:
        raise ValueError(
            f"indices[{wrong[0]}] = {indices[wrong[0]]} is not in [0, {var.shape[0]})"
        )
    np.add.at(sums, indices, grad)
    np.add.at(squares, indices, grad * grad)
    var[indices] = _step(np, sums[indices], squares[indices], lr, l1, l2, count)
    for cell, tensor, value in zip(cells, old, (var, sums, squares), strict=True):
        cell.assign(tensor._like(value))


resource_apply_adagrad_da_op = Op(
    "ResourceApplyAdagradDA",
    f"{_CELLS}, grad: T, {_NUMBERS} -> | use_locking: bool = False, T: numeric",
    shape=_same_shape,
    reference=_whole,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)


def _rows_shape(c: ShapeContext) -> list[Dims]:
    check_held(c, "T")
    check_slots(c)
    dims, grad, indices = handle_dims(c.inputs[0]), c.shape(3), c.shape(4)
    c.check_rank(4, 1)
    if dims is not None and not dims:
        raise c.fail("var must be at least 1 dimensional")
    if dims and indices and not compatible((*indices, *dims[1:]), grad):
        raise c.fail(f"grad must have shape {[*indices, *dims[1:]]}, got {grad}")
    for index in range(5, 9):
        c.check_rank(index, 0)
    return []


resource_sparse_apply_adagrad_da_op = Op(
    "ResourceSparseApplyAdagradDA",
    f"{_CELLS}, grad: T, indices: Tindices, {_NUMBERS} -> | use_locking: bool = False, "
    "T: numeric, Tindices: index",
    shape=_rows_shape,
    reference=_rows,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("rows are updated in place"),
    stateful=True,
)
