"""A layer that gives each sample another shape."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer


class Reshape(Layer):
    """Gives each sample another shape.

    Args:
        target_shape: the shape without the batch; one -1 is worked out.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(self, target_shape: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        shape = (target_shape,) if isinstance(target_shape, int) else target_shape
        self.target_shape = tuple(shape)
        if self.target_shape.count(-1) > 1:
            raise ValueError(
                "Reshape: `target_shape` may have one -1. Received: target_shape="
                f"{target_shape}."
            )

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        shape = self.compute_output_shape(tuple(inputs.shape.as_list()))
        rest = [-1 if size is None else size for size in shape[1:]]
        batch = inputs.shape[0]
        if batch is None:
            batch = tf.shape(inputs)[0] if -1 in rest else -1
        return tf.reshape(inputs, [batch, *rest])

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs.

        Raises:
            ValueError: when the sizes do not fit.
        """
        batch, *rest = input_shape
        if None in rest:
            target = [None if s == -1 else s for s in self.target_shape]
            return (batch, *target)
        size = math.prod(rest)
        known = math.prod(s for s in self.target_shape if s != -1)
        if -1 in self.target_shape and known and size % known == 0:
            target = tuple(size // known if s == -1 else s for s in self.target_shape)
            return (batch, *target)
        if known != size:
            raise ValueError(
                "Reshape: the total size of the tensor must be unchanged. Received: "
                f"input_shape={tuple(rest)}, target_shape={self.target_shape}."
            )
        return (batch, *self.target_shape)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), "target_shape": self.target_shape}
