"""Operators that few numbers describe."""

import pytest

import tensorbrook as tf

L = tf.linalg


@pytest.mark.parametrize(
    "wrong, error",
    [
        (
            lambda: L.LinearOperatorHouseholder([1.0], is_positive_definite=True),
            ValueError,
        ),
        (lambda: L.LinearOperatorHouseholder([1.0], is_self_adjoint=False), ValueError),
        (lambda: L.LinearOperatorPermutation([0.0, 1.0]), TypeError),
        (lambda: L.LinearOperatorPermutation([0, 0]), ValueError),
        (lambda: L.LinearOperatorPermutation(0), ValueError),
        (lambda: L.LinearOperatorToeplitz([1.0], [1.0], is_square=False), ValueError),
        (lambda: L.LinearOperatorTridiag([[1.0]], "dense"), ValueError),
    ],
)
def test_parts_and_hints_that_cannot_be_are_mistakes(wrong, error) -> None:
    with pytest.raises(error):
        wrong()


def test_parts_are_offered() -> None:
    assert L.LinearOperatorPermutation([1, 0]).perm.numpy().tolist() == [1, 0]
    toeplitz = L.LinearOperatorToeplitz([1.0, 2.0], [1.0, 3.0])
    assert toeplitz.col.numpy().tolist() == [1.0, 2.0]
    assert toeplitz.row.numpy().tolist() == [1.0, 3.0]
    tridiag = L.LinearOperatorTridiag([[1.0, 2.0], [3.0, 4.0]], "matrix")
    assert tridiag.diagonals_format == "matrix"
    assert tridiag.to_dense().numpy().tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_a_reflection_is_its_own_inverse() -> None:
    operator = L.LinearOperatorHouseholder([1.0, 2.0])
    assert operator.inverse() is operator
    assert operator.is_self_adjoint and operator.is_positive_definite is False
