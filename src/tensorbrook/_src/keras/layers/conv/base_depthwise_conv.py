"""What the convolutions of each channel of its own have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments, set_arguments
from tensorbrook._src.keras.layers.conv.conv_arguments import (
    as_padding,
    as_tuple,
    output_dims,
    with_bias,
)

SHARED = (
    "kernel_size",
    "strides",
    "padding",
    "data_format",
    "dilation_rate",
    "depth_multiplier",
    "activation",
    "use_bias",
)


class BaseDepthwiseConv(Layer):
    """A convolution of each channel with kernels of its own.

    Args:
        rank: how many image dimensions there are.
        kernel_size: the size of the window.
        strides: how far the window moves.
        padding: `"valid"` or `"same"`.
        depth_multiplier: how many channels come out of each.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
        activation: the activation.
        use_bias: whether there is a bias.
        activity_regularizer: a penalty on the outputs.
        weight_arguments: the initializers, regularizers and constraints, by name.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    weight_names: tuple[str, ...] = (
        "depthwise_initializer",
        "bias_initializer",
        "depthwise_regularizer",
        "bias_regularizer",
        "activity_regularizer",
        "depthwise_constraint",
        "bias_constraint",
    )

    def __init__(
        self,
        rank: int,
        kernel_size: Any,
        strides: Any,
        padding: str,
        depth_multiplier: int,
        data_format: str | None,
        dilation_rate: Any,
        activation: Any,
        use_bias: bool,
        activity_regularizer: Any,
        weight_arguments: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        if depth_multiplier <= 0:
            raise ValueError(
                f"{type(self).__name__}: `depth_multiplier` must be greater than 0. "
                f"Received: depth_multiplier={depth_multiplier}."
            )
        self.rank = rank
        self.kernel_size = as_tuple(kernel_size, rank, "kernel_size")
        self.strides = as_tuple(strides, rank, "strides")
        self.dilation_rate = as_tuple(dilation_rate, rank, "dilation_rate")
        self.padding = as_padding(padding, allow_causal=rank == 1)
        self.depth_multiplier = depth_multiplier
        self.data_format = config.standardize_data_format(data_format)
        set_arguments(self, activation=activation, use_bias=use_bias)
        set_arguments(self, **weight_arguments)
        self.input_spec = InputSpec(min_ndim=rank + 2)

    @property
    def _channel_axis(self) -> int:
        return -1 if self.data_format == "channels_last" else 1

    def _outputs(self, channels: int) -> int:
        """Returns how many channels come out."""
        return channels * self.depth_multiplier

    def build(self, input_shape: Any) -> None:
        """Makes the kernel and the bias."""
        channels = input_shape[self._channel_axis]
        if channels is None:
            raise ValueError(
                f"{type(self).__name__}: the channel dimension of the input must be "
                f"known. Received: input_shape={input_shape}."
            )
        self._make_kernels(channels)
        self.bias = None
        if self.use_bias:
            self.bias = self.add_weight(
                name="bias",
                shape=(self._outputs(channels),),
                initializer=self.bias_initializer,
                regularizer=self.bias_regularizer,
                constraint=self.bias_constraint,
            )
        axes = {self._channel_axis: channels}
        self.input_spec = InputSpec(min_ndim=self.rank + 2, axes=axes)

    def _make_kernels(self, channels: int, name: str = "kernel") -> None:
        """Makes the kernel of each channel."""
        self.kernel = self.add_weight(
            name=name,
            shape=(*self.kernel_size, channels, self.depth_multiplier),
            initializer=self.depthwise_initializer,
            regularizer=self.depthwise_regularizer,
            constraint=self.depthwise_constraint,
        )

    def convolution(self, inputs: Any) -> Any:
        """Returns the convolution of the inputs.

        Args:
            inputs: a batch of images.
        """
        inputs, padding = self._padded(inputs)
        return tf.keras.ops.depthwise_conv(
            inputs,
            tf.cast(self.kernel, inputs.dtype),
            self.strides,
            padding,
            self.data_format,
            self.dilation_rate,
        )

    def _padded(self, inputs: Any) -> tuple[Any, str]:
        """Returns inputs with the zeros of causal padding, and the padding."""
        if self.padding != "causal":
            return inputs, self.padding
        left = self.dilation_rate[0] * (self.kernel_size[0] - 1)
        last = self.data_format == "channels_last"
        pads = [[0, 0], [left, 0], [0, 0]] if last else [[0, 0], [0, 0], [left, 0]]
        return tf.pad(inputs, pads), "valid"

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        outputs = self.convolution(inputs)
        if self.bias is not None:
            outputs = with_bias(outputs, self.bias, self.data_format)
        return self.activation(outputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        dims = output_dims(
            input_shape,
            self.kernel_size,
            self.strides,
            self.dilation_rate,
            self.padding,
            self.data_format,
        )
        count = self._outputs(input_shape[self._channel_axis])
        if self.data_format == "channels_last":
            return (input_shape[0], *dims, count)
        return (input_shape[0], count, *dims)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(self, *SHARED, *self.weight_names)
        return {**super().get_config(), **own}
