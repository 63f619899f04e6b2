"""Losses of predicted probabilities."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.activations import last_axis
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.losses.loss import FunctionLoss
from tensorbrook._src.keras.losses.regression import _pair, _PlainLoss


def _logits_of(output: Any, activation: str) -> Any:
    """Returns the logits under a traced activation, so that both can be fused.

    A cross-entropy of logits is faster, and exact where probabilities vanish.
    """
    if isinstance(output, tf.Tensor) and not hasattr(output, "numpy"):
        if output.op.type == activation:
            return output.op.inputs[0]
    return None


def _clip(output: Any) -> Any:
    """Keeps probabilities away from zero and one."""
    margin = tf.cast(config.epsilon(), output.dtype)
    return tf.clip_by_value(output, margin, 1.0 - margin)


def _smoothed(y_true: Any, label_smoothing: float, classes: Any) -> Any:
    """Moves one-hot labels towards equal probabilities."""
    if not label_smoothing:
        return y_true
    share = label_smoothing / tf.cast(classes, y_true.dtype)
    return y_true * (1.0 - label_smoothing) + share


def elementwise_binary_crossentropy(
    target: Any, output: Any, from_logits: bool = False
) -> tf.Tensor:
    """Computes the cross-entropy of each probability with its label.

    Args:
        target: labels from 0 to 1.
        output: probabilities, or logits.
        from_logits: whether `output` holds logits.
    """
    if not from_logits:
        logits = _logits_of(output, "Sigmoid")
        if logits is None:
            output = _clip(output)
            positive = target * tf.math.log(output)
            return -(positive + (1.0 - target) * tf.math.log(1.0 - output))
        output = logits
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=output)


def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> tf.Tensor:
    """Computes the mean cross-entropy of yes-or-no probabilities.

    Args:
        y_true: labels from 0 to 1.
        y_pred: probabilities, or logits.
        from_logits: whether `y_pred` holds logits.
        label_smoothing: how far to move labels towards one half.
        axis: the axis of the mean.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    if not y_true.shape.is_compatible_with(y_pred.shape):
        _broadcast_or_raise("binary_crossentropy", y_true.shape, y_pred.shape)
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    values = elementwise_binary_crossentropy(y_true, y_pred, from_logits)
    return tf.reduce_mean(values, axis=axis)


def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> tf.Tensor:
    """Computes a binary cross-entropy that plays down easy samples.

    Args:
        y_true: labels from 0 to 1.
        y_pred: probabilities, or logits.
        apply_class_balancing: whether to weight the classes by `alpha`.
        alpha: the weight of class 1.
        gamma: how much easy samples are played down.
        from_logits: whether `y_pred` holds logits.
        label_smoothing: how far to move labels towards one half.
        axis: the axis of the mean.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        y_pred = tf.nn.sigmoid(y_pred)
    values = elementwise_binary_crossentropy(y_true, y_pred)
    right = y_true * y_pred + (1.0 - y_true) * (1.0 - y_pred)
    values = tf.pow(1.0 - right, gamma) * values
    if apply_class_balancing:
        values = (y_true * alpha + (1.0 - y_true) * (1.0 - alpha)) * values
    return tf.reduce_mean(values, axis=axis)


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> tf.Tensor:
    """Computes the cross-entropy of class probabilities with one-hot labels.

    Args:
        y_true: one-hot labels.
        y_pred: probabilities, or logits.
        from_logits: whether `y_pred` holds logits.
        label_smoothing: how far to move labels towards equal probabilities.
        axis: the axis of the classes.

    Raises:
        ValueError: when the labels have another shape.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.cast(y_true, y_pred.dtype)
    _check_same_rank(y_true, y_pred, axis)
    y_true = _smoothed(y_true, label_smoothing, tf.shape(y_true)[axis])
    if not from_logits:
        logits = _logits_of(y_pred, "Softmax")
        if logits is None:
            y_pred = y_pred / tf.reduce_sum(y_pred, axis, keepdims=True)
            return -tf.reduce_sum(y_true * tf.math.log(_clip(y_pred)), axis)
        y_pred = logits
    return tf.nn.softmax_cross_entropy_with_logits(y_true, y_pred, axis=axis)


def _check_same_rank(y_true: Any, y_pred: Any, axis: int) -> None:
    """Raises when one-hot labels do not fit the predictions."""
    wanted, found = y_pred.shape, y_true.shape
    if wanted.rank is None or found.rank is None:
        return
    if wanted.rank < 1 or wanted.rank != found.rank:
        raise ValueError(
            "Arguments `target` and `output` must have the same shape up to the "
            f"class axis. Received: target.shape={found}, output.shape={wanted}. "
            "For labels that are class numbers use `sparse_categorical_crossentropy`."
        )
    if None not in (wanted[axis], found[axis]) and wanted[axis] != found[axis]:
        raise ValueError(
            "Arguments `target` and `output` must have the same shape. Received: "
            f"target.shape={found}, output.shape={wanted}. For labels that are class "
            "numbers use `sparse_categorical_crossentropy`."
        )


def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: Any = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> tf.Tensor:
    """Computes a categorical cross-entropy that plays down easy samples.

    Args:
        y_true: one-hot labels.
        y_pred: probabilities, or logits.
        alpha: the weight of all classes, or of each.
        gamma: how much easy samples are played down.
        from_logits: whether `y_pred` holds logits.
        label_smoothing: how far to move labels towards equal probabilities.
        axis: the axis of the classes.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.cast(y_true, y_pred.dtype)
    y_true = _smoothed(y_true, label_smoothing, tf.shape(y_true)[axis])
    if from_logits:
        y_pred = tf.nn.softmax(y_pred, axis=axis)
    y_pred = _clip(y_pred / tf.reduce_sum(y_pred, axis=axis, keepdims=True))
    values = -y_true * tf.math.log(y_pred)
    factor = tf.pow(1.0 - y_pred, gamma) * alpha
    return tf.reduce_sum(factor * values, axis=axis)


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> tf.Tensor:
    """Computes the cross-entropy of class probabilities with class numbers.

    Args:
        y_true: class numbers.
        y_pred: probabilities, or logits.
        from_logits: whether `y_pred` holds logits.
        ignore_class: a class number whose samples do not count.
        axis: the axis of the classes.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.convert_to_tensor(y_true)
    if y_true.shape.rank == y_pred.shape.rank and y_true.shape[-1] == 1:
        y_true = tf.squeeze(y_true, -1)
    if not y_true.dtype.is_integer or y_true.dtype.name not in ("int32", "int64"):
        y_true = tf.cast(y_true, tf.int64)
    if axis not in (-1, (y_pred.shape.rank or 0) - 1):
        y_pred = last_axis(y_pred, axis)
    counted = None
    if ignore_class is not None:
        counted = tf.not_equal(y_true, tf.cast(ignore_class, y_true.dtype))
        y_true = tf.where(counted, y_true, tf.zeros_like(y_true))
    if not from_logits:
        logits = _logits_of(y_pred, "Softmax")
        y_pred = tf.math.log(_clip(y_pred)) if logits is None else logits
    if not y_true.shape.is_compatible_with(y_pred.shape[:-1]):
        hint = (
            " For one-hot labels use `categorical_crossentropy`."
            if y_true.shape.is_compatible_with(y_pred.shape)
            else ""
        )
        raise ValueError(
            "sparse_categorical_crossentropy: there must be one label for each row of "
            f"`y_pred`. Received: y_true.shape={tuple(y_true.shape)}, y_pred.shape="
            f"{tuple(y_pred.shape)}.{hint}"
        )
    values = tf.nn.sparse_softmax_cross_entropy_with_logits(y_true, y_pred)
    if counted is not None:
        values = tf.where(counted, values, tf.zeros_like(values))
        values._keras_mask = counted
    return values


def kl_divergence(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes `sum(y_true * log(y_true / y_pred))`.

    Args:
        y_true: the true probabilities.
        y_pred: the predicted ones.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    floor = tf.cast(config.epsilon(), y_pred.dtype)
    y_true = tf.clip_by_value(y_true, floor, 1.0)
    y_pred = tf.clip_by_value(y_pred, floor, 1.0)
    return tf.reduce_sum(y_true * tf.math.log(y_true / y_pred), axis=-1)


def poisson(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Computes the mean of `y_pred - y_true * log(y_pred)`.

    Args:
        y_true: counts.
        y_pred: predicted rates.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    floor = tf.cast(config.epsilon(), y_pred.dtype)
    return tf.reduce_mean(y_pred - y_true * tf.math.log(y_pred + floor), axis=-1)


class KLDivergence(_PlainLoss):
    """The Kullback-Leibler divergence of two distributions.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(kl_divergence)
    default_name = "kl_divergence"


class Poisson(_PlainLoss):
    """The Poisson loss of predicted rates.

    Args:
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    function = staticmethod(poisson)
    default_name = "poisson"


class BinaryCrossentropy(FunctionLoss):
    """The mean cross-entropy of yes-or-no probabilities.

    Args:
        from_logits: whether the predictions are logits.
        label_smoothing: how far to move labels towards one half.
        axis: the axis of the mean.
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "binary_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class BinaryFocalCrossentropy(FunctionLoss):
    """A binary cross-entropy that plays down easy samples.

    Args:
        apply_class_balancing: whether to weight the classes by `alpha`.
        alpha: the weight of class 1.
        gamma: how much easy samples are played down.
        from_logits: whether the predictions are logits.
        label_smoothing: how far to move labels towards one half.
        axis: the axis of the mean.
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    def __init__(
        self,
        apply_class_balancing: bool = False,
        alpha: float = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "binary_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_focal_crossentropy,
            reduction,
            name,
            dtype,
            apply_class_balancing=apply_class_balancing,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class CategoricalCrossentropy(FunctionLoss):
    """The cross-entropy of class probabilities with one-hot labels.

    Args:
        from_logits: whether the predictions are logits.
        label_smoothing: how far to move labels towards equal probabilities.
        axis: the axis of the classes.
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    matches_ranks = False

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class CategoricalFocalCrossentropy(FunctionLoss):
    """A categorical cross-entropy that plays down easy samples.

    Args:
        alpha: the weight of all classes, or of each.
        gamma: how much easy samples are played down.
        from_logits: whether the predictions are logits.
        label_smoothing: how far to move labels towards equal probabilities.
        axis: the axis of the classes.
        reduction: how per-sample values become one number.
        name: the name.
        dtype: the type of the computation.
    """

    matches_ranks = False

    def __init__(
        self,
        alpha: Any = 0.25,
        gamma: float = 2.0,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: Any = "sum_over_batch_size",
        name: str | None = "categorical_focal_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_focal_crossentropy,
            reduction,
            name,
            dtype,
            alpha=alpha,
            gamma=gamma,
            from_logits=from_logits,
            label_smoothing=label_smoothing,
            axis=axis,
        )


class SparseCategoricalCrossentropy(FunctionLoss):
    """The cross-entropy of class probabilities with class numbers.

    Args:
        from_logits: whether the predictions are logits.
        ignore_class: a class number whose samples do not count.
        reduction: how per-sample values become one number.
        axis: the axis of the classes.
        name: the name.
        dtype: the type of the computation.
    """

    casts_targets = False
    matches_ranks = False
    unsaved_defaults = {"axis": -1}

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: Any = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            sparse_categorical_crossentropy,
            reduction,
            name,
            dtype,
            from_logits=from_logits,
            ignore_class=ignore_class,
            axis=axis,
        )


def _broadcast_or_raise(where: str, true: Any, pred: Any) -> None:
    """Raises for shapes that cannot be brought together."""
    try:
        tf.broadcast_static_shape(true, pred)
    except ValueError as error:
        raise ValueError(
            f"{where}: `y_true` and `y_pred` must have the same shape. Received: "
            f"y_true.shape={tuple(true)}, y_pred.shape={tuple(pred)}."
        ) from error
