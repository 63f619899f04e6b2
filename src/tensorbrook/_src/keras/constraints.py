"""Functions that bring weights back into bounds after an update."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config as settings
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve


def _norm(w: Any, axis: Any) -> tf.Tensor:
    """Returns the Euclidean norm along an axis, kept as a dimension of one."""
    return tf.sqrt(tf.reduce_sum(tf.square(w), axis=axis, keepdims=True))


class Constraint:
    """A callable that returns the nearest allowed value of a weight."""

    def __call__(self, w: Any) -> Any:
        """Returns `w` brought into bounds."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__().")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal constraint."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Constraint:
        """Makes a constraint from what `get_config` returned."""
        return cls(**config)


class MaxNorm(Constraint):
    """Limits the norm of the weights along an axis.

    Args:
        max_value: the greatest norm.
        axis: the axis, or axes, of one neuron's weights.
    """

    def __init__(self, max_value: float = 2, axis: Any = 0) -> None:
        self.max_value = max_value
        self.axis = axis

    def __call__(self, w: Any) -> tf.Tensor:
        norm = _norm(w, self.axis)
        wanted = tf.clip_by_value(norm, 0.0, float(self.max_value))
        return w * (wanted / (settings.epsilon() + norm))

    def get_config(self) -> dict[str, Any]:
        """Returns the limit and the axis."""
        return {"max_value": self.max_value, "axis": self.axis}


class NonNeg(Constraint):
    """Makes negative weights zero."""

    def __call__(self, w: Any) -> tf.Tensor:
        return w * tf.cast(w >= 0.0, w.dtype)


class UnitNorm(Constraint):
    """Scales the weights along an axis to norm one.

    Args:
        axis: the axis, or axes, of one neuron's weights.
    """

    def __init__(self, axis: Any = 0) -> None:
        self.axis = axis

    def __call__(self, w: Any) -> tf.Tensor:
        return w / (settings.epsilon() + _norm(w, self.axis))

    def get_config(self) -> dict[str, Any]:
        """Returns the axis."""
        return {"axis": self.axis}


class MinMaxNorm(Constraint):
    """Keeps the norm of the weights along an axis between two bounds.

    Args:
        min_value: the smallest norm.
        max_value: the greatest norm.
        rate: how much of the way to go; one means all of it.
        axis: the axis, or axes, of one neuron's weights.
    """

    def __init__(
        self,
        min_value: float = 0.0,
        max_value: float = 1.0,
        rate: float = 1.0,
        axis: Any = 0,
    ) -> None:
        self.min_value = min_value
        self.max_value = max_value
        self.rate = rate
        self.axis = axis

    def __call__(self, w: Any) -> tf.Tensor:
        norm = _norm(w, self.axis)
        limited = tf.clip_by_value(norm, float(self.min_value), float(self.max_value))
        wanted = self.rate * limited + (1.0 - self.rate) * norm
        return w * (wanted / (settings.epsilon() + norm))

    def get_config(self) -> dict[str, Any]:
        """Returns the bounds, the rate and the axis."""
        return {
            "min_value": self.min_value,
            "max_value": self.max_value,
            "rate": self.rate,
            "axis": self.axis,
        }


KNOWN: dict[str, Any] = {
    "MaxNorm": MaxNorm,
    "MinMaxNorm": MinMaxNorm,
    "NonNeg": NonNeg,
    "UnitNorm": UnitNorm,
    "max_norm": MaxNorm,
    "maxnorm": MaxNorm,
    "min_max_norm": MinMaxNorm,
    "non_neg": NonNeg,
    "nonneg": NonNeg,
    "unit_norm": UnitNorm,
    "unitnorm": UnitNorm,
}


def get(identifier: Any) -> Any:
    """Returns the constraint for a name, a config, a callable or None."""
    return resolve(identifier, KNOWN, "constraint")


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Returns the constraint for its configuration."""
    return resolve(config, KNOWN, "constraint", custom_objects)


def serialize(constraint: Any) -> Any:
    """Returns the configuration of a constraint."""
    return registry.serialize_keras_object(constraint)
