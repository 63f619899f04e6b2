"""`tf.TensorArray`: what is known of its elements."""

import tensorbrook as tf


def test_what_a_loop_writes_is_known_after_it() -> None:
    def mapped(x):
        return tf.map_fn(lambda row: row * 2, x)

    def filled(x):
        array = tf.TensorArray(tf.float32, size=0, dynamic_size=True)
        for place in tf.range(tf.shape(x)[0]):
            array = array.write(place, x[place])
        return array.stack()

    for function in (mapped, filled):
        trace = tf.function(function).get_concrete_function(tf.TensorSpec([None, 3]))
        assert trace.outputs[0].shape.as_list() == [None, 3]
        assert trace(tf.ones([2, 3])).shape == (2, 3)
