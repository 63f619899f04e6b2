"""The CTC loss against a sum over all paths, and its gradient; decoding."""

import itertools

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import wave


def collapsed(path, blank):
    kept = [n for i, n in enumerate(path) if i == 0 or n != path[i - 1]]
    return tuple(n for n in kept if n != blank)


def brute_force(logits, labels, blank):
    """Minus the logarithm of the probability of all paths that read as `labels`."""
    scores = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    times, classes = scores.shape
    total = sum(
        np.exp(scores[np.arange(times), path].sum())
        for path in itertools.product(range(classes), repeat=times)
        if collapsed(path, blank) == tuple(labels)
    )
    return -np.log(total)


LOGITS = wave(4, 2, 3)
CASES = [([[1, 2], [2, 2]], 0), ([[0, 1], [1, 1]], -1), ([[0, 2], [2, 0]], 1)]


@pytest.mark.parametrize(("labels", "blank"), CASES)
@pytest.mark.parametrize("sparse", [True, False])
def test_loss_is_the_sum_over_all_paths(labels, blank, sparse) -> None:
    given = tf.constant(labels)
    if sparse:
        places = [[row, column] for row in range(2) for column in range(2)]
        given = tf.SparseTensor(places, tf.reshape(given, [-1]), [2, 2])
    found = tf.nn.ctc_loss(given, LOGITS, [2, 2], [4, 4], blank_index=blank)
    wanted = [brute_force(LOGITS[:, i], labels[i], blank % 3) for i in range(2)]
    np.testing.assert_allclose(found, wanted, rtol=1e-6)


def test_gradient_is_that_of_finite_differences() -> None:
    def loss(logits):
        return tf.nn.ctc_loss([[1, 2], [2, 0]], logits, [2, 1], [4, 3])

    logits = tf.constant(LOGITS)
    with tf.GradientTape() as tape:
        tape.watch(logits)
        total = tf.reduce_sum(loss(logits) * [1.0, 2.0])
    found = tape.gradient(total, logits).numpy()
    for place in [(0, 0, 0), (1, 1, 2), (2, 0, 1), (3, 1, 0)]:
        moved = np.zeros_like(LOGITS)
        moved[place] = 1e-5
        ends = [np.dot(loss(LOGITS + sign * moved), [1, 2]) for sign in (1, -1)]
        np.testing.assert_allclose(found[place], (ends[0] - ends[1]) / 2e-5, atol=1e-6)


def test_beam_search_finds_the_most_probable_labels() -> None:
    (first, second), scores = tf.nn.ctc_beam_search_decoder(
        LOGITS, [4, 4], beam_width=50, top_paths=2
    )
    for row in range(2):
        readings = {collapsed(p, 2) for p in itertools.product(range(3), repeat=4)}
        ranked = sorted(readings, key=lambda r: brute_force(LOGITS[:, row], r, 2))
        for rank, decoded in enumerate((first, second)):
            labels = tf.boolean_mask(decoded.values, decoded.indices[:, 0] == row)
            assert tuple(labels.numpy().tolist()) == ranked[rank]
            wanted = -brute_force(LOGITS[:, row], ranked[rank], 2)
            np.testing.assert_allclose(scores[row, rank], wanted, rtol=1e-6)


def test_too_many_labels_are_refused() -> None:
    labels = tf.SparseTensor([[0, 0], [0, 1], [0, 2]], [1, 2, 1], [1, 3])
    with pytest.raises(tf.errors.InvalidArgumentError, match="Not enough time"):
        tf.nn.ctc_loss(labels, tf.zeros([2, 1, 4]), None, [2], blank_index=0)


def test_labels_that_repeat() -> None:
    places, lengths = tf.nn.ctc_unique_labels([[1, 2, 2, 3], [3, 3, 0, 0]])
    assert places.numpy().tolist() == [[1, 2, 3, 0], [3, 0, 0, 0]]
    assert lengths.numpy().tolist() == [[0, 1, 1, 2], [0, 0, 1, 1]]
    labels, sizes = tf.nn.collapse_repeated([[1, 1, 2, 2], [1, 2, 3, 3]], [4, 3])
    assert labels.numpy().tolist() == [[1, 2, 0], [1, 2, 3]]
    assert sizes.numpy().tolist() == [2, 3]
