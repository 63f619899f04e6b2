"""2.x: an input pipeline from files: read, shuffle, map, batch, prefetch."""

import os
import tempfile

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

folder = tempfile.mkdtemp()
rng = np.random.default_rng(0)
for number in range(4):
    with open(os.path.join(folder, f"part-{number}.csv"), "w") as file:
        file.write("x,y\n")
        for x in rng.uniform(-3, 3, 250):
            file.write(f"{x:.4f},{np.sin(x) + rng.normal(0, 0.1):.4f}\n")


def parse(line):
    """One line of a file as two numbers."""
    x, y = tf.io.decode_csv(line, record_defaults=[0.0, 0.0])
    return tf.expand_dims(x, 0), y


files = tf.data.Dataset.list_files(os.path.join(folder, "*.csv"), shuffle=False)
lines = files.interleave(
    lambda name: tf.data.TextLineDataset(name).skip(1), cycle_length=4
)
dataset = lines.map(parse, num_parallel_calls=tf.data.AUTOTUNE)
train = dataset.take(800).cache().shuffle(800, seed=1).batch(32).prefetch(2)
test = dataset.skip(800).batch(32)
print("an element:", train.element_spec)
print("batches:", sum(1 for _ in train))

tf.keras.utils.set_random_seed(3)
model = tf.keras.Sequential(
    [
        tf.keras.layers.Input((1,)),
        tf.keras.layers.Dense(32, activation="tanh"),
        tf.keras.layers.Dense(1),
    ]
)
model.compile(tf.keras.optimizers.Adam(0.02), "mse")
model.fit(train, epochs=20, verbose=0)
print(f"error on new points: {model.evaluate(test, verbose=0):.4f}")

axis = np.linspace(-3, 3, 100, dtype=np.float32)[:, None]
points = list(dataset.as_numpy_iterator())
plt.figure(figsize=(7, 4))
plt.scatter([x[0] for x, _ in points], [y for _, y in points], s=3, color="gray")
plt.plot(axis, model.predict(axis, verbose=0), color="tab:red")
plt.title("learned from four files")
plt.tight_layout()
plt.savefig("input_pipeline.png")
