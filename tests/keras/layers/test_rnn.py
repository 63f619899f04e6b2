"""Tests of masks, states and shapes of the recurrent layers."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

K = keras.layers
X = np.random.default_rng(0).normal(size=(2, 12, 3)).astype("float32")


@pytest.mark.parametrize("cls", [K.SimpleRNN, K.LSTM, K.GRU])
def test_mask_makes_padding_invisible(cls) -> None:
    layer = cls(4)
    whole = layer(X[:, :5])
    mask = np.arange(12)[None] < [[5], [5]]
    np.testing.assert_allclose(layer(X, mask=mask), whole, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("cls", [K.SimpleRNN, K.LSTM, K.GRU])
def test_loop_of_the_graph_equals_written_out_loop(cls) -> None:
    layer = cls(4, return_sequences=True, return_state=True)
    eager = layer(X)
    drawn = tf.function(
        lambda x: layer(x),
        input_signature=[tf.TensorSpec((None, None, 3), tf.float32)],
    )(tf.constant(X))
    for one, other in zip(eager, drawn, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-5, atol=1e-6)


def test_gradients_of_the_drawn_loop() -> None:
    layer = K.LSTM(3)
    layer.build((None, None, 3))

    def gradients(x):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(layer(x) ** 2)
        return tape.gradient(loss, layer.trainable_weights)

    drawn = tf.function(gradients)(tf.constant(X))
    for one, other in zip(gradients(tf.constant(X)), drawn, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-4, atol=1e-5)


def test_stateful_layer_goes_on_where_it_stopped() -> None:
    layer = K.GRU(4, stateful=True)
    layer(X[:, :6])
    second = layer(X[:, 6:])
    layer.reset_state()
    np.testing.assert_allclose(layer(X), second, rtol=1e-5, atol=1e-6)
    with pytest.raises(ValueError, match="batch size"):
        K.GRU(4, stateful=True).build((None, 5, 3))


def test_initial_state_and_returned_state() -> None:
    layer = K.LSTM(4, return_state=True)
    _, hidden, carry = layer(X[:, :6])
    rest = layer(X[:, 6:], initial_state=[hidden, carry])
    np.testing.assert_allclose(rest[0], layer(X)[0], rtol=1e-5, atol=1e-6)


def test_dropout_is_the_same_at_all_steps() -> None:
    layer = K.RNN(K.SimpleRNNCell(4, dropout=0.5, seed=1), return_sequences=True)
    x = np.ones((1, 5, 8), "float32")
    layer(x)
    layer.set_weights([np.eye(8, 4), np.zeros((4, 4)), np.zeros(4)])
    steps = layer(x, training=True).numpy()[0]
    np.testing.assert_allclose(steps, np.broadcast_to(steps[0], steps.shape))
    np.testing.assert_allclose(layer(x)[0, 0], np.tanh(np.ones(4)), rtol=1e-6)


def test_bidirectional_reads_backwards() -> None:
    layer = K.Bidirectional(K.SimpleRNN(3, return_sequences=True), merge_mode=None)
    forward, backward = layer(X)
    layer.backward_layer.set_weights(layer.forward_layer.get_weights())
    turned = layer(X[:, ::-1].copy())
    np.testing.assert_allclose(turned[0], layer(X)[1][:, ::-1], atol=1e-6)
    assert forward.shape == backward.shape == (2, 12, 3)


def test_time_distributed_equals_one_step_at_a_time() -> None:
    layer = K.TimeDistributed(K.Dense(2))
    steps = [layer.layer(X[:, i]) for i in range(12)] if layer(X) is not None else []
    np.testing.assert_allclose(layer(X), np.stack(steps, 1), rtol=1e-6)
