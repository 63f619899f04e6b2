"""Recurrent cells and what unrolls them, against NumPy."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

cells = tf.nn.rnn_cell
_X = np.random.RandomState(0).randn(2, 4, 3).astype(np.float32)


@pytest.fixture
def session():
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.set_random_seed(1)
        yield sess


def _run(session, fetches):
    session.run(tf.global_variables_initializer())
    return session.run(fetches)


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def test_lstm_equals_its_formula(session):
    outputs, state = tf.nn.dynamic_rnn(cells.BasicLSTMCell(2), _X, dtype=tf.float32)
    assert [v.name for v in tf.trainable_variables()] == [
        "rnn/basic_lstm_cell/kernel:0",
        "rnn/basic_lstm_cell/bias:0",
    ]
    found, last, (kernel, bias) = _run(
        session, [outputs, state, tf.trainable_variables()]
    )
    c = h = np.zeros((2, 2))
    for t in range(4):
        i, j, f, o = np.split(np.c_[_X[:, t], h] @ kernel + bias, 4, axis=1)
        c = c * _sigmoid(f + 1) + _sigmoid(i) * np.tanh(j)
        h = np.tanh(c) * _sigmoid(o)
        np.testing.assert_allclose(found[:, t], h, atol=1e-6)
    np.testing.assert_allclose(last.c, c, atol=1e-6)


def test_gru_equals_its_formula(session):
    outputs, _ = tf.nn.dynamic_rnn(cells.GRUCell(2), _X[:, :1], dtype=tf.float32)
    found, weights = _run(session, [outputs, tf.trainable_variables()])
    gates, gate_bias, kernel, bias = weights
    r, u = np.split(
        _sigmoid(np.c_[_X[:, 0], np.zeros((2, 2))] @ gates + gate_bias), 2, 1
    )
    new = np.tanh(np.c_[_X[:, 0], r * 0] @ kernel + bias)
    np.testing.assert_allclose(found[:, 0], (1 - u) * new, atol=1e-6)


def test_sequences_end(session):
    outputs, state = tf.nn.dynamic_rnn(
        cells.BasicRNNCell(2), _X, sequence_length=[2, 4], dtype=tf.float32
    )
    found, last = _run(session, [outputs, state])
    assert not found[0, 2:].any() and found[1, 2:].any()
    np.testing.assert_array_equal(last[0], found[0, 1])


def test_static_and_dynamic_agree(session):
    cell = cells.LSTMCell(3, use_peepholes=True, num_proj=2)
    dynamic, _ = tf.nn.dynamic_rnn(cell, _X, dtype=tf.float32)
    static, _ = tf.nn.static_rnn(
        cell, tf.unstack(tf.constant(_X), axis=1), dtype=tf.float32
    )
    first, second = _run(session, [dynamic, tf.stack(static, 1)])
    np.testing.assert_allclose(first, second, atol=1e-6)


def test_both_directions(session):
    pair = [cells.GRUCell(2), cells.GRUCell(2)]
    (forwards, backwards), _ = tf.nn.bidirectional_dynamic_rnn(
        *pair, _X, sequence_length=[3, 4], dtype=tf.float32
    )
    alone, _ = tf.nn.dynamic_rnn(pair[1], _X[:1, 2::-1], dtype=tf.float32)
    found, by_hand = _run(session, [backwards, alone])
    np.testing.assert_allclose(found[0, 2::-1], by_hand[0], atol=1e-6)
    assert forwards.shape.as_list() == [2, 4, 2]


def test_cells_in_layers_and_their_names(session):
    stack = cells.MultiRNNCell([cells.BasicRNNCell(2), cells.BasicRNNCell(3)])
    outputs, state = tf.nn.dynamic_rnn(stack, _X, dtype=tf.float32)
    assert tf.trainable_variables()[2].name == (
        "rnn/multi_rnn_cell/cell_1/basic_rnn_cell/kernel:0"
    )
    found, last = _run(session, [outputs, state])
    np.testing.assert_array_equal(found[:, -1], last[1])
    assert last[0].shape == (2, 2)


def test_gradients_reach_the_kernel(session):
    outputs, _ = tf.nn.dynamic_rnn(cells.BasicRNNCell(2), _X, dtype=tf.float32)
    loss = tf.reduce_sum(outputs**2)
    kernel = tf.trainable_variables()[0]
    (slope,) = tf.gradients(loss, kernel)
    before, gradient, weights = _run(session, [loss, slope, kernel])
    moved = weights.copy()
    moved[0, 0] += 1e-3
    kernel.load(moved, session)
    after = session.run(loss)
    np.testing.assert_allclose((after - before) / 1e-3, gradient[0, 0], rtol=0.05)


def test_dropout_wrapper(session):
    cell = cells.DropoutWrapper(cells.BasicRNNCell(50), output_keep_prob=0.5)
    outputs, _ = tf.nn.dynamic_rnn(cell, _X, dtype=tf.float32)
    assert 0.3 < (_run(session, outputs) == 0).mean() < 0.7


def test_raw_rnn_equals_dynamic_rnn(session):
    cell = cells.BasicRNNCell(2)
    inputs = tf.TensorArray(tf.float32, 4).unstack(tf.transpose(_X, [1, 0, 2]))

    def loop_fn(time, output, state, loop_state):
        new = cell.zero_state(2, tf.float32) if output is None else state
        done = tf.fill([2], time >= 4)
        current = tf.cond(
            tf.reduce_all(done), lambda: tf.zeros([2, 3]), lambda: inputs.read(time)
        )
        current.set_shape([2, 3])
        return done, current, new, output, None

    emitted, state, _ = tf.nn.raw_rnn(cell, loop_fn)
    dynamic, last = tf.nn.dynamic_rnn(cell, _X, dtype=tf.float32)
    found = _run(
        session, [tf.transpose(emitted.stack(), [1, 0, 2]), dynamic, state, last]
    )
    np.testing.assert_allclose(found[0], found[1], atol=1e-6)
    np.testing.assert_allclose(found[2], found[3], atol=1e-6)


def test_a_cell_of_ones_own(session):
    class Sum(cells.RNNCell):
        state_size = output_size = 3

        def __call__(self, inputs, state, scope=None):
            return state + inputs, state + inputs

    outputs, _ = tf.nn.dynamic_rnn(Sum(), _X, dtype=tf.float32)
    np.testing.assert_allclose(session.run(outputs), np.cumsum(_X, 1), atol=1e-6)


def test_mistakes_are_named(session):
    with pytest.raises(ValueError, match="must give a dtype"):
        tf.nn.dynamic_rnn(cells.BasicRNNCell(2), _X)
    with pytest.raises(TypeError, match="is not an RNNCell"):
        tf.nn.dynamic_rnn(lambda x: x, _X, dtype=tf.float32)
    with pytest.raises(TypeError, match="must be a sequence"):
        tf.nn.static_rnn(cells.BasicRNNCell(2), _X, dtype=tf.float32)
