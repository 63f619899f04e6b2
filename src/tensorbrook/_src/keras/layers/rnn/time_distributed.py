"""A layer that applies another one to each time step."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.call_context import call_signature
from tensorbrook._src.keras.layers.core.wrapper import Wrapper


class TimeDistributed(Wrapper):
    """Applies a layer to each time step, with the same weights.

    Args:
        layer: the layer.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Example:
        >>> from tensorbrook import keras
        >>> layer = TimeDistributed(keras.layers.Dense(4))
        >>> layer(tf.ones((2, 5, 3))).shape
        TensorShape([2, 5, 4])
    """

    def __init__(self, layer: Any, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        self.supports_masking = True

    def _step_shape(self, input_shape: Any) -> tuple[Any, ...]:
        """Returns the shape of one time step."""
        if not isinstance(input_shape, tuple | list) or len(input_shape) < 3:
            raise ValueError(
                "TimeDistributed: the input must have three dimensions or more. "
                f"Received: input_shape={input_shape}."
            )
        return (input_shape[0], *input_shape[2:])

    def build(self, input_shape: Any = None) -> None:
        """Builds the layer inside for one time step."""
        super().build(self._step_shape(input_shape))

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        inside = self.layer.compute_output_shape(self._step_shape(input_shape))
        return (inside[0], input_shape[1], *inside[1:])

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Computes the outputs: the time steps become samples of one batch."""
        whole = tf.shape(inputs)
        flat = tf.reshape(inputs, tf.concat([[-1], whole[2:]], 0))
        flat.set_shape([None, *inputs.shape[2:]])
        signature = call_signature(type(self.layer).call)
        extra: dict[str, Any] = {}
        if signature.has_training:
            extra["training"] = training
        if signature.has_mask and mask is not None:
            extra["mask"] = tf.reshape(mask, tf.concat([[-1], tf.shape(mask)[2:]], 0))
        outputs = self.layer(flat, **extra)
        shape = tf.concat([whole[:2], tf.shape(outputs)[1:]], 0)
        result = tf.reshape(outputs, shape)
        result.set_shape([*inputs.shape[:2], *outputs.shape[1:]])
        return result
