"""Keras: a GAN with a `train_step` of its own learns where points of a spiral lie."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers


def spiral(count, seed):
    """Points on a spiral, a little scattered."""
    rng = np.random.default_rng(seed)
    turn = np.sqrt(rng.uniform(0.05, 1, count)) * 3.5 * np.pi
    points = np.stack([turn * np.cos(turn), turn * np.sin(turn)], 1) / (3.5 * np.pi)
    return (points + rng.normal(0, 0.015, points.shape)).astype("float32")


class GAN(keras.Model):
    """Two networks that play against each other: one makes points, one judges them."""

    def __init__(self, generator, judge, noise):
        super().__init__()
        self.generator, self.judge, self.noise = generator, judge, noise
        self.made_loss = keras.metrics.Mean(name="generator")
        self.judge_loss = keras.metrics.Mean(name="judge")

    @property
    def metrics(self):
        return [self.made_loss, self.judge_loss]

    def compile(self, generator_optimizer, judge_optimizer):
        super().compile()
        self.generator_optimizer = generator_optimizer
        self.judge_optimizer = judge_optimizer
        self.loss_fn = keras.losses.BinaryCrossentropy(
            from_logits=True, label_smoothing=0.1
        )

    def call(self, noise):
        return self.generator(noise)

    def train_step(self, real):
        count = tf.shape(real)[0]
        made = self.generator(tf.random.normal([count, self.noise]))
        points = tf.concat([real, made], 0)
        labels = tf.concat([tf.ones([count, 1]), tf.zeros([count, 1])], 0)
        with tf.GradientTape() as tape:
            judge_loss = self.loss_fn(labels, self.judge(points))
        weights = self.judge.trainable_weights
        gradients = tape.gradient(judge_loss, weights)
        self.judge_optimizer.apply_gradients(zip(gradients, weights, strict=True))

        with tf.GradientTape() as tape:
            made = self.generator(tf.random.normal([count, self.noise]))
            made_loss = self.loss_fn(tf.ones([count, 1]), self.judge(made))
        weights = self.generator.trainable_weights
        gradients = tape.gradient(made_loss, weights)
        self.generator_optimizer.apply_gradients(zip(gradients, weights, strict=True))
        self.made_loss.update_state(made_loss)
        self.judge_loss.update_state(judge_loss)
        return {metric.name: metric.result() for metric in self.metrics}


class Snapshots(keras.callbacks.Callback):
    """Keeps what the generator makes after some epochs."""

    def __init__(self, epochs):
        super().__init__()
        self.epochs, self.points = epochs, {}

    def on_epoch_end(self, epoch, logs=None):
        if epoch + 1 in self.epochs:
            noise = np.random.default_rng(5).normal(size=(800, self.model.noise))
            made = self.model.generator(noise.astype("float32"))
            self.points[epoch + 1] = made.numpy()


def network(size, outputs, slope):
    """A stack of dense layers."""
    inner = []
    for _ in range(3):
        inner += [layers.Dense(96), layers.LeakyReLU(slope)]
    return keras.Sequential([layers.Input((size,)), *inner, layers.Dense(outputs)])


keras.utils.set_random_seed(6)
data = tf.data.Dataset.from_tensor_slices(spiral(8192, 0)).shuffle(8192).batch(128)
gan = GAN(network(8, 2, 0.1), network(2, 1, 0.2), noise=8)
gan.compile(
    keras.optimizers.Adam(8e-4, beta_1=0.5), keras.optimizers.Adam(1.6e-3, beta_1=0.5)
)
snapshots = Snapshots([1, 5, 20, 60])
history = gan.fit(data, epochs=60, verbose=0, callbacks=[snapshots])
for name, values in history.history.items():
    print(f"{name}: {values[0]:.3f} at first, {values[-1]:.3f} at the end")

figure = plt.figure(figsize=(10, 5), layout="constrained")
grid = figure.subplot_mosaic([[1, 5, 20, 60], ["loss"] * 4], height_ratios=[1.5, 1])
real = spiral(800, 1)
for epoch, points in snapshots.points.items():
    grid[epoch].scatter(*real.T, s=3, color="lightgray", label="the spiral")
    grid[epoch].scatter(*points.T, s=3, color="C1", label="made")
    grid[epoch].set_title(f"after epoch {epoch}")
    grid[epoch].set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), xticks=[], yticks=[])
    grid[epoch].set_aspect("equal")
grid[1].legend(loc="upper left", fontsize=7, markerscale=3)
for name, values in history.history.items():
    grid["loss"].plot(np.arange(len(values)) + 1, values, label=name)
grid["loss"].set_xlabel("epoch")
grid["loss"].set_ylabel("loss")
grid["loss"].grid(alpha=0.3)
grid["loss"].legend()
plt.savefig("spiral_gan.png")
