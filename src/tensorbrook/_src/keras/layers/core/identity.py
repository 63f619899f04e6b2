"""A layer that does nothing."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.node import map_leaves


class Identity(Layer):
    """Returns its inputs.

    Args:
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Returns the inputs."""
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def compute_output_spec(self, inputs: Any, *args: Any, **kwargs: Any) -> Any:
        """Returns symbolic outputs."""
        return map_leaves(lambda leaf: KerasTensor(leaf.shape, leaf.dtype), inputs)
