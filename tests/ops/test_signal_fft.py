"""Fourier transforms."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_REAL = np.random.RandomState(0).randn(2, 3, 4, 5)
_COMPLEX = _REAL + 1j * _REAL[::-1]
_KINDS = "complex64 complex128"

SAMPLES = [
    Sample("FFT", [_COMPLEX[0]], dtypes=_KINDS),
    Sample("FFT2D", [_COMPLEX[0]], dtypes=_KINDS),
    Sample("FFT3D", [_COMPLEX], dtypes="complex64", orders=0),
    Sample("IFFT", [_COMPLEX[0]], dtypes=_KINDS),
    Sample("IFFT2D", [_COMPLEX[0]], dtypes=_KINDS),
    Sample("IFFT3D", [_COMPLEX], dtypes="complex64", orders=0),
    Sample("FFTND", [_COMPLEX[0], [2, 6], [0, 2]], dtypes=_KINDS, static=(1, 2)),
    Sample("IFFTND", [_COMPLEX[0], [2, 6], [0, 2]], dtypes=_KINDS, static=(1, 2)),
    Sample("RFFT", [_REAL[0, 0].astype(np.float32), [6]], static=(1,)),
    Sample(
        "RFFT",
        [_REAL[0, 0], [4]],
        {"Tcomplex": tf.complex128},
    ),
    Sample("RFFT2D", [_REAL[0], [4, 5]], {"Tcomplex": tf.complex128}, static=(1,)),
    Sample(
        "RFFT3D", [_REAL, [3, 4, 5]], {"Tcomplex": tf.complex128}, static=(1,), orders=0
    ),
    Sample(
        "RFFTND",
        [_REAL[0], [2, 6], [0, 2]],
        {"Tcomplex": tf.complex128},
        static=(1, 2),
    ),
    Sample("IRFFT", [_COMPLEX[0, 0], [8]], {"Treal": tf.float64}, static=(1,)),
    Sample("IRFFT", [_COMPLEX[0, 0], [7]], {"Treal": tf.float64}),
    Sample("IRFFT2D", [_COMPLEX[0], [4, 8]], {"Treal": tf.float64}, static=(1,)),
    Sample(
        "IRFFT3D", [_COMPLEX, [3, 4, 8]], {"Treal": tf.float64}, static=(1,), orders=0
    ),
    Sample(
        "IRFFTND",
        [_COMPLEX[0], [2, 8], [0, 2]],
        {"Treal": tf.float64},
        static=(1, 2),
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


@pytest.mark.parametrize("rank, suffix", [(1, ""), (2, "2d"), (3, "3d")])
def test_functions_are_those_of_numpy(rank, suffix) -> None:
    axes = list(range(-rank, 0))
    for name, value in (("fft", _COMPLEX), ("ifft", _COMPLEX), ("rfft", _REAL)):
        found = getattr(tf.signal, name + suffix)(tf.constant(value))
        wanted = getattr(np.fft, name + "n")(value, axes=axes)
        np.testing.assert_allclose(found, wanted, 1e-9, 1e-9)
    half = np.fft.rfftn(_REAL, axes=axes)
    back = getattr(tf.signal, "irfft" + suffix)(tf.constant(half))
    wanted = np.fft.irfftn(half, axes=axes)
    np.testing.assert_allclose(back, wanted, 1e-9, 1e-9)


def test_lengths_cut_or_fill_up() -> None:
    value = np.arange(5.0)
    for length in (3, 8):
        np.testing.assert_allclose(
            tf.signal.rfft(value, [length]), np.fft.rfft(value, length), 1e-9, 1e-9
        )


def test_shapes_are_known_before_the_run() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, 8], tf.float32)])
    def spectrum(x):
        found = tf.signal.rfft(x)
        assert found.shape.as_list() == [None, 5]
        back = tf.signal.irfft(found)
        assert back.shape.as_list() == [None, 8]
        return back

    value = np.random.RandomState(1).randn(2, 8).astype(np.float32)
    np.testing.assert_allclose(spectrum(value), value, atol=1e-5)


def test_a_scalar_has_no_transform() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="rank of at least"):
        tf.signal.fft(tf.constant(1, tf.complex64))
