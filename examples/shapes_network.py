"""Keras: a convolutional network that tells squares, circles and triangles apart."""

import tempfile

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

names = ["square", "circle", "triangle"]


def draw(count, seed):
    """Small noisy pictures, and which shape each shows."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, count)
    rows, columns = np.mgrid[0:20, 0:20]
    pictures = []
    for label in labels:
        x, y, size = rng.uniform(7, 13), rng.uniform(7, 13), rng.uniform(3.5, 6)
        inside = [
            (abs(columns - x) < size) & (abs(rows - y) < size),
            (columns - x) ** 2 + (rows - y) ** 2 < size**2,
            (rows - y < size) & (abs(columns - x) < (rows - y + size) / 2),
        ][label]
        pictures.append(inside + rng.normal(0, 0.2, (20, 20)))
    return np.array(pictures, np.float32)[..., None], labels


(x_train, y_train), (x_test, y_test) = draw(2000, 0), draw(500, 1)
keras.utils.set_random_seed(1)
model = keras.Sequential(
    [
        layers.Input((20, 20, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(3, activation="softmax"),
    ]
)
model.summary()
model.compile(
    keras.optimizers.Adam(0.003),
    "sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = model.fit(
    x_train, y_train, batch_size=64, epochs=8, validation_split=0.1, verbose=2
)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"accuracy on new pictures: {accuracy:.3f}")

path = tempfile.mkdtemp() + "/shapes.keras"
model.save(path)
again = keras.models.load_model(path)
chances = again.predict(x_test[:8], verbose=0)
print(
    "saved, loaded, and equal:",
    np.allclose(chances, model.predict(x_test[:8], verbose=0)),
)

figure = plt.figure(figsize=(11, 4))
curves = figure.add_subplot(1, 2, 1)
for name in ("accuracy", "val_accuracy"):
    curves.plot(history.history[name], label=name)
curves.legend()
curves.set_xlabel("epoch")
for index in range(8):
    place = figure.add_subplot(2, 8, 5 + index % 4 + 8 * (index // 4))
    place.imshow(x_test[index, :, :, 0], cmap="gray")
    place.set_title(names[chances[index].argmax()], fontsize=8)
    place.axis("off")
figure.tight_layout()
figure.savefig("shapes_network.png")
