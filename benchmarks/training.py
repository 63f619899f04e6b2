"""Training: one step of Keras's `fit`, on networks that many people begin with."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook import keras

BATCH = 128
STEPS = 20


def _fit(model: Any, shape: tuple[int, ...]) -> tuple[Callable[[], object], int]:
    rng = np.random.default_rng(0)
    images = rng.random((BATCH * STEPS, *shape), np.float32)
    labels = rng.integers(0, 10, BATCH * STEPS)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return lambda: model.fit(images, labels, batch_size=BATCH, verbose=0), STEPS


def time_mlp_784_512_10() -> tuple[Callable[[], object], int]:
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input((784,)),
            layers.Dense(512, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    return _fit(model, (784,))


def time_conv_10_pool_100_10() -> tuple[Callable[[], object], int]:
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(10, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(100, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    return _fit(model, (28, 28, 1))
