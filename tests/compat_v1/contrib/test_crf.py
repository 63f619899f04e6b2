"""Conditional random fields against all sequences of tags, counted one by one."""

import itertools

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf
from tensorbrook.contrib import crf

LENGTHS = [4, 2, 1]


@pytest.fixture
def problem():
    random = np.random.default_rng(3)
    inputs = random.normal(size=(3, 4, 3)).astype("float32")
    return inputs, random.normal(size=(3, 3)).astype("float32")


def every_score(inputs, moves, length):
    found = {}
    for tags in itertools.product(range(3), repeat=length):
        score = sum(inputs[time, tag] for time, tag in enumerate(tags))
        score += sum(moves[a, b] for a, b in itertools.pairwise(tags))
        found[tags] = float(score)
    return found


def test_likelihood_norm_and_best_tags(problem):
    inputs, moves = problem
    tags = np.array([[0, 1, 2, 0], [2, 1, 0, 0], [1, 0, 0, 0]])
    with tf.Graph().as_default(), tf.Session() as sess:
        likelihood, _ = crf.crf_log_likelihood(inputs, tags, LENGTHS, moves)
        norm = crf.crf_log_norm(inputs, LENGTHS, moves)
        best, score = crf.crf_decode(inputs, moves, LENGTHS)
        likelihood, norm, best, score = sess.run([likelihood, norm, best, score])
    for row, length in enumerate(LENGTHS):
        scores = every_score(inputs[row], moves, length)
        total = np.log(sum(np.exp(list(scores.values()))))
        own = scores[tuple(tags[row, :length])]
        np.testing.assert_allclose(norm[row], total, rtol=1e-5)
        np.testing.assert_allclose(likelihood[row], own - total, rtol=1e-5)
        winner = max(scores, key=scores.get)
        assert best[row].tolist() == [*winner, *[0] * (4 - length)]
        np.testing.assert_allclose(score[row], scores[winner], rtol=1e-5)
        decoded, value = crf.viterbi_decode(inputs[row, :length], moves)
        assert tuple(decoded) == winner
        np.testing.assert_allclose(value, scores[winner], rtol=1e-5)


def test_training_makes_the_tags_likely(problem):
    inputs, _ = problem
    tags = [[0, 1, 2, 0]] * 3
    with tf.Graph().as_default(), tf.Session() as sess:
        scores = tf.get_variable("scores", initializer=inputs)
        likelihood, moves = crf.crf_log_likelihood(scores, tags, LENGTHS)
        loss = -tf.reduce_mean(likelihood)
        train = tf.train.AdamOptimizer(0.2).minimize(loss)
        sess.run(tf.global_variables_initializer())
        before = sess.run(loss)
        for _ in range(40):
            sess.run(train)
        assert sess.run(loss) < 0.2 * before
        best, _ = sess.run(crf.crf_decode(scores, moves, LENGTHS))
    assert best.tolist() == [[0, 1, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0]]
