"""Sums, products and softmax of sparse matrices agree with dense ones."""

from typing import Any

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook._src.core import errors
from tests.ops.driver import wave
from tests.ops.test_sparse_matrix_convert import dense, sparse

_A = np.float32(np.where(wave(2, 3, 4) > 0, wave(2, 3, 4), 0))
_B = np.float32(np.where(wave(2, 4, 3) < 0.5, wave(2, 4, 3), 0))
_WAVES = np.complex64(_A[0] * (1 + 2j))


@pytest.mark.covers("SparseMatrixMatMul")
def test_products_with_dense_matrices() -> None:
    multiply = tf.raw_ops.SparseMatrixMatMul
    np.testing.assert_allclose(multiply(a=sparse(_A), b=_B), _A @ _B, rtol=1e-5)
    np.testing.assert_allclose(
        multiply(a=sparse(_A), b=_A, transpose_b=True),
        _A @ _A.transpose(0, 2, 1),
        rtol=1e-5,
    )
    np.testing.assert_allclose(
        multiply(a=sparse(_WAVES), b=_WAVES, adjoint_a=True, transpose_output=True),
        (_WAVES.conj().T @ _WAVES).T,
        rtol=1e-5,
    )
    np.testing.assert_allclose(
        multiply(a=sparse(_WAVES), b=_B[0] + 1j, conjugate_output=True),
        (_WAVES @ (_B[0] + 1j)).conj(),
        rtol=1e-5,
    )
    with pytest.raises(errors.InvalidArgumentError, match="Inner product"):
        multiply(a=sparse(_A), b=_A)


@pytest.mark.covers("SparseMatrixSparseMatMul")
def test_products_of_sparse_matrices() -> None:
    multiply = tf.raw_ops.SparseMatrixSparseMatMul
    found = multiply(a=sparse(_A), b=sparse(_B), type=tf.float32)
    np.testing.assert_allclose(dense(found), _A @ _B, rtol=1e-5, atol=1e-6)
    found = multiply(a=sparse(_A), b=sparse(_A), adjoint_b=True, type=tf.float32)
    wanted = _A @ _A.transpose(0, 2, 1)
    np.testing.assert_allclose(dense(found), wanted, rtol=1e-5, atol=1e-6)


def _gradients(values: list[Any], function: Any) -> list[Any]:
    tensors = [tf.constant(value) for value in values]
    with tf.GradientTape() as tape:
        tape.watch(tensors)
        loss = tf.reduce_sum(function(*tensors) ** 2)
    return tape.gradient(loss, tensors)


def _check_gradients(values: list[Any], function: Any, plain: Any, marks: Any) -> None:
    found, wanted = _gradients(values, function), _gradients(values, plain)
    for got, right, mark in zip(found, wanted, marks, strict=True):
        np.testing.assert_allclose(got, right * mark, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("turned", [False, True])
def test_gradients_of_products(turned: bool) -> None:
    a = _A.transpose(0, 2, 1).copy() if turned else _A
    sides = {"adjoint_a": turned}

    def plain(a: Any, b: Any) -> Any:
        return tf.matmul(a, b, **sides)

    def by_dense(a: Any, b: Any) -> Any:
        return tf.raw_ops.SparseMatrixMatMul(a=sparse(a), b=b, **sides)

    def by_sparse(a: Any, b: Any) -> Any:
        return dense(
            tf.raw_ops.SparseMatrixSparseMatMul(
                a=sparse(a), b=sparse(b), type=tf.float32, **sides
            )
        )

    _check_gradients([a, _B], by_dense, plain, [a != 0, np.ones_like(_B)])
    _check_gradients([a, _B], by_sparse, plain, [a != 0, _B != 0])


@pytest.mark.covers("SparseMatrixAdd", "SparseMatrixMul")
def test_sums_and_multiples() -> None:
    other = np.float32(_B.transpose(0, 2, 1))

    def added(a: Any, b: Any) -> Any:
        return dense(
            tf.raw_ops.SparseMatrixAdd(a=sparse(a), b=sparse(b), alpha=2.0, beta=3.0)
        )

    def scaled(a: Any, b: Any) -> Any:
        return dense(tf.raw_ops.SparseMatrixMul(a=sparse(a), b=b))

    factors = np.float32([[[2]], [[3]]])
    np.testing.assert_allclose(added(_A, other), 2 * _A + 3 * other, rtol=1e-6)
    np.testing.assert_allclose(scaled(_A, factors), _A * factors, rtol=1e-6)
    _check_gradients(
        [_A, other], added, lambda a, b: 2 * a + 3 * b, [_A != 0, other != 0]
    )
    _check_gradients([_A, factors], scaled, lambda a, b: a * b, [_A != 0, 1.0])
    _check_gradients([_A, np.float32(2)], scaled, lambda a, b: a * b, [_A != 0, 1.0])


@pytest.mark.covers("SparseMatrixSoftmax", "SparseMatrixSoftmaxGrad")
def test_softmax_of_the_entries() -> None:
    def softmax(a: Any) -> Any:
        return dense(tf.raw_ops.SparseMatrixSoftmax(logits=sparse(a), type=tf.float32))

    def plain(a: Any) -> Any:
        powers = tf.where(_A != 0, tf.exp(a), 0.0)
        return powers / tf.maximum(tf.reduce_sum(powers, -1, keepdims=True), 1e-9)

    np.testing.assert_allclose(softmax(_A), plain(_A), rtol=1e-5)
    _check_gradients([_A], softmax, plain, [_A != 0])


@pytest.mark.covers("SparseMatrixOrderingAMD", "SparseMatrixSparseCholesky")
def test_cholesky_factors_of_a_permuted_matrix() -> None:
    matrix = np.float32([[4, 1, 0, 0], [1, 5, 2, 0], [0, 2, 6, 1], [0, 0, 1, 3]])
    star = np.float32([[9, 1, 1, 1], [1, 2, 0, 0], [1, 0, 2, 0], [1, 0, 0, 2]])
    orders = tf.raw_ops.SparseMatrixOrderingAMD(input=sparse(np.stack([matrix, star])))
    assert sorted(orders.numpy()[0]) == [0, 1, 2, 3]
    assert 0 in orders.numpy()[1, 2:]  # the middle of a star comes late
    found = tf.raw_ops.SparseMatrixSparseCholesky(
        input=sparse(matrix), permutation=[3, 1, 0, 2], type=tf.float32
    )
    factor = dense(found).numpy()
    order = np.array([3, 1, 0, 2])
    np.testing.assert_allclose(
        factor @ factor.T, matrix[np.ix_(order, order)], atol=1e-5
    )
    with pytest.raises(errors.InvalidArgumentError, match="batch index 0"):
        tf.raw_ops.SparseMatrixSparseCholesky(
            input=sparse(-matrix), permutation=[0, 1, 2, 3], type=tf.float32
        )
