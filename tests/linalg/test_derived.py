"""Adjoints, inverses and products of operators."""

import pytest

import tensorbrook as tf

L = tf.linalg


def test_adjoint_and_inverse_of_themselves_are_the_operator() -> None:
    full = L.LinearOperatorFullMatrix([[1.0, 2.0], [0.0, 1.0]])
    assert full.adjoint().adjoint() is full
    assert full.inverse().inverse() is full
    assert full.adjoint().operator is full


def test_inversion_needs_an_inverse() -> None:
    with pytest.raises(ValueError, match="is_square"):
        L.LinearOperatorInversion(L.LinearOperatorFullMatrix([[1.0, 2.0]]))
    with pytest.raises(ValueError, match="is_non_singular"):
        L.LinearOperatorInversion(L.LinearOperatorZeros(2))


def test_compositions_have_factors_that_fit() -> None:
    first, second = L.LinearOperatorIdentity(2), L.LinearOperatorIdentity(3)
    with pytest.raises(ValueError, match="incompatible"):
        L.LinearOperatorComposition([first, second])
    with pytest.raises(ValueError, match="non-empty"):
        L.LinearOperatorComposition([])
    with pytest.raises(TypeError, match="dtype"):
        L.LinearOperatorComposition(
            [first, L.LinearOperatorIdentity(2, dtype=tf.float64)]
        )
