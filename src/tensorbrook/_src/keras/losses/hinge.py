"""Losses of signed scores."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.losses.regression import _pair, _PlainLoss


def _signed(y_true: Any) -> Any:
    """Turns labels of 0 and 1 into -1 and 1; others stay."""
    is_zero = tf.equal(y_true, 0.0)
    is_binary = tf.reduce_all(tf.logical_or(is_zero, tf.equal(y_true, 1.0)))
    return tf.where(is_binary, 2.0 * y_true - 1.0, y_true)


def hinge(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean of `max(1 - y_true * y_pred, 0)`.

    Args:
        y_true: labels of -1 and 1, or of 0 and 1.
        y_pred: the scores.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    return tf.reduce_mean(tf.nn.relu(1.0 - _signed(y_true) * y_pred), axis=-1)


def squared_hinge(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean of the squared hinge.

    Args:
        y_true: labels of -1 and 1, or of 0 and 1.
        y_pred: the scores.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    margin = tf.nn.relu(1.0 - _signed(y_true) * y_pred)
    return tf.reduce_mean(tf.square(margin), axis=-1)


def categorical_hinge(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes how much the best wrong score comes near the right one.

    Args:
        y_true: one-hot labels.
        y_pred: the scores.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    right = tf.reduce_sum(y_true * y_pred, axis=-1)
    wrong = tf.reduce_max((1.0 - y_true) * y_pred, axis=-1)
    return tf.nn.relu(wrong - right + 1.0)


class Hinge(_PlainLoss):
    """The mean of `max(1 - y_true * y_pred, 0)`.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(hinge)
    default_name = "hinge"


class SquaredHinge(_PlainLoss):
    """The mean of the squared hinge.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(squared_hinge)
    default_name = "squared_hinge"


class CategoricalHinge(_PlainLoss):
    """How much the best wrong score comes near the right one.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(categorical_hinge)
    default_name = "categorical_hinge"
