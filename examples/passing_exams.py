"""1.x: logistic regression: who passes, given hours of study and of sleep."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

tf.set_random_seed(1)
rng = np.random.RandomState(1)
hours = rng.uniform(0, 10, (200, 2)).astype(np.float32)
passed = (hours @ [0.9, 0.6] + rng.normal(0, 0.8, 200) > 7.5).astype(np.float32)[
    :, None
]

X = tf.placeholder(tf.float32, [None, 2])
Y = tf.placeholder(tf.float32, [None, 1])
W = tf.Variable(tf.zeros([2, 1]))
b = tf.Variable(tf.zeros([1]))
logits = tf.matmul(X, W) + b
hypothesis = tf.sigmoid(logits)
cost = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=Y, logits=logits))
train = tf.train.GradientDescentOptimizer(0.1).minimize(cost)
predicted = tf.cast(hypothesis > 0.5, tf.float32)
accuracy = tf.reduce_mean(tf.cast(tf.equal(predicted, Y), tf.float32))

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(3001):
        found, _ = sess.run([cost, train], {X: hours, Y: passed})
        if step % 1000 == 0:
            print(f"step {step:4d}  cost {found:.4f}")
    print("accuracy:", sess.run(accuracy, {X: hours, Y: passed}))
    axis = np.linspace(0, 10, 60, dtype=np.float32)
    grid = np.stack(np.meshgrid(axis, axis), -1).reshape(-1, 2)
    chance = sess.run(hypothesis, {X: grid}).reshape(60, 60)

plt.figure(figsize=(6, 5))
plt.contourf(axis, axis, chance, 20, cmap="RdBu", vmin=0, vmax=1)
plt.colorbar(label="chance to pass")
plt.scatter(*hours.T, c=passed[:, 0], cmap="RdBu", edgecolors="black")
plt.xlabel("hours of study")
plt.ylabel("hours of sleep")
plt.tight_layout()
plt.savefig("passing_exams.png")
