"""Precision and recall as one number."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.metrics.metric import Metric

_AVERAGES = (None, "micro", "macro", "weighted")


class FBetaScore(Metric):
    """The weighted harmonic mean of precision and recall.

    Args:
        average: None for a value for each class, or `"micro"`, `"macro"`,
            `"weighted"`.
        beta: how much more recall counts than precision.
        threshold: above it a prediction means 1; by default the greatest does.
        name: the name.
        dtype: the type of the state.
    """

    def __init__(
        self,
        average: str | None = None,
        beta: float = 1.0,
        threshold: float | None = None,
        name: str | None = "fbeta_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        if average not in _AVERAGES:
            raise ValueError(
                f"FBetaScore: `average` must be one of {_AVERAGES}. Received: "
                f"average={average!r}."
            )
        if not isinstance(beta, float) or beta <= 0:
            raise ValueError(
                f"FBetaScore: `beta` must be a float greater than 0, not {beta!r}."
            )
        if threshold is not None and not (
            isinstance(threshold, float) and 0 < threshold <= 1
        ):
            raise ValueError(
                "FBetaScore: `threshold` must be a float greater than 0, up to 1. "
                f"Received: threshold={threshold!r}."
            )
        self.average = average
        self.beta = beta
        self.threshold = threshold
        self._counts: dict[str, Any] = {}

    def _build(self, y_true: Any) -> None:
        """Makes the counts."""
        if len(y_true.shape) != 2:
            raise ValueError(
                "FBetaScore: the truth must be of the shape (batch, classes). "
                f"Received: shape={y_true.shape}."
            )
        shape = () if self.average == "micro" else (y_true.shape[-1],)
        for name in (
            "true_positives",
            "false_positives",
            "false_negatives",
            "intermediate_weights",
        ):
            self._counts[name] = self.add_variable(shape, name=name)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: labels of 0 and 1 (batch, classes).
            y_pred: probabilities.
            sample_weight: a factor for each sample.
        """
        y_true = tf.cast(tf.convert_to_tensor(y_true), self.dtype)
        y_pred = tf.cast(tf.convert_to_tensor(y_pred), self.dtype)
        if not self._counts:
            self._build(y_true)
        if self.threshold is None:
            greatest = tf.reduce_max(y_pred, -1, keepdims=True)
            said = tf.logical_and(y_pred >= greatest, tf.abs(y_pred) > 1e-9)
        else:
            said = y_pred > self.threshold
        said = tf.cast(said, self.dtype)
        parts = {
            "true_positives": said * y_true,
            "false_positives": said * (1 - y_true),
            "false_negatives": (1 - said) * y_true,
            "intermediate_weights": y_true,
        }
        axis = None if self.average == "micro" else 0
        for name, values in parts.items():
            if sample_weight is not None:
                weight = tf.cast(tf.convert_to_tensor(sample_weight), self.dtype)
                values = values * tf.expand_dims(weight, 1)
            self._counts[name].assign_add(tf.reduce_sum(values, axis))

    def result(self) -> Any:
        """Returns the score, or one for each class."""
        least = config.epsilon()
        counts = {name: tf.identity(value) for name, value in self._counts.items()}
        right = counts["true_positives"]
        precision = right / (right + counts["false_positives"] + least)
        recall = right / (right + counts["false_negatives"] + least)
        square = self.beta**2
        total = square * precision + recall + least
        score = (1 + square) * precision * recall / total
        if self.average == "weighted":
            weights = counts["intermediate_weights"]
            weights = weights / (tf.reduce_sum(weights) + least)
            return tf.reduce_sum(score * weights)
        return score if self.average is None else tf.reduce_mean(score)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {
            "name": self.name,
            "dtype": self.dtype,
            "average": self.average,
            "beta": self.beta,
            "threshold": self.threshold,
        }


class F1Score(FBetaScore):
    """The harmonic mean of precision and recall.

    Args:
        average: None for a value for each class, or `"micro"`, `"macro"`,
            `"weighted"`.
        threshold: above it a prediction means 1; by default the greatest does.
        name: the name.
        dtype: the type of the state.
    """

    def __init__(
        self,
        average: str | None = None,
        threshold: float | None = None,
        name: str | None = "f1_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(average, 1.0, threshold, name, dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        config_ = super().get_config()
        config_.pop("beta")
        return config_
