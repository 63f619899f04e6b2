"""Losses of predicted numbers."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.losses.loss import FunctionLoss, match_ranks


def _pair(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    """Returns truth and predictions as tensors of one type and rank."""
    y_pred = tf.convert_to_tensor(y_pred)
    if not y_pred.dtype.is_floating:
        y_pred = tf.cast(y_pred, config.floatx())
    y_true = tf.cast(y_true, y_pred.dtype)
    return match_ranks(y_true, y_pred)


def mean_squared_error(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean of the squared differences along the last axis.

    Args:
        y_true: the truth.
        y_pred: the predictions.

    Example:
        >>> float(mean_squared_error([1.0, 2.0], [1.0, 4.0]))
        2.0
    """
    y_true, y_pred = _pair(y_true, y_pred)
    return tf.reduce_mean(tf.math.squared_difference(y_pred, y_true), axis=-1)


def mean_absolute_error(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean of the absolute differences along the last axis.

    Args:
        y_true: the truth.
        y_pred: the predictions.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    return tf.reduce_mean(tf.abs(y_true - y_pred), axis=-1)


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean difference in percent of the truth.

    Args:
        y_true: the truth.
        y_pred: the predictions.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    floor = tf.cast(config.epsilon(), y_pred.dtype)
    ratio = tf.abs((y_true - y_pred) / tf.maximum(tf.abs(y_true), floor))
    return 100.0 * tf.reduce_mean(ratio, axis=-1)


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean squared difference of `log(1 + value)`.

    Args:
        y_true: the truth.
        y_pred: the predictions.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    floor = tf.cast(config.epsilon(), y_pred.dtype)
    first = tf.math.log(tf.maximum(y_pred, floor) + 1.0)
    second = tf.math.log(tf.maximum(y_true, floor) + 1.0)
    return tf.reduce_mean(tf.math.squared_difference(first, second), axis=-1)


def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> tf.Tensor:
    """Computes a mean error: squared up to `delta`, linear beyond.

    Args:
        y_true: the truth.
        y_pred: the predictions.
        delta: where the loss becomes linear.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    delta = tf.cast(delta, y_pred.dtype)
    error = tf.abs(y_true - y_pred)
    small = 0.5 * tf.square(error)
    large = delta * error - 0.5 * tf.square(delta)
    return tf.reduce_mean(tf.where(error <= delta, small, large), axis=-1)


def log_cosh(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean logarithm of the hyperbolic cosine of the error.

    Args:
        y_true: the truth.
        y_pred: the predictions.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    error = y_pred - y_true
    values = error + tf.math.softplus(-2.0 * error) - math.log(2.0)
    return tf.reduce_mean(values, axis=-1)


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> tf.Tensor:
    """Computes the cosine of the angle between truth and predictions.

    Args:
        y_true: the truth.
        y_pred: the predictions.
        axis: the axis of the vectors.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    y_true = tf.math.l2_normalize(y_true, axis=axis, epsilon=1e-12)
    y_pred = tf.math.l2_normalize(y_pred, axis=axis, epsilon=1e-12)
    return tf.reduce_sum(y_true * y_pred, axis=axis)


def negative_cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> tf.Tensor:
    """Computes the negative cosine, so that less is better.

    Args:
        y_true: the truth.
        y_pred: the predictions.
        axis: the axis of the vectors.
    """
    return -cosine_similarity(y_true, y_pred, axis=axis)


class _PlainLoss(FunctionLoss):
    """A function loss whose configuration has no options."""

    function: Any = None
    default_name = ""

    def __init__(
        self,
        reduction: Any = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        function = type(self).function
        super().__init__(function, reduction, name or type(self).default_name, dtype)


class MeanSquaredError(_PlainLoss):
    """The mean of squared differences.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(mean_squared_error)
    default_name = "mean_squared_error"


class MeanAbsoluteError(_PlainLoss):
    """The mean of absolute differences.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(mean_absolute_error)
    default_name = "mean_absolute_error"


class MeanAbsolutePercentageError(_PlainLoss):
    """The mean difference in percent of the truth.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(mean_absolute_percentage_error)
    default_name = "mean_absolute_percentage_error"


class MeanSquaredLogarithmicError(_PlainLoss):
    """The mean squared difference of logarithms.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(mean_squared_logarithmic_error)
    default_name = "mean_squared_logarithmic_error"


class LogCosh(_PlainLoss):
    """The mean logarithm of the hyperbolic cosine of the error.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(log_cosh)
    default_name = "log_cosh"


class Huber(FunctionLoss):
    """A mean error: squared up to `delta`, linear beyond.

    Args:
        delta: where the loss becomes linear.
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    unsaved_defaults = {"delta": 1.0}

    def __init__(
        self,
        delta: float = 1.0,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "huber_loss",
        dtype: Any = None,
    ) -> None:
        super().__init__(huber, reduction, name, dtype, delta=delta)


class CosineSimilarity(FunctionLoss):
    """The negative cosine of the angle between truth and predictions.

    Args:
        axis: the axis of the vectors.
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    unsaved_defaults = {"axis": -1}

    def __init__(
        self,
        axis: int = -1,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "cosine_similarity",
        dtype: Any = None,
    ) -> None:
        super().__init__(negative_cosine_similarity, reduction, name, dtype, axis=axis)
