"""The convolution of each channel of sequences."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.conv.base_depthwise_conv import BaseDepthwiseConv


class DepthwiseConv1D(BaseDepthwiseConv):
    """Slides kernels over each channel of sequences of its own.

    Args:
        kernel_size: the size of the window.
        strides: how far the window moves.
        padding: `"valid"` or `"same"`, or `"causal"`.
        depth_multiplier: how many channels come out of each.
        data_format: `"channels_last"` or `"channels_first"`.
        dilation_rate: how far the window's points are apart.
        activation: the activation.
        use_bias: whether there is a bias.
        **kwargs: initializers, regularizers and constraints of `depthwise` and
            `bias`, and `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        kernel_size: Any,
        strides: Any = 1,
        padding: str = "valid",
        depth_multiplier: int = 1,
        data_format: str | None = None,
        dilation_rate: Any = 1,
        activation: Any = None,
        use_bias: bool = True,
        depthwise_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        depthwise_regularizer: Any = None,
        bias_regularizer: Any = None,
        activity_regularizer: Any = None,
        depthwise_constraint: Any = None,
        bias_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            1,
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
                "bias_initializer": bias_initializer,
                "depthwise_regularizer": depthwise_regularizer,
                "bias_regularizer": bias_regularizer,
                "depthwise_constraint": depthwise_constraint,
                "bias_constraint": bias_constraint,
            },
            **kwargs,
        )
