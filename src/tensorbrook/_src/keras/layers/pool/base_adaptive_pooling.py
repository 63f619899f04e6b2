"""What the pooling layers with a fixed output size have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.conv.conv_arguments import as_tuple


class BaseAdaptivePooling(Layer):
    """Takes one value of each of as many windows as the output shall have.

    Args:
        rank: how many image dimensions there are.
        mode: `"MAX"` or `"AVG"`.
        output_size: the size of the outputs.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        rank: int,
        mode: str,
        output_size: Any,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.mode = mode
        self.output_size = as_tuple(output_size, rank, "output_size")
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=rank + 2)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        if self.mode == "MAX":
            pool = tf.keras.ops.adaptive_max_pool
        else:
            pool = tf.keras.ops.adaptive_average_pool
        return pool(inputs, self.output_size, self.data_format)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        if self.data_format == "channels_last":
            return (input_shape[0], *self.output_size, input_shape[-1])
        return (*input_shape[:2], *self.output_size)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(self, "output_size", "data_format")
        return {**super().get_config(), **own}
