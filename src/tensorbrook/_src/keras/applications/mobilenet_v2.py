"""MobileNetV2: narrow shortcuts between wide separable convolutions."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/"
_STAGES = ((6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
           (6, 320, 1, 1))  # fmt: skip


def MobileNetV2(  # noqa: N802
    input_shape: Any = None,
    alpha: float = 1.0,
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str | None = None,
) -> Any:
    """Makes MobileNetV2.

    Args:
        input_shape: the shape of an image.
        alpha: the factor of the number of filters.
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
        divisible(32 * alpha), 3, strides=2, padding="same", use_bias=False,
        name="Conv1",
    )(inputs)  # fmt: skip
    x = _normal(x, "bn_Conv1")
    x = layers.ReLU(6.0, name="Conv1_relu")(x)
    x = _block(x, 1, divisible(16 * alpha), 1, 0)
    number = 1
    for expansion, filters, repeats, strides in _STAGES:
        for repeat in range(repeats):
            step = strides if repeat == 0 else 1
            x = _block(x, expansion, divisible(filters * alpha), step, number)
            number += 1
    last = divisible(1280 * alpha) if alpha > 1.0 else 1280
    x = layers.Conv2D(last, 1, use_bias=False, name="Conv_1")(x)
    x = _normal(x, "Conv_1_bn")
    x = layers.ReLU(6.0, name="out_relu")(x)
    x = imagenet.head(x, include_top, pooling, classes, classifier_activation)
    rows = inputs.shape[1] or 224
    tail = "" if include_top else "_no_top"
    origin = (
        f"{_BASE}mobilenet_v2_weights_tf_dim_ordering_tf_kernels_{float(alpha)}_"
        f"{rows}{tail}.h5"
    )
    name = name or f"mobilenetv2_{alpha:0.2f}_{rows}"
    return imagenet.finished(inputs, x, name, weights, origin)


def divisible(value: float, divisor: int = 8) -> int:
    """Returns the closest multiple of a number that is not much smaller."""
    found = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return found + divisor if found < 0.9 * value else found


def _normal(x: Any, name: str) -> Any:
    """Returns normalised features."""
    return tf.keras.layers.BatchNormalization(epsilon=1e-3, momentum=0.999, name=name)(
        x
    )


def _block(x: Any, expansion: int, filters: int, strides: int, number: int) -> Any:
    """Returns a block that widens, convolves and narrows, with a shortcut."""
    layers = tf.keras.layers
    inputs, channels = x, x.shape[-1]
    prefix = f"block_{number}_" if number else "expanded_conv_"
    if number:
        x = layers.Conv2D(
            expansion * channels, 1, padding="same", use_bias=False,
            name=f"{prefix}expand",
        )(x)  # fmt: skip
        x = _normal(x, f"{prefix}expand_BN")
        x = layers.ReLU(6.0, name=f"{prefix}expand_relu")(x)
    if strides == 2:
        x = layers.ZeroPadding2D(padding_of(x), name=f"{prefix}pad")(x)
    x = layers.DepthwiseConv2D(
        3, strides=strides, use_bias=False,
        padding="same" if strides == 1 else "valid", name=f"{prefix}depthwise",
    )(x)  # fmt: skip
    x = _normal(x, f"{prefix}depthwise_BN")
    x = layers.ReLU(6.0, name=f"{prefix}depthwise_relu")(x)
    x = layers.Conv2D(
        filters, 1, padding="same", use_bias=False, name=f"{prefix}project"
    )(x)
    x = _normal(x, f"{prefix}project_BN")
    if channels == filters and strides == 1:
        return layers.Add(name=f"{prefix}add")([inputs, x])
    return x


def padding_of(x: Any, window: int = 3) -> tuple[tuple[int, int], tuple[int, int]]:
    """Returns how many zeros make a strided convolution like `"same"` padding."""
    half = window // 2
    rows, columns = (1 - (size or 1) % 2 if size else 1 for size in x.shape[1:3])
    return ((half - rows, half), (half - columns, half))
