"""How often predictions are right."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.losses.loss import match_ranks
from tensorbrook._src.keras.metrics.reduction import MeanMetricWrapper, NamedMean


def accuracy(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Says where predictions equal the truth, as numbers.

    Args:
        y_true: the truth.
        y_pred: the predictions.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.cast(y_true, y_pred.dtype)
    y_true, y_pred = match_ranks(y_true, y_pred)
    return tf.cast(tf.equal(y_true, y_pred), config.floatx())


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> tf.Tensor:
    """Says where probabilities are on the right side of a threshold, as numbers.

    Args:
        y_true: labels of 0 and 1.
        y_pred: probabilities.
        threshold: above it a prediction means 1.

    Example:
        >>> binary_accuracy([1.0, 0.0], [0.9, 0.6]).numpy()
        array([1., 0.], dtype=float32)
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.cast(y_true, y_pred.dtype)
    y_true, y_pred = match_ranks(y_true, y_pred)
    said = tf.cast(y_pred > tf.cast(threshold, y_pred.dtype), y_true.dtype)
    return tf.cast(tf.equal(y_true, said), config.floatx())


def categorical_accuracy(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Says where the best class is the labelled one, as numbers.

    Args:
        y_true: one-hot labels.
        y_pred: a score for each class.
    """
    y_true = tf.argmax(y_true, axis=-1)
    right = tf.equal(y_true, tf.argmax(y_pred, axis=-1))
    return tf.cast(right, config.floatx())


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> tf.Tensor:
    """Says where the best class is the labelled one, as numbers.

    Args:
        y_true: class numbers.
        y_pred: a score for each class.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.convert_to_tensor(y_true)
    if y_true.shape.rank == y_pred.shape.rank and y_true.shape[-1] == 1:
        y_true = tf.squeeze(y_true, -1)
    best = tf.argmax(y_pred, axis=-1)
    return tf.cast(tf.equal(tf.cast(y_true, best.dtype), best), config.floatx())


def _top_k(class_numbers: Any, y_pred: Any, k: int) -> tf.Tensor:
    """Says where the labelled class is among the `k` best, as numbers."""
    classes = y_pred.shape[-1]
    shape = tf.shape(class_numbers)
    flat = tf.reshape(y_pred, [-1, classes])
    numbers = tf.cast(tf.reshape(class_numbers, [-1]), tf.int32)
    right = tf.math.in_top_k(numbers, tf.cast(flat, tf.float32), k)
    return tf.cast(tf.reshape(right, shape), config.floatx())


def top_k_categorical_accuracy(y_true: Any, y_pred: Any, k: int = 5) -> tf.Tensor:
    """Says where the labelled class is among the `k` best, as numbers.

    Args:
        y_true: one-hot labels.
        y_pred: a score for each class.
        k: how many classes count.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    return _top_k(tf.argmax(y_true, axis=-1), y_pred, k)


def sparse_top_k_categorical_accuracy(
    y_true: Any, y_pred: Any, k: int = 5, from_sorted_ids: bool = False
) -> tf.Tensor:
    """Says where the labelled class is among the `k` best, as numbers.

    Args:
        y_true: class numbers.
        y_pred: a score for each class, or sorted class numbers.
        k: how many classes count.
        from_sorted_ids: whether `y_pred` holds sorted class numbers.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true = tf.convert_to_tensor(y_true)
    if y_true.shape.rank == y_pred.shape.rank and y_true.shape[-1] == 1:
        y_true = tf.squeeze(y_true, -1)
    if from_sorted_ids:
        numbers = tf.cast(tf.expand_dims(y_true, -1), y_pred.dtype)
        found = tf.reduce_any(tf.equal(y_pred[..., :k], numbers), axis=-1)
        return tf.cast(found, config.floatx())
    return _top_k(y_true, y_pred, k)


class Accuracy(NamedMean):
    """How often predictions equal the truth.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(accuracy)
    default_name = "accuracy"


class BinaryAccuracy(MeanMetricWrapper):
    """How often probabilities are on the right side of a threshold.

    Args:
        name: the name.
        dtype: the type of the state.
        threshold: above it a prediction means 1.
    """

    def __init__(
        self,
        name: str = "binary_accuracy",
        dtype: Any = None,
        threshold: float = 0.5,
    ) -> None:
        if threshold is not None and not 0 < threshold < 1:
            raise ValueError(
                "BinaryAccuracy: `threshold` must be between 0 and 1. Received: "
                f"threshold={threshold}."
            )
        super().__init__(binary_accuracy, name, dtype, threshold=threshold)


class CategoricalAccuracy(NamedMean):
    """How often the best class is the labelled one, for one-hot labels.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(categorical_accuracy)
    default_name = "categorical_accuracy"


class SparseCategoricalAccuracy(NamedMean):
    """How often the best class is the labelled one, for class numbers.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    function = staticmethod(sparse_categorical_accuracy)
    default_name = "sparse_categorical_accuracy"


class TopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the labelled class is among the best, for one-hot labels.

    Args:
        k: how many classes count.
        name: the name.
        dtype: the type of the state.
    """

    def __init__(
        self, k: int = 5, name: str = "top_k_categorical_accuracy", dtype: Any = None
    ) -> None:
        super().__init__(top_k_categorical_accuracy, name, dtype, k=k)


class SparseTopKCategoricalAccuracy(MeanMetricWrapper):
    """How often the labelled class is among the best, for class numbers.

    Args:
        k: how many classes count.
        name: the name.
        dtype: the type of the state.
        from_sorted_ids: whether predictions are sorted class numbers.
    """

    def __init__(
        self,
        k: int = 5,
        name: str = "sparse_top_k_categorical_accuracy",
        dtype: Any = None,
        from_sorted_ids: bool = False,
    ) -> None:
        options = {"k": k, "from_sorted_ids": from_sorted_ids}
        function = sparse_top_k_categorical_accuracy
        super().__init__(function, name, dtype, **options)
