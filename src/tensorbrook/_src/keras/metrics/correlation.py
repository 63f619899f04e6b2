"""How well predictions and truth vary together."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.losses.regression import _pair
from tensorbrook._src.keras.metrics.metric import Metric
from tensorbrook._src.keras.metrics.reduction import MeanMetricWrapper

_AGGREGATIONS = (None, "uniform_average", "variance_weighted_average")


def pearson_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> tf.Tensor:
    """Computes the correlation of truth and predictions, from -1 to 1.

    Args:
        y_true: the truth.
        y_pred: the predictions.
        axis: the axis along which they vary.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    truth = y_true - tf.reduce_mean(y_true, axis, keepdims=True)
    said = y_pred - tf.reduce_mean(y_pred, axis, keepdims=True)
    truth = truth / tf.math.reduce_std(truth, axis, keepdims=True)
    said = said / tf.math.reduce_std(said, axis, keepdims=True)
    return tf.reduce_mean(truth * said, axis)


def concordance_correlation(y_true: Any, y_pred: Any, axis: int = -1) -> tf.Tensor:
    """Computes how well predictions agree with the truth, from -1 to 1.

    Args:
        y_true: the truth.
        y_pred: the predictions.
        axis: the axis along which they vary.
    """
    y_true, y_pred = _pair(y_true, y_pred)
    mean, mean_said = (tf.reduce_mean(v, axis, keepdims=True) for v in (y_true, y_pred))
    spread = tf.math.reduce_variance(y_true, axis, keepdims=True)
    spread += tf.math.reduce_variance(y_pred, axis, keepdims=True)
    together = tf.reduce_mean((y_true - mean) * (y_pred - mean_said), axis)
    total = tf.squeeze(spread + tf.square(mean - mean_said), axis)
    return 2 * together / (total + config.epsilon())


class PearsonCorrelation(MeanMetricWrapper):
    """The mean correlation of truth and predictions.

    Args:
        name: the name.
        dtype: the type of the state.
        axis: the axis along which they vary.
    """

    def __init__(
        self,
        name: str = "pearson_correlation",
        dtype: Any = None,
        axis: int = -1,
    ) -> None:
        super().__init__(pearson_correlation, name, dtype, axis=axis)


class ConcordanceCorrelation(MeanMetricWrapper):
    """The mean agreement of predictions with the truth.

    Args:
        name: the name.
        dtype: the type of the state.
        axis: the axis along which they vary.
    """

    def __init__(
        self,
        name: str = "concordance_correlation",
        dtype: Any = None,
        axis: int = -1,
    ) -> None:
        super().__init__(concordance_correlation, name, dtype, axis=axis)


class R2Score(Metric):
    """The part of the truth's variance that the predictions explain.

    Args:
        class_aggregation: None for a value for each column, `"uniform_average"` or
            `"variance_weighted_average"`.
        num_regressors: how many inputs the model has, for the adjusted score.
        name: the name.
        dtype: the type of the state.
    """

    def __init__(
        self,
        class_aggregation: str | None = "uniform_average",
        num_regressors: int = 0,
        name: str | None = "r2_score",
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        if class_aggregation not in _AGGREGATIONS:
            raise ValueError(
                f"R2Score: `class_aggregation` must be one of {_AGGREGATIONS}. "
                f"Received: class_aggregation={class_aggregation!r}."
            )
        if num_regressors < 0:
            raise ValueError(
                f"R2Score: `num_regressors` must be 0 or more, not {num_regressors}."
            )
        self.class_aggregation = class_aggregation
        self.num_regressors = num_regressors
        self.num_samples = self.add_variable((), dtype="int32", name="num_samples")
        self._sums: dict[str, Any] = {}

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: the truth (batch, columns).
            y_pred: the predictions.
            sample_weight: a factor for each sample.
        """
        y_true = tf.cast(tf.convert_to_tensor(y_true), self.dtype)
        y_pred = tf.cast(tf.convert_to_tensor(y_pred), self.dtype)
        if len(y_true.shape) != 2 or len(y_pred.shape) != 2:
            raise ValueError(
                "R2Score: truth and predictions must be of the shape (batch, "
                f"columns). Received: {y_true.shape} and {y_pred.shape}."
            )
        if not self._sums:
            for name in ("squared_sum", "sum", "residual", "count"):
                self._sums[name] = self.add_variable((y_true.shape[-1],), name=name)
        weight = tf.ones_like(y_true)
        if sample_weight is not None:
            given = tf.cast(tf.convert_to_tensor(sample_weight), self.dtype)
            given = given[:, None] if len(given.shape) == 1 else given
            weight = weight * given
        parts = {
            "sum": y_true * weight,
            "squared_sum": tf.square(y_true) * weight,
            "residual": tf.square(y_true - y_pred) * weight,
            "count": weight,
        }
        for name, values in parts.items():
            self._sums[name].assign_add(tf.reduce_sum(values, 0))
        self.num_samples.assign_add(tf.shape(y_true)[0])

    def result(self) -> Any:
        """Returns the score, or one for each column."""
        sums = {name: tf.identity(value) for name, value in self._sums.items()}
        mean = sums["sum"] / sums["count"]
        total = sums["squared_sum"] - sums["sum"] * mean
        raw = 1 - sums["residual"] / total
        raw = tf.where(tf.math.is_inf(raw), tf.zeros_like(raw), raw)
        score = raw
        if self.class_aggregation == "uniform_average":
            score = tf.reduce_mean(raw)
        elif self.class_aggregation == "variance_weighted_average":
            score = tf.reduce_sum(total * raw) / tf.reduce_sum(total)
        if self.num_regressors:
            count = tf.cast(tf.identity(self.num_samples), self.dtype)
            rest = count - self.num_regressors - 1
            adjusted = 1 - (1 - score) * (count - 1) / rest
            score = tf.where(rest > 0, adjusted, score)
        return score

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {
            **super().get_config(),
            "class_aggregation": self.class_aggregation,
            "num_regressors": self.num_regressors,
        }
