"""Tests of layers' weights, names and shapes."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras


class _Block(keras.layers.Layer):
    def __init__(self) -> None:
        super().__init__()
        self.first = keras.layers.Dense(3, kernel_initializer="ones")
        self.rest = [keras.layers.Dense(2), keras.layers.Dense(1)]

    def call(self, inputs, training=False):
        outputs = self.first(inputs)
        for layer in self.rest:
            outputs = layer(outputs)
        return outputs * (2.0 if training else 1.0)


def test_weights_of_layers_in_lists_are_found() -> None:
    block = _Block()
    assert block.weights == []
    x = tf.ones((2, 4))
    np.testing.assert_allclose(block(x, training=True), 2 * block(x))
    assert len(block.weights) == len(block.trainable_variables) == 6


def test_trainable_moves_weights() -> None:
    layer = keras.layers.Dense(2)
    layer.build((None, 3))
    layer.trainable = False
    assert layer.trainable_weights == []
    assert len(layer.non_trainable_weights) == 2


def test_names_and_paths() -> None:
    keras.backend.clear_session()
    layer = keras.layers.Dense(1)
    layer(tf.ones((1, 2)))
    assert layer.name == "dense"
    assert [w.path for w in layer.weights] == ["dense/kernel", "dense/bias"]
    assert keras.layers.Dense(1).name == "dense_1"


def test_added_losses_belong_to_the_last_call() -> None:
    class Penalty(keras.layers.Layer):
        def call(self, inputs):
            self.add_loss(tf.reduce_sum(inputs))
            return inputs

    layer = Penalty()
    layer(tf.ones((2,)))
    layer(tf.ones((3,)))
    assert [float(loss) for loss in layer.losses] == [3.0]


def test_output_shape_is_traced() -> None:
    class Doubled(keras.layers.Layer):
        def call(self, inputs):
            return tf.concat([inputs, inputs], axis=-1)

    assert Doubled().compute_output_shape((None, 3)) == (None, 6)


def test_config_makes_an_equal_layer() -> None:
    layer = keras.layers.Dense(3, activation="relu", kernel_regularizer="l2")
    config = layer.get_config()
    copy = keras.layers.Dense.from_config(config)
    assert copy.get_config() == config


def test_wrong_input_is_refused() -> None:
    layer = keras.layers.Dense(2)
    layer(tf.ones((1, 3)))
    with pytest.raises(ValueError, match="axis -1"):
        layer(tf.ones((1, 4)))


def test_wrong_weights_are_refused() -> None:
    layer = keras.layers.Dense(2)
    layer.build((None, 3))
    with pytest.raises(ValueError, match="length 1"):
        layer.set_weights([np.zeros((3, 2))])
