"""What is trained to compare trajectories: models, data and optimizers, for any Keras."""

import numpy as np

STEPS = 50
BATCHES = 5
MODELS = ("mlp", "cnn", "lstm", "attention", "inputs")
UNABLE = {"lstm/rmsprop_centered"}
"""What Keras 3.15 can't train: centred averages of sparse gradients."""


def optimizers(keras):
    """Functions that make optimizers, by name."""
    o = keras.optimizers
    cosine = o.schedules.CosineDecay(0.05, 40, warmup_steps=5, warmup_target=0.1)
    return {
        "sgd": lambda: o.SGD(0.05),
        "sgd_momentum": lambda: o.SGD(0.02, momentum=0.9),
        "sgd_nesterov": lambda: o.SGD(0.02, momentum=0.9, nesterov=True),
        "sgd_clipnorm": lambda: o.SGD(0.1, clipnorm=0.1),
        "sgd_clipvalue": lambda: o.SGD(0.1, clipvalue=0.02),
        "sgd_global_clipnorm": lambda: o.SGD(0.1, global_clipnorm=0.1),
        "sgd_decay": lambda: o.SGD(0.05, weight_decay=0.02),
        "sgd_schedule": lambda: o.SGD(cosine),
        "sgd_accumulated": lambda: o.SGD(0.1, gradient_accumulation_steps=4),
        "rmsprop": lambda: o.RMSprop(0.002),
        "rmsprop_centered": lambda: o.RMSprop(0.002, momentum=0.5, centered=True),
        "adam": lambda: o.Adam(0.005),
        "adam_amsgrad": lambda: o.Adam(0.005, amsgrad=True, epsilon=1e-5),
        "adam_averaged": lambda: o.Adam(
            0.005, use_ema=True, ema_momentum=0.9, ema_overwrite_frequency=10
        ),
        "adam_scaled": lambda: o.LossScaleOptimizer(
            o.Adam(0.005), initial_scale=8.0, dynamic_growth_steps=10
        ),
        "adamw": lambda: o.AdamW(0.005, weight_decay=0.05),
        "adadelta": lambda: o.Adadelta(1.0),
        "adagrad": lambda: o.Adagrad(0.02),
        "adamax": lambda: o.Adamax(0.005),
        "nadam": lambda: o.Nadam(0.005),
        "ftrl": lambda: o.Ftrl(
            0.05, l1_regularization_strength=0.001, l2_regularization_strength=0.01
        ),
        "lion": lambda: o.Lion(0.001),
        "lamb": lambda: o.Lamb(0.01),
        "muon": lambda: o.Muon(0.01),
        "adafactor": lambda: o.Adafactor(0.01),
        "schedule_free_adamw": lambda: o.ScheduleFreeAdamW(0.005),
    }


def model(keras, name):
    """A model of that name, not compiled, with weights that are everywhere the same."""
    layers, inputs = keras.layers, keras.Input
    if name == "mlp":
        made = keras.Sequential(
            [
                inputs((6,)),
                layers.Dense(12, "tanh", kernel_regularizer="l2"),
                layers.BatchNormalization(),
                layers.Dense(8, "gelu"),
                layers.Dense(3),
            ]
        )
    elif name == "cnn":
        made = keras.Sequential(
            [
                inputs((8, 8, 2)),
                layers.Conv2D(4, 3, padding="same", activation="swish"),
                layers.AveragePooling2D(2),
                layers.DepthwiseConv2D(3),
                layers.LayerNormalization(),
                layers.Flatten(),
                layers.Dense(3),
            ]
        )
    elif name == "lstm":
        made = keras.Sequential(
            [
                inputs((7,), dtype="int32"),
                layers.Embedding(11, 5, mask_zero=True),
                layers.LSTM(6, return_sequences=True),
                layers.GRU(4),
                layers.Dense(3),
            ]
        )
    elif name == "attention":
        words = inputs((5, 6))
        attended = layers.MultiHeadAttention(2, 3)(words, words)
        h = layers.LayerNormalization()(layers.Add()([words, attended]))
        h = layers.GlobalAveragePooling1D()(layers.Dense(7, "relu")(h))
        made = keras.Model(words, layers.Dense(3)(h))
    else:
        image, numbers = inputs((6, 4), name="image"), inputs((5,), name="numbers")
        a = layers.Conv1D(3, 3, activation="elu")(image)
        b = layers.Dense(4, "softplus")(numbers)
        both = layers.Concatenate()([layers.Flatten()(a), b])
        made = keras.Model({"image": image, "numbers": numbers}, layers.Dense(3)(both))
    rng = np.random.default_rng(3)
    made.set_weights(
        [
            np.abs(rng.normal(1.0, 0.1, w.shape))
            if w.ndim == 1 and name in ("mlp", "cnn", "attention")
            else rng.normal(0.0, 0.3, w.shape)
            for w in made.get_weights()
        ]
    )
    return made


def batches(name):
    """The batches, which come again and again in this order."""
    rng = np.random.default_rng(9)
    shapes = {"mlp": (16, 6), "cnn": (8, 8, 8, 2), "attention": (16, 5, 6)}
    for _ in range(BATCHES):
        if name == "lstm":
            x = rng.integers(0, 11, (16, 7)).astype("int32")
        elif name == "inputs":
            x = {
                "image": rng.normal(size=(16, 6, 4)).astype("float32"),
                "numbers": rng.normal(size=(16, 5)).astype("float32"),
            }
        else:
            x = rng.normal(size=shapes[name]).astype("float32")
        yield x, rng.integers(0, 3, 8 if name == "cnn" else 16)


def trajectory(keras, name, make_optimizer):
    """The losses of the steps."""
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    trained = model(keras, name)
    trained.compile(make_optimizer(), loss)
    # What Keras 3.15 builds while it traces lacks the first values of averages.
    trained.optimizer.build(trained.trainable_variables)
    given = list(batches(name))
    return [
        float(np.ravel(trained.train_on_batch(*given[step % BATCHES]))[0])
        for step in range(STEPS)
    ]
