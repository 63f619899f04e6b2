"""Systems of linear equations by the method of conjugate gradients."""

import numpy as np
import pytest

import tensorbrook as tf

L = tf.linalg
_MATRIX = np.array([[4.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 5.0]])


def _operator():
    return L.LinearOperatorFullMatrix(
        _MATRIX, is_self_adjoint=True, is_positive_definite=True
    )


@pytest.mark.parametrize("start", [None, [1.0, 1.0, 1.0]])
@pytest.mark.parametrize("better", [None, L.LinearOperatorDiag(1 / np.diag(_MATRIX))])
def test_the_remainder_becomes_small(start, better) -> None:
    found = L.experimental.conjugate_gradient(
        _operator(), [1.0, 2.0, 3.0], better, start, tol=1e-9
    )
    np.testing.assert_allclose(found.x, np.linalg.solve(_MATRIX, [1.0, 2.0, 3.0]))
    assert 1 <= int(found.i) <= 4


def test_steps_are_limited() -> None:
    found = L.experimental.conjugate_gradient(_operator(), [1.0, 2.0, 3.0], max_iter=1)
    assert int(found.i) == 1


def test_operators_must_be_positive_definite() -> None:
    with pytest.raises(ValueError, match="positive definite"):
        L.experimental.conjugate_gradient(L.LinearOperatorFullMatrix(_MATRIX), [1.0])
