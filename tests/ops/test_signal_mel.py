"""The mel scale."""

import numpy as np
import pytest

import tensorbrook as tf


def test_bands_are_triangles_that_overlap() -> None:
    matrix = tf.signal.linear_to_mel_weight_matrix(10, 129, 8000, 125.0, 3800.0).numpy()
    assert matrix.shape == (129, 10)
    assert (matrix >= 0).all() and matrix[0].max() == 0
    inner = matrix.sum(1)[10:100]
    np.testing.assert_allclose(inner, np.ones_like(inner), atol=1e-4)


@pytest.mark.parametrize(
    "options",
    [
        {"num_mel_bins": 0},
        {"lower_edge_hertz": -1.0},
        {"lower_edge_hertz": 4000.0},
        {"upper_edge_hertz": 5000.0},
        {"sample_rate": 0.0},
        {"dtype": tf.int32},
    ],
)
def test_frequencies_out_of_order_are_mistakes(options) -> None:
    with pytest.raises(ValueError):
        tf.signal.linear_to_mel_weight_matrix(**options)


def test_coefficients_are_scaled_cosine_transforms() -> None:
    value = np.random.RandomState(0).randn(2, 8)
    found = tf.signal.mfccs_from_log_mel_spectrograms(value)
    np.testing.assert_allclose(found, tf.signal.dct(value).numpy() / 4)
