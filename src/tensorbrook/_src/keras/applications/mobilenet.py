"""MobileNet: separable convolutions for small machines."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet/"
_BLOCKS = (
    (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1),
    (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
)  # fmt: skip


def MobileNet(  # noqa: N802
    input_shape: Any = None,
    alpha: float = 1.0,
    depth_multiplier: int = 1,
    dropout: float = 1e-3,
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str | None = None,
) -> Any:
    """Makes MobileNet.

    Args:
        input_shape: the shape of an image.
        alpha: the factor of the number of filters.
        depth_multiplier: how many channels come out of each in the first step.
        dropout: how much is dropped before the classifier.
        include_top: whether the model has its classifier.
        weights: `"imagenet"`, a file, or None.
        input_tensor: a symbolic input to use.
        pooling: `"avg"`, `"max"` or None, without the classifier.
        classes: the number of classes.
        classifier_activation: the classifier's activation.
        name: the name.
    """
    layers = tf.keras.layers
    inputs = imagenet.entry(
        include_top, weights, classes, input_tensor, input_shape, 224
    )
    x = layers.Conv2D(
        int(32 * alpha), 3, strides=2, padding="same", use_bias=False, name="conv1"
    )(inputs)
    x = layers.BatchNormalization(name="conv1_bn")(x)
    x = layers.ReLU(6.0, name="conv1_relu")(x)
    for number, (filters, strides) in enumerate(_BLOCKS, 1):
        x = _block(x, int(filters * alpha), depth_multiplier, strides, number)
    if include_top:
        x = layers.GlobalAveragePooling2D(keepdims=True)(x)
        x = layers.Dropout(dropout, name="dropout")(x)
        x = layers.Conv2D(classes, 1, padding="same", name="conv_preds")(x)
        x = layers.Reshape((classes,), name="reshape_2")(x)
        x = layers.Activation(classifier_activation, name="predictions")(x)
    else:
        x = imagenet.head(x, False, pooling, classes, classifier_activation)
    rows = inputs.shape[1] or 224
    text = {1.0: "1_0", 0.75: "7_5", 0.5: "5_0"}.get(alpha, "2_5")
    tail = "" if include_top else "_no_top"
    origin = f"{_BASE}mobilenet_{text}_{rows}_tf{tail}.h5"
    name = name or f"mobilenet_{alpha:0.2f}_{rows}"
    return imagenet.finished(inputs, x, name, weights, origin)


def _block(x: Any, filters: int, multiplier: int, strides: int, number: int) -> Any:
    """Returns a convolution of each channel, and then a mixture of the channels."""
    layers = tf.keras.layers
    padding = "same"
    if strides > 1:
        x = layers.ZeroPadding2D(((0, 1), (0, 1)), name=f"conv_pad_{number}")(x)
        padding = "valid"
    x = layers.DepthwiseConv2D(
        3, padding=padding, depth_multiplier=multiplier, strides=strides,
        use_bias=False, name=f"conv_dw_{number}",
    )(x)  # fmt: skip
    x = layers.BatchNormalization(name=f"conv_dw_{number}_bn")(x)
    x = layers.ReLU(6.0, name=f"conv_dw_{number}_relu")(x)
    x = layers.Conv2D(
        filters, 1, padding="same", use_bias=False, name=f"conv_pw_{number}"
    )(x)
    x = layers.BatchNormalization(name=f"conv_pw_{number}_bn")(x)
    return layers.ReLU(6.0, name=f"conv_pw_{number}_relu")(x)
