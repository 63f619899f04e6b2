"""Rectified linear units."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras import activations
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import not_negative


class ReLU(Layer):
    """Makes negative inputs zero.

    Args:
        max_value: the greatest output, or None.
        negative_slope: the factor below the threshold.
        threshold: where the output begins.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        not_negative(self, "max_value", max_value, optional=True)
        not_negative(self, "negative_slope", negative_slope)
        not_negative(self, "threshold", threshold)
        self.max_value = max_value
        self.negative_slope = negative_slope
        self.threshold = threshold
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        return activations.relu(
            inputs, self.negative_slope, self.max_value, self.threshold
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "max_value": self.max_value,
            "negative_slope": self.negative_slope,
            "threshold": self.threshold,
        }
