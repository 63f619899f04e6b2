"""The base class of losses, and how per-sample values become one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config, dtypes, names

REDUCTIONS = ("sum", "sum_over_batch_size", "mean", "mean_with_sample_weight", "none")


class Reduction:
    """Names of the ways to reduce per-sample losses to one number."""

    AUTO = "auto"
    NONE = "none"
    SUM = "sum"
    SUM_OVER_BATCH_SIZE = "sum_over_batch_size"


class Loss:
    """Says how far predictions are from the truth.

    A subclass defines `call(y_true, y_pred)`, which gives per-sample values.

    Args:
        name: the name.
        reduction: `"sum_over_batch_size"`, `"sum"`, `"mean"`,
            `"mean_with_sample_weight"`, or `"none"` for per-sample values.
        dtype: the type of the computation, by default `floatx()`.
    """

    casts_targets = True

    def __init__(
        self,
        name: str | None = None,
        reduction: Any = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        self.name = name or names.class_auto_name(type(self))
        self.reduction = standardize_reduction(reduction)
        self._policy = dtypes.get_policy(dtype or config.floatx())

    @property
    def dtype(self) -> str:
        """The type of the computation."""
        return self._policy.compute_dtype

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Returns the loss of a batch.

        Args:
            y_true: the truth.
            y_pred: the predictions.
            sample_weight: a factor for each sample.
        """
        mask = getattr(y_pred, "_keras_mask", None)
        y_pred = tf.nest.map_structure(lambda x: _as_float(x, self.dtype), y_pred)
        y_true = tf.nest.map_structure(
            lambda x: _as_float(x, self.dtype) if self.casts_targets else _as_tensor(x),
            y_true,
        )
        values = self.call(y_true, y_pred)
        found = getattr(values, "_keras_mask", None)
        if found is not None:
            mask = found if mask is None else tf.logical_and(mask, found)
        return reduce_weighted(values, sample_weight, mask, self.reduction, self.dtype)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Returns per-sample values; a subclass defines it."""
        raise NotImplementedError(f"{type(self).__name__} has no call().")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal loss."""
        return {"name": self.name, "reduction": self.reduction}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Loss:
        """Makes a loss from what `get_config` returned."""
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


class FunctionLoss(Loss):
    """A loss made of a function `(y_true, y_pred, **options)`.

    Args:
        fn: the function.
        reduction: see `Loss`.
        name: the name.
        dtype: see `Loss`.
        **options: more arguments of the function.
    """

    matches_ranks = True
    unsaved_defaults: dict[str, Any] = {}

    def __init__(
        self,
        fn: Callable[..., Any],
        reduction: Any = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
        **options: Any,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.fn = fn
        self._options = options

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Returns per-sample values."""
        if self.matches_ranks and isinstance(y_true, tf.Tensor):
            y_true, y_pred = match_ranks(y_true, y_pred)
        return self.fn(y_true, y_pred, **self._options)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal loss."""
        kept = {
            name: value
            for name, value in self._options.items()
            if name not in self.unsaved_defaults or value != self.unsaved_defaults[name]
        }
        return {**super().get_config(), **kept}


def standardize_reduction(reduction: Any) -> str:
    """Returns a checked name of a reduction."""
    if reduction is None:
        return "none"
    name = str(reduction).lower()
    name = "sum_over_batch_size" if name == "auto" else name
    if name not in REDUCTIONS:
        raise ValueError(
            f"Loss: `reduction` must be one of {REDUCTIONS}, or None. Received: "
            f"reduction={reduction!r}."
        )
    return name


def _as_tensor(value: Any) -> tf.Tensor:
    return value if isinstance(value, tf.Tensor) else tf.convert_to_tensor(value)


def _as_float(value: Any, dtype: str) -> tf.Tensor:
    """Returns a tensor of this type."""
    value = _as_tensor(value)
    return value if value.dtype.name == dtype else tf.cast(value, dtype)


def match_ranks(first: Any, second: Any) -> tuple[Any, Any]:
    """Adds or removes a last dimension of one where two ranks differ by one.

    Labels and predictions of rank 1 get that dimension, others lose it; a last dimension
    that isn't one stays, as the function that compares them may want it.
    """
    rank, other = first.shape.rank, second.shape.rank
    if rank is None or other is None:
        return first, second
    if rank == other + 1 and first.shape[-1] == 1:
        if other == 1:
            return first, tf.expand_dims(second, -1)
        return tf.squeeze(first, -1), second
    if other == rank + 1 and second.shape[-1] == 1:
        if rank == 1:
            return tf.expand_dims(first, -1), second
        return first, tf.squeeze(second, -1)
    return first, second


def reduce_weighted(
    values: Any, sample_weight: Any, mask: Any, reduction: str, dtype: str
) -> Any:
    """Returns per-sample values weighted, masked and reduced.

    Args:
        values: per-sample values.
        sample_weight: factors, or None.
        mask: booleans that say which values count, or None.
        reduction: the name of the reduction.
        dtype: the type of the result.
    """
    values = _as_float(values, dtype)
    total_weight = None
    if mask is not None:
        mask = tf.cast(mask, dtype)
        sample_weight, total_weight = _with_mask(values, sample_weight, mask, reduction)
    if sample_weight is not None:
        weight = _as_float(sample_weight, dtype)
        weight = _fit_weight(weight, values)
        values = values * weight
        if reduction == "mean_with_sample_weight":
            total_weight = tf.reduce_sum(tf.broadcast_to(weight, tf.shape(values)))
    if reduction == "none" or values.shape.rank == 0:
        return values
    if reduction == "sum":
        return tf.reduce_sum(values)
    if total_weight is not None and reduction == "mean_with_sample_weight":
        return tf.math.divide_no_nan(tf.reduce_sum(values), total_weight)
    return tf.reduce_mean(values)


def _fit_weight(weight: Any, values: Any) -> Any:
    """Returns factors with the rank of the values."""
    if weight.shape.rank and values.shape.rank:
        if weight.shape.rank == values.shape.rank + 1 and weight.shape[-1] == 1:
            return tf.squeeze(weight, -1)
        while weight.shape.rank < values.shape.rank:
            weight = tf.expand_dims(weight, -1)
    return weight


def _with_mask(values: Any, weight: Any, mask: Any, reduction: str) -> tuple[Any, Any]:
    """Returns factors that leave out masked values and keep the mean of the rest."""
    if reduction in ("mean", "sum_over_batch_size"):
        total = tf.cast(tf.size(mask), mask.dtype)
        valid = tf.reduce_sum(mask)
        mask = mask * (total / (valid + 1e-7))
    if weight is None:
        return mask, None
    weight = tf.cast(weight, mask.dtype)
    mask = _fit_weight(mask, values)
    return _fit_weight(weight, mask) * mask, None
