"""Initializers that always give the same values."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.dtypes import standardize_dtype
from tensorbrook._src.keras.initializers.initializer import Initializer


class Constant(Initializer):
    """Gives a constant.

    Args:
        value: a number, or values that broadcast to the shape.

    Example:
        >>> Constant(3.0)((2,)).numpy()
        array([3., 3.], dtype=float32)
    """

    def __init__(self, value: Any = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        value = tf.cast(self.value, standardize_dtype(dtype))
        return tf.broadcast_to(value, tuple(shape))

    def get_config(self) -> dict[str, Any]:
        """Returns the value."""
        return {"value": self.value}


class Zeros(Initializer):
    """Gives zeros."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        return tf.zeros(tuple(shape), standardize_dtype(dtype))


class Ones(Initializer):
    """Gives ones."""

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        return tf.ones(tuple(shape), standardize_dtype(dtype))


class Identity(Initializer):
    """Gives an identity matrix.

    Args:
        gain: the number on the diagonal.
    """

    def __init__(self, gain: float = 1.0) -> None:
        self.gain = gain

    def __call__(self, shape: Any, dtype: Any = None, **kwargs: Any) -> tf.Tensor:
        if len(shape) != 2:
            raise ValueError(
                "Identity: the shape must have two dimensions. "
                f"Received: shape={tuple(shape)} of rank {len(shape)}."
            )
        name = standardize_dtype(dtype)
        return tf.cast(self.gain, name) * tf.eye(*shape, dtype=name)

    def get_config(self) -> dict[str, Any]:
        """Returns the gain."""
        return {"gain": self.gain}
