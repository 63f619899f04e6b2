"""Roots, logarithms, pseudo-inverses and ranks of matrices."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_A = np.array([[3.0, 1.0, 0.5], [0.4, 2.0, 0.3], [0.2, -0.7, 2.5]])
_PAIR = np.stack([_A, _A.T + np.eye(3)])

SAMPLES = [
    Sample("MatrixSquareRoot", [_PAIR], dtypes="float32 float64 complex64"),
    Sample("MatrixLogarithm", [_PAIR.astype(np.complex64)]),
    Sample("MatrixExponential", [_PAIR], dtypes="float32 float64 complex64"),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("name", ["MatrixSquareRoot", "MatrixLogarithm"])
def test_results_without_scipy_are_the_same(name, monkeypatch) -> None:
    from tensorbrook._src.ops import linalg_functions

    op = getattr(tf.raw_ops, name)
    value = tf.constant(_PAIR, tf.complex128)
    wanted = op(input=value)
    monkeypatch.setattr(linalg_functions, "_scipy_function", lambda name: None)
    np.testing.assert_allclose(op(input=value), wanted, 1e-8, 1e-8)


def test_square_root_times_itself_is_the_matrix() -> None:
    root = tf.linalg.sqrtm(_PAIR)
    np.testing.assert_allclose(root @ root, _PAIR, 1e-9)


@pytest.mark.parametrize("rows", [2, 3, 5])
@pytest.mark.parametrize("fast", [True, False])
def test_least_squares_solves_the_normal_equations(rows, fast) -> None:
    rng = np.random.RandomState(0)
    matrix, rhs = rng.randn(2, rows, 3), rng.randn(2, rows, 2)
    found = tf.linalg.lstsq(matrix, rhs, fast=fast)
    wanted = np.linalg.pinv(matrix) @ rhs
    np.testing.assert_allclose(found, wanted, 1e-6, 1e-8)


def test_least_squares_takes_a_weight() -> None:
    found = tf.linalg.lstsq([[1.0], [1.0]], [[1.0], [3.0]], l2_regularizer=2.0)
    np.testing.assert_allclose(found, [[1.0]])


@pytest.mark.parametrize("shape", [(3, 3), (2, 4), (2, 4, 2)])
def test_pseudo_inverse_is_numpys(shape) -> None:
    matrix = np.random.RandomState(1).randn(*shape)
    np.testing.assert_allclose(
        tf.linalg.pinv(matrix), np.linalg.pinv(matrix), 1e-7, 1e-9
    )


def test_rank_counts_singular_values() -> None:
    ranks = tf.linalg.matrix_rank([[[1.0, 2], [2, 4]], [[1, 0], [0, 1]]])
    np.testing.assert_array_equal(ranks, [1, 2])
    assert int(tf.linalg.matrix_rank([[1.0, 0.0], [0.0, 0.1]], tol=0.5)) == 1


def test_integers_have_no_rank() -> None:
    with pytest.raises(TypeError, match="float"):
        tf.linalg.matrix_rank([[1, 2]])


def test_lu_solves_inverts_and_reconstructs() -> None:
    packed, order = tf.linalg.lu(_PAIR)
    rhs = np.arange(6.0).reshape(3, 2)
    np.testing.assert_allclose(tf.linalg.lu_reconstruct(packed, order), _PAIR, 1e-9)
    inverse = tf.linalg.lu_matrix_inverse(packed, order)
    np.testing.assert_allclose(inverse, np.linalg.inv(_PAIR), 1e-9)
    found = tf.linalg.lu_solve(packed, order, rhs)
    np.testing.assert_allclose(found, np.linalg.solve(_PAIR, np.stack([rhs] * 2)), 1e-9)


def test_log_determinant_is_that_of_the_cholesky_factor() -> None:
    positive = _PAIR @ np.swapaxes(_PAIR, -1, -2)
    wanted = np.linalg.slogdet(positive)[1]
    np.testing.assert_allclose(tf.linalg.logdet(positive), wanted, 1e-9)


def test_sizes_may_be_unknown_before_the_run() -> None:
    @tf.function(input_signature=[tf.TensorSpec(None, tf.float64)])
    def functions(x):
        return tf.linalg.pinv(x), tf.linalg.matrix_rank(x), tf.linalg.expm(x)

    inverse, rank, _ = functions(_PAIR)
    np.testing.assert_allclose(inverse, np.linalg.inv(_PAIR), 1e-7)
    np.testing.assert_array_equal(rank, [3, 3])


@pytest.mark.parametrize("name", ["expm", "sqrtm"])
def test_matrices_without_elements(name) -> None:
    assert getattr(tf.linalg, name)(tf.zeros([2, 0, 0])).shape == (2, 0, 0)
