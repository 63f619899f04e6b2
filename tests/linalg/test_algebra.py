"""Which kind of operator a product is."""

import numpy as np
import pytest

import tensorbrook as tf

L = tf.linalg
_KINDS = {
    "Diag": lambda: L.LinearOperatorDiag([1.0, 2.0]),
    "FullMatrix": lambda: L.LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]]),
    "Identity": lambda: L.LinearOperatorIdentity(2),
    "ScaledIdentity": lambda: L.LinearOperatorScaledIdentity(2, 3.0),
    "LowerTriangular": lambda: L.LinearOperatorLowerTriangular(
        [[1.0, 0.0], [3.0, 4.0]]
    ),
    "Zeros": lambda: L.LinearOperatorZeros(2),
}


@pytest.mark.parametrize(
    "left, right, kind",
    [
        ("Diag", "Diag", "Diag"),
        ("Diag", "ScaledIdentity", "Diag"),
        ("Diag", "LowerTriangular", "LowerTriangular"),
        ("Diag", "Zeros", "Zeros"),
        ("Diag", "FullMatrix", "Composition"),
        ("FullMatrix", "Identity", "FullMatrix"),
        ("Identity", "Diag", "Diag"),
        ("ScaledIdentity", "ScaledIdentity", "ScaledIdentity"),
        ("LowerTriangular", "Diag", "LowerTriangular"),
        ("LowerTriangular", "LowerTriangular", "Composition"),
    ],
)
def test_products_keep_structure(left, right, kind) -> None:
    first, second = _KINDS[left](), _KINDS[right]()
    product = first.matmul(second)
    assert type(product).__name__ == f"LinearOperator{kind}"
    wanted = first.to_dense().numpy() @ second.to_dense().numpy()
    np.testing.assert_allclose(product.to_dense(), wanted)


def test_circulant_operators_multiply_their_spectra() -> None:
    first = L.LinearOperatorCirculant([1.0, 2.0, 2.0], tf.float32)
    product = first.matmul(first)
    assert isinstance(product, L.LinearOperatorCirculant)
    np.testing.assert_allclose(product.spectrum, [1.0, 4.0, 4.0])


def test_blocks_that_fit_are_multiplied_one_by_one() -> None:
    first = L.LinearOperatorBlockDiag([_KINDS["Diag"](), _KINDS["FullMatrix"]()])
    product = first.matmul(first)
    assert isinstance(product, L.LinearOperatorBlockDiag)
    wanted = first.to_dense().numpy() @ first.to_dense().numpy()
    np.testing.assert_allclose(product.to_dense(), wanted)


def test_the_square_of_a_positive_operator_is_positive() -> None:
    operator = L.LinearOperatorFullMatrix([[2.0]], is_positive_definite=True)
    assert operator.matmul(operator).is_positive_definite
