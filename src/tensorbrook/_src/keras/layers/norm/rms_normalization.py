"""Normalisation by the root of the mean square."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class RMSNormalization(Layer):
    """Divides samples by the root of their mean square.

    Args:
        axis: the axis, or axes, of the mean.
        epsilon: added to the mean square.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, axis: Any = -1, epsilon: float = 1e-6, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = list(axis) if isinstance(axis, list | tuple) else axis
        self.epsilon = epsilon
        self.supports_masking = True

    def build(self, input_shape: Any) -> None:
        """Makes the factor."""
        axes = self.axis if isinstance(self.axis, list) else [self.axis]
        shape = tuple(input_shape[axis] for axis in axes)
        self.scale = self.add_weight(
            name="scale", shape=shape, initializer="ones", autocast=False
        )

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        return tf.keras.ops.rms_normalization(
            inputs, scale=self.scale, axis=self.axis, epsilon=self.epsilon
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "axis", "epsilon")}
