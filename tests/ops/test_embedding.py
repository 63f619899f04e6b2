"""Embeddings of sparse ids, and losses over sampled classes."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import wave

TABLE = tf.constant(wave(6, 3), tf.float32)
IDS = tf.SparseTensor(
    [[0, 0], [0, 1], [2, 0]], tf.constant([1, 2, 5], tf.int64), [3, 2]
)
WEIGHTS = IDS.with_values([0.5, 2.0, 3.0])


@pytest.mark.parametrize(
    ("combiner", "scale"),
    [("sum", 1.0), ("mean", 2.5), ("sqrtn", np.sqrt(0.25 + 4))],
)
def test_rows_are_weighted_and_combined(combiner, scale) -> None:
    found = tf.nn.embedding_lookup_sparse(TABLE, IDS, WEIGHTS, combiner)
    rows = TABLE.numpy()
    np.testing.assert_allclose(
        found[0], (0.5 * rows[1] + 2 * rows[2]) / scale, rtol=1e-5
    )
    np.testing.assert_array_equal(found[1], np.zeros(3))


def test_gradient_reaches_the_rows_that_were_used() -> None:
    table = tf.Variable(TABLE)
    with tf.GradientTape() as tape:
        total = tf.reduce_sum(tf.nn.embedding_lookup_sparse(table, IDS, None, "sum"))
    gradient = tf.convert_to_tensor(tape.gradient(total, table)).numpy()
    assert gradient.sum(axis=1).tolist() == [0, 3, 3, 0, 0, 3]


def test_safe_lookup_leaves_out_what_is_invalid() -> None:
    ids = IDS.with_values(tf.constant([1, -2, 5], tf.int64))
    found = tf.nn.safe_embedding_lookup_sparse(TABLE, ids, combiner="mean")
    np.testing.assert_allclose(found, tf.stack([TABLE[1], TABLE[1] * 0, TABLE[5]]))
    filled = tf.nn.safe_embedding_lookup_sparse(TABLE, ids, default_id=3)
    np.testing.assert_allclose(filled[1], TABLE[3])


def test_unknown_combiners_and_dense_ids_are_refused() -> None:
    with pytest.raises(ValueError, match="combiner"):
        tf.nn.embedding_lookup_sparse(TABLE, IDS, None, "max")
    with pytest.raises(TypeError, match="SparseTensor"):
        tf.nn.embedding_lookup_sparse(TABLE, [[1, 2]], None)


def test_norms_are_limited_row_by_row() -> None:
    found = tf.nn.embedding_lookup(TABLE, [[0, 1], [2, 3]], max_norm=1.0)
    norms = np.linalg.norm(found, axis=-1)
    assert norms.shape == (2, 2)
    assert (norms < 1 + 1e-5).all()


def test_samplers_give_the_classes_that_tensorflow_gives() -> None:
    drawn = {
        tf.random.uniform_candidate_sampler: [4, 5, 8],
        tf.random.log_uniform_candidate_sampler: [0, 3, 5],
    }
    for sampler, wanted in drawn.items():
        tf.random.set_seed(1)
        found = sampler([[0], [2]], 1, 3, True, 10, seed=4)
        assert found.sampled_candidates.numpy().tolist() == wanted
    tf.random.set_seed(1)
    weights = [0.1, 0.3, 0.2, 0.2, 0.2]
    found = tf.random.fixed_unigram_candidate_sampler(
        [[0], [2]], 1, 3, True, 5, unigrams=weights, seed=4
    )
    assert found.sampled_candidates.numpy().tolist() == [3, 0, 2]


def test_the_learned_sampler_learns() -> None:
    tf.random.set_seed(1)
    truth = [[7]] * 500
    for _ in range(2):
        found = tf.random.learned_unigram_candidate_sampler(
            truth, 1, 9, False, 10, seed=3
        )
    assert (found.sampled_candidates.numpy() == 7).sum() >= 8


def test_all_classes_give_the_full_softmax() -> None:
    weights, biases = (
        tf.constant(wave(5, 4), tf.float32),
        tf.constant(wave(5), tf.float32),
    )
    inputs = tf.constant(wave(3, 4) + 0.3, tf.float32)
    labels = [[1], [4], [0]]
    everything = tf.random.all_candidate_sampler(labels, 1, 5, True)
    found = tf.nn.sampled_softmax_loss(
        weights, biases, labels, inputs, 5, 5, sampled_values=everything
    )
    logits = tf.matmul(inputs, weights, transpose_b=True) + biases
    wanted = tf.nn.sparse_softmax_cross_entropy_with_logits([1, 4, 0], logits)
    np.testing.assert_allclose(found, wanted, rtol=1e-4)
