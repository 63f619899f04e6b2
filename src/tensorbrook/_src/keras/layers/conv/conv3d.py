"""A convolution over volumes."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.conv.base_conv import BaseConv


class Conv3D(BaseConv):
    """Slides a kernel over volumes.

    Args:
        filters: how many channels come out.
        kernel_size: the size of the window.
        strides: how far the window moves.
        padding: "valid" or "same".
        data_format: "channels_last" or "channels_first".
        dilation_rate: how far the window's points are apart.
        groups: in how many groups the channels are treated apart.
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
        dilation_rate: Any = (1, 1, 1),
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
        **kwargs: Any,
    ) -> None:
        super().__init__(
            3,
            filters,
            kernel_size,
            strides=strides,
            padding=padding,
            data_format=data_format,
            dilation_rate=dilation_rate,
            groups=groups,
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
