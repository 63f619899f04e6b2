"""Penalties on weights and outputs, added to the loss."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config as settings
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve


def _checked(name: str, value: Any) -> float:
    """Returns a factor as a float."""
    if not isinstance(value, float | int) or math.isnan(value) or math.isinf(value):
        raise ValueError(
            f"Regularizer: `{name}` must be a finite number. Received: {value!r}."
        )
    return float(value)


class Regularizer:
    """A penalty: a callable that gives a scalar for a tensor."""

    def __call__(self, x: Any) -> Any:
        """Returns the penalty of `x`."""
        return 0.0

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal regularizer."""
        raise NotImplementedError(f"{type(self).__name__} has no get_config().")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Regularizer:
        """Makes a regularizer from what `get_config` returned."""
        return cls(**config)


class L1L2(Regularizer):
    """The penalty `l1 * sum(abs(x)) + l2 * sum(x * x)`.

    Args:
        l1: factor of the absolute values.
        l2: factor of the squares.

    Example:
        >>> float(L1L2(0.5, 0.0)(tf.constant([1.0, -3.0])))
        2.0
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = _checked("l1", 0.0 if l1 is None else l1)
        self.l2 = _checked("l2", 0.0 if l2 is None else l2)

    def __call__(self, x: Any) -> tf.Tensor:
        total = tf.constant(0.0, x.dtype)
        if self.l1:
            total += self.l1 * tf.reduce_sum(tf.abs(x))
        if self.l2:
            total += self.l2 * tf.reduce_sum(tf.square(x))
        return total

    def get_config(self) -> dict[str, Any]:
        """Returns the two factors."""
        return {"l1": self.l1, "l2": self.l2}


class L1(Regularizer):
    """The penalty `l1 * sum(abs(x))`.

    Args:
        l1: the factor.
    """

    def __init__(self, l1: float = 0.01) -> None:
        self.l1 = _checked("l1", 0.01 if l1 is None else l1)

    def __call__(self, x: Any) -> tf.Tensor:
        return self.l1 * tf.reduce_sum(tf.abs(x))

    def get_config(self) -> dict[str, Any]:
        """Returns the factor."""
        return {"l1": self.l1}


class L2(Regularizer):
    """The penalty `l2 * sum(x * x)`.

    Args:
        l2: the factor.
    """

    def __init__(self, l2: float = 0.01) -> None:
        self.l2 = _checked("l2", 0.01 if l2 is None else l2)

    def __call__(self, x: Any) -> tf.Tensor:
        return self.l2 * tf.reduce_sum(tf.square(x))

    def get_config(self) -> dict[str, Any]:
        """Returns the factor."""
        return {"l2": self.l2}


class OrthogonalRegularizer(Regularizer):
    """A penalty on rows, or columns, of a matrix that are not orthogonal.

    Args:
        factor: the factor of the mean absolute cosine.
        mode: `"rows"` or `"columns"`.
    """

    def __init__(self, factor: float = 0.01, mode: str = "rows") -> None:
        if mode not in ("rows", "columns"):
            raise ValueError(
                "OrthogonalRegularizer: `mode` must be 'rows' or 'columns'. "
                f"Received: {mode!r}."
            )
        self.factor = _checked("factor", factor)
        self.mode = mode

    def __call__(self, x: Any) -> tf.Tensor:
        if len(x.shape) != 2:
            raise ValueError(
                "OrthogonalRegularizer: the input must be of rank 2. "
                f"Received: shape {tuple(x.shape)}."
            )
        rows = self.mode == "rows"
        axis = 1 if rows else 0
        norm = tf.sqrt(tf.reduce_sum(tf.square(x), axis=axis, keepdims=True))
        unit = x / tf.maximum(norm, settings.epsilon())
        product = tf.matmul(unit, unit, transpose_a=not rows, transpose_b=rows)
        size = int(x.shape[0 if rows else 1])
        off_diagonal = product * (1.0 - tf.eye(size, dtype=x.dtype))
        pairs = size * (size - 1.0) / 2.0
        return self.factor * 0.5 * tf.reduce_sum(tf.abs(off_diagonal)) / pairs

    def get_config(self) -> dict[str, Any]:
        """Returns the factor and the mode."""
        return {"factor": self.factor, "mode": self.mode}


KNOWN: dict[str, Any] = {
    "L1": L1,
    "L1L2": L1L2,
    "L2": L2,
    "OrthogonalRegularizer": OrthogonalRegularizer,
    "l1": L1,
    "l1_l2": L1L2,
    "l2": L2,
    "orthogonal_regularizer": OrthogonalRegularizer,
}


def get(identifier: Any) -> Any:
    """Returns the regularizer for a name, a config, a callable or None."""
    return resolve(identifier, KNOWN, "regularizer")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Returns the regularizer for its configuration."""
    return resolve(config, KNOWN, "regularizer", custom_objects)


def serialize(regularizer: Any) -> Any:
    """Returns the configuration of a regularizer."""
    return registry.serialize_keras_object(regularizer)
