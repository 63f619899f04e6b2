"""Cells that run over whole sequences in one operation."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.rnn import cells
from tensorbrook._src.compat_v1.variable_scope import variable_scope
from tensorbrook._src.control_flow.gru_sequence import gru_op
from tensorbrook._src.control_flow.lstm_sequence import lstm_op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    gather,
    matmul,
    normalize,
    shape,
    split,
    unary,
)

_WIDE = ("float32", "float64")


class Sequence:
    """How a sequence lies and which of its steps count.

    Args:
        time_major: Whether time is the first dimension.
        mask: Which steps count, in the layout of the sequence, or None.
    """

    def __init__(self, time_major: bool, mask: Any) -> None:
        self.time_major = time_major
        self.mask = mask

    def outputs(self, hiddens: Any) -> Any:
        """The states after each step, zeros where a step doesn't count."""
        if self.mask is None:
            return hiddens
        flags = shape.expand_dims(self.mask, -1)
        return gather.where(flags, hiddens, array_creation.zeros_like(hiddens))

    @property
    def attributes(self) -> dict[str, Any]:
        """What the records are told."""
        return {"go_backwards": False, "time_major": self.time_major}

    @property
    def masks(self) -> list[Any]:
        """The mask as a list of one or none."""
        return [] if self.mask is None else [self.mask]


def fits(cell: Any, inputs: Any) -> bool:
    """Whether the operations compute what the cell does step by step.

    Args:
        cell: The cell.
        inputs: What it is to be fed with.
    """
    if not isinstance(inputs, Tensor) or inputs.dtype.name not in _WIDE:
        return False
    dims = inputs._dims
    return dims is not None and len(dims) == 3 and dims[2] is not None and _plain(cell)


def _plain(cell: Any) -> bool:
    """Whether a cell is one of ours, with nothing added."""
    kind = type(cell)
    if kind is cells.MultiRNNCell:
        return cell._state_is_tuple and all(map(_plain, cell._cells))
    if kind is cells.LSTMCell and (
        cell._use_peepholes or cell._cell_clip is not None or cell._num_proj is not None
    ):
        return False
    if kind not in (cells.BasicLSTMCell, cells.LSTMCell, cells.GRUCell):
        return False
    plain = cell._activation is unary.tanh and cell.activity_regularizer is None
    return plain and getattr(cell, "_state_is_tuple", True)


def run(cell: Any, inputs: Any, state: Any, sequence: Sequence) -> tuple[Any, Any]:
    """The outputs of all steps and the last state.

    The cell is called as for one step, so that its variables and scopes are those of
    the loop; only what happens inside is another thing.

    Args:
        cell: A cell that `fits`.
        inputs: The sequences.
        state: The first state.
        sequence: How they lie.
    """
    inside = {cells.MultiRNNCell: _run_stacked, cells.GRUCell: _run_gru}
    chosen = inside.get(type(cell), _run_lstm)
    cell.__dict__["call"] = lambda given, first: chosen(cell, given, first, sequence)
    try:
        return cell(inputs, state)  # type: ignore[no-any-return]
    finally:
        del cell.__dict__["call"]


def _run_stacked(cell: Any, inputs: Any, state: Any, sequence: Sequence) -> Any:
    states = []
    for number, (one, first) in enumerate(zip(cell._cells, state, strict=True)):
        with variable_scope(f"cell_{number}"):
            inputs, last = run(one, inputs, first, sequence)
            states.append(last)
    return inputs, tuple(states)


def _entered(inputs: Any, kernel: Any, bias: Any) -> Any:
    """What the inputs of all steps give to the gates."""
    product = matmul.tensordot(inputs, kernel, 1)
    return normalize.bias_add(product, bias)


def _parted(cell: Any, kernel: Any) -> tuple[Any, Any]:
    """The rows of a kernel for the inputs, and those for the state."""
    units = cell._num_units
    depth = kernel._dims[0] - units
    return split.split(kernel, [depth, units], axis=0)  # type: ignore[return-value]


def _run_lstm(cell: Any, inputs: Any, state: Any, sequence: Sequence) -> Any:
    i, j, f, o = split.split(cell._kernel, 4, axis=1)
    kernel, recurrent = _parted(cell, shape.concat([i, f, j, o], 1))
    i, j, f, o = split.split(cell._bias, 4, axis=0)
    bias = shape.concat([i, f + cell._forget_bias, j, o], 0)
    carry, hidden = state
    hiddens, _, _, hidden, carry = lstm_op(
        _entered(inputs, kernel, bias),
        *(hidden, carry, recurrent, sequence.masks),
        **sequence.attributes,
    )
    return sequence.outputs(hiddens), cells.LSTMStateTuple(carry, hidden)


def _run_gru(cell: Any, inputs: Any, state: Any, sequence: Sequence) -> Any:
    reset, update = split.split(cell._gate_kernel, 2, axis=1)
    joined = shape.concat([update, reset, cell._candidate_kernel], 1)
    kernel, recurrent = _parted(cell, joined)
    reset, update = split.split(cell._gate_bias, 2, axis=0)
    bias = shape.concat([update, reset, cell._candidate_bias], 0)
    hiddens, _, last = gru_op(
        _entered(inputs, kernel, bias),
        *(state, recurrent, [], sequence.masks),
        reset_after=False,
        **sequence.attributes,
    )
    return sequence.outputs(hiddens), last
