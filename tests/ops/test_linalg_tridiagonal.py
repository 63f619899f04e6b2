"""Matrices of three diagonals."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_DIAGONALS = np.array([[1.0, 2.0, 0.0], [4.0, -5.0, 6.0], [0.0, 7.0, 2.0]])
_DENSE = np.array([[4.0, 1.0, 0.0], [7.0, -5.0, 2.0], [0.0, 2.0, 6.0]])
_RHS = np.arange(1.0, 7.0).reshape(3, 2)
_FLOATS = "float32 float64 complex64"

SAMPLES = [
    Sample("TridiagonalSolve", [_DIAGONALS, _RHS], dtypes=_FLOATS),
    Sample(
        "TridiagonalSolve",
        [np.stack([_DIAGONALS] * 2), np.stack([_RHS] * 2)],
        {"partial_pivoting": False},
        dtypes=_FLOATS,
    ),
    Sample(
        "TridiagonalMatMul",
        [*(_DIAGONALS[i : i + 1] for i in range(3)), _RHS],
        dtypes=_FLOATS,
        expected=_DENSE @ _RHS,
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize(
    "diagonals, form",
    [
        (_DIAGONALS, "compact"),
        (([1.0, 2.0], [4.0, -5.0, 6.0], [7.0, 2.0]), "sequence"),
        (_DENSE, "matrix"),
    ],
)
def test_all_forms_of_diagonals_solve_and_multiply(diagonals, form) -> None:
    found = tf.linalg.tridiagonal_solve(diagonals, _RHS, diagonals_format=form)
    np.testing.assert_allclose(_DENSE @ found.numpy(), _RHS, 1e-5)
    product = tf.linalg.tridiagonal_matmul(diagonals, _RHS, diagonals_format=form)
    np.testing.assert_allclose(product, _DENSE @ _RHS, 1e-5)


def test_rows_are_exchanged_where_the_diagonal_is_zero() -> None:
    diagonals = [[1.0, 2.0, 0.0], [0.0, 3.0, 1.0], [0.0, 4.0, 5.0]]
    dense = np.array([[0.0, 1, 0], [4, 3, 2], [0, 5, 1]])
    found = tf.linalg.tridiagonal_solve(diagonals, [2.0, 29.0, 10.0])
    np.testing.assert_allclose(dense @ found.numpy(), [2.0, 29.0, 10.0], 1e-5)


def test_eigenvalues_are_selected_by_index_and_by_value() -> None:
    alpha, beta = [1.0, 2.0, 3.0], [0.5, 0.25]
    every = tf.linalg.eigh_tridiagonal(alpha, beta)
    np.testing.assert_allclose(every, [0.78868, 2.14519, 3.06613], 1e-4)
    some = tf.linalg.eigh_tridiagonal(alpha, beta, select="i", select_range=[0, 1])
    np.testing.assert_array_equal(some, every[:2])
    low = tf.linalg.eigh_tridiagonal(alpha, beta, select="v", select_range=[0.0, 2.0])
    np.testing.assert_array_equal(low, every[:1])


def test_wrong_forms_are_named() -> None:
    with pytest.raises(ValueError, match="Expected 3 diagonals"):
        tf.linalg.tridiagonal_solve(np.ones((2, 3)), np.ones(3))
    with pytest.raises(ValueError, match="diagonals_format"):
        tf.linalg.tridiagonal_solve(np.ones((3, 3)), np.ones(3), "dense")
    with pytest.raises(ValueError, match="select"):
        tf.linalg.eigh_tridiagonal([1.0], [], select="x")
