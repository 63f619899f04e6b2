"""Sparse matrices in variants: from tensors and back."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors

DENSE = np.float32(
    [[[0, 1, 0], [2, 0, 3]], [[0, 0, 4], [0, 0, 0]], [[5, 6, 0], [0, 0, 7]]]
)


def sparse(dense: Any) -> Any:
    """The matrix in a variant."""
    return tf.raw_ops.DenseToCSRSparseMatrix(
        dense_input=dense, indices=tf.where(tf.not_equal(dense, 0))
    )


def dense(matrix: Any, dtype: Any = tf.float32) -> Any:
    """The matrix as a tensor."""
    return tf.raw_ops.CSRSparseMatrixToDense(sparse_input=matrix, type=dtype)


@pytest.mark.covers(
    "DenseToCSRSparseMatrix", "CSRSparseMatrixToDense", "SparseMatrixNNZ"
)
def test_there_and_back() -> None:
    for values in (DENSE, DENSE[0]):
        np.testing.assert_array_equal(dense(sparse(values)), values)
    counts = tf.raw_ops.SparseMatrixNNZ(sparse_matrix=sparse(DENSE))
    assert counts.numpy().tolist() == [3, 1, 3]
    assert tf.raw_ops.SparseMatrixNNZ(sparse_matrix=sparse(DENSE[0])).numpy() == 3


@pytest.mark.covers("CSRSparseMatrixComponents")
def test_components_of_one_matrix() -> None:
    found = tf.raw_ops.CSRSparseMatrixComponents(
        csr_sparse_matrix=sparse(DENSE), index=2, type=tf.float32
    )
    assert found.row_ptrs.numpy().tolist() == [0, 2, 3]
    assert found.col_inds.numpy().tolist() == [0, 1, 2]
    assert found.values.numpy().tolist() == [5, 6, 7]
    with pytest.raises(errors.InvalidArgumentError, match=r"not in \[0, 3\)"):
        tf.raw_ops.CSRSparseMatrixComponents(
            csr_sparse_matrix=sparse(DENSE), index=3, type=tf.float32
        )


@pytest.mark.covers("SparseTensorToCSRSparseMatrix", "CSRSparseMatrixToSparseTensor")
def test_sparse_tensors() -> None:
    matrix = tf.raw_ops.SparseTensorToCSRSparseMatrix(
        indices=[[0, 1], [2, 0]], values=[1.0, 2.0], dense_shape=[3, 2]
    )
    np.testing.assert_array_equal(dense(matrix), [[0, 1], [0, 0], [2, 0]])
    found = tf.raw_ops.CSRSparseMatrixToSparseTensor(
        sparse_matrix=sparse(DENSE), type=tf.float32
    )
    again = tf.sparse.to_dense(tf.SparseTensor(*found))
    np.testing.assert_array_equal(again, DENSE)


def test_places_outside_are_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="out of bounds"):
        tf.raw_ops.SparseTensorToCSRSparseMatrix(
            indices=[[0, 9]], values=[1.0], dense_shape=[3, 2]
        )


@pytest.mark.covers("SparseMatrixZeros", "SparseMatrixTranspose")
def test_zeros_and_transposed_matrices() -> None:
    zeros = tf.raw_ops.SparseMatrixZeros(dense_shape=[2, 3], type=tf.float64)
    np.testing.assert_array_equal(dense(zeros, tf.float64), np.zeros((2, 3)))
    turned = tf.raw_ops.SparseMatrixTranspose(input=sparse(DENSE), type=tf.float32)
    np.testing.assert_array_equal(dense(turned), DENSE.transpose(0, 2, 1))
    waves = np.complex64(DENSE[0] * (1 + 2j))
    turned = tf.raw_ops.SparseMatrixTranspose(
        input=sparse(waves), conjugate=True, type=tf.complex64
    )
    np.testing.assert_array_equal(dense(turned, tf.complex64), waves.conj().T)


def test_gradients_go_through_every_form() -> None:
    values = tf.constant([1.0, 2.0, 3.0])
    whole = tf.constant(DENSE[0])
    with tf.GradientTape() as tape:
        tape.watch([values, whole])
        matrix = tf.raw_ops.SparseTensorToCSRSparseMatrix(
            indices=[[0, 1], [1, 0], [1, 2]], values=values, dense_shape=[2, 3]
        )
        turned = tf.raw_ops.SparseMatrixTranspose(input=sparse(whole), type=tf.float32)
        parts = tf.raw_ops.CSRSparseMatrixToSparseTensor(
            sparse_matrix=turned, type=tf.float32
        )
        loss = tf.reduce_sum(dense(matrix) ** 2) + tf.reduce_sum(parts.values**2)
    by_values, by_whole = tape.gradient(loss, [values, whole])
    np.testing.assert_allclose(by_values, 2 * values)
    np.testing.assert_allclose(by_whole, 2 * DENSE[0])


def test_other_variants_are_refused() -> None:
    other = tf.raw_ops.EmptyTensorList(
        element_shape=[1], max_num_elements=2, element_dtype=tf.float32
    )
    with pytest.raises(errors.InvalidArgumentError, match="sparse matrix"):
        dense(other)
    with pytest.raises(errors.InvalidArgumentError, match="expected float64"):
        dense(sparse(DENSE), tf.float64)
