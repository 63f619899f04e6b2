"""The best value of one rate where another one is good enough."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.metrics.confusion import count_confusion
from tensorbrook._src.keras.metrics.metric import Metric


class _OperatingPoint(Metric):
    """Takes the best value of one rate among the thresholds with a good other one.

    Args:
        value: the least value of the other rate, from 0 to 1.
        num_thresholds: how many thresholds are tried.
        class_id: only this column counts.
        name: the name.
        dtype: the type of the state.
    """

    given_name = ""
    constrained: tuple[str, str] = ("", "")
    maximized: tuple[str, str] = ("", "")

    def __init__(
        self,
        value: float,
        num_thresholds: int,
        class_id: int | None,
        name: str | None,
        dtype: Any,
    ) -> None:
        super().__init__(name=name, dtype=dtype)
        if not 0 <= value <= 1:
            raise ValueError(
                f"{type(self).__name__}: `{self.given_name}` must be from 0 to 1. "
                f"Received: {self.given_name}={value}."
            )
        if num_thresholds <= 0:
            raise ValueError(
                f"{type(self).__name__}: `num_thresholds` must be greater than 0, not "
                f"{num_thresholds}."
            )
        self.value = value
        self.num_thresholds = num_thresholds
        self.class_id = class_id
        inner = [(i + 1) / (num_thresholds - 1) for i in range(num_thresholds - 2)]
        self.thresholds = [0.5] if num_thresholds == 1 else [0.0, *inner, 1.0]
        count = len(self.thresholds)
        self.true_positives = self.add_variable((count,), name="true_positives")
        self.false_positives = self.add_variable((count,), name="false_positives")
        self.true_negatives = self.add_variable((count,), name="true_negatives")
        self.false_negatives = self.add_variable((count,), name="false_negatives")

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
            class_id=self.class_id,
            dtype=self.dtype,
        )
        self.true_positives.assign_add(counts["tp"])
        self.false_positives.assign_add(counts["fp"])
        self.true_negatives.assign_add(counts["tn"])
        self.false_negatives.assign_add(counts["fn"])

    def _rate(self, names: tuple[str, str]) -> Any:
        """Returns the share of the first count in both."""
        first, second = (tf.identity(getattr(self, name)) for name in names)
        return tf.math.divide_no_nan(first, first + second)

    def result(self) -> Any:
        """Returns the best value, zero where no threshold is good enough."""
        good = self._rate(self.constrained) >= self.value
        best = tf.where(good, self._rate(self.maximized), tf.zeros((), self.dtype))
        return tf.reduce_max(best)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        return {
            **super().get_config(),
            "num_thresholds": self.num_thresholds,
            self.given_name: self.value,
            "class_id": self.class_id,
        }


_SENSITIVITY = ("true_positives", "false_negatives")
_SPECIFICITY = ("true_negatives", "false_positives")
_PRECISION = ("true_positives", "false_positives")


class SensitivityAtSpecificity(_OperatingPoint):
    """The best sensitivity where the specificity is good enough.

    Args:
        specificity: the least specificity.
        num_thresholds: how many thresholds are tried.
        class_id: only this column counts.
        name: the name.
        dtype: the type of the state.
    """

    given_name = "specificity"
    constrained, maximized = _SPECIFICITY, _SENSITIVITY

    def __init__(
        self,
        specificity: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(specificity, num_thresholds, class_id, name, dtype)
        self.specificity = specificity


class SpecificityAtSensitivity(_OperatingPoint):
    """The best specificity where the sensitivity is good enough.

    Args:
        sensitivity: the least sensitivity.
        num_thresholds: how many thresholds are tried.
        class_id: only this column counts.
        name: the name.
        dtype: the type of the state.
    """

    given_name = "sensitivity"
    constrained, maximized = _SENSITIVITY, _SPECIFICITY

    def __init__(
        self,
        sensitivity: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(sensitivity, num_thresholds, class_id, name, dtype)
        self.sensitivity = sensitivity


class PrecisionAtRecall(_OperatingPoint):
    """The best precision where the recall is good enough.

    Args:
        recall: the least recall.
        num_thresholds: how many thresholds are tried.
        class_id: only this column counts.
        name: the name.
        dtype: the type of the state.
    """

    given_name = "recall"
    constrained, maximized = _SENSITIVITY, _PRECISION

    def __init__(
        self,
        recall: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(recall, num_thresholds, class_id, name, dtype)
        self.recall = recall


class RecallAtPrecision(_OperatingPoint):
    """The best recall where the precision is good enough.

    Args:
        precision: the least precision.
        num_thresholds: how many thresholds are tried.
        class_id: only this column counts.
        name: the name.
        dtype: the type of the state.
    """

    given_name = "precision"
    constrained, maximized = _PRECISION, _SENSITIVITY

    def __init__(
        self,
        precision: float,
        num_thresholds: int = 200,
        class_id: int | None = None,
        name: str | None = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(precision, num_thresholds, class_id, name, dtype)
        self.precision = precision
