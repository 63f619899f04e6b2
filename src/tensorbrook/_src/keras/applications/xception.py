"""Xception: separable convolutions with shortcuts."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/xception/"


def Xception(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "xception",
) -> Any:
    """Makes Xception.

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
        include_top, weights, classes, input_tensor, input_shape, 299, 71
    )
    x = _normal(
        layers.Conv2D(32, 3, strides=2, use_bias=False, name="block1_conv1")(inputs),
        "block1_conv1",
    )
    x = _normal(
        layers.Conv2D(64, 3, use_bias=False, name="block1_conv2")(x), "block1_conv2"
    )
    for block, filters in ((2, 128), (3, 256), (4, 728)):
        shortcut = _shortcut(x, filters)
        if block > 2:
            x = layers.Activation("relu", name=f"block{block}_sepconv1_act")(x)
        x = _separable(x, filters, f"block{block}_sepconv1", relu_before=False)
        x = _separable(x, filters, f"block{block}_sepconv2")
        x = layers.MaxPooling2D(3, 2, padding="same", name=f"block{block}_pool")(x)
        x = layers.add([x, shortcut])
    for block in range(5, 13):
        shortcut = x
        for number in (1, 2, 3):
            x = _separable(x, 728, f"block{block}_sepconv{number}")
        x = layers.add([x, shortcut])
    shortcut = _shortcut(x, 1024)
    x = _separable(x, 728, "block13_sepconv1")
    x = _separable(x, 1024, "block13_sepconv2")
    x = layers.MaxPooling2D(3, 2, padding="same", name="block13_pool")(x)
    x = layers.add([x, shortcut])
    for number, filters in ((1, 1536), (2, 2048)):
        label = f"block14_sepconv{number}"
        x = _separable(x, filters, label, relu_before=False)
        x = layers.Activation("relu", name=f"{label}_act")(x)
    x = imagenet.head(x, include_top, pooling, classes, classifier_activation)
    tail = "" if include_top else "_notop"
    hashes = ("0a58e3b7378bc2990ea3b43d5981f1f6", "b0042744bf5b25fce3cb969f33bebb97")
    origin = f"{_BASE}xception_weights_tf_dim_ordering_tf_kernels{tail}.h5"
    file_hash = hashes[0 if include_top else 1]
    return imagenet.finished(inputs, x, name, weights, origin, file_hash)


def _normal(x: Any, label: str) -> Any:
    """Returns normalised features, cut at zero."""
    x = tf.keras.layers.BatchNormalization(name=f"{label}_bn")(x)
    return tf.keras.layers.Activation("relu", name=f"{label}_act")(x)


def _separable(x: Any, filters: int, label: str, relu_before: bool = True) -> Any:
    """Returns a normalised separable convolution."""
    layers = tf.keras.layers
    if relu_before:
        x = layers.Activation("relu", name=f"{label}_act")(x)
    x = layers.SeparableConv2D(filters, 3, padding="same", use_bias=False, name=label)(
        x
    )
    return layers.BatchNormalization(name=f"{label}_bn")(x)


def _shortcut(x: Any, filters: int) -> Any:
    """Returns the features of half the size."""
    layers = tf.keras.layers
    x = layers.Conv2D(filters, 1, strides=2, padding="same", use_bias=False)(x)
    return layers.BatchNormalization()(x)
