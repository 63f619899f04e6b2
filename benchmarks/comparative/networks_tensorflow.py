"""The training rows for TensorFlow and Tensorbrook, which speak the same language."""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Callable
from typing import Any

import numpy as np
from rows import CLASSES, IMAGE, LSTM, growth

tf: Any = importlib.import_module(os.environ.get("TENSORBROOK_CASES_OF", "tensorflow"))
keras, layers = tf.keras, tf.keras.layers
Timed = tuple[Callable[[], object], int]
_RNG = np.random.default_rng(0)


def _mlp(hidden: int = 512, depth: int = 1) -> Any:
    inner = [layers.Dense(hidden, activation="relu") for _ in range(depth)]
    return keras.Sequential([layers.Input((IMAGE,)), *inner, layers.Dense(CLASSES)])


def _conv(filters: tuple[int, ...], dense: int) -> Any:
    parts: list[Any] = [layers.Input((28, 28, 1))]
    for count in filters:
        parts += [layers.Conv2D(count, 3, activation="relu"), layers.MaxPooling2D()]
    parts += [layers.Flatten(), layers.Dense(dense, activation="relu")]
    return keras.Sequential([*parts, layers.Dense(CLASSES)])


def _lstm() -> Any:
    words, width = LSTM["words"], LSTM["width"]
    parts = [layers.Embedding(words, width), layers.LSTM(width, return_sequences=True)]
    start = layers.Input((LSTM["steps"],), dtype="int32")
    return keras.Sequential([start, *parts, layers.Dense(words)])


def _reader(kind: str, length: int) -> Any:
    layer = {"lstm": layers.LSTM, "gru": layers.GRU}[kind](100)
    return keras.Sequential([layers.Input((length, 100)), layer, layers.Dense(CLASSES)])


def _resnet() -> Any:
    start = x = layers.Input((32, 32, 64))
    for last in (False, True):
        x = layers.Conv2D(64, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Add()([x, start]) if last else x
        x = layers.ReLU()(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(start, layers.Dense(CLASSES)(x))


def _transformer() -> Any:
    start = layers.Input((64, 256))
    seen = layers.MultiHeadAttention(4, 64)(start, start)
    x = layers.LayerNormalization(epsilon=1e-5)(layers.Add()([start, seen]))
    inner = layers.Dense(256)(layers.Dense(1024, activation="relu")(x))
    x = layers.LayerNormalization(epsilon=1e-5)(layers.Add()([x, inner]))
    x = layers.GlobalAveragePooling1D()(x)
    return keras.Model(start, layers.Dense(CLASSES)(x))


def _depthwise() -> Any:
    return keras.Sequential(
        [
            layers.Input((32, 32, 64)),
            layers.DepthwiseConv2D(3, padding="same", activation="relu"),
            layers.Conv2D(128, 1, activation="relu"),
            layers.GlobalAveragePooling2D(),
            layers.Dense(CLASSES),
        ]
    )


def _loss() -> Any:
    return keras.losses.SparseCategoricalCrossentropy(from_logits=True)


def _floats(count: int, *shape: int) -> tuple[np.ndarray, np.ndarray]:
    images = _RNG.random((count, *shape), np.float32)
    return images, _RNG.integers(0, CLASSES, count).astype(np.int32)


def _words(count: int) -> tuple[np.ndarray, np.ndarray]:
    shape = (count, LSTM["steps"])
    pair = (_RNG.integers(0, LSTM["words"], shape).astype(np.int32) for _ in range(2))
    return tuple(pair)  # type: ignore[return-value]


def _trained(model: Any, data: Any, batch: int, steps: int) -> Timed:
    """A step as a traced function."""
    optimizer, loss_of = keras.optimizers.Adam(), _loss()

    @tf.function
    def step(x: Any, y: Any) -> Any:
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_weights)
        optimizer.apply_gradients(zip(gradients, model.trainable_weights, strict=True))
        return loss

    cuts = [slice(i * batch, (i + 1) * batch) for i in range(steps)]
    batches = [tuple(tf.constant(part[cut]) for part in data) for cut in cuts]

    def epoch() -> object:
        for x, y in batches:
            loss = step(x, y)
        return loss.numpy()

    return epoch, steps


def _fitted(model: Any, data: Any, batch: int, steps: int) -> Timed:
    model.compile("adam", _loss(), metrics=["accuracy"])
    x, y = (part[: batch * steps] for part in data)
    return lambda: model.fit(x, y, batch_size=batch, verbose=0), steps


def time_train_mlp() -> Timed:
    return _trained(_mlp(), _floats(2560, IMAGE), 128, 20)


def time_fit_mlp() -> Timed:
    return _fitted(_mlp(), _floats(2560, IMAGE), 128, 20)


def time_train_mlp4() -> Timed:
    return _trained(_mlp(512, 4), _floats(1280, IMAGE), 128, 10)


def time_fit_mlp4() -> Timed:
    return _fitted(_mlp(512, 4), _floats(1280, IMAGE), 128, 10)


def time_train_conv() -> Timed:
    return _trained(_conv((10,), 100), _floats(1280, 28, 28, 1), 128, 10)


def time_fit_conv() -> Timed:
    return _fitted(_conv((10,), 100), _floats(1280, 28, 28, 1), 128, 10)


def time_train_conv2() -> Timed:
    return _trained(_conv((32, 64), 128), _floats(640, 28, 28, 1), 128, 5)


def time_fit_conv2() -> Timed:
    return _fitted(_conv((32, 64), 128), _floats(640, 28, 28, 1), 128, 5)


def time_train_lstm() -> Timed:
    return _trained(_lstm(), _words(80), LSTM["batch"], 4)


def time_fit_lstm() -> Timed:
    return _fitted(_lstm(), _words(80), LSTM["batch"], 4)


def time_predict_mlp() -> Timed:
    model, (x, _) = _mlp(), _floats(10_000, IMAGE)
    return lambda: model.predict(x, batch_size=128, verbose=0), 1


def time_dataset() -> Timed:
    count = 6400
    data = tf.data.Dataset.from_tensor_slices(np.arange(count, dtype=np.float32))
    data = data.shuffle(1000).map(lambda x: x * 2.0 + 1.0).batch(64).prefetch(2)

    def epoch() -> None:
        for _ in data:
            pass

    return epoch, count


def time_first_fit_step() -> Callable[[], object]:
    x, y = _floats(128, 20)

    def first() -> object:
        model = keras.Sequential(
            [
                layers.Input((20,)),
                layers.Dense(32, activation="relu"),
                layers.Dense(CLASSES),
            ]
        )
        return _fitted(model, (x, y), 128, 1)[0]()

    return first


def time_train_resnet() -> Timed:
    return _trained(_resnet(), _floats(96, 32, 32, 64), 32, 3)


def time_train_transformer() -> Timed:
    return _trained(_transformer(), _floats(64, 64, 256), 16, 4)


def time_train_depthwise() -> Timed:
    return _trained(_depthwise(), _floats(96, 32, 32, 64), 32, 3)


def time_train_gru() -> Timed:
    return _trained(_reader("gru", 35), _floats(80, 35, 100), 20, 4)


def _grown(axis: str, size: int) -> Timed:
    if axis == "length":
        steps = max(1, 100 // size)
        data = _floats(20 * steps, size, 100)
        return _trained(_reader("lstm", size), data, 20, steps)
    batch = size if axis == "batch" else 128
    steps = max(2, 1024 // batch) if batch < 1024 else 2
    model = {
        "batch": lambda: _mlp(),
        "width": lambda: _mlp(size),
        "depth": lambda: _mlp(256, size),
    }[axis]()
    return _trained(model, _floats(batch * steps, IMAGE), batch, min(steps, 20))


for _axis, _, _size, _row in growth():
    globals()[f"time_{_row.name}"] = functools.partial(_grown, _axis, _size)
