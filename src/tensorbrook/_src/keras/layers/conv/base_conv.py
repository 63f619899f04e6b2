"""What the convolution layers have in common."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import activations, constraints, regularizers
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.initializers import lookup as initializers
from tensorbrook._src.keras.layers.conv.conv_arguments import (
    as_padding,
    as_tuple,
    layout,
    output_dims,
    with_bias,
)
from tensorbrook._src.keras.quantizers.adapted_weight import AdaptedWeight, WeightSlot


class BaseConv(AdaptedWeight, Layer):
    """A convolution with a kernel, over one, two or three dimensions.

    Args:
        rank: how many image dimensions there are.
        filters: how many channels come out.
        kernel_size: the size of the window.
        strides: how far the window moves.
        padding: `"valid"`, `"same"`, or `"causal"` for one dimension.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
        groups: in how many groups the channels are treated apart.
        activation: the activation.
        use_bias: whether there is a bias.
        kernel_initializer: the kernel's first value.
        bias_initializer: the bias's first value.
        kernel_regularizer: a penalty on the kernel.
        bias_regularizer: a penalty on the bias.
        activity_regularizer: a penalty on the outputs.
        kernel_constraint: applied to the kernel after each update.
        bias_constraint: applied to the bias after each update.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    _is_adaptable = True
    _can_quantize = False
    kernel = WeightSlot("kernel")

    def __init__(
        self,
        rank: int,
        filters: int,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = 1,
        groups: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        lora_rank: int | None = None,
        lora_alpha: float | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)
        self._adapt(lora_rank, lora_alpha, None)
        if not isinstance(filters, int) or filters <= 0:
            raise ValueError(
                f"{type(self).__name__}: `filters` must be a positive integer. "
                f"Received: filters={filters}."
            )
        if groups <= 0 or filters % groups:
            raise ValueError(
                f"{type(self).__name__}: `filters` must be a multiple of `groups`. "
                f"Received: groups={groups}, filters={filters}."
            )
        self.rank = rank
        self.filters = filters
        self.groups = groups
        self.kernel_size = as_tuple(kernel_size, rank, "kernel_size")
        self.strides = as_tuple(strides, rank, "strides")
        self.dilation_rate = as_tuple(dilation_rate, rank, "dilation_rate")
        self.padding = as_padding(padding, allow_causal=rank == 1)
        self.data_format = config.standardize_data_format(data_format)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.kernel_constraint = constraints.get(kernel_constraint)
        self.bias_constraint = constraints.get(bias_constraint)
        self.input_spec = InputSpec(min_ndim=rank + 2)

    @property
    def _channel_axis(self) -> int:
        return -1 if self.data_format == "channels_last" else 1

    def build(self, input_shape: Any) -> None:
        """Makes the kernel and the bias."""
        channels = input_shape[self._channel_axis]
        if channels is None:
            raise ValueError(
                f"{type(self).__name__}: the channel dimension of the input must be "
                f"known. Received: input_shape={input_shape}."
            )
        if channels % self.groups:
            raise ValueError(
                f"{type(self).__name__}: the number of input channels must be a "
                f"multiple of `groups`. Received: groups={self.groups}, "
                f"input_shape={input_shape}."
            )
        self.kernel = self.add_weight(
            name="kernel",
            shape=(*self.kernel_size, channels // self.groups, self.filters),
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
        self._after_build()
        if len(input_shape) == self.rank + 2:
            self.compute_output_shape(input_shape)

    def convolution_op(self, inputs: Any, kernel: Any) -> tf.Tensor:
        """Returns the convolution of inputs and kernel.

        Args:
            inputs: a batch of images.
            kernel: the kernel.
        """
        padding = self.padding
        if padding == "causal":
            left = self.dilation_rate[0] * (self.kernel_size[0] - 1)
            last = self.data_format == "channels_last"
            pads = [[0, 0], [left, 0], [0, 0]] if last else [[0, 0], [0, 0], [left, 0]]
            inputs, padding = tf.pad(inputs, pads), "valid"
        return tf.nn.convolution(
            inputs,
            kernel,
            strides=list(self.strides),
            padding=padding.upper(),
            dilations=list(self.dilation_rate),
            data_format=layout(self.data_format, self.rank),
        )

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        outputs = self.convolution_op(inputs, tf.cast(self.kernel, inputs.dtype))
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
        if self.data_format == "channels_last":
            return (input_shape[0], *dims, self.filters)
        return (input_shape[0], self.filters, *dims)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        serialize = initializers.serialize
        return {
            **super().get_config(),
            "filters": self.filters,
            "kernel_size": self.kernel_size,
            "strides": self.strides,
            "padding": self.padding,
            "data_format": self.data_format,
            "dilation_rate": self.dilation_rate,
            "groups": self.groups,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": serialize(self.kernel_initializer),
            "bias_initializer": serialize(self.bias_initializer),
            "kernel_regularizer": serialize(self.kernel_regularizer),
            "bias_regularizer": serialize(self.bias_regularizer),
            "activity_regularizer": serialize(self.activity_regularizer),
            "kernel_constraint": serialize(self.kernel_constraint),
            "bias_constraint": serialize(self.bias_constraint),
            **self._lora_config(),
        }
