"""1.x: exclusive or: one layer can't learn it, two can."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

x_data = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
y_data = np.array([[0], [1], [1], [0]], np.float32)
axis = np.linspace(-0.5, 1.5, 60, dtype=np.float32)
grid = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)


def train(hidden):
    """Trains with that many hidden units; returns the answers and a map of them."""
    tf.reset_default_graph()
    tf.set_random_seed(777)
    X = tf.placeholder(tf.float32, [None, 2])
    Y = tf.placeholder(tf.float32, [None, 1])
    layer, width = X, 2
    if hidden:
        with tf.variable_scope("hidden"):
            W1 = tf.get_variable(
                "W", [2, hidden], initializer=tf.random_normal_initializer()
            )
            b1 = tf.get_variable("b", [hidden], initializer=tf.zeros_initializer())
            layer, width = tf.sigmoid(tf.matmul(X, W1) + b1), hidden
    W2 = tf.get_variable("W", [width, 1], initializer=tf.random_normal_initializer())
    b2 = tf.get_variable("b", [1], initializer=tf.zeros_initializer())
    answer = tf.sigmoid(tf.matmul(layer, W2) + b2)
    cost = -tf.reduce_mean(Y * tf.log(answer) + (1 - Y) * tf.log(1 - answer))
    step = tf.train.GradientDescentOptimizer(1.0).minimize(cost)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(3000):
            sess.run(step, {X: x_data, Y: y_data})
        print(
            f"{hidden} hidden units: cost {sess.run(cost, {X: x_data, Y: y_data}):.4f}"
        )
        return sess.run([answer], {X: x_data})[0], sess.run(answer, {X: grid})


figure, places = plt.subplots(1, 2, figsize=(9, 4))
for place, hidden in zip(places, (0, 8), strict=True):
    answers, surface = train(hidden)
    print(np.round(answers[:, 0], 2))
    place.contourf(axis, axis, surface.reshape(60, 60), 20, cmap="RdBu", vmin=0, vmax=1)
    place.scatter(*x_data.T, c=y_data[:, 0], cmap="RdBu", edgecolors="black", s=80)
    place.set_title(f"{hidden} hidden units")
figure.tight_layout()
figure.savefig("xor.png")
