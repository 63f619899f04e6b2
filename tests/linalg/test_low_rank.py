"""An operator plus a product of thin matrices."""

import pytest

import tensorbrook as tf

L = tf.linalg


def test_a_positive_update_keeps_an_operator_positive() -> None:
    base = L.LinearOperatorDiag([1.0, 2.0], is_positive_definite=True)
    operator = L.LinearOperatorLowRankUpdate(base, [[1.0], [1.0]])
    assert operator.is_positive_definite and operator.is_self_adjoint
    assert operator.is_diag_update_positive
    other = L.LinearOperatorLowRankUpdate(base, [[1.0], [1.0]], [2.0])
    assert other.is_diag_update_positive is None
    assert other.is_positive_definite is None


def test_parts_are_offered_and_have_one_dtype() -> None:
    base = L.LinearOperatorDiag([1.0, 2.0])
    operator = L.LinearOperatorLowRankUpdate(
        base, [[1.0], [1.0]], [2.0], [[0.0], [1.0]]
    )
    assert operator.base_operator is base
    assert operator.u.shape == operator.v.shape == (2, 1)
    assert operator.diag_update.numpy().tolist() == [2.0]
    assert isinstance(operator.diag_operator, L.LinearOperatorDiag)
    with pytest.raises(TypeError, match="one dtype"):
        L.LinearOperatorLowRankUpdate(base, tf.ones([2, 1], tf.float64))
