"""The functions of `tf.sparse` against the same on dense tensors."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import wave

DENSE = np.array([[0, 5, 0, 0], [1, 0, 0, -2], [0, 0, 3, 0]], np.float32)
OTHER = np.array([[0, 1, 2, 0], [0, 0, 0, 4], [0, 0, 0, 0]], np.float32)


def sparse(array=DENSE) -> tf.SparseTensor:
    return tf.sparse.from_dense(array)


def dense(value) -> np.ndarray:
    return tf.sparse.to_dense(value).numpy()


def test_to_dense_and_back() -> None:
    np.testing.assert_array_equal(dense(sparse()), DENSE)
    assert sparse().indices.numpy().tolist() == np.argwhere(DENSE).tolist()


@pytest.mark.parametrize(
    ("function", "wanted"),
    [
        (tf.sparse.transpose, DENSE.T),
        (lambda s: tf.sparse.reshape(s, [2, -1]), DENSE.reshape(2, 6)),
        (lambda s: tf.sparse.expand_dims(s, 1), DENSE[:, None]),
        (lambda s: tf.sparse.slice(s, [1, 0], [2, 3]), DENSE[1:, :3]),
        (lambda s: tf.sparse.concat(1, [s, s]), np.concatenate([DENSE, DENSE], 1)),
        (lambda s: tf.sparse.split(s, 2, 1)[1], DENSE[:, 2:]),
        (lambda s: tf.sparse.add(s, sparse(OTHER)), DENSE + OTHER),
        (lambda s: tf.sparse.maximum(s, sparse(OTHER)), np.maximum(DENSE, OTHER)),
        (lambda s: tf.sparse.minimum(s, sparse(OTHER)), np.minimum(DENSE, OTHER)),
        (lambda s: tf.sparse.map_values(tf.square, s), DENSE**2),
        (lambda s: s * [1.0, 2.0, 3.0, 4.0], DENSE * [1, 2, 3, 4]),
        (lambda s: tf.sparse.reset_shape(s, [4, 5]), np.pad(DENSE, [(0, 1), (0, 1)])),
    ],
)
@pytest.mark.parametrize("traced", [False, True])
def test_sparse_results(function, wanted, traced) -> None:
    found = (tf.function(function) if traced else function)(sparse())
    np.testing.assert_array_equal(dense(found), wanted)
    assert found.shape.as_list() == list(wanted.shape)


@pytest.mark.parametrize("axis", [None, 0, 1, -1, [0, 1]])
@pytest.mark.parametrize("keep", [False, True])
def test_sums(axis, keep) -> None:
    wanted = DENSE.sum(tuple(axis) if isinstance(axis, list) else axis, keepdims=keep)
    np.testing.assert_array_equal(tf.sparse.reduce_sum(sparse(), axis, keep), wanted)
    found = tf.sparse.reduce_sum(sparse(), axis, keep, output_is_sparse=True)
    np.testing.assert_array_equal(dense(found), wanted)


@pytest.mark.parametrize("adjoint_a", [False, True])
@pytest.mark.parametrize("adjoint_b", [False, True])
def test_products_with_dense_matrices(adjoint_a, adjoint_b) -> None:
    inner = DENSE.T.shape if not adjoint_a else (3, 2)
    right = wave(*inner).astype("f")
    given = right.T.copy() if adjoint_b else right
    left = DENSE.T if adjoint_a else DENSE
    found = tf.sparse.sparse_dense_matmul(sparse(), given, adjoint_a, adjoint_b)
    np.testing.assert_allclose(found, left @ right, rtol=1e-5)
    turned = tf.sparse.sparse_dense_matmul(
        given, sparse(), not adjoint_b, not adjoint_a
    )
    np.testing.assert_allclose(turned, (left @ right).T, rtol=1e-5)


@pytest.mark.parametrize(
    ("indices", "message"),
    [
        ([[1, 0], [0, 1]], "out of order"),
        ([[0, 1], [0, 1]], "is repeated"),
        ([[0, 1], [0, 4]], "out of bounds"),
    ],
)
def test_indices_that_no_tensor_has(indices, message) -> None:
    s = tf.SparseTensor(indices, [1.0, 2.0], [3, 4])
    with pytest.raises(tf.errors.InvalidArgumentError, match=message):
        tf.sparse.to_dense(s)


def test_rows_without_values_get_one() -> None:
    s = tf.SparseTensor([[1, 2]], [7], [3, 4])
    filled, empty = tf.sparse.fill_empty_rows(s, -1)
    assert dense(filled)[:, 0].tolist() == [-1, 0, -1]
    assert empty.numpy().tolist() == [True, False, True]


def test_counts() -> None:
    numbers = tf.constant([[1, 2, 2], [0, 5, 9]])
    rows = tf.sparse.bincount(numbers, axis=-1, maxlength=6)
    wanted = [np.bincount([1, 2, 2], minlength=6), np.bincount([0, 5], minlength=6)]
    np.testing.assert_array_equal(dense(rows), wanted)
    ids = tf.sparse.from_dense(numbers)
    np.testing.assert_array_equal(
        tf.math.bincount(ids, axis=-1, maxlength=6), [[0, 1, 2, 0, 0, 0], [0] * 5 + [1]]
    )


def test_crosses() -> None:
    names = tf.constant([["a", "b"], ["c", "d"]])
    ids = tf.SparseTensor([[0, 0], [1, 0], [1, 1]], [5, 6, 7], [2, 2])
    crossed = tf.sparse.cross([names, ids], separator="-")
    assert crossed.values.numpy().tolist() == [
        b"5-a", b"5-b", b"6-c", b"6-d", b"7-c", b"7-d",
    ]  # fmt: skip
    # numbers that TensorFlow gives for the same features
    letters = tf.SparseTensor([[0, 0], [1, 0], [1, 1]], ["x", "y", "z"], [2, 2])
    hashed = tf.sparse.cross_hashed([letters, letters], num_buckets=100)
    assert hashed.values.numpy().tolist() == [28, 89, 31, 48, 68]
