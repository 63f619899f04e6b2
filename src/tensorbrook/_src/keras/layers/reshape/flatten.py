"""A layer that makes each sample flat."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer


class Flatten(Layer):
    """Makes each sample flat; keeps the batch.

    Args:
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype`, `input_shape` and the like.

    Example:
        >>> Flatten()(tf.ones((5, 2, 3))).shape
        TensorShape([5, 6])
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(min_ndim=1)
        self._channels_first = self.data_format == "channels_first"

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        rank = inputs.shape.rank
        if self._channels_first and rank > 1:
            inputs = tf.transpose(inputs, [0, *range(2, rank), 1])
        size = self.compute_output_shape(tuple(inputs.shape.as_list()))[1]
        if size is None:
            return tf.reshape(inputs, [tf.shape(inputs)[0], -1])
        batch = inputs.shape[0]
        return tf.reshape(inputs, [-1 if batch is None else batch, size])

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        rest = input_shape[1:]
        if None in rest:
            return (input_shape[0], None)
        return (input_shape[0], math.prod(rest))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), "data_format": self.data_format}
