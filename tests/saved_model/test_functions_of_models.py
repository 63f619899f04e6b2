"""The functions of a Keras model that `tf.saved_model.save` keeps."""

import tensorbrook as tf


class Scaled(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(1, kernel_initializer="ones")

    def call(self, x):
        return self.dense(x)

    @tf.function
    def twice(self, x, state=None):
        return self(x) * 2, state

    @tf.function(input_signature=[tf.TensorSpec([None, 2])])
    def thrice(self, x):
        return self(x) * 3


def test_functions_come_back(tmp_path):
    model = Scaled()
    model.twice(tf.ones([1, 2]))
    tf.saved_model.save(model, str(tmp_path))
    again = tf.saved_model.load(str(tmp_path))
    assert again.twice(tf.ones([1, 2]))[0].numpy() == [[4.0]]
    assert again.thrice(tf.ones([1, 2])).numpy() == [[6.0]]
