"""What the pooling layers have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.conv.conv_arguments import (
    as_padding,
    as_tuple,
    layout,
    output_dims,
)


class BasePooling(Layer):
    """Takes one value of each window.

    Args:
        rank: how many image dimensions there are.
        mode: `"MAX"` or `"AVG"`.
        pool_size: the size of the window.
        strides: how far the window moves; by default its size.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        rank: int,
        mode: str,
        pool_size: Any,
        strides: Any,
        padding: str,
        data_format: str | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.rank = rank
        self.mode = mode
        self.pool_size = as_tuple(pool_size, rank, "pool_size")
        given = self.pool_size if strides is None else strides
        self.strides = as_tuple(given, rank, "strides")
        self.padding = as_padding(padding)
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)
        self.built = True

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        return tf.nn.pool(
            inputs,
            list(self.pool_size),
            self.mode,
            strides=list(self.strides),
            padding=self.padding.upper(),
            data_format=layout(self.data_format, self.rank),
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        dims = output_dims(
            input_shape,
            self.pool_size,
            self.strides,
            (1,) * self.rank,
            self.padding,
            self.data_format,
        )
        if self.data_format == "channels_last":
            return (input_shape[0], *dims, input_shape[-1])
        return (*input_shape[:2], *dims)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "pool_size": self.pool_size,
            "padding": self.padding,
            "strides": self.strides,
            "data_format": self.data_format,
        }
