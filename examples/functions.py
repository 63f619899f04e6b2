"""2.x: tf.function turns Python with loops and conditions into a graph."""

import time

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import tensorflow as tf


def escape(real, imaginary, limit):
    """After how many steps z = z**2 + c leaves the circle of radius 2."""
    zr, zi = tf.zeros_like(real), tf.zeros_like(real)
    steps = tf.zeros_like(real)
    for _ in tf.range(limit):
        zr, zi = zr * zr - zi * zi + real, 2.0 * zr * zi + imaginary
        inside = zr * zr + zi * zi < 4.0
        zr, zi = tf.where(inside, zr, 2.0), tf.where(inside, zi, 2.0)
        steps += tf.cast(inside, tf.float32)
    return steps


traced = tf.function(escape)
real, imaginary = tf.meshgrid(tf.linspace(-2.2, 0.8, 240), tf.linspace(-1.2, 1.2, 200))
limit = tf.constant(60)
first = time.perf_counter()
picture = traced(real, imaginary, limit)
print("first call, tracing included:", f"{time.perf_counter() - first:.3f} s")
for name, function in (("plain Python", escape), ("tf.function", traced)):
    start = time.perf_counter()
    function(real, imaginary, limit)
    print(f"{name:12} {time.perf_counter() - start:.3f} s")

graph = traced.get_concrete_function(real, imaginary, limit).graph
print("operations in the graph:", len(graph.get_operations()))
plt.figure(figsize=(7, 5))
plt.imshow(picture.numpy(), cmap="magma", extent=(-2.2, 0.8, -1.2, 1.2))
plt.title("steps until z = z**2 + c escapes")
plt.tight_layout()
plt.savefig("functions.png")
