"""NASNet: two cells that a search found, stacked."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.applications import imagenet
from tensorbrook._src.keras.applications.mobilenet_v2 import padding_of

_BASE = "https://storage.googleapis.com/tensorflow/keras-applications/nasnet/NASNet-"


def NASNetMobile(  # noqa: N802
    input_shape: Any = None,
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "nasnet_mobile",
) -> Any:
    """Makes the NASNet for small machines.

    Args:
        input_shape: the shape of an image; (224, 224, 3) if left out.
        include_top: whether the model has its classifier.
        weights: `"imagenet"`, a file, or None.
        input_tensor: a symbolic input to use.
        pooling: `"avg"`, `"max"` or None, without the classifier.
        classes: the number of classes.
        classifier_activation: the classifier's activation.
        name: the name.
    """
    shape = input_shape or (224, 224, 3)
    x = imagenet.entry(include_top, weights, classes, input_tensor, shape, 224)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _nasnet(x, 1056, 4, 32, False, "mobile", *options)


def NASNetLarge(  # noqa: N802
    input_shape: Any = None,
    include_top: bool = True,
    weights: Any = "imagenet",
    input_tensor: Any = None,
    pooling: str | None = None,
    classes: int = 1000,
    classifier_activation: Any = "softmax",
    name: str = "nasnet_large",
) -> Any:
    """Makes the large NASNet, for images (331, 331, 3); see `NASNetMobile`."""
    shape = input_shape or (331, 331, 3)
    x = imagenet.entry(include_top, weights, classes, input_tensor, shape, 331)
    options = (include_top, weights, pooling, classes, classifier_activation, name)
    return _nasnet(x, 4032, 6, 96, True, "large", *options)


def _nasnet(
    inputs: Any,
    last: int,
    blocks: int,
    stem: int,
    skip_reduction: bool,
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
    filters = last // 24
    x = layers.Conv2D(
        stem,
        3,
        strides=2,
        use_bias=False,
        kernel_initializer="he_normal",
        name="stem_conv1",
    )(inputs)
    x = _normal(x, "stem_bn1")
    before, x = x, _reducing(x, None, filters // 4, "stem_1")
    before, x = x, _reducing(x, before, filters // 2, "stem_2")
    for stage in range(3):
        width = filters * 2**stage
        if stage:
            reduced = _reducing(x, before, width, f"reduce_{stage * blocks}")
            before, x = before if skip_reduction else x, reduced
        start = stage * blocks + (1 if stage else 0)
        for number in range(start, start + blocks):
            before, x = x, _normal_cell(x, before, width, str(number))
    x = layers.Activation("relu")(x)
    if include_top:
        x = layers.GlobalAveragePooling2D()(x)
        x = layers.Dense(classes, activation=activation, name="predictions")(x)
    else:
        x = imagenet.head(x, False, pooling, classes, None)
    tail = "" if include_top else "-no-top"
    return imagenet.finished(inputs, x, name, weights, f"{_BASE}{kind}{tail}.h5")


def _normal(x: Any, name: str) -> Any:
    """Returns normalised features."""
    layers = tf.keras.layers
    return layers.BatchNormalization(momentum=0.9997, epsilon=1e-3, name=name)(x)


def _narrow(x: Any, filters: int, name: str) -> Any:
    """Returns features of this many channels, each a mixture of what is positive."""
    layers = tf.keras.layers
    x = layers.Activation("relu")(x)
    return layers.Conv2D(
        filters,
        1,
        padding="same",
        use_bias=False,
        kernel_initializer="he_normal",
        name=name,
    )(x)


def _separable(x: Any, filters: int, window: int, label: str, strides: int = 1) -> Any:
    """Returns two separable convolutions, the first one with strides."""
    layers = tf.keras.layers
    x = layers.Activation("relu")(x)
    padding = "same"
    if strides == 2:
        name = f"separable_conv_1_pad_{label}"
        x = layers.ZeroPadding2D(padding_of(x, window), name=name)(x)
        padding = "valid"
    x = layers.SeparableConv2D(
        filters, window, strides=strides, padding=padding, use_bias=False,
        name=f"separable_conv_1_{label}",
    )(x)  # fmt: skip
    x = layers.Activation("relu")(_normal(x, f"separable_conv_1_bn_{label}"))
    x = layers.SeparableConv2D(
        filters, window, padding="same", use_bias=False,
        name=f"separable_conv_2_{label}",
    )(x)  # fmt: skip
    return _normal(x, f"separable_conv_2_bn_{label}")


def _adjusted(before: Any, x: Any, filters: int, label: str) -> Any:
    """Returns the cell before the last, in the shape of the last one."""
    layers = tf.keras.layers
    if before is None:
        return x
    if before.shape[1] != x.shape[1]:
        before = layers.Activation("relu", name=f"adjust_relu_1_{label}")(before)
        moved = layers.ZeroPadding2D(((0, 1), (0, 1)))(before)
        moved = layers.Cropping2D(((1, 0), (1, 0)))(moved)
        halves = []
        for half, part in enumerate((before, moved), 1):
            pool = layers.AveragePooling2D(
                1, strides=2, name=f"adjust_avg_pool_{half}_{label}"
            )
            conv = layers.Conv2D(
                filters // 2, 1, padding="same", use_bias=False,
                kernel_initializer="he_normal", name=f"adjust_conv_{half}_{label}",
            )  # fmt: skip
            halves.append(conv(pool(part)))
        return _normal(layers.concatenate(halves, axis=-1), f"adjust_bn_{label}")
    if before.shape[-1] != filters:
        before = _narrow(before, filters, f"adjust_conv_projection_{label}")
        return _normal(before, f"adjust_bn_{label}")
    return before


def _pooled(x: Any, kind: str, name: str, strides: int = 1) -> Any:
    """Returns the means or the largest of windows of three."""
    layers = tf.keras.layers
    pool = layers.MaxPooling2D if kind == "max" else layers.AveragePooling2D
    padding = "same" if strides == 1 else "valid"
    return pool(3, strides=strides, padding=padding, name=name)(x)


def _normal_cell(x: Any, before: Any, filters: int, label: str) -> Any:
    """Returns a cell that keeps rows and columns."""
    layers = tf.keras.layers
    before = _adjusted(before, x, filters, label)
    here = _narrow(x, filters, f"normal_conv_1_{label}")
    here = _normal(here, f"normal_bn_1_{label}")
    pairs = (
        (
            _separable(here, filters, 5, f"normal_left1_{label}"),
            _separable(before, filters, 3, f"normal_right1_{label}"),
        ),
        (
            _separable(before, filters, 5, f"normal_left2_{label}"),
            _separable(before, filters, 3, f"normal_right2_{label}"),
        ),
        (_pooled(here, "mean", f"normal_left3_{label}"), before),
        (
            _pooled(before, "mean", f"normal_left4_{label}"),
            _pooled(before, "mean", f"normal_right4_{label}"),
        ),
        (_separable(here, filters, 3, f"normal_left5_{label}"), here),
    )
    sums = [
        layers.add(list(pair), name=f"normal_add_{number}_{label}")
        for number, pair in enumerate(pairs, 1)
    ]
    return layers.concatenate(
        [before, *sums], axis=-1, name=f"normal_concat_{label}"
    )  # fmt: skip


def _reducing(x: Any, before: Any, filters: int, label: str) -> Any:
    """Returns a cell that halves rows and columns."""
    layers = tf.keras.layers
    before = _adjusted(before, x, filters, label)
    here = _narrow(x, filters, f"reduction_conv_1_{label}")
    here = _normal(here, f"reduction_bn_1_{label}")
    padded = layers.ZeroPadding2D(
        padding_of(here, 3), name=f"reduction_pad_1_{label}"
    )(here)  # fmt: skip
    first = layers.add(
        [
            _separable(here, filters, 5, f"reduction_left1_{label}", 2),
            _separable(before, filters, 7, f"reduction_right1_{label}", 2),
        ],
        name=f"reduction_add_1_{label}",
    )
    second = layers.add(
        [
            _pooled(padded, "max", f"reduction_left2_{label}", 2),
            _separable(before, filters, 7, f"reduction_right2_{label}", 2),
        ],
        name=f"reduction_add_2_{label}",
    )
    third = layers.add(
        [
            _pooled(padded, "mean", f"reduction_left3_{label}", 2),
            _separable(before, filters, 5, f"reduction_right3_{label}", 2),
        ],
        name=f"reduction_add3_{label}",
    )
    fourth = layers.add([second, _pooled(first, "mean", f"reduction_left4_{label}")])
    fifth = layers.add(
        [
            _separable(first, filters, 3, f"reduction_left4_{label}"),
            _pooled(padded, "max", f"reduction_right5_{label}", 2),
        ],
        name=f"reduction_add4_{label}",
    )
    return layers.concatenate(
        [second, third, fourth, fifth], axis=-1, name=f"reduction_concat_{label}"
    )
