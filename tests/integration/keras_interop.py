"""Models that are trained, written and read, by any Keras; run by the test beside.

python keras_interop.py write|read FOLDER
"""

import json
import os
import sys

import numpy as np

NAMES = ("mlp", "cnn", "rnn", "two", "attention")


def build(keras, name):
    """A model of that name, compiled, with weights that are everywhere the same."""
    layers, inputs = keras.layers, keras.Input
    optimizers = keras.optimizers
    if name == "mlp":
        model = keras.Sequential(
            [
                inputs((8,)),
                layers.Dense(16, "relu", kernel_regularizer="l2"),
                layers.BatchNormalization(),
                layers.Dense(3, "softmax"),
            ]
        )
        loss = "sparse_categorical_crossentropy"
        optimizer = optimizers.Adam(0.01, clipnorm=1.0)
    elif name == "cnn":
        model = keras.Sequential(
            [
                inputs((8, 8, 1)),
                layers.Conv2D(4, 3, padding="same", activation="relu"),
                layers.MaxPooling2D(),
                layers.SeparableConv2D(6, 3),
                layers.LayerNormalization(),
                layers.GlobalAveragePooling2D(),
                layers.Dense(3),
            ]
        )
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        optimizer = optimizers.SGD(0.05, momentum=0.9, nesterov=True)
    elif name == "rnn":
        model = keras.Sequential(
            [
                inputs((6, 4)),
                layers.Masking(),
                layers.Bidirectional(layers.LSTM(5, return_sequences=True)),
                layers.GRU(4),
                layers.Dense(1, "sigmoid"),
            ]
        )
        loss = "binary_crossentropy"
        rate = optimizers.schedules.ExponentialDecay(0.01, 10, 0.5)
        optimizer = optimizers.RMSprop(rate, momentum=0.5, centered=True)
    elif name == "two":
        a, b = inputs((4,), name="a"), inputs((4,), name="b")
        shared = layers.Dense(5, "tanh", name="shared")
        both = layers.Concatenate()([shared(a), shared(b)])
        total = layers.Add()([shared(a), shared(b)])
        outputs = [layers.Dense(2, name="left")(both), layers.Dense(1)(total)]
        model = keras.Model({"a": a, "b": b}, outputs)
        loss = ["mse", keras.losses.Huber(0.5)]
        optimizer = optimizers.AdamW(0.01, weight_decay=0.1)
    else:
        words = inputs((6, 8))
        attended = layers.MultiHeadAttention(2, 4)(words, words)
        h = layers.LayerNormalization()(words + attended)
        inner = keras.Sequential(
            [inputs((6, 8)), layers.EinsumDense("abc,cd->abd", (6, 5))]
        )
        h = layers.TimeDistributed(layers.Dense(5))(inner(h) * 0.5)
        model = keras.Model(words, layers.Dense(1)(layers.Flatten()(h)))
        loss = "mae"
        optimizer = optimizers.Nadam(0.01)
    rng = np.random.default_rng(5)
    model.set_weights(
        [np.abs(rng.normal(scale=0.3, size=w.shape)) for w in model.get_weights()]
    )
    model.compile(optimizer=optimizer, loss=loss, metrics=_metrics(name))
    return model


def _metrics(name):
    return ["accuracy"] if name in ("mlp", "cnn") else None


def data(name):
    """Inputs and labels."""
    rng = np.random.default_rng(7)
    shapes = {"mlp": (12, 8), "cnn": (12, 8, 8, 1), "rnn": (12, 6, 4)}
    if name == "two":
        x = {key: rng.normal(size=(12, 4)).astype("float32") for key in "ab"}
        return x, [rng.normal(size=(12, n)).astype("float32") for n in (2, 1)]
    x = rng.normal(size=shapes.get(name, (12, 6, 8))).astype("float32")
    if name in ("mlp", "cnn"):
        return x, rng.integers(0, 3, 12)
    return x, rng.integers(0, 2, (12, 1)).astype("float32")


def _outputs(model, x):
    outputs = model.predict(x, verbose=0)
    outputs = outputs if isinstance(outputs, list) else [outputs]
    return [np.asarray(part).tolist() for part in outputs]


def numbers(model, x, y):
    """What shows whether a model is the same: outputs, state, and the next loss."""
    found = {
        "outputs": _outputs(model, x),
        "optimizer": [float(np.sum(np.asarray(v))) for v in model.optimizer.variables],
    }
    for _ in range(2):
        result = model.train_on_batch(x, y)
        found.setdefault("losses", []).append(float(np.ravel(result)[0]))
    return found


def write(keras, folder):
    """Trains each model a little, writes it in each form; returns what it is."""
    wanted = {}
    for name in NAMES:
        model = build(keras, name)
        x, y = data(name)
        for _ in range(3):
            model.train_on_batch(x, y)
        base = os.path.join(folder, name)
        model.save(base + ".keras")
        model.save(base + ".folder", zipped=False)
        model.save_weights(base + ".weights.h5")
        with open(base + ".json", "w") as file:
            file.write(model.to_json())
        model.save(base + ".h5")  # after which Keras has forgotten the optimizer
        wanted[name] = numbers(model, x, y)
    return wanted


def read(keras, folder):
    """What each file gives."""
    found = {}
    for name in NAMES:
        base = os.path.join(folder, name)
        x, y = data(name)
        for ending in (".keras", ".folder"):
            model = keras.models.load_model(base + ending)
            found[name + ending] = numbers(model, x, y)
        if name in ("mlp", "cnn", "rnn"):
            model = keras.models.load_model(base + ".h5")
            found[name + ".h5"] = {"outputs": _outputs(model, x)}
        with open(base + ".json") as file:
            model = keras.models.model_from_json(file.read())
        model.load_weights(base + ".weights.h5")
        found[name + ".json"] = {"outputs": _outputs(model, x)}
    return found


if __name__ == "__main__":
    import keras

    done = write if sys.argv[1] == "write" else read
    with open(os.path.join(sys.argv[2], f"{sys.argv[1]}.json"), "w") as file:
        json.dump(done(keras, sys.argv[2]), file)
