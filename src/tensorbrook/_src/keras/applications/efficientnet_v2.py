"""EfficientNetV2: full convolutions in front, separable ones behind."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/efficientnet_v2/"
# full convolution, window, repeats, filters in, filters out, expansion, strides
_SMALL = (
    (True, 3, 2, 24, 24, 1, 1),
    (True, 3, 4, 24, 48, 4, 2),
    (True, 3, 4, 48, 64, 4, 2),
    (False, 3, 6, 64, 128, 4, 2),
    (False, 3, 9, 128, 160, 6, 1),
    (False, 3, 15, 160, 256, 6, 2),
)
_MEDIUM = (
    (True, 3, 3, 24, 24, 1, 1),
    (True, 3, 5, 24, 48, 4, 2),
    (True, 3, 5, 48, 80, 4, 2),
    (False, 3, 7, 80, 160, 4, 2),
    (False, 3, 14, 160, 176, 6, 1),
    (False, 3, 18, 176, 304, 6, 2),
    (False, 3, 5, 304, 512, 6, 1),
)
_LARGE = (
    (True, 3, 4, 32, 32, 1, 1),
    (True, 3, 7, 32, 64, 4, 2),
    (True, 3, 7, 64, 96, 4, 2),
    (False, 3, 10, 96, 192, 4, 2),
    (False, 3, 19, 192, 224, 6, 1),
    (False, 3, 25, 224, 384, 6, 2),
    (False, 3, 7, 384, 640, 6, 1),
)
_BASIC = (
    (True, 3, 1, 32, 16, 1, 1),
    (True, 3, 2, 16, 32, 4, 2),
    (True, 3, 2, 32, 48, 4, 2),
    (False, 3, 3, 48, 96, 4, 2),
    (False, 3, 5, 96, 112, 6, 1),
    (False, 3, 8, 112, 192, 6, 2),
)


def EfficientNetV2B0(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "efficientnetv2-b0",
) -> Any:
    """Makes EfficientNetV2B0.

    Args:
        include_top: whether the model has its classifier.
        weights: `"imagenet"`, a file, or None.
        input_tensor: a symbolic input to use.
        input_shape: the shape of an image.
        pooling: `"avg"`, `"max"` or None, without the classifier.
        classes: the number of classes.
        classifier_activation: the classifier's activation.
        include_preprocessing: whether the model itself scales pixels.
        name: the name.

    Example:
        >>> import tensorbrook as tf
        >>> tf.keras.applications.EfficientNetV2B0(weights=None).count_params()
        7200312
    """
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _efficientnet(
        x, _BASIC, 1.0, 1.0, "efficientnetv2-b0", include_preprocessing, name, *options
    )


def EfficientNetV2B1(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "efficientnetv2-b1",
) -> Any:
    """Makes EfficientNetV2B1; see `EfficientNetV2B0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 240)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _efficientnet(
        x, _BASIC, 1.0, 1.1, "efficientnetv2-b1", include_preprocessing, name, *options
    )


def EfficientNetV2B2(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "efficientnetv2-b2",
) -> Any:
    """Makes EfficientNetV2B2; see `EfficientNetV2B0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 260)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _efficientnet(
        x, _BASIC, 1.1, 1.2, "efficientnetv2-b2", include_preprocessing, name, *options
    )


def EfficientNetV2B3(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "efficientnetv2-b3",
) -> Any:
    """Makes EfficientNetV2B3; see `EfficientNetV2B0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 300)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _efficientnet(
        x, _BASIC, 1.2, 1.4, "efficientnetv2-b3", include_preprocessing, name, *options
    )


def EfficientNetV2S(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "efficientnetv2-s",
) -> Any:
    """Makes EfficientNetV2S; see `EfficientNetV2B0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 384)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _efficientnet(
        x, _SMALL, 1.0, 1.0, "efficientnetv2-s", include_preprocessing, name, *options
    )


def EfficientNetV2M(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "efficientnetv2-m",
) -> Any:
    """Makes EfficientNetV2M; see `EfficientNetV2B0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 480)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _efficientnet(
        x, _MEDIUM, 1.0, 1.0, "efficientnetv2-m", include_preprocessing, name, *options
    )


def EfficientNetV2L(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "efficientnetv2-l",
) -> Any:
    """Makes EfficientNetV2L; see `EfficientNetV2B0`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 480)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _efficientnet(
        x, _LARGE, 1.0, 1.0, "efficientnetv2-l", include_preprocessing, name, *options
    )


def _efficientnet(
    inputs: Any,
    stages: tuple[Any, ...],
    width: float,
    depth: float,
    kind: str,
    preprocessing: bool,
    name: str,
    include_top: bool,
    weights: Any,
    pooling: str | None,
    classes: int,
    activation: Any,
) -> Any:
    """Returns a model of these stages, width and depth."""
    layers = tf.keras.layers
    x = _scaled(inputs, stages is _BASIC) if preprocessing else inputs
    x = _conv(x, _round(stages[0][3] * width), 3, 2, "stem_conv")
    x = _normal(x, "stem_bn", "stem_activation")
    counts = [math.ceil(depth * stage[2]) for stage in stages]
    total, done = sum(stage[2] for stage in stages), 0
    for stage, (full, window, _, entry, filters, expansion, strides) in enumerate(
        stages, 1
    ):
        block = _full_block if full else _separable_block
        for number in range(counts[stage - 1]):
            first = number == 0
            x = block(
                x,
                _round((entry if first else filters) * width),
                _round(filters * width),
                window,
                strides if first else 1,
                expansion,
                0.2 * done / total,
                f"block{stage}{chr(ord('a') + number)}_",
            )
            done += 1
    x = _conv(x, _round(1280 * width), 1, 1, "top_conv")
    x = _normal(x, "top_bn", "top_activation")
    if include_top:
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
        x = layers.Dropout(0.2, name="top_dropout")(x)
        start = tf.keras.initializers.VarianceScaling(1 / 3, "fan_out", "uniform")
        x = layers.Dense(
            classes, activation=activation, kernel_initializer=start, name="predictions"
        )(x)
    else:
        x = imagenet.head(x, False, pooling, classes, None)
    tail = "" if include_top else "_notop"
    return imagenet.finished(inputs, x, name, weights, f"{_BASE}{kind}{tail}.h5")


def _scaled(x: Any, by_statistics: bool) -> Any:
    """Returns pixels as the model was trained with."""
    layers = tf.keras.layers
    if not by_statistics:
        return layers.Rescaling(1.0 / 128.0, offset=-1)(x)
    x = layers.Rescaling(1.0 / 255.0)(x)
    spread = [value**2 for value in (0.229, 0.224, 0.225)]
    return layers.Normalization(mean=[0.485, 0.456, 0.406], variance=spread, axis=3)(x)


def _round(filters: float) -> int:
    """Returns the closest multiple of eight."""
    return max(8, int(filters + 4) // 8 * 8)


def _start() -> Any:
    """Returns how kernels start."""
    return tf.keras.initializers.VarianceScaling(2.0, "fan_out", "truncated_normal")


def _conv(
    x: Any,
    filters: int,
    window: int,
    strides: int,
    name: str,
    activation: str | None = None,
    use_bias: bool = False,
) -> Any:
    """Returns a padded convolution."""
    return tf.keras.layers.Conv2D(
        filters,
        window,
        strides=strides,
        padding="same",
        activation=activation,
        use_bias=use_bias,
        kernel_initializer=_start(),
        name=name,
    )(x)


def _normal(x: Any, name: str, activation: str | None = None) -> Any:
    """Returns normalised features, with an activation if it has a name."""
    x = tf.keras.layers.BatchNormalization(momentum=0.9, name=name)(x)
    if activation is None:
        return x
    return tf.keras.layers.Activation("swish", name=activation)(x)


def _joined(x: Any, inputs: Any, strides: int, drop: float, label: str) -> Any:
    """Returns the end of a block, with its shortcut where the shapes allow it."""
    layers = tf.keras.layers
    if strides != 1 or inputs.shape[-1] != x.shape[-1]:
        return x
    if drop > 0:
        shape = (None, 1, 1, 1)
        x = layers.Dropout(drop, noise_shape=shape, name=f"{label}drop")(x)
    return layers.add([x, inputs], name=f"{label}add")


def _full_block(
    inputs: Any,
    entry: int,
    filters: int,
    window: int,
    strides: int,
    expansion: int,
    drop: float,
    label: str,
) -> Any:
    """Returns a block whose first convolution is a full one."""
    x = inputs
    if expansion == 1:
        x = _conv(x, filters, window, strides, f"{label}project_conv")
        x = _normal(x, f"{label}project_bn", f"{label}project_activation")
    else:
        x = _conv(x, entry * expansion, window, strides, f"{label}expand_conv")
        x = _normal(x, f"{label}expand_bn", f"{label}expand_activation")
        x = _normal(
            _conv(x, filters, 1, 1, f"{label}project_conv"), f"{label}project_bn"
        )
    return _joined(x, inputs, strides, drop, label)


def _separable_block(
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
    x = _conv(inputs, wide, 1, 1, f"{label}expand_conv")
    x = _normal(x, f"{label}expand_bn", f"{label}expand_activation")
    x = layers.DepthwiseConv2D(
        window, strides=strides, padding="same", use_bias=False,
        depthwise_initializer=_start(), name=f"{label}dwconv2",
    )(x)  # fmt: skip
    x = _normal(x, f"{label}bn", f"{label}activation")
    narrow = max(1, int(entry * 0.25))
    share = layers.GlobalAveragePooling2D(name=f"{label}se_squeeze")(x)
    share = layers.Reshape((1, 1, wide), name=f"{label}se_reshape")(share)
    share = _conv(share, narrow, 1, 1, f"{label}se_reduce", "swish", True)
    share = _conv(share, wide, 1, 1, f"{label}se_expand", "sigmoid", True)
    x = layers.multiply([x, share], name=f"{label}se_excite")
    x = _normal(_conv(x, filters, 1, 1, f"{label}project_conv"), f"{label}project_bn")
    return _joined(x, inputs, strides, drop, label)
