"""The operations below `tf.signal.fftnd` and its like."""

import numpy as np

import tensorbrook as tf

_X = np.arange(12.0).reshape(3, 4)


def test_complex_numbers() -> None:
    x = tf.constant(_X, tf.complex128)
    there = tf.fftnd(x, [3, 4], [0, 1])
    np.testing.assert_allclose(there, np.fft.fft2(_X))
    np.testing.assert_allclose(tf.ifftnd(there, [3, 4], [-2, -1]), _X, atol=1e-12)


def test_real_numbers() -> None:
    there = tf.rfftnd(tf.constant(_X), [3, 4], [0, 1], Tcomplex=tf.complex128)
    np.testing.assert_allclose(there, np.fft.rfft2(_X))
    back = tf.irfftnd(there, [3, 4], [0, 1], Treal=tf.float64)
    np.testing.assert_allclose(back, _X, atol=1e-12)
    short = tf.rfftnd(tf.constant(_X, tf.float32), [3, 4], [0, 1])
    assert short.dtype == tf.complex64
    assert tf.irfftnd(short, [3, 6], [0, 1]).shape == (3, 6)


def test_both_eras() -> None:
    assert tf.compat.v1.fftnd is tf.fftnd
