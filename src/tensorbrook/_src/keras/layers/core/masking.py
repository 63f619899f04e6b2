"""A layer that says which time steps are there."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class Masking(Layer):
    """Masks the time steps whose features all equal `mask_value`.

    Args:
        mask_value: what stands where nothing is.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Example:
        >>> layer = Masking()
        >>> layer.compute_mask(tf.constant([[[0.0, 0.0], [1.0, 0.0]]]))
        <tf.Tensor: shape=(1, 2), dtype=bool, numpy=array([[False,  True]])>
    """

    _makes_mask = True

    def __init__(self, mask_value: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mask_value = mask_value
        self.supports_masking = True
        self.built = True

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """Returns where a feature differs from the mask value."""
        return tf.reduce_any(tf.not_equal(inputs, self.mask_value), axis=-1)

    def call(self, inputs: Any) -> Any:
        """Returns the inputs, zeros where nothing is there."""
        there = tf.not_equal(inputs, self.mask_value)
        there = tf.reduce_any(there, axis=-1, keepdims=True)
        return inputs * tf.cast(there, inputs.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "mask_value")}
