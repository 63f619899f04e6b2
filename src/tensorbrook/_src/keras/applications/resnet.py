"""ResNet: deep models with shortcuts."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/resnet/"
_HASHES = {
    "resnet50": "2cb95161c43110f7111970584f804107",
    "resnet101": "f1aeb4b969a6efcfb50fad2f0c20cfc5",
    "resnet152": "100835be76be38e30d865e96f2aaae62",
    "resnet50v2": "3ef43a0b657b3be2300d5770ece849e0",
    "resnet101v2": "6343647c601c52e1368623803854d971",
    "resnet152v2": "a49b44d1979771252814e80f8ec446f9",
    "resnet50_notop": "4d473c1dd8becc155b73f8504c6f6626",
    "resnet101_notop": "88cf7a10940856eca736dc7b7e228a21",
    "resnet152_notop": "ee4c566cf9a93f14d82f913c2dc6dd0c",
    "resnet50v2_notop": "fac2f116257151a9d068a22e544a4917",
    "resnet101v2_notop": "c0ed64b8031c3730f411d2eb4eea35b5",
    "resnet152v2_notop": "ed17cf2e0169df9d443503ef94b23b33",
}
_EPSILON = 1.001e-5


def ResNet50(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "resnet50",
) -> Any:
    """Makes ResNet50.

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
    return _resnet(x, (3, 4, 6, 3), "resnet50", 1, *options)


def ResNet101(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "resnet101",
) -> Any:
    """Makes ResNet101; see `ResNet50`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _resnet(x, (3, 4, 23, 3), "resnet101", 1, *options)


def ResNet152(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "resnet152",
) -> Any:
    """Makes ResNet152; see `ResNet50`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _resnet(x, (3, 8, 36, 3), "resnet152", 1, *options)


def ResNet50V2(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "resnet50v2",
) -> Any:
    """Makes ResNet50V2; see `ResNet50`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _resnet(x, (3, 4, 6, 3), "resnet50v2", 2, *options)


def ResNet101V2(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "resnet101v2",
) -> Any:
    """Makes ResNet101V2; see `ResNet50`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _resnet(x, (3, 4, 23, 3), "resnet101v2", 2, *options)


def ResNet152V2(  # noqa: N802
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    input_shape: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "resnet152v2",
) -> Any:
    """Makes ResNet152V2; see `ResNet50`."""
    x = imagenet.entry(include_top, weights, classes, input_tensor, input_shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _resnet(x, (3, 8, 36, 3), "resnet152v2", 2, *options)


def _resnet(
    inputs: Any,
    depths: tuple[int, ...],
    kind: str,
    version: int,
    include_top: bool,
    weights: Any,
    pooling: str | None,
    classes: int,
    activation: Any,
    name: str,
) -> Any:
    """Returns a model with this many blocks in each stage."""
    layers = tf.keras.layers
    x = layers.ZeroPadding2D(((3, 3), (3, 3)), name="conv1_pad")(inputs)
    x = layers.Conv2D(64, 7, strides=2, name="conv1_conv")(x)
    if version == 1:
        x = _normal(x, "conv1")
    x = layers.ZeroPadding2D(((1, 1), (1, 1)), name="pool1_pad")(x)
    x = layers.MaxPooling2D(3, strides=2, name="pool1_pool")(x)
    for stage, depth in enumerate(depths, 2):
        filters = 64 * 2 ** (stage - 2)
        for number in range(1, depth + 1):
            label = f"conv{stage}_block{number}"
            if version == 1:
                strides = 2 if number == 1 and stage > 2 else 1
                x = _block(x, filters, strides, number == 1, label)
            else:
                strides = 2 if number == depth and stage < 5 else 1
                x = _block_v2(x, filters, strides, number == 1, label)
    if version == 2:
        x = layers.BatchNormalization(epsilon=_EPSILON, name="post_bn")(x)
        x = layers.Activation("relu", name="post_relu")(x)
    x = imagenet.head(x, include_top, pooling, classes, activation)
    tail = "" if include_top else "_notop"
    origin = f"{_BASE}{kind}_weights_tf_dim_ordering_tf_kernels{tail}.h5"
    return imagenet.finished(inputs, x, name, weights, origin, _HASHES[kind + tail])


def _normal(x: Any, label: str) -> Any:
    """Returns normalised features, cut at zero."""
    layers = tf.keras.layers
    x = layers.BatchNormalization(epsilon=_EPSILON, name=f"{label}_bn")(x)
    return layers.Activation("relu", name=f"{label}_relu")(x)


def _block(x: Any, filters: int, strides: int, projects: bool, label: str) -> Any:
    """Returns a block of three convolutions around a shortcut."""
    layers = tf.keras.layers
    shortcut = x
    if projects:
        shortcut = layers.Conv2D(
            4 * filters, 1, strides=strides, name=f"{label}_0_conv"
        )(x)
        shortcut = layers.BatchNormalization(epsilon=_EPSILON, name=f"{label}_0_bn")(
            shortcut
        )
    x = layers.Conv2D(filters, 1, strides=strides, name=f"{label}_1_conv")(x)
    x = _normal(x, f"{label}_1")
    x = layers.Conv2D(filters, 3, padding="same", name=f"{label}_2_conv")(x)
    x = _normal(x, f"{label}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{label}_3_conv")(x)
    x = layers.BatchNormalization(epsilon=_EPSILON, name=f"{label}_3_bn")(x)
    x = layers.Add(name=f"{label}_add")([shortcut, x])
    return layers.Activation("relu", name=f"{label}_out")(x)


def _block_v2(x: Any, filters: int, strides: int, projects: bool, label: str) -> Any:
    """Returns a block that normalises first."""
    layers = tf.keras.layers
    before = _normal(x, f"{label}_preact")
    if projects:
        shortcut = layers.Conv2D(
            4 * filters, 1, strides=strides, name=f"{label}_0_conv"
        )(before)
    elif strides > 1:
        shortcut = layers.MaxPooling2D(1, strides=strides)(x)
    else:
        shortcut = x
    x = layers.Conv2D(filters, 1, use_bias=False, name=f"{label}_1_conv")(before)
    x = _normal(x, f"{label}_1")
    x = layers.ZeroPadding2D(((1, 1), (1, 1)), name=f"{label}_2_pad")(x)
    x = layers.Conv2D(
        filters, 3, strides=strides, use_bias=False, name=f"{label}_2_conv"
    )(x)
    x = _normal(x, f"{label}_2")
    x = layers.Conv2D(4 * filters, 1, name=f"{label}_3_conv")(x)
    return layers.Add(name=f"{label}_out")([shortcut, x])
