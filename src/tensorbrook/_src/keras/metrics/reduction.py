"""Metrics that are a sum or a mean over batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.losses.loss import match_ranks
from tensorbrook._src.keras.metrics.metric import Metric
from tensorbrook._src.keras.saving import registry


def weighted(values: Any, sample_weight: Any, dtype: str) -> tuple[Any, Any]:
    """Returns values times their weights, and the weights in the values' shape.

    Args:
        values: per-sample values.
        sample_weight: factors, or None for one.
        dtype: the type of both results.
    """
    mask = getattr(values, "_keras_mask", None)
    values = tf.cast(values, dtype)
    if sample_weight is None:
        return values, None
    weight = tf.cast(sample_weight, dtype)
    if mask is not None and weight.shape.rank == mask.shape.rank:
        weight = weight * tf.cast(mask, dtype)
    if weight.shape.rank and weight.shape.rank == (values.shape.rank or 0) + 1:
        weight = tf.squeeze(weight, -1)
    while weight.shape.rank and weight.shape.rank < values.shape.rank:
        weight = tf.expand_dims(weight, -1)
    if weight.shape.rank and values.shape.rank == 0:
        weight = tf.reduce_mean(weight)
    return values * weight, tf.broadcast_to(weight, tf.shape(values))


class Sum(Metric):
    """The sum of all values.

    Args:
        name: the name.
        dtype: the type of the state.
    """

    def __init__(self, name: str = "sum", dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.total = self.add_variable((), "zeros", name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Adds values, times their weights.

        Args:
            values: a tensor.
            sample_weight: factors, or None.
        """
        values, _ = weighted(values, sample_weight, self.dtype)
        self.total.assign_add(tf.reduce_sum(values))

    def result(self) -> tf.Tensor:
        """Returns the sum."""
        return tf.identity(self.total)


class Mean(Metric):
    """The mean of all values.

    Args:
        name: the name.
        dtype: the type of the state.

    Example:
        >>> mean = Mean()
        >>> mean.update_state([1.0, 3.0])
        >>> float(mean.result())
        2.0
    """

    def __init__(self, name: str = "mean", dtype: Any = None) -> None:
        super().__init__(name=name, dtype=dtype)
        self.total = self.add_variable((), "zeros", name="total")
        self.count = self.add_variable((), "zeros", name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Adds values with their weights.

        Args:
            values: a tensor.
            sample_weight: factors, or None.
        """
        values, weight = weighted(values, sample_weight, self.dtype)
        self.total.assign_add(tf.reduce_sum(values))
        if weight is not None:
            count = tf.reduce_sum(weight)
        elif values.shape.num_elements() is not None:
            count = tf.constant(values.shape.num_elements(), self.dtype)
        else:
            count = tf.cast(tf.size(values), self.dtype)
        self.count.assign_add(count)

    def result(self) -> tf.Tensor:
        """Returns the mean, zero before any value."""
        return tf.math.divide_no_nan(self.total, tf.identity(self.count))


class MeanMetricWrapper(Mean):
    """The mean of a function of truth and predictions.

    Args:
        fn: the function `(y_true, y_pred, **options)` of per-sample values.
        name: the name.
        dtype: the type of the state.
        **kwargs: more arguments of the function.
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name or fn.__name__, dtype=dtype)
        self._fn = fn
        self._fn_kwargs = kwargs

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Adds a batch.

        Args:
            y_true: the truth.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
        """
        mask = getattr(y_pred, "_keras_mask", None)
        values = self._fn(y_true, y_pred, **self._fn_kwargs)
        if mask is not None:
            mask = tf.cast(mask, self.dtype)
            if sample_weight is not None:
                sample_weight = tf.cast(sample_weight, self.dtype)
                mask, sample_weight = match_ranks(mask, sample_weight)
                mask = mask * sample_weight
            sample_weight = mask
        super().update_state(values, sample_weight)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal metric."""
        config = {**super().get_config(), **self._fn_kwargs}
        if type(self) is MeanMetricWrapper:
            config["fn"] = registry.serialize_keras_object(self._fn)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Metric:
        """Makes a metric from what `get_config` returned."""
        if "fn" in config:
            config = {**config, "fn": registry.deserialize_keras_object(config["fn"])}
        return cls(**config)


class NamedMean(MeanMetricWrapper):
    """Base of the metrics that are the mean of one fixed function."""

    function: Any = None
    default_name = ""

    def __init__(self, name: str | None = None, dtype: Any = None) -> None:
        cls = type(self)
        super().__init__(cls.function, name or cls.default_name, dtype)
