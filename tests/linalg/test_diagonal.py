"""Operators of diagonal matrices."""

import pytest

import tensorbrook as tf

Diag = tf.linalg.LinearOperatorDiag


def test_real_diagonals_are_self_adjoint() -> None:
    assert Diag([1.0]).is_self_adjoint
    assert Diag([1j]).is_self_adjoint is None
    with pytest.raises(ValueError, match="self adjoint"):
        Diag([1.0], is_self_adjoint=False)
    with pytest.raises(ValueError, match="square"):
        Diag([1.0], is_square=False)


def test_inverse_adjoint_and_factor_are_diagonal() -> None:
    operator = Diag([4.0, 9.0], is_positive_definite=True)
    for made in (operator.inverse(), operator.adjoint(), operator.cholesky()):
        assert isinstance(made, Diag)
    assert operator.cholesky().diag.numpy().tolist() == [2.0, 3.0]
    assert Diag([1j]).adjoint().diag.numpy().tolist() == [-1j]


def test_wrong_diagonals_are_found_during_the_run() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError):
        Diag([0.0, 1.0]).assert_non_singular()
    with pytest.raises(tf.errors.InvalidArgumentError):
        Diag([-1.0]).assert_positive_definite()
    with pytest.raises(tf.errors.InvalidArgumentError):
        Diag([1j]).assert_self_adjoint()
