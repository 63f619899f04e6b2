"""Another scale."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class Rescaling(Layer):
    """Computes `inputs * scale + offset`.

    Args:
        scale: the factor, or one for each channel.
        offset: what is added.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Example:
        >>> float(Rescaling(1.0 / 255)(tf.constant(255.0)))
        1.0
    """

    _takes_numbers = True

    def __init__(self, scale: Any, offset: Any = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale = scale
        self.offset = offset
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        dtype = self.compute_dtype
        scale = tf.cast(np.asarray(self.scale), dtype)
        return tf.cast(inputs, dtype) * scale + tf.cast(np.asarray(self.offset), dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "scale", "offset")}
