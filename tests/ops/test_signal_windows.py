"""Windows, compared with those of SciPy."""

import numpy as np
import pytest

import tensorbrook as tf

windows = pytest.importorskip("scipy.signal.windows")


@pytest.mark.parametrize("length", [1, 2, 7, 8])
@pytest.mark.parametrize("name", ["hann", "hamming"])
def test_cosine_windows(name, length) -> None:
    function = getattr(tf.signal, name + "_window")
    wanted = getattr(windows, name)(length, sym=True)
    found = function(length, periodic=False, dtype=tf.float64)
    np.testing.assert_allclose(found, wanted, atol=1e-12)
    if length % 2 == 0:  # TensorFlow makes odd windows symmetric in any case
        wanted = getattr(windows, name)(length, sym=False)
        np.testing.assert_allclose(
            function(length, dtype=tf.float64), wanted, atol=1e-12
        )


@pytest.mark.parametrize("beta", [0.0, 4.0, 12.0])
def test_kaiser_windows(beta) -> None:
    found = tf.signal.kaiser_window(9, beta, tf.float64)
    np.testing.assert_allclose(found, windows.kaiser(9, beta), 1e-9)
    found = tf.signal.kaiser_bessel_derived_window(8, beta, tf.float64)
    wanted = windows.kaiser_bessel_derived(8, beta=beta or 1e-9)
    np.testing.assert_allclose(found, wanted, 1e-6)


def test_squares_of_a_vorbis_window_add_up_to_one() -> None:
    window = tf.signal.vorbis_window(8, tf.float64).numpy()
    np.testing.assert_allclose(window[:4] ** 2 + window[4:] ** 2, np.ones(4))


def test_windows_have_floats() -> None:
    with pytest.raises(ValueError, match="floating"):
        tf.signal.hann_window(4, dtype=tf.int32)
