"""Determinants, inverses and systems of linear equations."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_A = np.array([[[3.0, 1.0, 0.5], [0.4, 2.0, 0.3], [0.2, -0.7, 2.5]]] * 2)
_A[1] += np.diag([0.5, 1.0, -0.3])
_B = np.arange(1.0, 13.0).reshape(2, 3, 2)
_POSITIVE = _A @ np.swapaxes(_A, -1, -2)
_BANDS = np.array([[2.0, 3.0, 4.0], [0.5, 1.0, 1.5]])
_FLOATS = "float32 float64 complex64"

SAMPLES = [
    Sample("Cholesky", [_POSITIVE], dtypes=_FLOATS, orders=0),
    Sample("CholeskyGrad", [_A, _A], dtypes="float32 float64"),
    Sample("MatrixDeterminant", [_A], dtypes=_FLOATS),
    Sample("LogMatrixDeterminant", [_A], dtypes=_FLOATS),
    Sample("MatrixInverse", [_A], dtypes=_FLOATS),
    Sample("MatrixInverse", [_A], {"adjoint": True}, dtypes=_FLOATS),
    Sample("MatrixSolve", [_A, _B], dtypes=_FLOATS),
    Sample("MatrixSolve", [_A, _B], {"adjoint": True}, dtypes=_FLOATS),
    Sample("MatrixTriangularSolve", [_A, _B], dtypes=_FLOATS),
    Sample("MatrixTriangularSolve", [_A[0], _B], {"lower": False}, dtypes=_FLOATS),
    Sample("MatrixTriangularSolve", [_A, _B[0]], {"adjoint": True}, dtypes=_FLOATS),
    Sample("BandedTriangularSolve", [_BANDS, _B[0]], dtypes=_FLOATS),
    Sample(
        "BandedTriangularSolve",
        [_BANDS[::-1], _B[0]],
        {"lower": False, "adjoint": True},
        dtypes=_FLOATS,
    ),
    Sample("MatrixSolveLs", [_A[..., :2], _B, 0.1], dtypes="float64", orders=1),
    Sample("MatrixSolveLs", [_A[:, :2], _B[:, :2], 0.1], dtypes="float64", orders=1),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def _numeric(function, x):
    step, slopes = 1e-6, np.zeros_like(x)
    for place in np.ndindex(x.shape):
        for sign in (1, -1):
            moved = x.copy()
            moved[place] += sign * step
            slopes[place] += sign * float(function(tf.constant(moved))) / (2 * step)
    return slopes


def test_cholesky_has_the_gradient_of_the_symmetric_matrix() -> None:
    weights = np.cos(np.arange(18.0)).reshape(2, 3, 3)

    def total(x):
        both = (x + tf.linalg.matrix_transpose(x)) / 2
        return tf.reduce_sum(tf.linalg.cholesky(both) * weights)

    x = tf.constant(_POSITIVE)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = total(x)
    np.testing.assert_allclose(tape.gradient(y, x), _numeric(total, _POSITIVE), 1e-5)


def test_cholesky_of_an_indefinite_matrix_is_nan_for_it_alone() -> None:
    found = tf.linalg.cholesky([[[4.0, 0], [0, 1]], [[1.0, 2], [2, 1]]]).numpy()
    np.testing.assert_array_equal(found[0], [[2, 0], [0, 1]])
    assert np.isnan(found[1]).any()


def test_cholesky_solve_solves() -> None:
    found = tf.linalg.cholesky_solve(np.linalg.cholesky(_POSITIVE), _B)
    np.testing.assert_allclose(_POSITIVE @ found.numpy(), _B, 1e-9)


def test_zero_on_the_diagonal_of_a_triangle_gives_inf() -> None:
    found = tf.linalg.triangular_solve(tf.zeros([1, 1]), [[1.0]])
    assert np.isinf(found.numpy()).all()


@pytest.mark.parametrize(
    "function",
    [
        lambda m: tf.linalg.inv(m),
        lambda m: tf.linalg.solve(m, [[1.0], [1.0]]),
        lambda m: tf.linalg.banded_triangular_solve(m * 0, [[1.0], [1.0]]),
    ],
)
def test_a_singular_matrix_is_a_mistake(function) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="not invertible"):
        function(tf.constant([[1.0, 2.0], [2.0, 4.0]]))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: tf.linalg.inv(np.ones((2, 3))),
        lambda: tf.linalg.det(np.ones(3)),
        lambda: tf.linalg.solve(np.eye(2), np.ones((3, 1))),
        lambda: tf.linalg.solve(np.eye(2), np.ones(2)),
        lambda: tf.linalg.triangular_solve(np.eye(2), np.ones((3, 1))),
        lambda: tf.linalg.cholesky([[1, 2], [3, 4]]),
    ],
)
def test_shapes_and_types_that_do_not_fit_are_named(wrong) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError):
        wrong()


@pytest.mark.parametrize("lower", [True, False])
@pytest.mark.parametrize("size", [32, 33, 64, 70])
def test_large_triangles_are_solved_in_blocks(size, lower) -> None:
    rng = np.random.RandomState(0)
    matrix = rng.randn(2, size, size) / size + 2 * np.eye(size)
    rhs = rng.randn(size, 3)
    found = tf.linalg.triangular_solve(matrix, rhs, lower=lower).numpy()
    triangle = np.tril(matrix) if lower else np.triu(matrix)
    np.testing.assert_allclose(triangle @ found, np.stack([rhs] * 2), 1e-9, 1e-9)
