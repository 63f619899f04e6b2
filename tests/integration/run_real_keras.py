"""Trains models with the package `keras` itself, on Tensorbrook; prints what it found.

KERAS_BACKEND=tensorflow python run_real_keras.py FOLDER
"""

import json
import os
import sys

import keras
import numpy as np
import tensorflow as tf

folder = sys.argv[1]
found = {"keras": keras.__version__, "backend": keras.backend.backend()}
found["ours"] = tf.__name__ == "tensorbrook" and "tensorbrook" not in keras.__name__
rng = np.random.default_rng(0)
L = keras.layers


def mlp():
    x = rng.normal(size=(64, 8)).astype("float32")
    y = (x[:, :1] * x[:, 1:2] > 0).astype("float32")
    model = keras.Sequential(
        [
            keras.Input((8,)),
            L.Dense(16, "relu"),
            L.BatchNormalization(),
            L.Dropout(0.1),
            L.Dense(1, "sigmoid"),
        ]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return model, x, y


def cnn():
    x = rng.random((32, 10, 10, 1)).astype("float32")
    y = (x.mean((1, 2, 3)) > 0.5).astype("int32")
    model = keras.Sequential(
        [
            keras.Input((10, 10, 1)),
            L.Conv2D(4, 3, activation="relu"),
            L.MaxPooling2D(),
            L.Conv2D(8, 3, padding="same"),
            L.GlobalAveragePooling2D(),
            L.Dense(2),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), loss, metrics=["accuracy"])
    return model, x, y


def lstm():
    x = rng.integers(1, 20, size=(32, 7))
    y = (x.sum(1, keepdims=True) / 100).astype("float32")
    tokens = keras.Input((7,), dtype="int32")
    h = L.Embedding(20, 6, mask_zero=True)(tokens)
    h = L.Bidirectional(L.LSTM(5))(h)
    model = keras.Model(tokens, L.Dense(1)(h))
    model.compile("rmsprop", "mse")
    return model, x, y


for make in (mlp, cnn, lstm):
    keras.utils.set_random_seed(1)
    model, x, y = make()
    history = model.fit(x, y, epochs=3, batch_size=16, verbose=0)
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(8)
    model.fit(data, epochs=2, verbose=0, validation_data=data)
    outputs = model.predict(x, verbose=0)
    path = os.path.join(folder, f"{make.__name__}.keras")
    model.save(path)
    loaded = keras.models.load_model(path)
    same = np.abs(loaded.predict(x, verbose=0) - outputs).max()
    weights = os.path.join(folder, f"{make.__name__}.weights.h5")
    model.save_weights(weights)
    loaded.load_weights(weights)
    again = outputs
    if make is not lstm:  # Keras can't read masks of embeddings from its own .h5 files
        old = os.path.join(folder, f"{make.__name__}.h5")
        model.save(old)
        again = keras.models.load_model(old).predict(x, verbose=0)
    found[make.__name__] = {
        "losses": history.history["loss"],
        "evaluated": float(np.ravel(loaded.evaluate(x, y, verbose=0))[0]),
        "apart": float(max(same, np.abs(again - outputs).max())),
        "step": int(loaded.optimizer.iterations),
    }
    np.save(os.path.join(folder, f"{make.__name__}.x.npy"), x)
    np.save(os.path.join(folder, f"{make.__name__}.y.npy"), outputs)
print(json.dumps(found))
