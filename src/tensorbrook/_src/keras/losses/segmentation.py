"""Losses of overlap between predicted and true regions."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.losses.loss import FunctionLoss
from tensorbrook._src.keras.losses.regression import _pair


def _rows(values: Any, axis: Any) -> tuple[Any, Any]:
    """Returns the values, flat when no axis is given, and the axis of the sums."""
    return (tf.reshape(values, [-1]), None) if axis is None else (values, axis)


def dice(y_true: Any, y_pred: Any, axis: Any = None) -> tf.Tensor:
    """Computes one minus twice the overlap in parts of both sizes.

    Args:
        y_true: true membership.
        y_pred: predicted membership.
        axis: the axes to sum over; None for all.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    y_true, sums = _rows(y_true, axis)
    y_pred, _ = _rows(y_pred, axis)
    overlap = tf.reduce_sum(y_true * y_pred, axis=sums)
    size = tf.reduce_sum(y_true, axis=sums) + tf.reduce_sum(y_pred, axis=sums)
    floor = config.epsilon()
    return 1.0 - tf.math.divide_no_nan(2.0 * overlap, size + floor)


def tversky(
    y_true: Any, y_pred: Any, alpha: float = 0.5, beta: float = 0.5, axis: Any = None
) -> tf.Tensor:
    """Computes a Dice loss with weights for false and missed members.

    Args:
        y_true: true membership.
        y_pred: predicted membership.
        alpha: the weight of false members.
        beta: the weight of missed members.
        axis: the axes to sum over; None for all.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    y_true, sums = _rows(y_true, axis)
    y_pred, _ = _rows(y_pred, axis)
    overlap = tf.reduce_sum(y_true * y_pred, axis=sums)
    false_members = tf.reduce_sum((1.0 - y_true) * y_pred, axis=sums)
    missed = tf.reduce_sum(y_true * (1.0 - y_pred), axis=sums)
    size = overlap + false_members * beta + missed * alpha
    return 1.0 - tf.math.divide_no_nan(overlap, size + config.epsilon())


class Dice(FunctionLoss):
    """One minus twice the overlap in parts of both sizes.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        axis: the axes to sum over; None for all.
        dtype: the type of the computation.
    """

    def __init__(
        self,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "dice",
        axis: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(dice, reduction, name, dtype, axis=axis)


class Tversky(FunctionLoss):
    """A Dice loss with weights for false and missed members.

    Args:
        alpha: the weight of false members.
        beta: the weight of missed members.
        reduction: how per-sample values become one number.
        name: the name.
        axis: the axes to sum over; None for all.
        dtype: the type of the computation.
    """

    def __init__(
        self,
        alpha: float = 0.5,
        beta: float = 0.5,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "tversky",
        axis: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(
            tversky, reduction, name, dtype, alpha=alpha, beta=beta, axis=axis
        )
