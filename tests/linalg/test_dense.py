"""Operators that hold their matrices element by element."""

import pytest

import tensorbrook as tf

L = tf.linalg


def test_matrices_have_two_axes_and_floats() -> None:
    for kind in (L.LinearOperatorFullMatrix, L.LinearOperatorLowerTriangular):
        with pytest.raises(ValueError, match="at least 2"):
            kind([1.0, 2.0])
        with pytest.raises(TypeError, match="float"):
            kind([[1, 2], [3, 4]])


def test_parts_are_offered() -> None:
    matrix = tf.constant([[1.0]])
    assert L.LinearOperatorFullMatrix(matrix).matrix is matrix
    assert L.LinearOperatorLowerTriangular(matrix).tril is matrix


def test_singular_triangles_are_found_during_the_run() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError):
        L.LinearOperatorLowerTriangular([[0.0]]).assert_non_singular()
    with pytest.raises(tf.errors.InvalidArgumentError):
        L.LinearOperatorFullMatrix([[1.0, 1.0], [1.0, 1.0]]).assert_non_singular()
    with pytest.raises(tf.errors.InvalidArgumentError):
        L.LinearOperatorFullMatrix([[1.0, 2.0], [0.0, 1.0]]).assert_self_adjoint()
    with pytest.raises(tf.errors.InvalidArgumentError):
        L.LinearOperatorFullMatrix(
            [[-1.0]], is_self_adjoint=True
        ).assert_positive_definite()
    with pytest.raises(NotImplementedError, match="self-adjoint"):
        L.LinearOperatorFullMatrix([[-1.0]]).assert_positive_definite()
