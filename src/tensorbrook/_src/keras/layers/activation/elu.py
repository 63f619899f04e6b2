"""Exponential linear units."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras import activations
from tensorbrook._src.keras.engine.layer import Layer


class ELU(Layer):
    """Bends negative inputs to a limit.

    Args:
        alpha: the limit of negative outputs, without its sign.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        alpha: float = 1.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.alpha = alpha
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        return activations.elu(inputs, alpha=self.alpha)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "alpha": self.alpha,
        }
