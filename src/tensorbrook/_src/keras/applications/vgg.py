"""VGG: rows of small convolutions."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/"
_HASHES = {
    "vgg16": "64373286793e3c8b2b4e3219cbf3544b",
    "vgg16_notop": "6d6bbae143d832006294945121d1f1fc",
    "vgg19": "cbe5617147190e668d6c5d5026f83318",
    "vgg19_notop": "253f8cb515780f3b799900260a226db6",
}


def VGG16(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "vgg16",
) -> Any:
    """Makes VGG16, a model of 16 layers with weights.

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
    return _vgg(x, (2, 2, 3, 3, 3), "vgg16", *options)


def VGG19(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "vgg19",
) -> Any:
    """Makes VGG19, a model of 19 layers with weights; see `VGG16`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _vgg(x, (2, 2, 4, 4, 4), "vgg19", *options)


def _vgg(
    inputs: Any,
    depths: tuple[int, ...],
    kind: str,
    include_top: bool,
    weights: Any,
    pooling: str | None,
    classes: int,
    activation: Any,
    name: str,
) -> Any:
    """Returns a model with this many convolutions in each block."""
    layers = tf.keras.layers
    x = inputs
    for block, depth in enumerate(depths, 1):
        filters = min(64 * 2 ** (block - 1), 512)
        for number in range(1, depth + 1):
            x = layers.Conv2D(
                filters, 3, padding="same", activation="relu",
                name=f"block{block}_conv{number}",
            )(x)  # fmt: skip
        x = layers.MaxPooling2D(2, strides=2, name=f"block{block}_pool")(x)
    if include_top:
        x = layers.Flatten(name="flatten")(x)
        x = layers.Dense(4096, activation="relu", name="fc1")(x)
        x = layers.Dense(4096, activation="relu", name="fc2")(x)
        x = layers.Dense(classes, activation=activation, name="predictions")(x)
    else:
        x = imagenet.head(x, False, pooling, classes, activation)
    tail = "" if include_top else "_notop"
    origin = f"{_BASE}{kind}/{kind}_weights_tf_dim_ordering_tf_kernels{tail}.h5"
    return imagenet.finished(inputs, x, name, weights, origin, _HASHES[kind + tail])
