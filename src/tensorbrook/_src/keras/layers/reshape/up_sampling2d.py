"""Greater images."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.conv.conv_arguments import as_tuple
from tensorbrook._src.keras.layers.reshape.margins import first_axis


class UpSampling2D(Layer):
    """Makes images greater.

    Args:
        size: the factors of rows and columns.
        data_format: `"channels_last"` or `"channels_first"`.
        interpolation: `"nearest"`, `"bilinear"`, `"bicubic"`, `"lanczos3"` or
            `"lanczos5"`.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        size: Any = (2, 2),
        data_format: str | None = None,
        interpolation: str = "nearest",
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.size = as_tuple(size, 2, "size")
        self.data_format = config.standardize_data_format(data_format)
        self.interpolation = interpolation.lower()
        self.input_spec = InputSpec(ndim=4)

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        first = first_axis(self.data_format)
        if self.interpolation == "nearest":
            found = tf.keras.ops.repeat(inputs, self.size[0], axis=first)
            return tf.keras.ops.repeat(found, self.size[1], axis=first + 1)
        sizes = tf.keras.ops.shape(inputs)[first : first + 2]
        wanted = [n * factor for n, factor in zip(sizes, self.size, strict=True)]
        return tf.keras.ops.image.resize(
            inputs, wanted, self.interpolation, data_format=self.data_format
        )

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
            **describe_arguments(self, "size", "data_format", "interpolation"),
        }
