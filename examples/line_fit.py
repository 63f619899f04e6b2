"""1.x: a line through points, by gradient descent."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

tf.set_random_seed(777)
rng = np.random.RandomState(0)
x_data = np.linspace(0, 5, 40).astype(np.float32)
y_data = (1.5 * x_data + 0.5 + rng.normal(0, 0.4, 40)).astype(np.float32)

X = tf.placeholder(tf.float32, [None])
Y = tf.placeholder(tf.float32, [None])
W = tf.Variable(tf.random_normal([1]), name="weight")
b = tf.Variable(tf.random_normal([1]), name="bias")
hypothesis = X * W + b
cost = tf.reduce_mean(tf.square(hypothesis - Y))
train = tf.train.GradientDescentOptimizer(learning_rate=0.03).minimize(cost)

costs = []
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(301):
        _, found, w, bias = sess.run([train, cost, W, b], {X: x_data, Y: y_data})
        costs.append(found)
        if step % 100 == 0:
            print(f"step {step:3d}  cost {found:.4f}  W {w[0]:.3f}  b {bias[0]:.3f}")
    line = sess.run(hypothesis, {X: x_data})

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
left.scatter(x_data, y_data, s=12)
left.plot(x_data, line, color="tab:red")
left.set(title=f"y = {w[0]:.2f} x + {bias[0]:.2f}")
right.semilogy(costs)
right.set(title="cost", xlabel="step")
figure.tight_layout()
figure.savefig("line_fit.png")
