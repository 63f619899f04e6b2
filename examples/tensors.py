"""2.x: shapes, broadcasting and slicing, on a picture that is a tensor."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import tensorflow as tf

x = tf.linspace(-1.0, 1.0, 64)
rows, columns = x[:, tf.newaxis], x[tf.newaxis, :]
print("broadcasting", rows.shape, "and", columns.shape, "to", (rows + columns).shape)

circle = tf.cast(rows**2 + columns**2 < 0.6, tf.float32)
ramp = tf.broadcast_to((columns + 1) / 2, [64, 64])
picture = tf.stack([circle, ramp, 1.0 - circle], axis=-1)
print("a picture of shape", picture.shape, "and dtype", picture.dtype)

parts = {
    "the picture": picture,
    "[::-1]": picture[::-1],
    "[:32, ::2]": picture[:32, ::2],
    "transposed": tf.transpose(picture, [1, 0, 2]),
    "one channel": picture[..., 1],
    "mean of channels": tf.reduce_mean(picture, axis=-1),
    "tf.where": tf.where(circle[..., tf.newaxis] > 0, picture, tf.ones_like(picture)),
    "tf.roll": tf.roll(picture, shift=20, axis=1),
}
figure, places = plt.subplots(2, 4, figsize=(11, 6))
for place, (title, part) in zip(places.ravel(), parts.items(), strict=True):
    place.imshow(part.numpy(), cmap="gray", vmin=0, vmax=1)
    place.set_title(f"{title} {tuple(part.shape)}", fontsize=9)
    place.axis("off")
figure.tight_layout()
figure.savefig("tensors.png")
