"""A layer that reorders the axes."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class Permute(Layer):
    """Reorders the axes of each sample.

    Args:
        dims: the new order; the first axis after the batch has number 1.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Example:
        >>> Permute((2, 1))(tf.ones((2, 3, 4))).shape
        TensorShape([2, 4, 3])
    """

    def __init__(self, dims: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.dims = tuple(dims)
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(
                "Permute: `dims` must be an order of the numbers from 1 on. Received: "
                f"dims={dims}."
            )
        self.input_spec = InputSpec(ndim=len(self.dims) + 1)

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        return tf.transpose(inputs, (0, *self.dims))

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return (input_shape[0], *(input_shape[d] for d in self.dims))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "dims")}
