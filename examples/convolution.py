"""2.x: what filters see: edges, blur, and the maps that pooling leaves."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

x = np.linspace(-1, 1, 48, dtype=np.float32)
a, b = np.meshgrid(x, x)
picture = ((a**2 + b**2 < 0.5) ^ (abs(a - 0.3) < 0.15)).astype(np.float32)
batch = tf.constant(picture[None, :, :, None])

filters = {
    "edges across": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    "edges along": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": [[0, -1, 0], [-1, 5, -1], [0, -1, 0]],
}
bank = tf.constant(np.stack([np.array(f, np.float32) for f in filters.values()], -1))
maps = tf.nn.conv2d(batch, bank[:, :, tf.newaxis, :], strides=1, padding="SAME")
pooled = tf.nn.max_pool2d(tf.nn.relu(maps), ksize=4, strides=4, padding="VALID")
print("picture", batch.shape, "-> maps", maps.shape, "-> pooled", pooled.shape)

figure, places = plt.subplots(2, 5, figsize=(12, 5))
places[0, 0].imshow(picture, cmap="gray")
places[0, 0].set_title("picture")
places[1, 0].axis("off")
for index, name in enumerate(filters):
    places[0, index + 1].imshow(maps[0, :, :, index], cmap="gray")
    places[0, index + 1].set_title(name)
    places[1, index + 1].imshow(pooled[0, :, :, index], cmap="gray")
    places[1, index + 1].set_title("relu, max pool 4x4", fontsize=8)
for place in places.ravel():
    place.axis("off")
figure.tight_layout()
figure.savefig("convolution.png")
