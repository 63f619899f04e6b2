"""Vectors of length one."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class UnitNormalization(Layer):
    """Scales vectors to length one.

    Args:
        axis: the axis, or axes, of the vectors.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, axis: Any = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = list(axis) if isinstance(axis, list | tuple) else axis
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        return tf.math.l2_normalize(inputs, axis=self.axis)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "axis")}
