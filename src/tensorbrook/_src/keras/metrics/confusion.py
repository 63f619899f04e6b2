"""Metrics that count true and false positives and negatives."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.losses.loss import match_ranks
from tensorbrook._src.keras.metrics.metric import Metric


def count_confusion(
    y_true: Any,
    y_pred: Any,
    thresholds: list[float],
    sample_weight: Any = None,
    top_k: int | None = None,
    class_id: int | None = None,
    dtype: str = "float32",
    per_label: bool = False,
) -> dict[str, Any]:
    """Returns counts of each outcome, for each threshold.

    Args:
        y_true: labels of 0 and 1.
        y_pred: probabilities.
        thresholds: above a threshold a prediction means 1.
        sample_weight: a factor for each sample.
        top_k: only the `top_k` best classes of a sample mean 1.
        class_id: only this column counts.
        dtype: the type of the counts.
        per_label: whether to count each column by itself.

    Returns:
        `tp`, `fp`, `tn` and `fn`, of one value per threshold (and label).
    """
    y_pred = tf.cast(y_pred, dtype)
    y_true = tf.cast(tf.cast(y_true, tf.bool), dtype)
    y_true, y_pred = match_ranks(y_true, y_pred)
    if top_k is not None:
        best = tf.math.top_k(y_pred, k=top_k, sorted=False).indices
        chosen = tf.reduce_sum(tf.one_hot(best, y_pred.shape[-1], dtype=dtype), axis=-2)
        y_pred = y_pred * chosen + (1.0 - chosen) * -1e9
    if class_id is not None:
        y_true, y_pred = y_true[..., class_id], y_pred[..., class_id]
    weight = tf.ones_like(y_true)
    if sample_weight is not None:
        given = tf.cast(sample_weight, dtype)
        while given.shape.rank and given.shape.rank < y_true.shape.rank:
            given = tf.expand_dims(given, -1)
        weight = weight * given
    columns = y_true.shape[-1] if per_label else 1
    shape = [1, -1, columns]
    y_true, y_pred = tf.reshape(y_true, shape), tf.reshape(y_pred, shape)
    weight = tf.reshape(weight, shape)
    limits = tf.reshape(tf.constant(thresholds, dtype), [-1, 1, 1])
    said = tf.cast(y_pred > limits, dtype)
    outcomes = {
        "tp": said * y_true,
        "fp": said * (1.0 - y_true),
        "fn": (1.0 - said) * y_true,
        "tn": (1.0 - said) * (1.0 - y_true),
    }
    counts = {k: tf.reduce_sum(v * weight, axis=1) for k, v in outcomes.items()}
    if per_label:
        return counts
    return {key: value[:, 0] for key, value in counts.items()}


def _checked_thresholds(thresholds: Any, default: float = 0.5) -> list[float]:
    """Returns the thresholds as a list of numbers from 0 to 1."""
    if thresholds is None:
        return [default]
    found = list(thresholds) if isinstance(thresholds, list | tuple) else [thresholds]
    wrong = [t for t in found if t is None or not 0 <= t <= 1]
    if wrong:
        raise ValueError(
            f"Metric: `thresholds` must be between 0 and 1. Invalid values: {wrong}."
        )
    return found


class _OutcomeCount(Metric):
    """Counts one outcome.

    Args:
        thresholds: above a threshold a prediction means 1.
        name: the name.
        dtype: the type of the state.
    """

    outcome = ""

    def __init__(
        self, thresholds: Any = None, name: str | None = None, dtype: Any = None
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.thresholds = _checked_thresholds(thresholds)
        self.accumulator = self.add_variable(
            (len(self.thresholds),), name="accumulator"
        )

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: labels of 0 and 1.
            y_pred: probabilities.
            sample_weight: a factor for each sample.
        """
        counts = count_confusion(
            y_true, y_pred, self.thresholds, sample_weight, dtype=self.dtype
        )
        self.accumulator.assign_add(counts[self.outcome])

    def result(self) -> tf.Tensor:
        """Returns the count: a number for one threshold, else a vector."""
        count = tf.identity(self.accumulator)
        return count[0] if len(self.thresholds) == 1 else count

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {**super().get_config(), "thresholds": self.init_thresholds}


class TruePositives(_OutcomeCount):
    """Counts predictions of 1 that are right."""

    outcome = "tp"


class FalsePositives(_OutcomeCount):
    """Counts predictions of 1 that are wrong."""

    outcome = "fp"


class TrueNegatives(_OutcomeCount):
    """Counts predictions of 0 that are right."""

    outcome = "tn"


class FalseNegatives(_OutcomeCount):
    """Counts predictions of 0 that are wrong."""

    outcome = "fn"


class _Ratio(Metric):
    """True positives in parts of themselves and one other outcome.

    Args:
        thresholds: above a threshold a prediction means 1.
        top_k: only the `top_k` best classes of a sample mean 1.
        class_id: only this column counts.
        name: the name.
        dtype: the type of the state.
    """

    other = ""
    other_name = ""

    def __init__(
        self,
        thresholds: Any = None,
        top_k: int | None = None,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        self.init_thresholds = thresholds
        self.top_k = top_k
        self.class_id = class_id
        default = 0.5 if top_k is None else -1e8
        self.thresholds = _checked_thresholds(thresholds, default)
        shape = (len(self.thresholds),)
        self.true_positives = self.add_variable(shape, name="true_positives")
        self.other_count = self.add_variable(shape, name=self.other_name)

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: labels of 0 and 1.
            y_pred: probabilities.
            sample_weight: a factor for each sample.
        """
        counts = count_confusion(
            y_true,
            y_pred,
            self.thresholds,
            sample_weight,
            self.top_k,
            self.class_id,
            self.dtype,
        )
        self.true_positives.assign_add(counts["tp"])
        self.other_count.assign_add(counts[self.other])

    def result(self) -> tf.Tensor:
        """Returns the ratio: a number for one threshold, else a vector."""
        right = tf.identity(self.true_positives)
        ratio = tf.math.divide_no_nan(right, right + self.other_count)
        return ratio[0] if len(self.thresholds) == 1 else ratio

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {
            **super().get_config(),
            "thresholds": self.init_thresholds,
            "top_k": self.top_k,
            "class_id": self.class_id,
        }


class Precision(_Ratio):
    """How many of the predictions of 1 are right."""

    other = "fp"
    other_name = "false_positives"


class Recall(_Ratio):
    """How many of the labels of 1 are found."""

    other = "fn"
    other_name = "false_negatives"


class AUC(Metric):
    """The area under the ROC or precision-recall curve.

    Args:
        num_thresholds: how many points the curve has.
        curve: `"ROC"` or `"PR"`.
        summation_method: `"interpolation"`, `"minoring"` or `"majoring"`.
        name: the name.
        dtype: the type of the state.
        thresholds: the points of the curve, instead of their number.
        multi_label: whether to take the mean of one curve for each column.
        num_labels: the number of columns.
        label_weights: weights of the columns.
        from_logits: whether the predictions are logits.
    """

    def __init__(
        self,
        num_thresholds: int = 200,
        curve: str = "ROC",
        summation_method: str = "interpolation",
        name: str | None = None,
        dtype: Any = None,
        thresholds: Any = None,
        multi_label: bool = False,
        num_labels: int | None = None,
        label_weights: Any = None,
        from_logits: bool = False,
    ) -> None:
        if str(curve).upper() not in ("ROC", "PR"):
            raise ValueError(
                f"AUC: `curve` must be 'ROC' or 'PR'. Received: curve={curve!r}."
            )
        if thresholds is None and num_thresholds <= 1:
            raise ValueError(
                "AUC: `num_thresholds` must be > 1. Received: "
                f"num_thresholds={num_thresholds}."
            )
        super().__init__(name=name, dtype=dtype)
        self.curve = str(curve).upper()
        self.summation_method = summation_method.lower()
        self.multi_label = multi_label
        self.num_labels = num_labels
        self.label_weights = label_weights
        self.from_logits = from_logits
        inner = sorted(
            thresholds or np.arange(1, num_thresholds - 1) / (num_thresholds - 1)
        )
        margin = config.epsilon()
        self._thresholds = [0.0 - margin, *(float(t) for t in inner), 1.0 + margin]
        self.num_thresholds = len(self._thresholds)
        self._init_from_thresholds = thresholds is not None
        self._built = False
        if not multi_label or num_labels:
            self._make_state(num_labels)

    @property
    def thresholds(self) -> list[float]:
        """The points of the curve."""
        return list(self._thresholds)

    def _make_state(self, labels: int | None) -> None:
        """Makes the counts."""
        shape = (self.num_thresholds,)
        if self.multi_label:
            shape = (self.num_thresholds, labels)
        self.true_positives = self.add_variable(shape, name="true_positives")
        self.false_positives = self.add_variable(shape, name="false_positives")
        self.true_negatives = self.add_variable(shape, name="true_negatives")
        self.false_negatives = self.add_variable(shape, name="false_negatives")
        self._built = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: labels of 0 and 1.
            y_pred: probabilities.
            sample_weight: a factor for each sample.
        """
        y_pred = tf.cast(y_pred, self.dtype)
        if not self._built:
            self._make_state(y_pred.shape[-1])
        if self.from_logits:
            y_pred = tf.nn.sigmoid(y_pred)
        counts = count_confusion(
            y_true,
            y_pred,
            self._thresholds,
            sample_weight,
            dtype=self.dtype,
            per_label=self.multi_label,
        )
        self.true_positives.assign_add(counts["tp"])
        self.false_positives.assign_add(counts["fp"])
        self.true_negatives.assign_add(counts["tn"])
        self.false_negatives.assign_add(counts["fn"])

    def result(self) -> tf.Tensor:
        """Returns the area."""
        positives = self.true_positives + self.false_negatives
        recall = tf.math.divide_no_nan(tf.identity(self.true_positives), positives)
        if self.curve == "PR" and self.summation_method == "interpolation":
            return self._mean_over_labels(self._interpolated_pr())
        if self.curve == "ROC":
            negatives = self.false_positives + self.true_negatives
            x = tf.math.divide_no_nan(tf.identity(self.false_positives), negatives)
            y = recall
        else:
            said = self.true_positives + self.false_positives
            x = recall
            y = tf.math.divide_no_nan(tf.identity(self.true_positives), said)
        pairs = {"interpolation": (y[:-1] + y[1:]) / 2.0}
        pairs["minoring"] = tf.minimum(y[:-1], y[1:])
        pairs["majoring"] = tf.maximum(y[:-1], y[1:])
        areas = (x[:-1] - x[1:]) * pairs[self.summation_method]
        return self._mean_over_labels(tf.reduce_sum(areas, axis=0))

    def _interpolated_pr(self) -> tf.Tensor:
        """Returns the area under a precision that is interpolated in its counts."""
        right, wrong = self.true_positives, self.false_positives
        gained = right[:-1] - right[1:]
        said = right + wrong
        step = said[:-1] - said[1:]
        slope = tf.math.divide_no_nan(gained, tf.maximum(step, 0.0))
        offset = right[1:] - slope * said[1:]
        both = tf.logical_and(said[:-1] > 0.0, said[1:] > 0.0)
        ratio = tf.math.divide_no_nan(said[:-1], tf.maximum(said[1:], 0.0))
        ratio = tf.where(both, ratio, tf.ones_like(ratio))
        total = tf.maximum(right[1:] + self.false_negatives[1:], 0.0)
        areas = slope * (gained + offset * tf.math.log(ratio))
        return tf.reduce_sum(tf.math.divide_no_nan(areas, total), axis=0)

    def _mean_over_labels(self, areas: Any) -> tf.Tensor:
        """Returns one number for the areas of all columns."""
        if not self.multi_label:
            return areas
        if self.label_weights is None:
            return tf.reduce_mean(areas)
        weights = tf.constant(self.label_weights, areas.dtype)
        total = tf.reduce_sum(weights)
        return tf.math.divide_no_nan(tf.reduce_sum(areas * weights), total)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        config = {
            **super().get_config(),
            "num_thresholds": self.num_thresholds,
            "curve": self.curve,
            "summation_method": self.summation_method,
            "multi_label": self.multi_label,
            "num_labels": self.num_labels,
            "label_weights": self.label_weights,
            "from_logits": self.from_logits,
        }
        if self._init_from_thresholds:
            config["thresholds"] = self._thresholds[1:-1]
        return config
