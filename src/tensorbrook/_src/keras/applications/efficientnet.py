"""EfficientNet: width, depth and size grown together."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet
from tensorbrook._src.keras.applications.mobilenet_v2 import divisible, padding_of

_BASE = "https://storage.googleapis.com/keras-applications/"
# window, repeats, filters in, filters out, expansion, strides
_STAGES = (
    (3, 1, 32, 16, 1, 1),
    (3, 2, 16, 24, 6, 2),
    (5, 2, 24, 40, 6, 2),
    (3, 3, 40, 80, 6, 2),
    (5, 3, 80, 112, 6, 1),
    (5, 4, 112, 192, 6, 2),
    (3, 1, 192, 320, 6, 1),
)


def EfficientNetB0(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb0",
) -> Any:
    """Makes EfficientNetB0.

    Args:
        include_top: whether the model has its classifier.
        weights: `"imagenet"`, a file, or None.
        input_tensor: a symbolic input to use.
        input_shape: the shape of an image.
        pooling: `"avg"`, `"max"` or None, without the classifier.
        classes: the number of classes.
        classifier_activation: the classifier's activation.
        name: the name.
    """
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 1.0, 1.0, 0.2, "b0", *options)


def EfficientNetB1(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb1",
) -> Any:
    """Makes EfficientNetB1; see `EfficientNetB0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 240)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 1.0, 1.1, 0.2, "b1", *options)


def EfficientNetB2(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb2",
) -> Any:
    """Makes EfficientNetB2; see `EfficientNetB0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 260)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 1.1, 1.2, 0.3, "b2", *options)


def EfficientNetB3(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb3",
) -> Any:
    """Makes EfficientNetB3; see `EfficientNetB0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 300)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 1.2, 1.4, 0.3, "b3", *options)


def EfficientNetB4(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb4",
) -> Any:
    """Makes EfficientNetB4; see `EfficientNetB0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 380)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 1.4, 1.8, 0.4, "b4", *options)


def EfficientNetB5(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb5",
) -> Any:
    """Makes EfficientNetB5; see `EfficientNetB0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 456)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 1.6, 2.2, 0.4, "b5", *options)


def EfficientNetB6(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb6",
) -> Any:
    """Makes EfficientNetB6; see `EfficientNetB0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 528)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 1.8, 2.6, 0.5, "b6", *options)


def EfficientNetB7(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "efficientnetb7",
) -> Any:
    """Makes EfficientNetB7; see `EfficientNetB0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 600)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _efficientnet(x, 2.0, 3.1, 0.5, "b7", *options)


def _efficientnet(
    inputs: Any,
    width: float,
    depth: float,
    dropout: float,
    kind: str,
    include_top: bool,
    weights: Any,
    pooling: str | None,
    classes: int,
    activation: Any,
    name: str,
) -> Any:
    """Returns a model of this width and depth."""
    layers = tf.keras.layers
    x = layers.Rescaling(1.0 / 255.0)(inputs)
    x = layers.Normalization(axis=3)(x)
    if weights == "imagenet":
        spread = [math.sqrt(value) for value in (0.229, 0.224, 0.225)]
        x = layers.Rescaling([1.0 / value for value in spread])(x)
    x = layers.ZeroPadding2D(padding_of(x, 3), name="stem_conv_pad")(x)
    x = _conv(x, divisible(32 * width), 3, 2, "valid", "stem_conv")
    x = _normal(x, "stem_bn", "stem_activation")
    counts = [math.ceil(depth * stage[1]) for stage in _STAGES]
    total, done = float(sum(counts)), 0
    for stage, (window, _, entry, filters, expansion, strides) in enumerate(_STAGES, 1):
        for number in range(counts[stage - 1]):
            first = number == 0
            label = f"block{stage}{chr(ord('a') + number)}_"
            x = _block(
                x,
                divisible((entry if first else filters) * width),
                divisible(filters * width),
                window,
                strides if first else 1,
                expansion,
                0.2 * done / total,
                label,
            )
            done += 1
    x = _conv(x, divisible(1280 * width), 1, 1, "same", "top_conv")
    x = _normal(x, "top_bn", "top_activation")
    x = imagenet.head(x, include_top, pooling, classes, activation, dropout)
    tail = "" if include_top else "_notop"
    origin = f"{_BASE}efficientnet{kind}{tail}.h5"
    return imagenet.finished(inputs, x, name, weights, origin)


def _conv(
    x: Any, filters: int, window: int, strides: int, padding: str, name: str
) -> Any:
    """Returns a convolution without a bias."""
    start = tf.keras.initializers.VarianceScaling(2.0, "fan_out", "truncated_normal")
    return tf.keras.layers.Conv2D(
        filters,
        window,
        strides=strides,
        padding=padding,
        use_bias=False,
        kernel_initializer=start,
        name=name,
    )(x)


def _normal(x: Any, name: str, activation: str | None = None) -> Any:
    """Returns normalised features, with an activation if it has a name."""
    x = tf.keras.layers.BatchNormalization(name=name)(x)
    if activation is None:
        return x
    return tf.keras.layers.Activation("swish", name=activation)(x)


def _block(
    inputs: Any,
    entry: int,
    filters: int,
    window: int,
    strides: int,
    expansion: int,
    drop: float,
    label: str,
) -> Any:
    """Returns a block that widens, convolves, weighs the channels, and narrows."""
    layers = tf.keras.layers
    wide = entry * expansion
    x = inputs
    if expansion != 1:
        x = _conv(x, wide, 1, 1, "same", f"{label}expand_conv")
        x = _normal(x, f"{label}expand_bn", f"{label}expand_activation")
    padding = "same"
    if strides == 2:
        x = layers.ZeroPadding2D(padding_of(x, window), name=f"{label}dwconv_pad")(x)
        padding = "valid"
    x = layers.DepthwiseConv2D(
        window, strides=strides, padding=padding, use_bias=False,
        name=f"{label}dwconv",
    )(x)  # fmt: skip
    x = _normal(x, f"{label}bn", f"{label}activation")
    narrow = max(1, int(entry * 0.25))
    share = layers.GlobalAveragePooling2D(name=f"{label}se_squeeze")(x)
    share = layers.Reshape((1, 1, wide), name=f"{label}se_reshape")(share)
    share = layers.Conv2D(
        narrow, 1, padding="same", activation="swish", name=f"{label}se_reduce"
    )(share)
    share = layers.Conv2D(
        wide, 1, padding="same", activation="sigmoid", name=f"{label}se_expand"
    )(share)
    x = layers.multiply([x, share], name=f"{label}se_excite")
    x = _conv(x, filters, 1, 1, "same", f"{label}project_conv")
    x = _normal(x, f"{label}project_bn")
    if strides == 1 and entry == filters:
        if drop > 0:
            x = layers.Dropout(drop, noise_shape=(None, 1, 1, 1), name=f"{label}drop")(
                x
            )
        x = layers.add([x, inputs], name=f"{label}add")
    return x
