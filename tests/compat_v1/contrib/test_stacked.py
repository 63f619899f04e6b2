"""Layers of cells that run both ways."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

rnn = tf.contrib.rnn


def test_the_list_and_the_tensor_form_agree() -> None:
    inputs = np.random.default_rng(0).normal(size=(2, 4, 3)).astype(np.float32)
    found = []
    with tf.Graph().as_default(), tf.Session() as session:
        for static in (True, False):
            tf.set_random_seed(1)
            with tf.variable_scope("same", reuse=not static):
                cells = [[rnn.BasicRNNCell(3), rnn.BasicRNNCell(2)] for _ in range(2)]
                if static:
                    outputs, forward, _ = rnn.stack_bidirectional_rnn(
                        *cells,
                        tf.unstack(tf.constant(inputs), axis=1),
                        dtype=tf.float32,
                    )
                    outputs = tf.stack(outputs, axis=1)
                else:
                    outputs, forward, _ = rnn.stack_bidirectional_dynamic_rnn(
                        *cells, tf.constant(inputs), dtype=tf.float32
                    )
            session.run(tf.global_variables_initializer()) if static else None
            found.append(session.run([outputs, *forward]))
    for one, other in zip(*found, strict=True):
        assert np.allclose(one, other, atol=1e-6)
    assert found[0][0].shape == (2, 4, 4)


def test_the_numbers_of_cells_must_agree() -> None:
    with pytest.raises(ValueError, match="same depth"):
        rnn.stack_bidirectional_rnn([rnn.GRUCell(2)], [], [tf.zeros([1, 1])])
    with pytest.raises(ValueError, match="initial_states_fw"):
        rnn.stack_bidirectional_rnn(
            [rnn.GRUCell(2)], [rnn.GRUCell(2)], [tf.zeros([1, 1])], []
        )
