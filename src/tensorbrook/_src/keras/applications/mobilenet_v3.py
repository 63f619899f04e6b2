"""MobileNetV3: blocks found by search, with weighed channels and hard activations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet
from tensorbrook._src.keras.applications.mobilenet_v2 import divisible, padding_of

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v3/"
# expansion, filters, window, strides, are channels weighed, is the activation hard
_SMALL = (
    (1, 16, 3, 2, True, False),
    (72 / 16, 24, 3, 2, False, False),
    (88 / 24, 24, 3, 1, False, False),
    (4, 40, 5, 2, True, True),
    (6, 40, 5, 1, True, True),
    (6, 40, 5, 1, True, True),
    (3, 48, 5, 1, True, True),
    (3, 48, 5, 1, True, True),
    (6, 96, 5, 2, True, True),
    (6, 96, 5, 1, True, True),
    (6, 96, 5, 1, True, True),
)
_LARGE = (
    (1, 16, 3, 1, False, False),
    (4, 24, 3, 2, False, False),
    (3, 24, 3, 1, False, False),
    (3, 40, 5, 2, True, False),
    (3, 40, 5, 1, True, False),
    (3, 40, 5, 1, True, False),
    (6, 80, 3, 2, False, True),
    (2.5, 80, 3, 1, False, True),
    (2.3, 80, 3, 1, False, True),
    (2.3, 80, 3, 1, False, True),
    (6, 112, 3, 1, True, True),
    (6, 112, 3, 1, True, True),
    (6, 160, 5, 2, True, True),
    (6, 160, 5, 1, True, True),
    (6, 160, 5, 1, True, True),
)


def MobileNetV3Small(  # noqa: N802
    input_shape: Any = None,
    alpha: float = 1.0,
    minimalistic: bool = False,
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    classes: int = 1000,
    pooling: str | None = None,
    dropout_rate: float = 0.2,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "MobileNetV3Small",
) -> Any:
    """Makes the small MobileNetV3.

    Args:
        input_shape: the shape of an image.
        alpha: the factor of the number of filters.
        minimalistic: whether windows are small, activations plain, channels not
            weighed: slower to learn, quicker on simple chips.
        include_top: whether the model has its classifier.
        weights: `"imagenet"`, a file, or None.
        input_tensor: a symbolic input to use.
        classes: the number of classes.
        pooling: `"avg"`, `"max"` or None, without the classifier.
        dropout_rate: how much is dropped before the classifier.
        classifier_activation: the classifier's activation.
        include_preprocessing: whether the model itself scales pixels to -1 .. 1.
        name: the name.

    Raises:
        ValueError: when there are no weights for this `alpha`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.keras.applications.MobileNetV3Small(weights=None).count_params()
        2554968
    """
    imagenet.check(include_top, weights, classes)
    _check_alpha(weights, alpha, minimalistic)
    x = imagenet.entry(False, None, classes, input_tensor, input_shape, 224)
    return _mobilenet(
        x, _SMALL, 1024, "small", alpha, minimalistic, include_top, weights, classes,
        pooling, dropout_rate, classifier_activation, include_preprocessing, name,
    )  # fmt: skip


def MobileNetV3Large(  # noqa: N802
    input_shape: Any = None,
    alpha: float = 1.0,
    minimalistic: bool = False,
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    classes: int = 1000,
    pooling: str | None = None,
    dropout_rate: float = 0.2,
    classifier_activation: Any = "softmax",
    include_preprocessing: bool = True,
    name: str = "MobileNetV3Large",
) -> Any:
    """Makes the large MobileNetV3; see `MobileNetV3Small`."""
    imagenet.check(include_top, weights, classes)
    _check_alpha(weights, alpha, minimalistic)
    x = imagenet.entry(False, None, classes, input_tensor, input_shape, 224)
    return _mobilenet(
        x, _LARGE, 1280, "large", alpha, minimalistic, include_top, weights, classes,
        pooling, dropout_rate, classifier_activation, include_preprocessing, name,
    )  # fmt: skip


def _check_alpha(weights: Any, alpha: float, minimalistic: bool) -> None:
    """Raises when nobody trained a model of this width."""
    known = (1.0,) if minimalistic else (0.75, 1.0)
    if weights == "imagenet" and alpha not in known:
        raise ValueError(
            f"Weights of ImageNet exist for `alpha` in {known} when minimalistic="
            f"{minimalistic}. Received: alpha={alpha}."
        )


def _mobilenet(
    inputs: Any,
    blocks: tuple[Any, ...],
    last: int,
    kind: str,
    alpha: float,
    minimalistic: bool,
    include_top: bool,
    weights: Any,
    classes: int,
    pooling: str | None,
    dropout: float,
    classifier_activation: Any,
    preprocessing: bool,
    name: str,
) -> Any:
    """Returns a model of these blocks."""
    layers = tf.keras.layers
    final = _relu if minimalistic else _hard_swish
    x = layers.Rescaling(1.0 / 127.5, offset=-1.0)(inputs) if preprocessing else inputs
    x = layers.Conv2D(
        16, 3, strides=2, padding="same", use_bias=False, name="conv"
    )(x)  # fmt: skip
    x = final(_normal(x, "conv_bn"))
    for number, (expansion, filters, window, strides, weighed, hard) in enumerate(
        blocks
    ):
        if minimalistic:
            window, weighed, hard = 3, False, False
        activation = _hard_swish if hard else _relu
        filters = divisible(filters * alpha)
        x = _block(x, expansion, filters, window, strides, weighed, activation, number)
    wide = divisible(x.shape[-1] * 6)
    x = layers.Conv2D(wide, 1, padding="same", use_bias=False, name="conv_1")(x)
    x = final(_normal(x, "conv_1_bn"))
    if include_top:
        last = divisible(last * alpha) if alpha > 1.0 else last
        x = layers.GlobalAveragePooling2D(keepdims=True)(x)
        x = final(layers.Conv2D(last, 1, padding="same", name="conv_2")(x))
        x = layers.Dropout(dropout)(x) if dropout > 0 else x
        x = layers.Conv2D(classes, 1, padding="same", name="logits")(x)
        x = layers.Flatten()(x)
        x = layers.Activation(classifier_activation, name="predictions")(x)
    else:
        x = imagenet.head(x, False, pooling, classes, None)
    plain = "_minimalistic" if minimalistic else ""
    tail = "" if include_top else "_no_top_v2"
    file = f"weights_mobilenet_v3_{kind}{plain}_224_{float(alpha)}_float{tail}.h5"
    return imagenet.finished(inputs, x, name, weights, f"{_BASE}{file}")


def _relu(x: Any) -> Any:
    """Returns what is positive."""
    return tf.keras.layers.ReLU()(x)


def _hard_swish(x: Any) -> Any:
    """Returns the inputs, weighed by a clipped line."""
    return tf.keras.layers.Activation("hard_swish")(x)


def _normal(x: Any, name: str) -> Any:
    """Returns normalised features."""
    return tf.keras.layers.BatchNormalization(epsilon=1e-3, momentum=0.999, name=name)(
        x
    )


def _weighed(x: Any, prefix: str) -> Any:
    """Returns features whose channels are weighed by what the whole image holds."""
    layers = tf.keras.layers
    prefix, wide = f"{prefix}squeeze_excite_", x.shape[-1]
    share = layers.GlobalAveragePooling2D(keepdims=True, name=f"{prefix}avg_pool")(x)
    share = layers.Conv2D(
        divisible(wide * 0.25), 1, padding="same", name=f"{prefix}conv"
    )(share)
    share = layers.ReLU(name=f"{prefix}relu")(share)
    share = layers.Conv2D(wide, 1, padding="same", name=f"{prefix}conv_1")(share)
    share = layers.ReLU(6.0)(share + 3.0) * (1.0 / 6.0)
    return layers.Multiply(name=f"{prefix}mul")([x, share])


def _block(
    x: Any,
    expansion: float,
    filters: int,
    window: int,
    strides: int,
    weighed: bool,
    activation: Callable[[Any], Any],
    number: int,
) -> Any:
    """Returns a block that widens, convolves and narrows, with a shortcut."""
    layers = tf.keras.layers
    inputs, channels = x, x.shape[-1]
    prefix = f"expanded_conv_{number}_" if number else "expanded_conv_"
    if number:
        wide = divisible(channels * expansion)
        x = layers.Conv2D(
            wide, 1, padding="same", use_bias=False, name=f"{prefix}expand"
        )(x)
        x = activation(_normal(x, f"{prefix}expand_bn"))
    if strides == 2:
        x = layers.ZeroPadding2D(padding_of(x, window), name=f"{prefix}depthwise_pad")(
            x
        )
    x = layers.DepthwiseConv2D(
        window, strides=strides, padding="same" if strides == 1 else "valid",
        use_bias=False, name=f"{prefix}depthwise",
    )(x)  # fmt: skip
    x = activation(_normal(x, f"{prefix}depthwise_bn"))
    x = _weighed(x, prefix) if weighed else x
    x = layers.Conv2D(
        filters, 1, padding="same", use_bias=False, name=f"{prefix}project"
    )(x)
    x = _normal(x, f"{prefix}project_bn")
    if strides == 1 and channels == filters:
        return layers.Add(name=f"{prefix}add")([inputs, x])
    return x
