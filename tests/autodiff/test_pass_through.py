"""`tf.grad_pass_through`."""

import tensorbrook as tf


def test_gradient_ignores_the_function() -> None:
    x, y = tf.constant(1.4), tf.constant(2.6)
    with tf.GradientTape() as tape:
        tape.watch([x, y])
        a, b = tf.grad_pass_through(lambda p, q: (tf.round(p), tf.round(q)))(x, y)
        z = a * b
    assert float(z) == 3.0
    assert [float(g) for g in tape.gradient(z, [x, y])] == [3.0, 1.0]
