"""Fourier transforms along any axes, and shifts."""

import numpy as np
import pytest

import tensorbrook as tf

_REAL = np.random.RandomState(0).randn(3, 4, 6)
_COMPLEX = _REAL + 1j * _REAL[::-1]


@pytest.mark.parametrize("norm", [None, "backward", "ortho", "forward"])
@pytest.mark.parametrize(
    "axes, lengths", [(None, None), ([0, 2], None), ([1, 2], [5, 4])]
)
def test_functions_are_those_of_numpy(norm, axes, lengths) -> None:
    for name, value in (("fftn", _COMPLEX), ("ifftn", _COMPLEX), ("rfftn", _REAL)):
        found = getattr(tf.signal, name + "d")(value, lengths, axes, norm)
        wanted = getattr(np.fft, name)(value, lengths, axes, norm)
        np.testing.assert_allclose(found, wanted, 1e-9, 1e-9)
    half = np.fft.rfftn(_REAL, lengths, axes)
    found = tf.signal.irfftnd(half, lengths, axes, norm)
    wanted = np.fft.irfftn(half, lengths, axes, norm)
    np.testing.assert_allclose(found, wanted, 1e-9, 1e-9)


def test_an_unknown_norm_and_lengths_that_do_not_fit_are_mistakes() -> None:
    with pytest.raises(ValueError, match="norm"):
        tf.signal.fftnd(_COMPLEX, norm="unit")
    with pytest.raises(ValueError, match="fft_length"):
        tf.signal.fftnd(_COMPLEX, [2], [0, 1])


@pytest.mark.parametrize("axes", [None, 0, [1], [0, 2]])
def test_shifts_are_those_of_numpy_and_undo_each_other(axes) -> None:
    shifted = tf.signal.fftshift(_REAL, axes)
    np.testing.assert_array_equal(shifted, np.fft.fftshift(_REAL, axes))
    np.testing.assert_array_equal(tf.signal.ifftshift(shifted, axes), _REAL)
