"""2.x: gradients by tape, and three ways down the same valley."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


def height(x, y):
    """A narrow, bent valley (Rosenbrock's function), flattened."""
    return tf.math.log1p((1 - x) ** 2 + 10 * (y - x**2) ** 2)


def walk(optimizer, steps=120):
    """The places that an optimizer passes on its way from (-1.5, 1.5)."""
    x, y = tf.Variable(-1.5), tf.Variable(1.5)
    places = [(x.numpy(), y.numpy())]
    for _ in range(steps):
        with tf.GradientTape() as tape:
            cost = height(x, y)
        gradients = tape.gradient(cost, [x, y])
        optimizer.apply_gradients(zip(gradients, [x, y], strict=True))
        places.append((x.numpy(), y.numpy()))
    return np.array(places)


with tf.GradientTape(persistent=True) as tape:
    x = tf.constant(3.0)
    tape.watch(x)
    y = x**3
    slope = tape.gradient(y, x)
print("y = x**3 at 3: y' =", float(slope), " y'' =", float(tape.gradient(slope, x)))

ways = {
    "gradient descent": tf.keras.optimizers.SGD(0.1),
    "momentum": tf.keras.optimizers.SGD(0.02, momentum=0.9),
    "Adam": tf.keras.optimizers.Adam(0.1),
}
a, b = np.meshgrid(np.linspace(-2, 2, 120), np.linspace(-1, 3, 120))
plt.figure(figsize=(7, 5))
plt.contourf(a, b, height(a, b).numpy(), 30, cmap="viridis")
for name, optimizer in ways.items():
    path = walk(optimizer)
    print(f"{name:18} ends at ({path[-1, 0]:.3f}, {path[-1, 1]:.3f})")
    plt.plot(*path.T, ".-", label=name)
plt.plot(1, 1, "w*", markersize=14)
plt.legend()
plt.tight_layout()
plt.savefig("descent.png")
