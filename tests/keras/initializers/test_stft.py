"""Tests of weights that compute a Fourier transform; numbers of Keras."""

import numpy as np
import pytest

from tensorbrook import keras

STFT = keras.initializers.STFT


def test_kernel_is_that_of_keras() -> None:
    found = STFT("real", window="hann")((4, 1, 3)).numpy().ravel()
    root = np.sqrt(0.5)
    wanted = [0, 0, 0, root, 0, -root, root, -root, root, 0, 0, 0]
    wanted[4] = 0.0
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    plain = STFT(window=None)((8, 1, 5))[1, 0]
    np.testing.assert_allclose(plain, [1.0, root, 0.0, -root, -1.0], atol=1e-6)


def test_both_sides_are_a_transform() -> None:
    frame = np.random.default_rng(0).standard_normal(8).astype("float32")
    parts = [STFT(side, window=None)((8, 1, 5)) for side in ("real", "imag")]
    real, imaginary = (np.tensordot(frame, part, 1)[0] for part in parts)
    wanted = np.fft.rfft(frame)
    np.testing.assert_allclose(real + 1j * imaginary, wanted, atol=1e-5)


def test_arguments() -> None:
    made = keras.initializers.get("stft")
    assert made.get_config()["scaling"] == "density"
    for wrong in ({"side": "left"}, {"scaling": "half"}):
        with pytest.raises(ValueError, match="STFT"):
            STFT(**wrong)
