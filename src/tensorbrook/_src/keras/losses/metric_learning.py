"""Losses of embeddings and of noisy labels."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.losses.loss import FunctionLoss


def circle(
    y_true: Any,
    y_pred: Any,
    ref_labels: Any = None,
    ref_embeddings: Any = None,
    remove_diagonal: bool = True,
    gamma: float = 80,
    margin: float = 0.4,
) -> tf.Tensor:
    """Computes the circle loss: classes together, other classes apart.

    Args:
        y_true: a class number for each sample.
        y_pred: embeddings of norm one.
        ref_labels: the class numbers to compare with, by default the same.
        ref_embeddings: the embeddings to compare with, by default the same.
        remove_diagonal: whether a sample is not compared with itself.
        gamma: the factor of the logits.
        margin: how far apart.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    labels = tf.reshape(tf.cast(y_true, "int64"), [-1])
    others = labels if ref_labels is None else tf.reshape(ref_labels, [-1])
    references = y_pred if ref_embeddings is None else ref_embeddings
    references = tf.cast(references, y_pred.dtype)
    apart = 1 - tf.matmul(y_pred, references, transpose_b=True)
    same = tf.equal(labels[:, None], tf.cast(others, "int64")[None, :])
    different = tf.logical_not(same)
    if remove_diagonal:
        same = tf.logical_and(same, tf.logical_not(_diagonal(same)))
    near = tf.nn.relu((margin + apart) * tf.cast(same, apart.dtype))
    far = tf.nn.relu((1 + margin - apart) * tf.cast(different, apart.dtype))
    near = -gamma * near * (margin - apart)
    far = gamma * far * (1 - margin - apart)
    lowest = tf.constant(float("-inf"), apart.dtype)
    near = tf.reduce_logsumexp(tf.where(same, near, lowest), axis=1)
    far = tf.reduce_logsumexp(tf.where(different, far, lowest), axis=1)
    loss = tf.math.softplus(near + far)
    loss._keras_mask = tf.greater(loss, 0)
    return loss


def _diagonal(matrix: Any) -> Any:
    """Returns where the row's number is the column's."""
    rows, columns = tf.shape(matrix)[0], tf.shape(matrix)[1]
    return tf.equal(tf.range(rows)[:, None], tf.range(columns)[None, :])


def categorical_generalized_cross_entropy(y_true: Any, y_pred: Any, q: float) -> Any:
    """Computes `(1 - p ** q) / q`, which noisy labels disturb less.

    Args:
        y_true: a class number for each sample.
        y_pred: probabilities.
        q: from 0 (cross-entropy) to 1 (mean absolute error).
    """
    y_pred = tf.convert_to_tensor(y_pred)
    numbers = tf.cast(y_true, "int64")
    if len(numbers.shape) == len(y_pred.shape):
        numbers = tf.squeeze(numbers, -1)
    hot = tf.one_hot(numbers, y_pred.shape[-1], dtype=y_pred.dtype)
    chosen = tf.reduce_sum(y_pred * hot, -1)
    return (1.0 - tf.pow(chosen, q)) / q


class Circle(FunctionLoss):
    """The circle loss of embeddings.

    Args:
        gamma: the factor of the logits.
        margin: how far apart.
        remove_diagonal: whether a sample is not compared with itself.
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    casts_targets = False
    matches_ranks = False

    def __init__(
        self,
        gamma: float = 80.0,
        margin: float = 0.4,
        remove_diagonal: bool = True,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "circle",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            circle,
            reduction,
            name,
            dtype,
            gamma=gamma,
            margin=margin,
            remove_diagonal=remove_diagonal,
        )


class CategoricalGeneralizedCrossEntropy(FunctionLoss):
    """A cross-entropy that noisy labels disturb less.

    Args:
        q: from 0 (cross-entropy) to 1 (mean absolute error).
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.

    Raises:
        ValueError: when `q` is not between 0 and 1.
    """

    casts_targets = False
    matches_ranks = False

    def __init__(
        self,
        q: float = 0.5,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "categorical_generalized_cross_entropy",
        dtype: Any = None,
    ) -> None:
        if not 0 < q < 1:
            raise ValueError(
                "CategoricalGeneralizedCrossEntropy: `q` must be between 0 and 1. "
                f"Received: q={q}."
            )
        super().__init__(
            categorical_generalized_cross_entropy, reduction, name, dtype, q=q
        )
