"""What models of ImageNet have in common: inputs, heads, weights, class names."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.datasets.file_cache import get_file

_CLASSES = (
    "https://storage.googleapis.com/download.tensorflow.org/data/"
    "imagenet_class_index.json"
)
_CLASSES_HASH = "c2c37ea517e94d9795004a39431a14cb"
_MODES = ("caffe", "tf", "torch")
_MEANS = (103.939, 116.779, 123.68)


def check(include_top: bool, weights: Any, classes: int) -> None:
    """Refuses the weights of ImageNet for a classifier of other classes.

    Args:
        include_top: whether the model has its classifier.
        weights: `"imagenet"`, a file, or None.
        classes: the number of classes.

    Raises:
        ValueError: when the weights do not fit, or no such file is there.
    """
    if weights == "imagenet" and include_top and classes != 1000:
        raise ValueError(
            "If using `weights='imagenet'` with `include_top=True`, `classes` should "
            f"be 1000. Received: classes={classes}."
        )
    if weights not in (None, "imagenet") and not tf.io.gfile.exists(weights):
        raise ValueError(
            "`weights` must be None, 'imagenet', or the path of a file with weights. "
            f"Received: weights={weights!r}."
        )


def entry(
    include_top: bool,
    weights: Any,
    classes: int,
    input_tensor: Any,
    input_shape: Any,
    default_size: int,
    min_size: int = 32,
) -> Any:
    """Returns the symbolic input of a model, after checking the arguments.

    Args:
        include_top: whether the model has its classifier.
        weights: `"imagenet"`, a file, or None.
        classes: the number of classes.
        input_tensor: a symbolic input to use, or None.
        input_shape: the shape of an image, or None.
        default_size: the size of images with the classifier.
        min_size: the least size.

    Raises:
        ValueError: when the arguments do not fit each other.
    """
    check(include_top, weights, classes)
    if config.image_data_format() != "channels_last":
        raise NotImplementedError(
            "The applications are defined for the layout 'channels_last' only."
        )
    if input_tensor is not None:
        if tf.keras.backend.is_keras_tensor(input_tensor):
            return input_tensor
        return tf.keras.Input(tensor=input_tensor)
    if input_shape is None:
        size = default_size if include_top else None
        input_shape = (size, size, 3)
    elif len(input_shape) != 3:
        raise ValueError(
            f"`input_shape` must have three numbers. Received: {input_shape}."
        )
    for length in input_shape[:2]:
        if length is not None and length < min_size:
            raise ValueError(
                f"Input size must be at least {min_size}x{min_size}. Received: "
                f"input_shape={input_shape}."
            )
    return tf.keras.Input(tuple(input_shape))


def head(
    x: Any,
    include_top: bool,
    pooling: str | None,
    classes: int,
    activation: Any,
    dropout: float = 0.0,
    name: str = "predictions",
) -> Any:
    """Returns the classifier's output, or the pooled features.

    Args:
        x: the features.
        include_top: whether to classify.
        pooling: `"avg"`, `"max"` or None, without the classifier.
        classes: the number of classes.
        activation: the classifier's activation.
        dropout: how much is dropped before the classifier.
        name: the name of the classifier.
    """
    layers = tf.keras.layers
    if include_top:
        x = layers.GlobalAveragePooling2D(name="avg_pool")(x)
        if dropout > 0:
            x = layers.Dropout(dropout, name="top_dropout")(x)
        return layers.Dense(classes, activation=activation, name=name)(x)
    if pooling == "avg":
        return layers.GlobalAveragePooling2D(name="avg_pool")(x)
    return layers.GlobalMaxPooling2D(name="max_pool")(x) if pooling == "max" else x


def finished(
    inputs: Any,
    outputs: Any,
    name: str | None,
    weights: Any,
    origin: str,
    file_hash: str | None = None,
) -> Any:
    """Returns the model, with its weights.

    Args:
        inputs: the symbolic input.
        outputs: the symbolic output.
        name: the model's name.
        weights: `"imagenet"`, a file, or None.
        origin: where the weights of ImageNet lie.
        file_hash: their checksum.

    Raises:
        ConnectionError: when the weights are not in the cache and cannot be fetched.
    """
    model = tf.keras.Model(inputs, outputs, name=name)
    if weights == "imagenet":
        path = get_file(origin=origin, cache_subdir="models", file_hash=file_hash)
        model.load_weights(path)
    elif weights is not None:
        model.load_weights(weights)
    return model


def preprocess_input(
    x: Any, data_format: str | None = None, mode: str = "caffe"
) -> Any:
    """Brings pixel values from 0 to 255 to what a model was trained with.

    Args:
        x: images, an array or a tensor.
        data_format: `"channels_last"` or `"channels_first"`.
        mode: `"caffe"` (BGR, centered), `"tf"` (from -1 to 1) or `"torch"` (from 0 to
            1, normalised).

    Raises:
        ValueError: for another mode.
    """
    if mode not in _MODES:
        raise ValueError(
            f"preprocess_input: `mode` must be one of {_MODES}. Received: mode={mode!r}."
        )
    first = config.standardize_data_format(data_format) == "channels_first"
    if isinstance(x, np.ndarray):
        values = x.astype(config.floatx())
    else:
        values = tf.cast(x, config.floatx())
    if mode == "tf":
        return values / 127.5 - 1.0
    axis = -3 if first else -1
    shape = (3, 1, 1) if first else (3,)
    if mode == "torch":
        mean = np.reshape((0.485, 0.456, 0.406), shape).astype(config.floatx())
        spread = np.reshape((0.229, 0.224, 0.225), shape).astype(config.floatx())
        return (values / 255.0 - mean) / spread
    if isinstance(values, np.ndarray):
        values = np.flip(values, axis)
    else:
        values = tf.reverse(values, [axis % len(values.shape)])
    return values - np.reshape(_MEANS, shape).astype(config.floatx())


def decode_predictions(preds: Any, top: int = 5) -> list[list[tuple[str, str, float]]]:
    """Returns the best classes of predictions, with their names.

    Args:
        preds: probabilities (batch, 1000).
        top: how many classes.

    Raises:
        ValueError: for another shape.
    """
    preds = np.asarray(preds)
    if preds.ndim != 2 or preds.shape[1] != 1000:
        raise ValueError(
            "decode_predictions: `preds` must be of the shape (samples, 1000). "
            f"Received: shape={preds.shape}."
        )
    path = get_file(
        "imagenet_class_index.json",
        _CLASSES,
        cache_subdir="models",
        file_hash=_CLASSES_HASH,
    )
    with open(path) as file:
        names = json.load(file)
    return [
        [
            (*names[str(place)], float(row[place]))
            for place in row.argsort()[-top:][::-1]
        ]
        for row in preds
    ]
