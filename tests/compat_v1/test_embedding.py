"""Embeddings that are cut into parts, as 1.x programs have them."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

ROWS = np.arange(10.0, dtype=np.float32).reshape(5, 2)


@pytest.mark.parametrize(
    ("strategy", "parts"),
    [("mod", [ROWS[::2], ROWS[1::2]]), ("div", [ROWS[:3], ROWS[3:]])],
)
def test_parts_are_read_by_their_strategy(strategy, parts) -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        places = [[0, 0], [0, 1], [1, 0]]
        ids = tf.SparseTensor(places, tf.constant([4, 1, 3], tf.int64), [2, 2])
        tables = [tf.constant(part) for part in parts]
        plain = tf.nn.embedding_lookup_sparse(
            tables, ids, None, strategy, combiner="sum"
        )
        safe = tf.nn.safe_embedding_lookup_sparse(
            tables, ids, combiner="sum", partition_strategy=strategy
        )
        for found in session.run([plain, safe]):
            np.testing.assert_array_equal(found, [ROWS[4] + ROWS[1], ROWS[3]])
