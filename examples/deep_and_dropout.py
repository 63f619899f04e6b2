"""1.x: a deep network with Xavier's initial values, dropout and Adam."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)
prototypes = rng.uniform(0, 1, (10, 64))


def batch(size):
    """Noisy pictures of ten prototypes, and which one each is."""
    labels = rng.randint(0, 10, size)
    pictures = prototypes[labels] + rng.normal(0, 0.8, (size, 64))
    return pictures.astype(np.float32), np.eye(10, dtype=np.float32)[labels]


test_x, test_y = batch(1000)
few_x, few_y = batch(300)


def train(keep):
    """The accuracy on new pictures after each round, keeping that part of the units."""
    tf.reset_default_graph()
    tf.set_random_seed(777)
    X = tf.placeholder(tf.float32, [None, 64])
    Y = tf.placeholder(tf.float32, [None, 10])
    keep_prob = tf.placeholder(tf.float32)
    layer = X
    for depth, width in enumerate([256, 256]):
        W = tf.get_variable(
            f"W{depth}",
            [layer.get_shape()[1], width],
            initializer=tf.contrib.layers.xavier_initializer(),
        )
        b = tf.Variable(tf.zeros([width]))
        layer = tf.nn.dropout(tf.nn.relu(tf.matmul(layer, W) + b), keep_prob=keep_prob)
    logits = tf.layers.dense(layer, 10)
    cost = tf.reduce_mean(
        tf.nn.softmax_cross_entropy_with_logits_v2(labels=Y, logits=logits)
    )
    step = tf.train.AdamOptimizer(0.001).minimize(cost)
    right = tf.equal(tf.argmax(logits, 1), tf.argmax(Y, 1))
    accuracy = tf.reduce_mean(tf.cast(right, tf.float32))
    found = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(100):
            for start in range(0, 300, 100):
                part = slice(start, start + 100)
                sess.run(step, {X: few_x[part], Y: few_y[part], keep_prob: keep})
            found.append(sess.run(accuracy, {X: test_x, Y: test_y, keep_prob: 1.0}))
    print(f"keep {keep}: accuracy on new pictures {found[-1]:.3f}")
    return found


plt.figure(figsize=(6, 4))
for keep in (1.0, 0.5):
    plt.plot(train(keep), label=f"keep_prob={keep}")
plt.xlabel("round")
plt.ylabel("accuracy on new pictures")
plt.legend()
plt.tight_layout()
plt.savefig("deep_and_dropout.png")
