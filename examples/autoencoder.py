"""Keras: an autoencoder that takes the noise out of digits, through six numbers."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

# Which of the seven bars of a display are lit for 0 to 9.
bars = "1110111 0010010 1011101 1011011 0111010 1101011 1101111 1010010 1111111 1111011"
lit = np.array([[int(bar) for bar in digit] for digit in bars.split()])


def draw(count, seed):
    """Digits, as thin bars of changing slant and size, and which each shows."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count)
    rows, columns = np.mgrid[0:24, 0:18]
    pictures = np.zeros((count, 24, 18), np.float32)
    for picture, label in zip(pictures, labels, strict=True):
        slant, size = rng.normal(0, 0.12), rng.uniform(0.8, 1.05)
        y = (rows - 11.5) / 8 / size
        x = (columns - 8.5) / 5 / size + slant * y * 2
        for bar, on in enumerate(lit[label]):
            level = bar in (0, 3, 6)
            middle = {0: (0, -1), 1: (-1, -0.5), 2: (1, -0.5), 3: (0, 0)}
            middle |= {4: (-1, 0.5), 5: (1, 0.5), 6: (0, 1)}
            right, down = np.abs(x - middle[bar][0]), np.abs(y - middle[bar][1])
            width, height = (0.95, 0.14) if level else (0.22, 0.48)
            if on:
                picture[(right < width) & (down < height)] = 1.0
    return pictures[..., None], labels


def add_noise(pictures, seed):
    """The pictures with grains of any brightness."""
    rng = np.random.default_rng(seed)
    return np.clip(pictures + rng.normal(0, 0.45, pictures.shape), 0, 1).astype("f4")


keras.utils.set_random_seed(4)
clean, labels = draw(3000, 0)
encoder = keras.Sequential(
    [
        layers.Input((24, 18, 1)),
        layers.Conv2D(12, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2D(24, 3, strides=2, padding="same", activation="relu"),
        layers.Flatten(),
        layers.Dense(48, activation="relu"),
        layers.Dense(6, name="code"),
    ],
    name="encoder",
)
decoder = keras.Sequential(
    [
        layers.Input((6,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(6 * 5 * 24, activation="relu"),
        layers.Reshape((6, 5, 24)),
        layers.Conv2DTranspose(24, 3, strides=2, padding="same", activation="relu"),
        layers.Conv2DTranspose(12, 3, strides=2, padding="same", activation="relu"),
        layers.Cropping2D((0, 1)),
        layers.Conv2D(1, 3, padding="same", activation="sigmoid"),
    ],
    name="decoder",
)
pictures = keras.Input((24, 18, 1))
model = keras.Model(pictures, decoder(encoder(pictures)))
model.summary()
model.compile(keras.optimizers.Adam(0.003), "binary_crossentropy")
history = model.fit(add_noise(clean, 1), clean, batch_size=64, epochs=12, verbose=2)

new, new_labels = draw(500, 7)
noisy = add_noise(new, 8)
rebuilt = model.predict(noisy, verbose=0)
print(f"error with noise {np.mean((noisy - new) ** 2):.4f}")
print(f"error rebuilt    {np.mean((rebuilt - new) ** 2):.4f}")

figure = plt.figure(figsize=(10, 4), layout="constrained")
left, right = figure.subfigures(1, 2, width_ratios=[1.35, 1])
shown = [int(np.flatnonzero(new_labels == digit)[0]) for digit in range(10)]
grid = left.subplots(3, 10)
for row, (name, some) in enumerate(
    [("drawn", new), ("with noise", noisy), ("rebuilt", rebuilt)]
):
    for axes, place in zip(grid[row], shown, strict=True):
        axes.imshow(some[place, :, :, 0], cmap="gray", vmin=0, vmax=1)
        axes.set_xticks([])
        axes.set_yticks([])
    grid[row, 0].set_ylabel(name)
left.suptitle("New digits go through a code of six numbers")
axes = right.subplots()
codes = encoder.predict(noisy, verbose=0)
codes = (codes - codes.mean(0)) @ np.linalg.svd(codes - codes.mean(0))[2][:2].T
points = axes.scatter(*codes.T, c=new_labels, cmap="tab10", s=14, vmin=-0.5, vmax=9.5)
right.colorbar(points, ax=axes, ticks=range(10), label="digit")
axes.set_title("Codes of 500 new digits")
plt.savefig("autoencoder.png")
