"""Losses of sequences."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.losses.loss import FunctionLoss


def ctc(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the loss of sequences whose places are not known.

    Args:
        y_true: labels (batch, length), 0 where nothing is.
        y_pred: logits (batch, time, classes); class 0 is the blank.
    """
    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    if len(y_true.shape) != 2 or len(y_pred.shape) != 3:
        raise ValueError(
            "ctc: `y_true` must be of the shape (batch, length), `y_pred` of (batch, "
            f"time, classes). Received: {y_true.shape} and {y_pred.shape}."
        )
    there = tf.cast(tf.not_equal(y_true, tf.cast(0, y_true.dtype)), "int32")
    label_length = tf.reduce_sum(there, -1)
    batch, time = tf.shape(y_pred)[0], tf.shape(y_pred)[1]
    return tf.keras.ops.ctc_loss(
        y_true, y_pred, label_length, tf.fill([batch], time), 0
    )


class CTC(FunctionLoss):
    """The loss of sequences whose places are not known.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    casts_targets = False
    matches_ranks = False

    def __init__(
        self,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "ctc",
        dtype: Any = None,
    ) -> None:
        super().__init__(ctc, reduction, name, dtype)
