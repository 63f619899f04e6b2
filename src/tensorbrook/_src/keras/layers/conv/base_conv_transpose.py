"""What the transposed convolution layers have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.layers.conv.base_conv import BaseConv
from tensorbrook._src.keras.layers.conv.conv_arguments import as_tuple
from tensorbrook._src.keras.ops.neural import transposed_size


class BaseConvTranspose(BaseConv):
    """Does what the gradient of a convolution does to its inputs.

    Args:
        rank: how many image dimensions there are.
        filters: how many channels come out.
        kernel_size: the size of the window.
        output_padding: how much is added to the size of the outputs.
        **kwargs: the arguments of `BaseConv`.
    """

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Any,
        output_padding: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(rank, filters, kernel_size, **kwargs)
        self.output_padding = output_padding
        if output_padding is not None:
            self.output_padding = as_tuple(
                output_padding, rank, "output_padding", allow_zero=True
            )

    def build(self, input_shape: Any) -> None:
        """Makes the kernel and the bias."""
        channels = input_shape[self._channel_axis]
        if channels is None:
            raise ValueError(
                f"{type(self).__name__}: the channel dimension of the input must be "
                f"known. Received: input_shape={input_shape}."
            )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, self.filters, channels),
            initializer=self.kernel_initializer,
            regularizer=self.kernel_regularizer,
            constraint=self.kernel_constraint,
        )
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self.filters,),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        axes = {self._channel_axis: channels}
        self.input_spec = InputSpec(min_ndim=self.rank + 2, axes=axes)

    def convolution_op(self, inputs: Any, kernel: Any) -> tf.Tensor:
        """Returns the transposed convolution of inputs and kernel.

        Args:
            inputs: a batch of images.
            kernel: the kernel.
        """
        return tf.keras.ops.conv_transpose(
            inputs,
            kernel,
            strides=list(self.strides),
            padding=self.padding,
            output_padding=self.output_padding,
            data_format=self.data_format,
            dilation_rate=self.dilation_rate,
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        first = 1 if self.data_format == "channels_last" else 2
        extra = self.output_padding or (None,) * self.rank
        dims = [
            transposed_size(
                input_shape[first + i],
                self.kernel_size[i],
                self.padding,
                extra[i],
                self.strides[i],
                self.dilation_rate[i],
            )
            for i in range(self.rank)
        ]
        if self.data_format == "channels_last":
            return (input_shape[0], *dims, self.filters)
        return (input_shape[0], self.filters, *dims)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = super().get_config()
        config.pop("groups")
        return {**config, "output_padding": self.output_padding}
