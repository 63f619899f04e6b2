"""`tf.contrib.eager.metrics`: metrics that are called with each batch."""

from __future__ import annotations

from typing import Any

from tensorbrook.keras import metrics


class Metric(metrics.Metric):
    """Base of the metrics: `call` adds a batch, `result` gives the value."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Adds a batch and returns its arguments."""
        return self.call(*args, **kwargs)

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Adds a batch; a subclass defines it."""
        raise NotImplementedError("Metrics must define a call() member function")

    def init_variables(self) -> None:
        """Begins anew."""
        self.reset_state()


class _Wrapped(Metric):
    """What a metric of Keras computes."""

    _own: Any

    def __init__(self, name: str | None = None, dtype: Any = None) -> None:
        super().__init__(name=name or type(self).__name__.lower(), dtype=dtype)
        self._kept = self._own()

    def result(self) -> Any:
        """The value so far."""
        return self._kept.result()

    def reset_state(self) -> None:
        """Begins anew."""
        self._kept.reset_state()


class Mean(_Wrapped):
    """The weighted mean of values.

    Example:
        >>> mean = Mean()
        >>> _ = mean([1.0, 2.0])
        >>> _ = mean([6.0])
        >>> float(mean.result())
        3.0
    """

    _own = metrics.Mean

    def call(self, values: Any, weights: Any = None) -> Any:  # type: ignore[override]
        """Adds values and returns them."""
        self._kept.update_state(values, sample_weight=weights)
        return values if weights is None else (values, weights)


class Accuracy(_Wrapped):
    """The share of predictions that equal their labels."""

    _own: Any = metrics.Accuracy

    def call(  # type: ignore[override]
        self, labels: Any, predictions: Any, weights: Any = None
    ) -> Any:
        """Adds labels and predictions and returns them."""
        self._kept.update_state(labels, predictions, sample_weight=weights)
        found = (labels, predictions)
        return found if weights is None else (*found, weights)


class BinaryAccuracy(Accuracy):
    """The share of probabilities on the right side of one half."""

    _own = metrics.BinaryAccuracy


class CategoricalAccuracy(Accuracy):
    """The share of rows of scores whose largest is at the label, one-hot."""

    _own = metrics.CategoricalAccuracy


class SparseAccuracy(Accuracy):
    """The share of rows of scores whose largest is at the label, a number."""

    _own = metrics.SparseCategoricalAccuracy
