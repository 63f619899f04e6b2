"""LSTM cells and sequences as single nodes, with and without peepholes.

Source: Zaremba, Sutskever and Vinyals, "Recurrent neural network regularization" (2014);
the peepholes are Gers and Schmidhuber's (2000).
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims

#: The gates in the columns of the weights: input, cell input, forget, output.
_CELL_ORDER = "icfo"
_NEWER_ORDER = "ifco"


@dataclasses.dataclass(frozen=True)
class _Weights:
    """What all steps share."""

    matrix: Any
    bias: Any
    peepholes: tuple[Any, ...] | None
    order: str

    def gates(self, xp: Any, icfo: Any) -> dict[str, Any]:
        """The four parts of a matrix, by gate."""
        return dict(zip(self.order, xp.split(icfo, 4, axis=-1), strict=True))

    def joined(self, xp: Any, gates: dict[str, Any]) -> Any:
        """The four parts side by side."""
        return xp.concatenate([gates[gate] for gate in self.order], axis=-1)


def _weights(values: Any, use: bool, order: str) -> _Weights:
    """The weights of `w`, `wci`, `wcf`, `wco` and `b`."""
    w, *peepholes, b = values
    return _Weights(w, b, tuple(peepholes) if use else None, order)


def _sigmoid(xp: Any, x: Any) -> Any:
    return 1 / (1 + xp.exp(-x))


def _step(
    xp: Any,
    x: Any,
    state: Any,
    h: Any,
    weights: _Weights,
    forget_bias: float,
    clip: float,
) -> tuple[Any, ...]:
    """One step: i, cs, f, o, ci, co and h."""
    made = xp.concatenate([x, h], axis=-1) @ weights.matrix + weights.bias
    gate = weights.gates(xp, made)
    by_input = by_forget = by_output = 0.0
    if weights.peepholes is not None:
        by_input, by_forget = (state * p for p in weights.peepholes[:2])
    taken = _sigmoid(xp, gate["i"] + by_input)
    kept = _sigmoid(xp, gate["f"] + forget_bias + by_forget)
    offered = xp.tanh(gate["c"])
    new = offered * taken + state * kept
    if clip > 0:
        new = xp.clip(new, -clip, clip)
    if weights.peepholes is not None:
        by_output = new * weights.peepholes[2]
    shown = _sigmoid(xp, gate["o"] + by_output)
    squashed = xp.tanh(new)
    return taken, new, kept, shown, offered, squashed, squashed * shown


def _back(
    xp: Any,
    before: Any,
    found: tuple[Any, ...],
    by_state: Any,
    by_h: Any,
    weights: _Weights,
) -> tuple[Any, Any, tuple[Any, Any, Any]]:
    """Gradients by the earlier state, by the gates, and by the peepholes."""
    taken, new, kept, shown, offered, squashed = found
    by_output = shown * (1 - shown) * by_h * squashed
    by_new = (1 - squashed * squashed) * by_h * shown + by_state
    if weights.peepholes is not None:
        by_new = by_new + by_output * weights.peepholes[2]
    by_offered = (1 - offered * offered) * by_new * taken
    by_kept = kept * (1 - kept) * by_new * before
    by_taken = taken * (1 - taken) * by_new * offered
    by_before = by_new * kept
    if weights.peepholes is not None:
        wci, wcf, _ = weights.peepholes
        by_before = by_before + by_taken * wci + by_kept * wcf
    gates = {"i": by_taken, "c": by_offered, "f": by_kept, "o": by_output}
    holes = (
        xp.sum(by_taken * before, axis=0),
        xp.sum(by_kept * before, axis=0),
        xp.sum(by_output * new, axis=0),
    )
    return by_before, weights.joined(xp, gates), holes


def _check(c: ShapeContext, first: int, rank: int) -> tuple[Any, Any]:
    """The outer dims and the number of cells."""
    x, state, w = c.shape(first), c.shape(first + 1), c.shape(first + 3)
    if x is not None and len(x) != rank:
        raise c.fail(f"{c.op.name}: x must have {rank} axes, its shape is {x}.")
    for index in (first + 1, first + 2, first + 3):
        if c.rank(index) not in (None, 2):
            raise c.fail(
                f"{c.op.name}: {c.op.signature.inputs[index].name} must be a matrix, its "
                f"shape is {c.shape(index)}."
            )
    for index in range(first + 4, first + 8):
        if c.rank(index) not in (None, 1):
            raise c.fail(
                f"{c.op.name}: {c.op.signature.inputs[index].name} must be a vector, its "
                f"shape is {c.shape(index)}."
            )
    cells = state[1] if state else None
    size = x[-1] if x else None
    if size is not None and w and cells is not None and None not in w:
        if w != (size + cells, 4 * cells):
            raise c.fail(
                f"{c.op.name}: w must have shape {(size + cells, 4 * cells)}, got {w}."
            )
    if x and state and None not in (x[-2], state[0]) and x[-2] != state[0]:
        raise c.fail(
            f"{c.op.name}: the batch has {x[-2]} rows in x and {state[0]} in cs_prev."
        )
    for index in range(first + 4, first + 8):
        name, vector = c.op.signature.inputs[index].name, c.shape(index)
        if vector and cells is not None:
            wanted = 4 * cells if name == "b" else cells
            if vector[0] not in (None, wanted):
                raise c.fail(
                    f"{c.op.name}: {name} must have {wanted} elements, got {vector[0]}."
                )
    return (None if x is None else x[:-1]), cells


def _cell_dims(c: ShapeContext) -> list[Dims]:
    outer, cells = _check(c, 0, 2)
    return [None if outer is None else (*outer, cells)] * 7


def _cell(
    xp: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    *weights: Any,
    forget_bias: float,
    cell_clip: float,
    use_peephole: bool,
) -> tuple[Any, ...]:
    known = _weights(weights, use_peephole, _CELL_ORDER)
    return _step(xp, x, cs_prev, h_prev, known, forget_bias, cell_clip)


def _cell_gradient(op: Any, *dys: Any) -> list[Any]:
    from tensorbrook._src.ops import matmul, reduce, shape

    x, cs_prev, h_prev, w = op.inputs[:4]
    i, cs, f, o, ci, co, _ = op.outputs
    by_state, by_gates, wci, wcf, wco = lstm_block_cell_grad_op(
        *op.inputs,
        i,
        cs,
        f,
        o,
        ci,
        co,
        dys[1],
        dys[6],
        use_peephole=op.attrs["use_peephole"],
    )
    back = matmul.matmul(by_gates, w, transpose_b=True)
    size = shape.shape(x)[1]
    xh = shape.concat([x, h_prev], 1)
    return [
        back[:, :size],
        by_state,
        back[:, size:],
        matmul.matmul(xh, by_gates, transpose_a=True),
        wci,
        wcf,
        wco,
        reduce.reduce_sum(by_gates, 0),
    ]


def _cell_grad(
    xp: Any,
    x: Any,
    cs_prev: Any,
    h_prev: Any,
    *rest: Any,
    use_peephole: bool,
) -> tuple[Any, ...]:
    weights = _weights(rest[:5], use_peephole, _CELL_ORDER)
    by_before, by_gates, holes = _back(
        xp, cs_prev, rest[5:11], rest[11], rest[12], weights
    )
    if not use_peephole:
        holes = tuple(xp.zeros_like(hole) for hole in holes)  # type: ignore[assignment]
    return by_before, by_gates, *holes


def _cell_grad_dims(c: ShapeContext) -> list[Dims]:
    outer, cells = _check(c, 0, 2)
    wide = None if cells is None else 4 * cells
    return [
        None if outer is None else (*outer, cells),
        None if outer is None else (*outer, wide),
        *([(cells,)] * 3),
    ]


_STATE = "x: T, cs_prev: T, h_prev: T, w: T, wci: T, wcf: T, wco: T, b: T"
_FOUND = "i: T, cs: T, f: T, o: T, ci: T, co: T"
_TYPES = "T: {half, float32}"

lstm_block_cell_op = Op(
    "LSTMBlockCell",
    f"{_STATE} -> {_FOUND}, h: T | forget_bias: float = 1.0, cell_clip: float = 3.0, "
    f"use_peephole: bool = False, {_TYPES}",
    shape=_cell_dims,
    reference=_cell,
    gradient=_cell_gradient,
)

lstm_block_cell_grad_op = Op(
    "LSTMBlockCellGrad",
    f"{_STATE}, {_FOUND}, cs_grad: T, h_grad: T -> cs_prev_grad: T, dicfo: T, "
    f"wci_grad: T, wcf_grad: T, wco_grad: T | use_peephole: bool, {_TYPES}",
    shape=_cell_grad_dims,
    reference=_cell_grad,
    gradient=NOT_DIFFERENTIABLE,
)


def _sequence_dims(c: ShapeContext) -> list[Dims]:
    c.number(0)
    outer, cells = _check(c, 1, 3)
    return [None if outer is None else (*outer, cells)] * 7


def _sequence_kernel(order: str) -> Any:
    def kernel(
        xp: Any,
        seq_len_max: Any,
        x: Any,
        cs_prev: Any,
        h_prev: Any,
        *weights: Any,
        cell_clip: float,
        use_peephole: bool,
        forget_bias: float = 0.0,
    ) -> list[Any]:
        known = _weights(weights, use_peephole, order)
        state, h = cs_prev, h_prev
        found = []
        for step in range(x.shape[0]):
            made = _step(xp, x[step], state, h, known, forget_bias, cell_clip)
            state, h = made[1], made[6]
            found.append([xp.where(step < seq_len_max, part, 0) for part in made])
        if not found:
            return [xp.zeros((0, *cs_prev.shape), x.dtype)] * 7
        return [xp.stack(parts) for parts in zip(*found, strict=True)]

    return kernel


def _sequence_gradient(name: str) -> Any:
    def gradient(op: Any, *dys: Any) -> list[Any]:
        found = Op.registry[name](
            *op.inputs,
            *op.outputs,
            dys[1],
            dys[6],
            use_peephole=op.attrs["use_peephole"],
        )
        return [None, *found]

    return gradient


def _sequence_grad_kernel(order: str) -> Any:
    def kernel(
        xp: Any,
        seq_len_max: Any,
        x: Any,
        cs_prev: Any,
        h_prev: Any,
        *rest: Any,
        use_peephole: bool,
    ) -> tuple[Any, ...]:
        weights = _weights(rest[:5], use_peephole, order)
        *found, h, cs_grad, h_grad = rest[5:]
        by_state, by_h = xp.zeros_like(cs_prev), xp.zeros_like(h_prev)
        by_w, by_b = xp.zeros_like(weights.matrix), xp.zeros_like(weights.bias)
        by_holes = [xp.zeros_like(hole) for hole in rest[1:4]]
        by_x = []
        for step in range(x.shape[0] - 1, -1, -1):
            state = found[1][step - 1] if step else cs_prev
            before = h[step - 1] if step else h_prev
            parts = tuple(part[step] for part in found)
            new_state, by_gates, holes = _back(
                xp, state, parts, by_state + cs_grad[step], by_h + h_grad[step], weights
            )
            running = step < seq_len_max
            by_gates = xp.where(running, by_gates, 0)
            back = by_gates @ weights.matrix.T
            size = x.shape[-1]
            by_x.append(back[:, :size])
            by_state = xp.where(running, new_state, by_state)
            by_h = xp.where(running, back[:, size:], by_h)
            by_w = by_w + xp.concatenate([x[step], before], axis=-1).T @ by_gates
            by_b = by_b + xp.sum(by_gates, axis=0)
            if use_peephole:
                kept = [xp.where(running, hole, 0) for hole in holes]
                by_holes = [a + b for a, b in zip(by_holes, kept, strict=True)]
        wide = xp.stack(by_x[::-1]) if by_x else xp.zeros_like(x)
        return wide, by_state, by_h, by_w, *by_holes, by_b

    return kernel


def _sequence_grad_dims(c: ShapeContext) -> list[Dims]:
    c.number(0)
    _check(c, 1, 3)
    return [c.shape(index) for index in range(1, 9)]


def _sequence(version: str, order: str, attrs: str) -> Op:
    forward = Op(
        f"BlockLSTM{version}",
        f"seq_len_max: int64, {_STATE} -> {_FOUND}, h: T | {attrs}, "
        f"use_peephole: bool = False, {_TYPES}",
        shape=_sequence_dims,
        reference=_sequence_kernel(order),
        gradient=_sequence_gradient(f"BlockLSTMGrad{version}"),
    )
    Op(
        f"BlockLSTMGrad{version}",
        f"seq_len_max: int64, {_STATE}, {_FOUND}, h: T, cs_grad: T, h_grad: T -> "
        "x_grad: T, cs_prev_grad: T, h_prev_grad: T, w_grad: T, wci_grad: T, "
        f"wcf_grad: T, wco_grad: T, b_grad: T | use_peephole: bool, {_TYPES}",
        shape=_sequence_grad_dims,
        reference=_sequence_grad_kernel(order),
        gradient=NOT_DIFFERENTIABLE,
    )
    return forward


block_lstm_op = _sequence(
    "", _CELL_ORDER, "forget_bias: float = 1.0, cell_clip: float = 3.0"
)
block_lstm_v2_op = _sequence("V2", _NEWER_ORDER, "cell_clip: float = 0.0")
