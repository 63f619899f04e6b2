"""Recurrent layers whose cell can run over whole sequences in one operation."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import activations

_WIDE = ("float32", "float64")


def fits(cell: Any, projected: Any, states: Any) -> bool:
    """Says whether the operation computes what the cell does, step by step.

    Args:
        cell: a cell with `activation` and `recurrent_activation`.
        projected: what the inputs give to the gates.
        states: the states to start with.
    """
    plain = cell.activation is activations.tanh
    plain = plain and cell.recurrent_activation is activations.sigmoid
    tensors = (projected, *states)
    return (
        plain
        and all(isinstance(each, tf.Tensor) for each in tensors)
        and (
            projected.shape.rank == 3 and all(state.shape.rank == 2 for state in states)
        )
    )


def widened(values: Any) -> Any:
    """Returns values of a type that the operations compute in.

    Args:
        values: a tensor or variable.
    """
    values = tf.convert_to_tensor(values)
    return values if values.dtype.name in _WIDE else tf.cast(values, "float32")


def batch_mask(mask: Any) -> list[Any]:
    """Returns the mask as a list of one or none.

    Args:
        mask: of the shape (batch, time), or None.
    """
    return [] if mask is None else [tf.cast(mask, tf.bool)]


def visible_outputs(
    hiddens: Any,
    mask: Any,
    go_backwards: bool,
    zero_output_for_mask: bool,
    return_sequences: bool,
) -> tuple[Any, Any]:
    """Returns the last output, and all outputs or None.

    Args:
        hiddens: the states after each step.
        mask: which steps count, or None.
        go_backwards: whether the last step came first.
        zero_output_for_mask: whether masked outputs are zeros; otherwise they are the
            last ones, and zeros only before the first.
        return_sequences: whether all outputs are needed.
    """
    last = hiddens[:, -1]
    if mask is None:
        return last, hiddens if return_sequences else None
    flags = tf.cast(mask, tf.bool)
    flags = tf.reverse(flags, [1]) if go_backwards else flags
    if not zero_output_for_mask:
        flags = tf.cumsum(tf.cast(flags, tf.int32), axis=1) > 0
    if return_sequences:
        outputs = _where_set(flags, hiddens)
        return outputs[:, -1], outputs
    return _where_set(flags[:, -1], last), None


def _where_set(flags: Any, values: Any) -> Any:
    """Returns values where the flag is set, zeros elsewhere."""
    return tf.where(flags[..., tf.newaxis], values, tf.zeros_like(values))
