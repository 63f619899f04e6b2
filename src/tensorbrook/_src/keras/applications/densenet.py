"""DenseNet: each layer sees all layers before it."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/densenet/"
_HASHES = {
    "densenet121": "9d60b8095a5708f2dcce2bca79d332c7",
    "densenet169": "d699b8f76981ab1b30698df4c175e90b",
    "densenet201": "1ceb130c1ea1b78c3bf6114dbdfd8807",
    "densenet121_notop": "30ee3e1110167f948a6b9946edeeb738",
    "densenet169_notop": "b8c4d4c20dd625c148057b9ff1c1176b",
    "densenet201_notop": "c13680b51ded0fb44dff2d8f86ac8bb1",
}
_EPSILON = 1.001e-5


def DenseNet121(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "densenet121",
) -> Any:
    """Makes DenseNet121.

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
    return _densenet(x, (6, 12, 24, 16), "densenet121", *options)


def DenseNet169(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "densenet169",
) -> Any:
    """Makes DenseNet169; see `DenseNet121`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _densenet(x, (6, 12, 32, 32), "densenet169", *options)


def DenseNet201(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "densenet201",
) -> Any:
    """Makes DenseNet201; see `DenseNet121`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _densenet(x, (6, 12, 48, 32), "densenet201", *options)


def _densenet(
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
    """Returns a model with this many layers in each block."""
    layers = tf.keras.layers
    x = layers.ZeroPadding2D(((3, 3), (3, 3)))(inputs)
    x = layers.Conv2D(64, 7, strides=2, use_bias=False, name="conv1_conv")(x)
    x = _normal(x, "conv1")
    x = layers.ZeroPadding2D(((1, 1), (1, 1)))(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1")(x)
    for stage, depth in enumerate(depths, 2):
        for number in range(1, depth + 1):
            x = _layer(x, f"conv{stage}_block{number}")
        if stage < 5:
            x = _transition(x, f"pool{stage}")
    x = layers.BatchNormalization(epsilon=_EPSILON, name="bn")(x)
    x = layers.Activation("relu", name="relu")(x)
    x = imagenet.head(x, include_top, pooling, classes, activation)
    tail = "" if include_top else "_notop"
    origin = f"{_BASE}{kind}_weights_tf_dim_ordering_tf_kernels{tail}.h5"
    return imagenet.finished(inputs, x, name, weights, origin, _HASHES[kind + tail])


def _normal(x: Any, name: str) -> Any:
    """Returns normalised features, cut at zero."""
    layers = tf.keras.layers
    x = layers.BatchNormalization(epsilon=_EPSILON, name=f"{name}_bn")(x)
    return layers.Activation("relu", name=f"{name}_relu")(x)


def _layer(x: Any, name: str) -> Any:
    """Returns the features with 32 new ones."""
    layers = tf.keras.layers
    found = _normal(x, f"{name}_0")
    found = layers.Conv2D(128, 1, use_bias=False, name=f"{name}_1_conv")(found)
    found = _normal(found, f"{name}_1")
    found = layers.Conv2D(32, 3, padding="same", use_bias=False, name=f"{name}_2_conv")(
        found
    )
    return layers.Concatenate(axis=3, name=f"{name}_concat")([x, found])


def _transition(x: Any, name: str) -> Any:
    """Returns half as many features of half the size."""
    layers = tf.keras.layers
    x = _normal(x, name)
    channels = x.shape[-1] // 2
    x = layers.Conv2D(channels, 1, use_bias=False, name=f"{name}_conv")(x)
    return layers.AveragePooling2D(2, strides=2, name=f"{name}_pool")(x)
