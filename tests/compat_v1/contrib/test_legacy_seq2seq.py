"""Sequence to sequence models over lists of steps."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf
from tensorbrook.contrib import legacy_seq2seq as seq2seq


@pytest.fixture
def sess():
    with tf.Graph().as_default(), tf.Session() as made:
        yield made


def cell():
    return tf.nn.rnn_cell.GRUCell(8)


def symbols(steps, rows=4):
    return [tf.constant(np.full(rows, step % 5), tf.int32) for step in range(steps)]


def test_losses(sess):
    logits = [tf.constant([[2.0, 1.0]]), tf.constant([[0.0, 3.0]])]
    weights = [tf.constant([1.0]), tf.constant([0.5])]
    parts = [np.log(1 + np.exp(-1)), np.log(1 + np.exp(-3))]
    by_row = seq2seq.sequence_loss_by_example(logits, [[0], [1]], weights)
    wanted = (parts[0] + 0.5 * parts[1]) / 1.5
    np.testing.assert_allclose(sess.run(by_row), [wanted], rtol=1e-5)
    total = seq2seq.sequence_loss(logits, [[0], [1]], weights, False)
    np.testing.assert_allclose(sess.run(total), wanted * 1.5, rtol=1e-5)
    with pytest.raises(ValueError, match="must be the same"):
        seq2seq.sequence_loss(logits, [[0]], weights)


@pytest.mark.parametrize("feeds", [False, True, "tensor"])
@pytest.mark.parametrize(
    "build", [seq2seq.embedding_rnn_seq2seq, seq2seq.embedding_attention_seq2seq]
)
def test_symbols_in_and_scores_out(sess, build, feeds):
    feeds = tf.placeholder_with_default(True, []) if feeds == "tensor" else feeds
    outputs, state = build(symbols(3), symbols(2), cell(), 5, 6, 7, feed_previous=feeds)
    sess.run(tf.global_variables_initializer())
    found = sess.run([*outputs, state])
    assert [part.shape for part in found] == [(4, 6), (4, 6), (4, 8)]
    count = len(tf.trainable_variables())
    assert count == len({v.name for v in tf.trainable_variables()})


def test_plain_steps(sess):
    steps = [tf.ones([4, 3])] * 2
    outputs, _ = seq2seq.basic_rnn_seq2seq(steps, steps, cell())
    tied, _ = seq2seq.tied_rnn_seq2seq(steps, steps, cell())
    sess.run(tf.global_variables_initializer())
    assert [part.shape for part in sess.run(outputs + tied)] == [(4, 8)] * 4
    with pytest.raises(ValueError, match="at least 1 input"):
        seq2seq.attention_decoder([], tf.zeros([4, 8]), tf.zeros([4, 2, 8]), cell())


def test_buckets_learn(sess):
    source, target = symbols(4), symbols(4)
    targets = [*target[1:], target[0]]
    weights = [tf.ones([4])] * 4
    core = cell()

    def model(encoder, decoder):
        return seq2seq.embedding_attention_seq2seq(encoder, decoder, core, 5, 5, 6)

    outputs, losses = seq2seq.model_with_buckets(
        source, target, targets, weights, [(2, 2), (4, 4)], model
    )
    assert [len(part) for part in outputs] == [2, 4]
    train = tf.train.AdamOptimizer(0.05).minimize(losses[1])
    sess.run(tf.global_variables_initializer())
    before = sess.run(losses[1])
    for _ in range(60):
        sess.run(train)
    assert sess.run(losses[1]) < 0.3 * before
    with pytest.raises(ValueError, match="Length of targets"):
        seq2seq.model_with_buckets(source, target, [], weights, [(2, 2)], model)
