"""Greater volumes."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.conv.conv_arguments import as_tuple
from tensorbrook._src.keras.layers.reshape.margins import first_axis


class UpSampling3D(Layer):
    """Repeats the values of volumes.

    Args:
        size: how often, along each dimension.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self, size: Any = (2, 2, 2), data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.size = as_tuple(size, 3, "size")
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=5)

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        for axis, factor in enumerate(self.size, first_axis(self.data_format)):
            inputs = tf.keras.ops.repeat(inputs, factor, axis=axis)
        return inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        shape = list(input_shape)
        for axis, factor in enumerate(self.size, first_axis(self.data_format)):
            shape[axis] = None if shape[axis] is None else shape[axis] * factor
        return tuple(shape)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "size", "data_format"),
        }
