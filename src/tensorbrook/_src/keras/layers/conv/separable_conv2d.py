"""The convolution of images in two steps."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.conv.base_separable_conv import BaseSeparableConv


class SeparableConv2D(BaseSeparableConv):
    """Slides kernels over each channel of images, and then mixes the channels.

    Args:
        filters: how many channels come out.
        kernel_size: the size of the window.
        strides: how far the window moves.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
        depth_multiplier: how many channels come out of each in the first step.
        activation: the activation.
        use_bias: whether there is a bias.
        **kwargs: initializers, regularizers and constraints of `depthwise`,
            `pointwise` and `bias`, and `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        filters: int,
        kernel_size: Any,
        strides: Any = (1, 1),
        padding: str = "valid",
        data_format: str | None = None,
        dilation_rate: Any = (1, 1),
        depth_multiplier: int = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        pointwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        pointwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        pointwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            2,
            filters,
            kernel_size,
            strides,
            padding,
            depth_multiplier,
            data_format,
            dilation_rate,
            activation,
            use_bias,
            activity_regularizer,
            {
                "depthwise_initializer": depthwise_initializer,
                "pointwise_initializer": pointwise_initializer,
                "bias_initializer": bias_initializer,
                "depthwise_regularizer": depthwise_regularizer,
                "pointwise_regularizer": pointwise_regularizer,
                "bias_regularizer": bias_regularizer,
                "depthwise_constraint": depthwise_constraint,
                "pointwise_constraint": pointwise_constraint,
                "bias_constraint": bias_constraint,
            },
            **kwargs,
        )
