"""Sparse operations under their 1.x names and in their argument orders."""

import numpy as np
import pytest

import tensorbrook.compat.v1 as tf

DENSE = np.array([[0, 5, 0, 0], [1, 0, 0, -2], [0, 0, 3, 0]], np.float32)


def run(build):
    """The value of what `build` makes of a sparse placeholder that is fed DENSE."""
    with tf.Graph().as_default(), tf.Session() as session:
        s = tf.sparse_placeholder(tf.float32, [3, 4])
        indices = np.argwhere(DENSE)
        value = tf.SparseTensorValue(indices, DENSE[tuple(indices.T)], [3, 4])
        return session.run(build(s), {s: value})


@pytest.mark.parametrize(
    ("build", "wanted"),
    [
        (lambda s: tf.sparse_reduce_sum(s, reduction_axes=1), DENSE.sum(1)),
        (
            lambda s: tf.sparse_reduce_sum(s, 0, keep_dims=True),
            DENSE.sum(0, keepdims=True),
        ),
        (lambda s: tf.sparse_tensor_to_dense(tf.sparse_transpose(s)), DENSE.T),
        (lambda s: tf.sparse_tensor_to_dense(tf.sparse_add(s, s)), DENSE * 2),
        (
            lambda s: tf.sparse_tensor_to_dense(tf.sparse_concat(0, [s, s])),
            np.concatenate([DENSE, DENSE]),
        ),
        (
            lambda s: tf.sparse_tensor_to_dense(
                tf.sparse_split(sp_input=s, num_split=2, axis=1)[0]
            ),
            DENSE[:, :2],
        ),
        (lambda s: tf.sparse_tensor_dense_matmul(s, np.eye(4, dtype="f")), DENSE),
    ],
)
def test_values(build, wanted) -> None:
    np.testing.assert_array_equal(run(build), wanted)


def test_sums_that_stay_sparse_are_fetched_as_values() -> None:
    found = run(lambda s: tf.sparse_reduce_sum_sparse(s, 1))
    assert isinstance(found, tf.SparseTensorValue)
    assert found.values.tolist() == [5.0, -1.0, 3.0]


def test_split_takes_no_positions() -> None:
    with pytest.raises(ValueError, match="Keyword arguments"):
        run(lambda s: tf.sparse_split(s, 2, 1))


def test_names_of_the_parts_of_a_placeholder() -> None:
    with tf.Graph().as_default():
        s = tf.sparse_placeholder(tf.float32, [3, None], name="x")
        assert s.indices.op.name == "x/indices"
        assert s.values.op.name == "x/values"
        assert s.shape.as_list() == [3, None]


def test_values_put_into_a_dense_tensor() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        dense = tf.sparse_to_dense([1, 3], [5], 1.0, 9.0)
        assert session.run(dense).tolist() == [9.0, 1.0, 9.0, 1.0, 9.0]


def test_ids_become_columns() -> None:
    with tf.Graph().as_default(), tf.Session() as session:
        places = [[0, 0], [0, 1], [1, 0]]
        ids = tf.SparseTensor(places, tf.constant([3, 1, 2], tf.int64), [2, 2])
        values = tf.SparseTensor(places, [0.5, 1.0, 2.0], [2, 2])
        merged = session.run(tf.sparse_merge(ids, values, 5))
        assert merged.indices.tolist() == [[0, 1], [0, 3], [1, 2]]
        assert merged.values.tolist() == [1.0, 0.5, 2.0]
