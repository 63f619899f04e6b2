"""Longer sequences."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class UpSampling1D(Layer):
    """Repeats each time step.

    Args:
        size: how often.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(self, size: int = 2, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.size = int(size)
        self.input_spec = InputSpec(ndim=3)

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        return tf.keras.ops.repeat(inputs, self.size, axis=1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        length = input_shape[1]
        longer = None if length is None else length * self.size
        return (input_shape[0], longer, input_shape[2])

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "size")}
