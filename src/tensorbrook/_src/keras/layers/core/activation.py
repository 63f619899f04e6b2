"""A layer that applies an activation."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras import activations
from tensorbrook._src.keras.engine.layer import Layer


class Activation(Layer):
    """Applies an activation function.

    Args:
        activation: the function or its name.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(self, activation: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.activation = activations.get(activation)
        self.supports_masking = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        return self.activation(inputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        activation = activations.serialize(self.activation)
        return {**super().get_config(), "activation": activation}
