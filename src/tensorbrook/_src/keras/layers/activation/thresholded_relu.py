"""A rectifier that starts at a threshold."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class ThresholdedReLU(Layer):
    """Keeps what is above a threshold.

    Args:
        theta: the threshold.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, theta: float = 1.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if theta is None or theta < 0:
            raise ValueError(
                f"ThresholdedReLU: `theta` must be 0 or more. Received: theta={theta}."
            )
        self.theta = float(theta)
        self.supports_masking = True

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        theta = tf.cast(self.theta, inputs.dtype)
        return inputs * tf.cast(tf.greater(inputs, theta), inputs.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "theta")}
