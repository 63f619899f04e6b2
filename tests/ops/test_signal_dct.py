"""Cosine transforms, compared with those of SciPy."""

import numpy as np
import pytest

import tensorbrook as tf

fft = pytest.importorskip("scipy.fft")

_VALUE = np.random.RandomState(0).randn(2, 8)


@pytest.mark.parametrize("type, norm", [(1, None), (2, None), (3, None), (4, None)])
@pytest.mark.parametrize("n", [None, 5, 11])
def test_transforms_without_norm(type, norm, n) -> None:
    found = tf.signal.dct(_VALUE, type=type, n=n)
    np.testing.assert_allclose(found, fft.dct(_VALUE, type=type, n=n), 1e-9, 1e-9)


@pytest.mark.parametrize("type", [2, 3, 4])
def test_orthonormal_transforms_have_an_inverse(type) -> None:
    found = tf.signal.dct(_VALUE, type=type, norm="ortho")
    np.testing.assert_allclose(found, fft.dct(_VALUE, type=type, norm="ortho"), 1e-9)
    back = tf.signal.idct(found, type=type, norm="ortho")
    np.testing.assert_allclose(back, _VALUE, 1e-9)


@pytest.mark.parametrize(
    "options, error",
    [
        ({"type": 5}, ValueError),
        ({"axis": 0}, NotImplementedError),
        ({"n": 0}, ValueError),
        ({"type": 1, "norm": "ortho"}, ValueError),
        ({"norm": "unit"}, ValueError),
    ],
)
def test_transforms_that_do_not_exist_are_mistakes(options, error) -> None:
    with pytest.raises(error):
        tf.signal.dct(_VALUE, **options)


@pytest.mark.parametrize("norm", [None, "ortho"])
@pytest.mark.parametrize("window", [None, tf.signal.vorbis_window])
def test_the_modified_transform_has_an_inverse(norm, window) -> None:
    signal = np.random.RandomState(1).randn(2, 64)
    spectra = tf.signal.mdct(signal, 16, window_fn=window, norm=norm)
    assert spectra.shape.as_list() == [2, 7, 8]
    back = tf.signal.inverse_mdct(spectra, window_fn=window, norm=norm)
    np.testing.assert_allclose(back[:, 8:-8], signal[:, 8:-8], 1e-6, 1e-6)


def test_pieces_must_have_quarters() -> None:
    with pytest.raises(ValueError, match="multiple of 4"):
        tf.signal.mdct(_VALUE, 6)


@pytest.mark.parametrize("type", [1, 2, 3, 4])
@pytest.mark.parametrize("norm", [None, "ortho"])
def test_lengths_may_be_unknown_before_the_run(type, norm) -> None:
    if type == 1 and norm:
        pytest.skip("the first kind has no orthonormal form")

    @tf.function(input_signature=[tf.TensorSpec([None, None], tf.float64)])
    def transformed(x):
        return tf.signal.dct(x, type=type, norm=norm)

    wanted = fft.dct(_VALUE, type=type, norm=norm)
    np.testing.assert_allclose(transformed(_VALUE), wanted, 1e-9, 1e-9)
