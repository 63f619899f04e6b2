"""InceptionResNetV2: Inception's branches, added to a shortcut in small doses."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet
from tensorbrook._src.keras.applications.scaled_sum import CustomScaleLayer

_BASE = (
    "https://storage.googleapis.com/tensorflow/keras-applications/inception_resnet_v2/"
)


def InceptionResNetV2(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "inception_resnet_v2",
) -> Any:
    """Makes InceptionResNetV2.

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
    layers = tf.keras.layers
    inputs = imagenet.entry(
        include_top, weights, classes, input_tensor, input_shape, 299, 75
    )
    x = _conv(inputs, 32, 3, 2, "valid")
    x = _conv(_conv(x, 32, 3, 1, "valid"), 64, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = _conv(_conv(x, 80, 1, 1, "valid"), 192, 3, 1, "valid")
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = _entry_block(x)
    for number in range(1, 11):
        x = _small_block(x, f"block35_{number}")
    plain = _conv(x, 384, 3, 2, "valid")
    deep = _conv(_conv(_conv(x, 256, 1), 256, 3), 384, 3, 2, "valid")
    pooled = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Concatenate(axis=3, name="mixed_6a")([plain, deep, pooled])
    for number in range(1, 21):
        x = _long_block(x, f"block17_{number}")
    plain = _conv(_conv(x, 256, 1), 384, 3, 2, "valid")
    wide = _conv(_conv(x, 256, 1), 288, 3, 2, "valid")
    deep = _conv(_conv(_conv(x, 256, 1), 288, 3), 320, 3, 2, "valid")
    pooled = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.Concatenate(axis=3, name="mixed_7a")([plain, wide, deep, pooled])
    for number in range(1, 11):
        x = _wide_block(x, f"block8_{number}", last=number == 10)
    x = _conv(x, 1536, 1, name="conv_7b")
    x = imagenet.head(x, include_top, pooling, classes, classifier_activation)
    tail = "" if include_top else "_notop"
    hashes = ("e693bd0210a403b3192acc6073ad2e96", "d19885ff4a710c122648d3b5c3b684e4")
    origin = f"{_BASE}inception_resnet_v2_weights_tf_dim_ordering_tf_kernels{tail}.h5"
    file_hash = hashes[0 if include_top else 1]
    return imagenet.finished(inputs, x, name, weights, origin, file_hash)


def _conv(
    x: Any,
    filters: int,
    window: Any,
    strides: int = 1,
    padding: str = "same",
    name: str | None = None,
) -> Any:
    """Returns a normalised convolution, cut at zero."""
    layers = tf.keras.layers
    x = layers.Conv2D(
        filters, window, strides=strides, padding=padding, use_bias=False, name=name
    )(x)
    x = layers.BatchNormalization(scale=False, name=name and f"{name}_bn")(x)
    return layers.Activation("relu", name=name and f"{name}_ac")(x)


def _entry_block(x: Any) -> Any:
    """Returns branches with windows of 1, 3 and 5."""
    layers = tf.keras.layers
    branches = [
        _conv(x, 96, 1),
        _conv(_conv(x, 48, 1), 64, 5),
        _conv(_conv(_conv(x, 64, 1), 96, 3), 96, 3),
        _conv(layers.AveragePooling2D(3, strides=1, padding="same")(x), 64, 1),
    ]
    return layers.Concatenate(axis=3, name="mixed_5b")(branches)


def _small_block(x: Any, name: str) -> Any:
    """Adds branches with windows of 3."""
    branches = [
        _conv(x, 32, 1),
        _conv(_conv(x, 32, 1), 32, 3),
        _conv(_conv(_conv(x, 32, 1), 48, 3), 64, 3),
    ]
    return _added(x, branches, 0.17, name)


def _long_block(x: Any, name: str) -> Any:
    """Adds a branch with windows of 7 in one direction."""
    branches = [
        _conv(x, 192, 1),
        _conv(_conv(_conv(x, 128, 1), 160, (1, 7)), 192, (7, 1)),
    ]
    return _added(x, branches, 0.1, name)


def _wide_block(x: Any, name: str, last: bool) -> Any:
    """Adds a branch with windows of 3 in one direction."""
    branches = [
        _conv(x, 192, 1),
        _conv(_conv(_conv(x, 192, 1), 224, (1, 3)), 256, (3, 1)),
    ]
    return _added(x, branches, 1.0 if last else 0.2, name, last)


def _added(
    x: Any, branches: list[Any], scale: float, name: str, last: bool = False
) -> Any:
    """Returns the shortcut plus a small dose of the branches."""
    layers = tf.keras.layers
    mixed = layers.Concatenate(axis=3, name=f"{name}_mixed")(branches)
    change = layers.Conv2D(x.shape[-1], 1, padding="same", name=f"{name}_conv")(mixed)
    x = CustomScaleLayer(scale)([x, change])
    return x if last else layers.Activation("relu", name=f"{name}_ac")(x)
