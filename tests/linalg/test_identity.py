"""Identities, their multiples, and zero."""

import numpy as np
import pytest

import tensorbrook as tf

L = tf.linalg


def test_identity_leaves_things_alone() -> None:
    operator = L.LinearOperatorIdentity(2, batch_shape=[3])
    assert operator.shape.as_list() == [3, 2, 2]
    np.testing.assert_array_equal(operator.matvec([1.0, 2.0]), [[1.0, 2.0]] * 3)
    assert operator.inverse() is operator
    assert operator.trace().numpy().tolist() == [2.0] * 3


def test_sizes_are_integers_that_are_not_negative() -> None:
    with pytest.raises(TypeError, match="integer"):
        L.LinearOperatorIdentity(2.5)
    with pytest.raises(ValueError, match="negative"):
        L.LinearOperatorIdentity(-1)
    with pytest.raises(ValueError, match="0-D"):
        L.LinearOperatorZeros([1, 2])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: L.LinearOperatorIdentity(2, is_non_singular=False),
        lambda: L.LinearOperatorScaledIdentity(2, 1.0, is_square=False),
        lambda: L.LinearOperatorZeros(2, is_non_singular=True),
        lambda: L.LinearOperatorZeros(2, is_positive_definite=True),
    ],
)
def test_hints_that_cannot_be_true_are_mistakes(wrong) -> None:
    with pytest.raises(ValueError):
        wrong()


def test_zeros_swallow_everything() -> None:
    operator = L.LinearOperatorZeros(2, 3, is_square=False, is_self_adjoint=None)
    assert operator.matmul(tf.ones([3, 4])).shape.as_list() == [2, 4]
    assert operator.matmul(tf.ones([2, 4]), adjoint=True).shape.as_list() == [3, 4]
    assert operator.to_dense().shape.as_list() == [2, 3]
    assert operator.diag_part().numpy().tolist() == [0.0, 0.0]
    square = L.LinearOperatorZeros(2)
    assert float(square.determinant()) == 0.0
    assert float(square.trace()) == 0.0
    assert square.add_to_tensor(tf.ones([2, 2])).numpy().sum() == 4.0
    with pytest.raises(NotImplementedError, match="singular"):
        square.solvevec([1.0, 2.0])
    with pytest.raises(tf.errors.InvalidArgumentError):
        square.assert_non_singular()
