"""Inception: branches of different windows side by side."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/"


def InceptionV3(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "inception_v3",
) -> Any:
    """Makes InceptionV3.

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
    x = _conv(inputs, 32, 3, strides=2, padding="valid")
    x = _conv(_conv(x, 32, 3, padding="valid"), 64, 3)
    x = layers.MaxPooling2D(3, strides=2)(x)
    x = _conv(_conv(x, 80, 1, padding="valid"), 192, 3, padding="valid")
    x = layers.MaxPooling2D(3, strides=2)(x)
    for number, width in enumerate((32, 64, 64)):
        x = _small_block(x, width, f"mixed{number}")
    deep = _conv(_conv(_conv(x, 64, 1), 96, 3), 96, 3, strides=2, padding="valid")
    wide = _conv(x, 384, 3, strides=2, padding="valid")
    pooled = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.concatenate([wide, deep, pooled], axis=3, name="mixed3")
    for number, width in ((4, 128), (5, 160), (6, 160), (7, 192)):
        x = _long_block(x, width, f"mixed{number}")
    first = _conv(_conv(x, 192, 1), 320, 3, strides=2, padding="valid")
    second = _conv(_conv(_conv(x, 192, 1), 192, (1, 7)), 192, (7, 1))
    second = _conv(second, 192, 3, strides=2, padding="valid")
    pooled = layers.MaxPooling2D(3, strides=2)(x)
    x = layers.concatenate([first, second, pooled], axis=3, name="mixed8")
    for number in (9, 10):
        x = _wide_block(x, f"mixed{number}")
    x = imagenet.head(x, include_top, pooling, classes, classifier_activation)
    tail = "" if include_top else "_notop"
    hashes = ("9a0d58056eeedaa3f26cb7ebd46da564", "bcbd6486424b2319ff4ef7d526e38f63")
    origin = f"{_BASE}inception_v3_weights_tf_dim_ordering_tf_kernels{tail}.h5"
    file_hash = hashes[0 if include_top else 1]
    return imagenet.finished(inputs, x, name, weights, origin, file_hash)


def _conv(
    x: Any, filters: int, window: Any, strides: int = 1, padding: str = "same"
) -> Any:
    """Returns a normalised convolution, cut at zero."""
    layers = tf.keras.layers
    x = layers.Conv2D(
        filters, window, strides=strides, padding=padding, use_bias=False
    )(x)
    x = layers.BatchNormalization(scale=False)(x)
    return layers.Activation("relu")(x)


def _averaged(x: Any) -> Any:
    """Returns the means of windows of three."""
    return tf.keras.layers.AveragePooling2D(3, strides=1, padding="same")(x)


def _small_block(x: Any, width: int, name: str) -> Any:
    """Returns branches with windows of 1, 3 and 5."""
    branches = [
        _conv(x, 64, 1),
        _conv(_conv(x, 48, 1), 64, 5),
        _conv(_conv(_conv(x, 64, 1), 96, 3), 96, 3),
        _conv(_averaged(x), width, 1),
    ]
    return tf.keras.layers.concatenate(branches, axis=3, name=name)


def _long_block(x: Any, width: int, name: str) -> Any:
    """Returns branches with windows of 7 in one direction."""
    plain = _conv(x, 192, 1)
    short = _conv(_conv(_conv(x, width, 1), width, (1, 7)), 192, (7, 1))
    long = _conv(_conv(_conv(x, width, 1), width, (7, 1)), width, (1, 7))
    long = _conv(_conv(long, width, (7, 1)), 192, (1, 7))
    pooled = _conv(_averaged(x), 192, 1)
    branches = [plain, short, long, pooled]
    return tf.keras.layers.concatenate(branches, axis=3, name=name)


def _wide_block(x: Any, name: str) -> Any:
    """Returns branches with windows of 3 in each direction."""
    layers = tf.keras.layers
    plain = _conv(x, 320, 1)
    middle = _conv(x, 384, 1)
    middle = layers.concatenate(
        [_conv(middle, 384, (1, 3)), _conv(middle, 384, (3, 1))], axis=3
    )
    deep = _conv(_conv(x, 448, 1), 384, 3)
    deep = layers.concatenate(
        [_conv(deep, 384, (1, 3)), _conv(deep, 384, (3, 1))], axis=3
    )
    pooled = _conv(_averaged(x), 192, 1)
    return layers.concatenate([plain, middle, deep, pooled], axis=3, name=name)
