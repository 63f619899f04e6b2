"""Keras: a small transformer learns to write digits backwards; where it looks is drawn."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

LENGTH, WIDTH, HEADS = 10, 24, 2


class Positions(layers.Layer):
    """Adds a vector that is learned for each place."""

    def build(self, shape):
        self.places = self.add_weight(
            shape=shape[1:], initializer="random_normal", name="places"
        )

    def call(self, words):
        return words + self.places


class Block(layers.Layer):
    """Attention and a small network, each added to what comes in and normalised."""

    def __init__(self, width, heads, **kwargs):
        super().__init__(**kwargs)
        self.attention = layers.MultiHeadAttention(heads, width // heads)
        self.inner = keras.Sequential(
            [layers.Dense(2 * width, activation="gelu"), layers.Dense(width)]
        )
        self.first, self.second = (
            layers.LayerNormalization(),
            layers.LayerNormalization(),
        )

    def call(self, words, return_scores=False):
        mixed, scores = self.attention(words, words, return_attention_scores=True)
        words = self.first(words + mixed)
        words = self.second(words + self.inner(words))
        return (words, scores) if return_scores else words


def make_digits(count, seed):
    """Rows of digits, and the same rows backwards."""
    digits = np.random.default_rng(seed).integers(0, 10, (count, LENGTH))
    return digits, digits[:, ::-1].copy()


keras.utils.set_random_seed(11)
tokens = keras.Input((LENGTH,), dtype="int32")
embedded = Positions()(layers.Embedding(10, WIDTH)(tokens))
block = Block(WIDTH, HEADS)
model = keras.Model(tokens, layers.Dense(10)(block(embedded)))
model.summary()
rate = keras.optimizers.schedules.CosineDecay(
    1e-4, 270, warmup_target=0.008, warmup_steps=60
)
model.compile(
    keras.optimizers.Adam(rate),
    keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
history = model.fit(
    *make_digits(3000, 0),
    validation_data=make_digits(500, 1),
    batch_size=64,
    epochs=6,
    verbose=2,
)

digits, backwards = make_digits(3, 2)
written = np.argmax(model.predict(digits, verbose=0), -1)
for row, found in zip(digits, written, strict=True):
    print("".join(map(str, row)), "->", "".join(map(str, found)))

before = keras.Model(tokens, embedded)
_, scores = block(before(tf.constant(digits[:1])), return_scores=True)

figure, axes = plt.subplots(
    1, 1 + HEADS, figsize=(11, 3.9), width_ratios=[1.1, 1, 1], layout="constrained"
)
epochs = np.arange(len(history.history["accuracy"])) + 1
axes[0].plot(epochs, history.history["accuracy"], label="training")
axes[0].plot(epochs, history.history["val_accuracy"], label="new rows")
axes[0].set_title("Digits that are right")
axes[0].set_xlabel("epoch")
axes[0].set_ylim(0, 1.03)
axes[0].grid(alpha=0.3)
axes[0].legend(loc="lower right")
for head in range(HEADS):
    shares = axes[1 + head].imshow(scores[0, head], cmap="magma", vmin=0, vmax=1)
    axes[1 + head].set_title(f"Where head {head + 1} looks")
    axes[1 + head].set_xticks(range(LENGTH), digits[0])
    axes[1 + head].set_yticks(range(LENGTH), written[0])
    axes[1 + head].set_xlabel("digits that come in")
    axes[1 + head].set_ylabel("digits that it writes")
figure.colorbar(shares, ax=axes[1:], label="share of the attention", shrink=0.9)
plt.savefig("little_transformer.png")
