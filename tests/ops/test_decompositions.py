"""QR, singular values, eigenvalues, LU."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_A = np.array([[[3.0, 1.0, 0.5], [0.4, 2.0, 0.3], [0.2, -0.7, 2.5]]] * 2)
_A[1] += np.diag([0.5, 1.0, -0.3])
_SYMMETRIC = _A + np.swapaxes(_A, -1, -2)
_FLOATS = "float32 float64 complex64"

SAMPLES = [
    Sample("Qr", [_A], dtypes=_FLOATS, orders=1),
    Sample("Qr", [_A[..., :2]], dtypes=_FLOATS, orders=1),
    Sample("Qr", [_A[:, :2]], dtypes=_FLOATS, orders=1),
    Sample("Svd", [_A], {"compute_uv": False}, dtypes=_FLOATS, orders=1),
    Sample("Svd", [_A], dtypes=_FLOATS, orders=1),
    Sample("Svd", [_A[:, :2]], dtypes=_FLOATS, orders=1),
    Sample("Svd", [_A[..., :2]], {"full_matrices": True}, dtypes=_FLOATS, orders=0),
    Sample("SelfAdjointEigV2", [_SYMMETRIC], dtypes=_FLOATS, orders=0),
    Sample(
        "SelfAdjointEigV2", [_SYMMETRIC], {"compute_v": False}, dtypes=_FLOATS, orders=0
    ),
    Sample("SelfAdjointEig", [_SYMMETRIC], dtypes="float32 float64"),
    Sample("Eig", [_A.astype(np.float32)], {"Tout": tf.complex64}, orders=0, xla=False),
    Sample(
        "Eig",
        [_A[0].astype(complex)],
        {"Tout": tf.complex128, "compute_v": False},
        orders=0,
    ),
    Sample("Lu", [_A], dtypes=_FLOATS, orders=1),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def _numeric(function, x):
    step, slopes = 1e-6, np.zeros_like(x)
    for place in np.ndindex(x.shape):
        for sign in (1, -1):
            moved = x.copy()
            moved[place] += sign * step
            slopes[place] += sign * float(function(tf.constant(moved))) / (2 * step)
    return slopes


def _check_gradient(function, start) -> None:
    x = tf.constant(start)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
    np.testing.assert_allclose(
        tape.gradient(y, x), _numeric(function, start), 1e-4, 1e-6
    )


def test_eigh_has_the_gradient_of_the_symmetric_matrix() -> None:
    weights = np.cos(np.arange(18.0)).reshape(2, 3, 3)

    def total(x):
        e, v = tf.linalg.eigh((x + tf.linalg.matrix_transpose(x)) / 2)
        return tf.reduce_sum(e * e) + tf.reduce_sum(weights * v * v)

    _check_gradient(total, _SYMMETRIC)


def test_eigvalsh_has_a_gradient() -> None:
    def total(x):
        e = tf.linalg.eigvalsh((x + tf.linalg.matrix_transpose(x)) / 2)
        return tf.reduce_sum(e * [1.0, 2.0, 3.0])

    _check_gradient(total, _SYMMETRIC)


def test_eig_has_a_gradient() -> None:
    weights = np.cos(np.arange(9.0)).reshape(3, 3)

    def total(x):
        e, v = tf.linalg.eig(x)
        return tf.reduce_sum(tf.abs(e * e)) + tf.reduce_sum(weights * tf.abs(v))

    _check_gradient(total, np.array([[3.0, 1.0, 0.5], [0.4, 2.0, 0.3], [0.2, -0.7, 1]]))


def test_complex_singular_values_have_a_gradient() -> None:
    weights = np.cos(np.arange(12.0)).reshape(2, 2, 3)

    def total(x):
        s, u, v = tf.linalg.svd(tf.complex(x[0], x[1]))
        product = tf.matmul(u, v, adjoint_b=True)
        parts = tf.math.real(product) * weights[0] + tf.math.imag(product) * weights[1]
        return tf.reduce_sum(s * [1.0, 2.0]) + tf.reduce_sum(parts)

    _check_gradient(total, np.random.RandomState(3).randn(2, 2, 3))


def test_lu_puts_the_largest_element_first() -> None:
    packed, order = tf.linalg.lu([[0.0, 1.0], [2.0, 0.0]])
    np.testing.assert_array_equal(order, [1, 0])
    np.testing.assert_array_equal(packed, [[2, 0], [0, 1]])


def test_lu_of_a_singular_matrix_is_a_mistake() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="not invertible"):
        tf.linalg.lu([[1.0, 2.0], [2.0, 4.0]])


def test_svd_returns_real_values_of_complex_matrices() -> None:
    s = tf.linalg.svd(tf.constant(_A[0], tf.complex64), compute_uv=False)
    assert s.dtype == tf.float32


@pytest.mark.parametrize("size", [31, 40])
def test_lu_of_larger_matrices_reconstructs_them(size) -> None:
    matrix = np.random.RandomState(0).randn(2, size, size)
    packed, order = tf.linalg.lu(matrix)
    np.testing.assert_allclose(tf.linalg.lu_reconstruct(packed, order), matrix, 1e-8)
