"""GRU cells as single nodes.

Source: Cho et al., "Learning phrase representations using RNN encoder-decoder" (2014).
"""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims

_INPUTS = "x: T, h_prev: T, w_ru: T, w_c: T, b_ru: T, b_c: T"
_TYPES = "T: {float32}"


def _sigmoid(xp: Any, x: Any) -> Any:
    return 1 / (1 + xp.exp(-x))


def _cell(
    xp: Any, x: Any, h_prev: Any, w_ru: Any, w_c: Any, b_ru: Any, b_c: Any
) -> tuple[Any, ...]:
    gates = _sigmoid(xp, xp.concatenate([x, h_prev], axis=1) @ w_ru + b_ru)
    reset, update = xp.split(gates, 2, axis=1)
    mixed = xp.concatenate([x, h_prev * reset], axis=1)
    offered = xp.tanh(mixed @ w_c + b_c)
    return reset, update, offered, update * h_prev + (1 - update) * offered


def _cell_grad(
    xp: Any,
    x: Any,
    h_prev: Any,
    w_ru: Any,
    w_c: Any,
    b_ru: Any,
    b_c: Any,
    r: Any,
    u: Any,
    c: Any,
    d_h: Any,
) -> tuple[Any, ...]:
    size = x.shape[1]
    by_offered = d_h * (1 - u) * (1 - c * c)
    by_update = d_h * (h_prev - c) * u * (1 - u)
    mixed = by_offered @ w_c.T
    by_reset = mixed[:, size:] * h_prev * r * (1 - r)
    by_gates = xp.concatenate([by_reset, by_update], axis=1)
    joined = by_gates @ w_ru.T
    by_h = mixed[:, size:] * r + d_h * u + joined[:, size:]
    return mixed[:, :size] + joined[:, :size], by_h, by_offered, by_gates


def _check(c: ShapeContext) -> tuple[Any, Any]:
    """The size of the batch and the number of cells."""
    for index, arg in enumerate(c.op.signature.inputs):
        rank = 1 if arg.name in ("b_ru", "b_c") else 2
        if c.rank(index) not in (None, rank):
            raise c.fail(
                f"{c.op.name}: {arg.name} must have {rank} axes, its shape is "
                f"{c.shape(index)}."
            )
    x, h = c.shape(0), c.shape(1)
    if x is None or h is None:
        return None, h[1] if h else None
    if None not in (x[0], h[0]) and x[0] != h[0]:
        raise c.fail(f"{c.op.name}: x has {x[0]} rows, h_prev {h[0]}.")
    if None not in (x[1], h[1]):
        rows, cells = x[1] + h[1], h[1]  # type: ignore[operator]
        for index, wanted in (
            (2, (rows, 2 * cells)),  # type: ignore[operator]
            (3, (rows, cells)),
            (4, (2 * cells,)),  # type: ignore[operator]
            (5, (cells,)),
        ):
            dims = c.shape(index)
            if dims is not None and None not in dims and dims != wanted:
                raise c.fail(
                    f"{c.op.name}: {c.op.signature.inputs[index].name} must have shape "
                    f"{wanted}, got {dims}."
                )
    return x[0], h[1]


def _cell_dims(c: ShapeContext) -> list[Dims]:
    batch, cells = _check(c)
    return [(batch, cells)] * 4


def _cell_grad_dims(c: ShapeContext) -> list[Dims]:
    batch, cells = _check(c)
    x = c.shape(0)
    wide = None if cells is None else 2 * cells
    size = x[1] if x else None
    return [(batch, size), (batch, cells), (batch, cells), (batch, wide)]


def _gradient(op: Any, *dys: Any) -> list[Any]:
    """As in TensorFlow, gradients come by `h` alone."""
    from tensorbrook._src.ops import matmul, reduce, shape

    x, h_prev = op.inputs[:2]
    reset, update, offered, _ = op.outputs
    by_x, by_h, by_offered, by_gates = gru_block_cell_grad_op(
        *op.inputs, reset, update, offered, dys[3]
    )
    mixed = shape.concat([x, h_prev * reset], 1)
    joined = shape.concat([x, h_prev], 1)
    return [
        by_x,
        by_h,
        matmul.matmul(joined, by_gates, transpose_a=True),
        matmul.matmul(mixed, by_offered, transpose_a=True),
        reduce.reduce_sum(by_gates, 0),
        reduce.reduce_sum(by_offered, 0),
    ]


gru_block_cell_op = Op(
    "GRUBlockCell",
    f"{_INPUTS} -> r: T, u: T, c: T, h: T | {_TYPES}",
    shape=_cell_dims,
    reference=_cell,
    gradient=_gradient,
)

gru_block_cell_grad_op = Op(
    "GRUBlockCellGrad",
    f"{_INPUTS}, r: T, u: T, c: T, d_h: T -> d_x: T, d_h_prev: T, d_c_bar: T, "
    f"d_r_bar_u_bar: T | {_TYPES}",
    shape=_cell_grad_dims,
    reference=_cell_grad,
    gradient=NOT_DIFFERENTIABLE,
)
