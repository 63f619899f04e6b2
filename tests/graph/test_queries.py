"""What is being built?"""

import tensorbrook as tf


def test_queries_in_a_function() -> None:
    seen = []

    @tf.function
    def f(x):
        seen.append((tf.is_symbolic_tensor(x), tf.inside_function()))
        return x

    f(tf.constant(1))
    assert seen == [(True, True)]
    assert not tf.is_symbolic_tensor(tf.constant(1)) and not tf.inside_function()
    with tf.Graph().as_default():
        assert tf.is_symbolic_tensor(tf.constant(1)) and not tf.inside_function()
