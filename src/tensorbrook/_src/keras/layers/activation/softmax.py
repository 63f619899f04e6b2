"""Probabilities."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import activations
from tensorbrook._src.keras.engine.layer import Layer


class Softmax(Layer):
    """Turns scores into probabilities.

    Args:
        axis: the axis along which they sum to one.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, axis: Any = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any, mask: Any = None) -> tf.Tensor:
        """Computes the outputs."""
        if mask is not None:
            inputs += (1.0 - tf.cast(mask, inputs.dtype)) * inputs.dtype.min
        if isinstance(self.axis, list | tuple):
            if len(self.axis) > 1:
                total = tf.reduce_logsumexp(inputs, axis=self.axis, keepdims=True)
                return tf.exp(inputs - total)
            return activations.softmax(inputs, axis=self.axis[0])
        return activations.softmax(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), "axis": self.axis}
