"""Circulant operators."""

import numpy as np
import pytest

import tensorbrook as tf

L = tf.linalg


def test_columns_are_moved_kernels() -> None:
    kernel = np.array([1.0, 2.0, 3.0, 4.0])
    spectrum = np.fft.fft(kernel)
    operator = L.LinearOperatorCirculant(spectrum, tf.float64)
    np.testing.assert_allclose(operator.convolution_kernel(), kernel, atol=1e-9)
    wanted = np.stack([np.roll(kernel, i) for i in range(4)], -1)
    np.testing.assert_allclose(operator.to_dense(), wanted, atol=1e-9)


def test_block_shapes_are_known() -> None:
    operator = L.LinearOperatorCirculant2D(tf.ones([5, 2, 3]))
    assert operator.block_depth == 2
    assert operator.block_shape.as_list() == [2, 3]
    assert operator.block_shape_tensor().numpy().tolist() == [2, 3]
    assert operator.shape.as_list() == [5, 6, 6]


def test_spectra_are_checked_during_the_run() -> None:
    real_kernel = L.LinearOperatorCirculant(np.fft.fft([1.0, 2.0, 3.0]), tf.complex128)
    real_kernel.assert_hermitian_spectrum()
    other = L.LinearOperatorCirculant(np.array([1.0, 2.0, 5.0]) + 0j, tf.complex128)
    with pytest.raises(tf.errors.InvalidArgumentError):
        other.assert_hermitian_spectrum()
    with pytest.raises(tf.errors.InvalidArgumentError):
        L.LinearOperatorCirculant([0.0, 1.0]).assert_non_singular()
    with pytest.raises(tf.errors.InvalidArgumentError):
        L.LinearOperatorCirculant([-1.0, 1.0]).assert_positive_definite()
