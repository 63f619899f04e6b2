"""The record of `Select`, with which `tf.where` of 1.x chooses: no broadcasting."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible, merge_dims
from tensorbrook._src.ops import array_creation


def _selected(c: ShapeContext) -> Dims:
    condition, left, right = c.shapes()
    if not compatible(left, right):
        raise c.fail(
            f"'t' and 'e' must have the same size. but received: {left} vs. {right}"
        )
    dims = merge_dims(left, right)
    if condition is None or dims is None:
        return dims
    rows = len(condition) == 1 and len(dims) > 1
    fits = compatible(condition, dims[:1] if rows else dims)
    if condition and not fits:
        raise c.fail(
            f"'cond' must be a scalar, have the shape of 't' or be a vector of its rows: "
            f"{condition} for {dims}"
        )
    return dims


def _select(xp: Any, condition: Any, t: Any, e: Any) -> Any:
    if condition.ndim == 1 and t.ndim > 1:
        condition = condition.reshape(condition.shape + (1,) * (t.ndim - 1))
    return xp.where(condition, t, e)


def _gradient(op: Any, dy: Any) -> list[Any]:
    condition = op.inputs[0]
    nothing = array_creation.zeros_like(dy)
    return [
        None,
        select_op(condition, dy, nothing),
        select_op(condition, nothing, dy),
    ]


select_op = Op(
    "Select",
    "condition: bool, t: T, e: T -> output: T",
    shape=_selected,
    reference=_select,
    gradient=_gradient,
)
