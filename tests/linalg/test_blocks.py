"""Operators made of blocks."""

import numpy as np
import pytest

import tensorbrook as tf

L = tf.linalg


def _operators():
    first = L.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 5.0]])
    return first, L.LinearOperatorDiag([2.0, 4.0])


@pytest.mark.parametrize("kind", ["diag", "lower"])
def test_blocks_may_be_given_as_lists(kind) -> None:
    first, second = _operators()
    operator = (
        L.LinearOperatorBlockDiag([first, second])
        if kind == "diag"
        else L.LinearOperatorBlockLowerTriangular([[first], [first, second]])
    )
    dense = operator.to_dense().numpy()
    x = np.arange(8.0, dtype=np.float32).reshape(4, 2)
    blocks = [tf.constant(x[:2]), tf.constant(x[2:])]
    for adjoint in (False, True):
        matrix = dense.T if adjoint else dense
        found = operator.matmul(blocks, adjoint=adjoint)
        np.testing.assert_allclose(tf.concat(found, 0), matrix @ x, 1e-5)
        solved = tf.concat(operator.solve(blocks, adjoint=adjoint), 0)
        np.testing.assert_allclose(matrix @ solved.numpy(), x, 1e-4, 1e-4)
    vectors = [tf.constant(x[:2, 0]), tf.constant(x[2:, 0])]
    found = tf.concat(operator.matvec(vectors), 0)
    np.testing.assert_allclose(found, dense @ x[:, 0], 1e-5)
    solved = tf.concat(operator.solvevec(vectors), 0)
    np.testing.assert_allclose(dense @ solved.numpy(), x[:, 0], 1e-4, 1e-4)


def test_rows_of_a_triangle_grow() -> None:
    first, second = _operators()
    with pytest.raises(ValueError, match="must have 2 blocks"):
        L.LinearOperatorBlockLowerTriangular([[first], [second]])


def test_names_tell_the_parts() -> None:
    first, second = _operators()
    assert (
        L.LinearOperatorBlockDiag([first, second]).name
        == "LinearOperatorFullMatrix_ds_LinearOperatorDiag"
    )
    assert (
        L.LinearOperatorKronecker([first, second]).name
        == "LinearOperatorFullMatrix_x_LinearOperatorDiag"
    )


def test_factors_of_positive_blocks_are_blocks() -> None:
    diagonal = L.LinearOperatorDiag([4.0], is_positive_definite=True)
    for kind in (L.LinearOperatorBlockDiag, L.LinearOperatorKronecker):
        operator = kind([diagonal, diagonal])
        assert operator.is_positive_definite
        assert isinstance(operator.cholesky(), kind)
