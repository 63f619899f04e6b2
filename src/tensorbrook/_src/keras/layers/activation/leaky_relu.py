"""Leaky rectified linear units."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras import activations
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import not_negative


class LeakyReLU(Layer):
    """Makes negative inputs small.

    Args:
        negative_slope: the factor of negative inputs.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        negative_slope: float = 0.3,
        **kwargs: Any,
    ) -> None:
        negative_slope = kwargs.pop("alpha", negative_slope)
        super().__init__(**kwargs)
        not_negative(self, "negative_slope", negative_slope)
        self.negative_slope = negative_slope
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        return activations.leaky_relu(inputs, self.negative_slope)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "negative_slope": self.negative_slope,
        }
