"""A penalty on what passes through."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras import regularizers
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class ActivityRegularization(Layer):
    """Adds a penalty on its inputs to the loss.

    Args:
        l1: the factor of the absolute values.
        l2: the factor of the squares.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0, **kwargs: Any) -> None:
        super().__init__(activity_regularizer=regularizers.L1L2(l1=l1, l2=l2), **kwargs)
        self.supports_masking = True
        self.l1 = l1
        self.l2 = l2

    def call(self, inputs: Any) -> Any:
        """Returns the inputs."""
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = {**super().get_config(), **describe_arguments(self, "l1", "l2")}
        config.pop("activity_regularizer", None)
        return config
