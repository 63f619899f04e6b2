"""1.x: a recurrent network learns to say "hihello" from its own letters."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

tf.set_random_seed(777)
letters = ["h", "i", "e", "l", "o"]
given, wanted = [0, 1, 0, 2, 3, 3], [1, 0, 2, 3, 3, 4]
x_data = np.eye(5, dtype=np.float32)[[given]]

X = tf.placeholder(tf.float32, [None, 6, 5])
Y = tf.placeholder(tf.int32, [None, 6])
cell = tf.nn.rnn_cell.BasicLSTMCell(num_units=5, state_is_tuple=True)
outputs, state = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32)
logits = tf.layers.dense(outputs, 5)
weights = tf.ones([1, 6])
loss = tf.reduce_mean(tf.contrib.seq2seq.sequence_loss(logits, Y, weights))
train = tf.train.AdamOptimizer(0.1).minimize(loss)
chances = tf.nn.softmax(logits)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(51):
        cost, _, seen = sess.run([loss, train, chances], {X: x_data, Y: [wanted]})
        if step % 10 == 0:
            said = "".join(letters[i] for i in seen[0].argmax(1))
            print(f"step {step:2d}  loss {cost:.3f}  says h{said}")

plt.figure(figsize=(5, 4))
plt.imshow(seen[0].T, cmap="Blues", vmin=0, vmax=1)
plt.yticks(range(5), letters)
plt.xticks(range(6), [letters[i] for i in given])
plt.xlabel("given letter")
plt.ylabel("next letter")
plt.colorbar(label="chance")
plt.tight_layout()
plt.savefig("sequence_cells.png")
