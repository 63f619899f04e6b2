"""What the convolutions in two steps have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.conv.base_depthwise_conv import BaseDepthwiseConv


class BaseSeparableConv(BaseDepthwiseConv):
    """A convolution of each channel, and then a mixture of the channels.

    Args:
        rank: how many image dimensions there are.
        filters: how many channels come out.
        *args: see `BaseDepthwiseConv`.
        **kwargs: see `BaseDepthwiseConv`.
    """

    weight_names = (
        "depthwise_initializer",
        "pointwise_initializer",
        "bias_initializer",
        "depthwise_regularizer",
        "pointwise_regularizer",
        "bias_regularizer",
        "activity_regularizer",
        "depthwise_constraint",
        "pointwise_constraint",
        "bias_constraint",
    )

    def __init__(self, rank: int, filters: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(rank, *args, **kwargs)
        if filters <= 0:
            raise ValueError(
                f"{type(self).__name__}: `filters` must be greater than 0. Received: "
                f"filters={filters}."
            )
        self.filters = filters

    def _outputs(self, channels: int) -> int:
        """Returns how many channels come out."""
        return self.filters

    def _make_kernels(self, channels: int, name: str = "kernel") -> None:
        """Makes the kernels of both steps."""
        self.depthwise_kernel = self.add_weight(
            name="depthwise_kernel",
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )
        window = (1,) * self.rank
        self.pointwise_kernel = self.add_weight(
            name="pointwise_kernel",
            shape=(*window, channels * self.depth_multiplier, self.filters),
            initializer=self.pointwise_initializer,
            regularizer=self.pointwise_regularizer,
            constraint=self.pointwise_constraint,
        )

    def convolution(self, inputs: Any) -> Any:
        """Returns the convolution of the inputs.

        Args:
            inputs: a batch of images.
        """
        inputs, padding = self._padded(inputs)
        return tf.keras.ops.separable_conv(
            inputs,
            tf.cast(self.depthwise_kernel, inputs.dtype),
            tf.cast(self.pointwise_kernel, inputs.dtype),
            self.strides,
            padding,
            self.data_format,
            self.dilation_rate,
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), "filters": self.filters}
