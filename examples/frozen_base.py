"""Keras: transfer learning, where a trained base helps with a task of few pictures."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

rows, columns = np.mgrid[0:20, 0:20]


def draw(kinds, count, seed):
    """Small noisy pictures of shapes of these kinds, and which each shows."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, len(kinds), count)
    pictures = []
    for label in labels:
        x, y, size = rng.uniform(8, 12), rng.uniform(8, 12), rng.uniform(4, 7)
        right, down = np.abs(columns - x), np.abs(rows - y)
        inside = {
            "square": np.maximum(right, down) < size * 0.9,
            "circle": right**2 + down**2 < size**2,
            "triangle": (rows - y < size) & (right < (rows - y + size) / 2),
            "stripe": right < size / 3,
            "cross": (np.minimum(right, down) < 1.3) & (right + down < size * 1.5),
            "diamond": right + down < size,
            "ring": np.abs(np.hypot(right, down) - size * 0.8) < 1.3,
            "frame": np.abs(np.maximum(right, down) - size * 0.8) < 1.3,
            "bar": down < size / 3,
            "x": (np.abs(right - down) < 1.6) & (right + down < size * 1.5),
        }[kinds[label]]
        pictures.append(inside + rng.normal(0, 0.35, (20, 20)))
    return np.array(pictures, np.float32)[..., None], labels


def make_base():
    """A stack of convolutions that turns a picture into 48 numbers."""
    return keras.Sequential(
        [
            layers.Input((20, 20, 1)),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(48, 3, activation="relu"),
            layers.GlobalMaxPooling2D(),
        ],
        name="base",
    )


def with_head(base, classes, rate):
    """The base with a new last layer, compiled."""
    model = keras.Sequential([base, layers.Dense(classes, activation="softmax")])
    optimizer = keras.optimizers.Adam(rate)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


keras.utils.set_random_seed(2)
first = ["square", "triangle", "stripe", "bar", "cross", "diamond", "frame"]
second = ["x", "circle", "ring"]
base = make_base()
large = with_head(base, len(first), 0.003)
large.fit(*draw(first, 3000, 0), batch_size=64, epochs=5, verbose=2)

# The second task has 12 pictures. The base is frozen: only the new head is trained.
few, test = draw(second, 12, 1), draw(second, 600, 2)
options = {"validation_data": test, "batch_size": 6, "verbose": 0}
base.trainable = False
frozen = with_head(base, len(second), 0.02)
kept = [weight.copy() for weight in base.get_weights()]
curves = {"frozen base": frozen.fit(*few, epochs=30, **options)}
same = all(np.array_equal(a, b) for a, b in zip(kept, base.get_weights(), strict=True))
print(f"the base has not changed: {same}")
frozen.summary(show_trainable=True)

scratch = with_head(make_base(), len(second), 0.003)
curves["from scratch"] = scratch.fit(*few, epochs=60, **options)

# Then the whole is tuned with small steps. A model must be compiled anew after
# `trainable` has changed.
base.trainable = True
frozen.compile(
    keras.optimizers.Adam(3e-4), "sparse_categorical_crossentropy", metrics=["accuracy"]
)
curves["fine-tuned after"] = frozen.fit(*few, epochs=30, initial_epoch=0, **options)
for name, history in curves.items():
    print(f"{name}: accuracy {history.history['val_accuracy'][-1]:.3f}")

figure = plt.figure(figsize=(9, 5.6), layout="constrained")
top, bottom = figure.subfigures(2, 1, height_ratios=[1, 3])
for title, kinds, half in (("3,000 pictures", first, 0), ("12 pictures", second, 1)):
    pictures, labels = draw(kinds, 40, 5)
    for place, kind in enumerate(kinds):
        axes = top.add_subplot(1, 11, 1 + place + 8 * half)
        axes.imshow(pictures[labels == place][0, :, :, 0], cmap="gray")
        axes.set_title(f"{kind}\n({title})" if place == 0 else f"{kind}\n", fontsize=7)
        axes.axis("off")
axes = bottom.subplots()
starts = {"frozen base": 0, "from scratch": 0, "fine-tuned after": 30}
styles = {"frozen base": "C0", "from scratch": "C3", "fine-tuned after": "C2"}
for name, history in curves.items():
    values = history.history["val_accuracy"]
    steps = np.arange(len(values)) + 1 + starts[name]
    axes.plot(steps, values, styles[name], label=f"{name}: {values[-1]:.1%}")
axes.axvline(30.5, color="gray", linewidth=0.8, linestyle=":")
axes.set_xlabel("epoch")
axes.set_ylabel("accuracy on 600 new pictures")
axes.set_title("The second task, with and without what the first one taught")
axes.set_ylim(0.3, 1.02)
axes.grid(alpha=0.3)
axes.legend(loc="lower right")
plt.savefig("frozen_base.png")
