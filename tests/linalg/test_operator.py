"""What all linear operators have in common, checked against their dense matrices."""

import numpy as np
import pytest

import tensorbrook as tf

L = tf.linalg
_RNG = np.random.RandomState(0)
_FULL = _RNG.randn(2, 3, 3) + 4 * np.eye(3)
_POSITIVE = _FULL @ np.swapaxes(_FULL, -1, -2)
_VECTOR = np.array([1.5, -2.0, 3.0])
_COMPLEX = _VECTOR + 1j * np.array([0.5, 1.0, -1.0])
_THIN = _RNG.randn(3, 2)


def _positive():
    return L.LinearOperatorFullMatrix(
        _POSITIVE, is_self_adjoint=True, is_positive_definite=True
    )


OPERATORS = {
    "full": lambda: L.LinearOperatorFullMatrix(_FULL),
    "positive": _positive,
    "lower": lambda: L.LinearOperatorLowerTriangular(_FULL),
    "diag": lambda: L.LinearOperatorDiag(_VECTOR),
    "complex diag": lambda: L.LinearOperatorDiag(_COMPLEX),
    "batch of diags": lambda: L.LinearOperatorDiag(np.stack([_VECTOR, _VECTOR * 2])),
    "identity": lambda: L.LinearOperatorIdentity(3, [2], dtype=tf.float64),
    "scaled": lambda: L.LinearOperatorScaledIdentity(3, np.array([2.0, -3.0])),
    "adjoint": lambda: L.LinearOperatorAdjoint(L.LinearOperatorFullMatrix(_FULL)),
    "inversion": lambda: L.LinearOperatorInversion(L.LinearOperatorFullMatrix(_FULL)),
    "composition": lambda: L.LinearOperatorComposition(
        [L.LinearOperatorFullMatrix(_FULL), L.LinearOperatorDiag(_VECTOR)]
    ),
    "householder": lambda: L.LinearOperatorHouseholder(_VECTOR),
    "permutation": lambda: L.LinearOperatorPermutation(
        [[2, 0, 1], [1, 0, 2]], tf.float64
    ),
    "toeplitz": lambda: L.LinearOperatorToeplitz(
        np.array([5.0, 1.0, 2.0]), np.array([5.0, 3.0, 4.0])
    ),
    "tridiag": lambda: L.LinearOperatorTridiag(
        np.array([[1.0, 2.0, 0.0], [5.0, 6.0, 7.0], [0.0, 3.0, 4.0]])
    ),
    "tridiag of a sequence": lambda: L.LinearOperatorTridiag(
        [np.array([1.0, 2.0, 0.0]), _VECTOR * 4, np.array([0.0, 3.0, 4.0])], "sequence"
    ),
    "circulant": lambda: L.LinearOperatorCirculant(_COMPLEX, tf.complex128),
    "real circulant": lambda: L.LinearOperatorCirculant(
        np.array([5.0, 1.0, 1.0]), tf.float64
    ),
    "circulant 2d": lambda: L.LinearOperatorCirculant2D(
        _RNG.randn(2, 3) + 4.0, tf.complex128
    ),
    "circulant 3d": lambda: L.LinearOperatorCirculant3D(
        _RNG.randn(2, 2, 2) + 4.0, tf.complex128
    ),
    "kronecker": lambda: L.LinearOperatorKronecker(
        [L.LinearOperatorDiag(_VECTOR), L.LinearOperatorFullMatrix(_FULL[0])]
    ),
    "block diag": lambda: L.LinearOperatorBlockDiag(
        [L.LinearOperatorFullMatrix(_FULL), L.LinearOperatorDiag(_VECTOR)]
    ),
    "block lower": lambda: L.LinearOperatorBlockLowerTriangular(
        [
            [L.LinearOperatorFullMatrix(_FULL)],
            [L.LinearOperatorFullMatrix(_FULL), L.LinearOperatorDiag(_VECTOR)],
        ]
    ),
    "low rank": lambda: L.LinearOperatorLowRankUpdate(
        L.LinearOperatorDiag(_VECTOR), _THIN, np.array([2.0, 3.0]), _THIN + 1.0
    ),
    "low rank of itself": lambda: L.LinearOperatorLowRankUpdate(
        L.LinearOperatorDiag(np.abs(_VECTOR), is_positive_definite=True), _THIN
    ),
}


@pytest.fixture(params=sorted(OPERATORS))
def operator(request):
    return OPERATORS[request.param]()


def _dense(operator):
    """The dense matrix, from products with unit vectors."""
    size = int(operator.domain_dimension)
    eye = np.eye(size).astype(operator.dtype.as_numpy_dtype)
    found = operator.matmul(eye).numpy()
    np.testing.assert_allclose(operator.to_dense(), found, 1e-6, 1e-6)
    return found


def _close(found, wanted) -> None:
    np.testing.assert_allclose(found, wanted, 1e-5, 1e-5)


def _adjoint(dense):
    return np.conj(np.swapaxes(dense, -1, -2))


def test_products_and_solutions_are_those_of_the_dense_matrix(operator) -> None:
    dense = _dense(operator)
    size = dense.shape[-1]
    x = _RNG.randn(size, 2).astype(operator.dtype.as_numpy_dtype)
    _close(operator.matmul(x, adjoint=True), _adjoint(dense) @ x)
    _close(operator.matmul(x.T, adjoint_arg=True), dense @ np.conj(x))
    _close(operator @ x, dense @ x)
    _close(operator.matvec(x[:, 0]), dense @ x[:, 0])
    _close(operator.solve(x), np.linalg.inv(dense) @ x)
    _close(operator.solve(x, adjoint=True), np.linalg.inv(_adjoint(dense)) @ x)
    _close(operator.solvevec(x[:, 1]), np.linalg.inv(dense) @ x[:, 1])


def test_numbers_are_those_of_the_dense_matrix(operator) -> None:
    dense = _dense(operator)
    _close(operator.determinant(), np.linalg.det(dense))
    _close(operator.log_abs_determinant(), np.log(np.abs(np.linalg.det(dense))))
    _close(operator.trace(), np.trace(dense, axis1=-2, axis2=-1))
    _close(operator.diag_part(), np.diagonal(dense, axis1=-2, axis2=-1))
    _close(tf.abs(operator.cond()), np.linalg.cond(dense))
    if operator.is_self_adjoint:
        found = np.sort(np.real(operator.eigvals().numpy()), -1)
        _close(found, np.broadcast_to(np.linalg.eigvalsh(dense), found.shape))


def test_shapes_are_those_of_the_dense_matrix(operator) -> None:
    dense = _dense(operator)
    assert operator.shape.as_list() == list(dense.shape)
    assert operator.shape_tensor().numpy().tolist() == list(dense.shape)
    assert operator.batch_shape.as_list() == list(dense.shape[:-2])
    assert operator.tensor_rank == dense.ndim
    assert operator.is_square
    assert int(operator.range_dimension_tensor()) == dense.shape[-2]
    assert int(operator._shape_tensor()[-1]) == dense.shape[-1]


def test_derived_operators_are_those_of_the_dense_matrix(operator) -> None:
    dense = _dense(operator)
    _close(operator.adjoint().to_dense(), _adjoint(dense))
    _close(operator.H.to_dense(), _adjoint(dense))
    _close(operator.inverse().to_dense(), np.linalg.inv(dense))
    _close(operator.matmul(operator).to_dense(), dense @ dense)
    zeros = np.zeros(dense.shape, operator.dtype.as_numpy_dtype)
    _close(operator.add_to_tensor(zeros + 1), dense + 1)
    if operator.is_self_adjoint and operator.is_positive_definite:
        factor = operator.cholesky().to_dense().numpy()
        _close(factor @ _adjoint(factor), dense)


def test_operators_are_tensors_where_one_is_wanted(operator) -> None:
    _close(tf.convert_to_tensor(operator), _dense(operator))


def test_checks_during_the_run_pass(operator) -> None:
    operator.assert_non_singular()
    if operator.is_self_adjoint:
        operator.assert_self_adjoint()


def test_parts_have_gradients() -> None:
    diagonal = tf.Variable([1.0, 2.0])
    operator = L.LinearOperatorDiag(diagonal)
    with tf.GradientTape() as tape:
        total = operator.log_abs_determinant()
    np.testing.assert_allclose(tape.gradient(total, diagonal), [1.0, 0.5])
    assert operator.trainable_variables == (diagonal,)


def test_sizes_that_do_not_fit_are_mistakes() -> None:
    operator = L.LinearOperatorDiag([1.0, 2.0])
    with pytest.raises(ValueError, match="not compatible"):
        operator.matmul(tf.ones([3, 1]))
    with pytest.raises(ValueError, match="not compatible"):
        operator.matmul(L.LinearOperatorIdentity(3))
    with pytest.raises(TypeError, match="float32"):
        operator.matvec(tf.ones([2], tf.float64))


def test_what_is_known_to_be_impossible_is_said() -> None:
    wide = L.LinearOperatorFullMatrix([[1.0, 2.0, 3.0]])
    assert wide.is_square is False
    for method in (wide.determinant, wide.log_abs_determinant):
        with pytest.raises(NotImplementedError, match="square"):
            method()
    with pytest.raises(NotImplementedError, match="square"):
        wide.solve([[1.0]])
    with pytest.raises(ValueError, match="non square"):
        wide.inverse()
    with pytest.raises(ValueError, match="Cholesky"):
        L.LinearOperatorDiag([1.0]).cholesky()
    with pytest.raises(NotImplementedError, match="self-adjoint"):
        L.LinearOperatorFullMatrix([[1.0]]).eigvals()


@pytest.mark.parametrize(
    "hints",
    [
        {"is_positive_definite": True, "is_non_singular": False},
        {"is_self_adjoint": True, "is_square": False},
        {"is_non_singular": True, "is_square": False},
    ],
)
def test_hints_that_contradict_each_other_are_mistakes(hints) -> None:
    with pytest.raises(ValueError, match="always"):
        L.LinearOperatorFullMatrix([[1.0]], **hints)


def test_parameters_and_names_are_remembered() -> None:
    operator = L.LinearOperatorDiag([1.0], is_non_singular=True)
    assert list(operator.parameters) == [
        "diag",
        "is_non_singular",
        "is_self_adjoint",
        "is_positive_definite",
        "is_square",
        "name",
    ]
    assert operator.name == "LinearOperatorDiag"
    assert L.LinearOperatorInversion(operator).name == "LinearOperatorDiag_inv"
