"""The transposed convolution over volumes."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.conv.base_conv_transpose import BaseConvTranspose


class Conv3DTranspose(BaseConvTranspose):
    """Makes volumes longer or greater with a kernel.

    Args:
        filters: how many channels come out.
        kernel_size: the size of the window.
        strides: how far the window moves over the outputs.
        padding: `"valid"` or `"same"`.
        output_padding: how much is added to the size of the outputs.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
        activation: the activation.
        use_bias: whether there is a bias.
        **kwargs: the initializers, regularizers and constraints of `Dense`, and
            `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = (1, 1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        output_padding: Any = None,
        dilation_rate: Any = (1, 1, 1),
        activation: Any = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        kernel_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            3,
            filters,
            kernel_size,
            strides=strides,
            padding=padding,
            output_padding=output_padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            activation=activation,
            use_bias=use_bias,
            kernel_initializer=kernel_initializer,
            bias_initializer=bias_initializer,
            kernel_regularizer=kernel_regularizer,
            bias_regularizer=bias_regularizer,
            activity_regularizer=activity_regularizer,
            kernel_constraint=kernel_constraint,
            bias_constraint=bias_constraint,
            **kwargs,
        )
