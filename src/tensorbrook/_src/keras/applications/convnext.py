"""ConvNeXt: convolutional networks in the shape of transformers."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet
from tensorbrook._src.keras.applications.layer_scale import LayerScale

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/convnext/"


def ConvNeXtTiny(  # noqa: N802
    include_top: bool = True,
    include_preprocessing: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "convnext_tiny",
) -> Any:
    """Makes ConvNeXtTiny.

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
        >>> tf.keras.applications.ConvNeXtTiny(weights=None).count_params()
        28589128
    """
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _convnext(
        x,
        (3, 3, 9, 3),
        (96, 192, 384, 768),
        "convnext_tiny",
        include_preprocessing,
        name,
        *options,
    )


def ConvNeXtSmall(  # noqa: N802
    include_top: bool = True,
    include_preprocessing: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "convnext_small",
) -> Any:
    """Makes ConvNeXtSmall; see `ConvNeXtTiny`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _convnext(
        x,
        (3, 3, 27, 3),
        (96, 192, 384, 768),
        "convnext_small",
        include_preprocessing,
        name,
        *options,
    )


def ConvNeXtBase(  # noqa: N802
    include_top: bool = True,
    include_preprocessing: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "convnext_base",
) -> Any:
    """Makes ConvNeXtBase; see `ConvNeXtTiny`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _convnext(
        x,
        (3, 3, 27, 3),
        (128, 256, 512, 1024),
        "convnext_base",
        include_preprocessing,
        name,
        *options,
    )


def ConvNeXtLarge(  # noqa: N802
    include_top: bool = True,
    include_preprocessing: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "convnext_large",
) -> Any:
    """Makes ConvNeXtLarge; see `ConvNeXtTiny`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _convnext(
        x,
        (3, 3, 27, 3),
        (192, 384, 768, 1536),
        "convnext_large",
        include_preprocessing,
        name,
        *options,
    )


def ConvNeXtXLarge(  # noqa: N802
    include_top: bool = True,
    include_preprocessing: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "convnext_xlarge",
) -> Any:
    """Makes ConvNeXtXLarge; see `ConvNeXtTiny`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation)
    return _convnext(
        x,
        (3, 3, 27, 3),
        (256, 512, 1024, 2048),
        "convnext_xlarge",
        include_preprocessing,
        name,
        *options,
    )


def _convnext(
    inputs: Any,
    depths: tuple[int, ...],
    widths: tuple[int, ...],
    kind: str,
    preprocessing: bool,
    name: str,
    include_top: bool,
    weights: Any,
    pooling: str | None,
    classes: int,
    activation: Any,
) -> Any:
    """Returns a model of these stages."""
    layers = tf.keras.layers
    x = inputs
    if preprocessing:
        x = layers.Normalization(
            mean=[0.485 * 255, 0.456 * 255, 0.406 * 255],
            variance=[(0.229 * 255) ** 2, (0.224 * 255) ** 2, (0.225 * 255) ** 2],
            name=f"{name}_prestem_normalization",
        )(x)
    stem = [
        layers.Conv2D(widths[0], 4, strides=4, name=f"{name}_stem_conv"),
        layers.LayerNormalization(epsilon=1e-6, name=f"{name}_stem_layernorm"),
    ]
    x = tf.keras.Sequential(stem, name=f"{name}_stem")(x)
    for stage, (depth, width) in enumerate(zip(depths, widths, strict=True)):
        if stage:
            x = _halved(x, width, stage - 1, name)
        for number in range(depth):
            x = _block(x, width, f"{name}_stage_{stage}_block_{number}_")
    if include_top:
        x = layers.GlobalAveragePooling2D(name=f"{name}_head_gap")(x)
        x = layers.LayerNormalization(epsilon=1e-6, name=f"{name}_head_layernorm")(x)
        x = layers.Dense(classes, activation=activation, name=f"{name}_head_dense")(x)
    else:
        if pooling == "avg":
            x = layers.GlobalAveragePooling2D()(x)
        elif pooling == "max":
            x = layers.GlobalMaxPooling2D()(x)
        x = layers.LayerNormalization(epsilon=1e-6)(x)
    tail = "" if include_top else "_notop"
    return imagenet.finished(inputs, x, name, weights, f"{_BASE}{kind}{tail}.h5")


def _halved(x: Any, width: int, number: int, name: str) -> Any:
    """Returns features of half the rows and columns."""
    layers = tf.keras.layers
    parts = [
        layers.LayerNormalization(
            epsilon=1e-6, name=f"{name}_downsampling_layernorm_{number}"
        ),
        layers.Conv2D(width, 2, strides=2, name=f"{name}_downsampling_conv_{number}"),
    ]
    return tf.keras.Sequential(parts, name=f"{name}_downsampling_block_{number}")(x)


def _block(inputs: Any, width: int, prefix: str) -> Any:
    """Returns a wide convolution of each channel, then a small dense network."""
    layers = tf.keras.layers
    x = layers.Conv2D(
        width, 7, padding="same", groups=width, name=f"{prefix}depthwise_conv"
    )(inputs)
    x = layers.LayerNormalization(epsilon=1e-6, name=f"{prefix}layernorm")(x)
    x = layers.Dense(4 * width, name=f"{prefix}pointwise_conv_1")(x)
    x = layers.Activation("gelu", name=f"{prefix}gelu")(x)
    x = layers.Dense(width, name=f"{prefix}pointwise_conv_2")(x)
    x = LayerScale(1e-6, width, name=f"{prefix}layer_scale")(x)
    x = layers.Activation("linear", name=f"{prefix}identity")(x)
    return inputs + x
