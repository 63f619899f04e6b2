"""1.x: a graph is built first and runs in a session."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

a = tf.placeholder(tf.float32, [None], name="a")
b = tf.constant(2.0, name="b")
power = tf.pow(a, b, name="power")
counter = tf.Variable(0, name="counter")
count = tf.assign_add(counter, 1)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    values = np.linspace(-2, 2, 41, dtype=np.float32)
    squares, n = sess.run([power, count], feed_dict={a: values})
    _, n = sess.run([power, count], feed_dict={a: [3.0]})
    print("3 squared:", sess.run(power, {a: [3.0]})[0], "- runs counted:", n)

names = [op.name for op in tf.get_default_graph().get_operations()]
print("operations:", ", ".join(names))

figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
left.plot(values, squares)
left.set(title="power = a ** b", xlabel="a", ylabel="power")
right.axis("off")
right.set_title("the graph")
for place, op in enumerate(tf.get_default_graph().get_operations()):
    inputs = ", ".join(tensor.name for tensor in op.inputs)
    line = f"{op.name}  =  {op.type}({inputs})"
    right.text(0, 1 - 0.09 * place, line, family="monospace", fontsize=8)
figure.tight_layout()
figure.savefig("sessions.png")
