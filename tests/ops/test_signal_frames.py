"""Pieces of signals that overlap, and their spectra."""

import numpy as np
import pytest

import tensorbrook as tf


@pytest.mark.parametrize("length, step", [(3, 1), (3, 2), (2, 3), (9, 1)])
@pytest.mark.parametrize("pad_end", [False, True])
def test_frames_are_slices(length, step, pad_end) -> None:
    signal = np.arange(7)
    starts = range(0, 7, step) if pad_end else range(0, 7 - length + 1, step)
    padded = np.pad(signal, (0, 20), constant_values=-1)
    wanted = [padded[start : start + length] for start in starts]
    found = tf.signal.frame(signal, length, step, pad_end=pad_end, pad_value=-1)
    np.testing.assert_array_equal(found, np.reshape(wanted, (-1, length)))


def test_any_axis_can_be_cut_and_lengths_may_be_unknown() -> None:
    value = np.arange(24).reshape(2, 4, 3)
    found = tf.signal.frame(value, 2, 1, axis=1)
    assert found.shape.as_list() == [2, 3, 2, 3]
    np.testing.assert_array_equal(found[:, 1], value[:, 1:3])

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int64)])
    def frames(x):
        return tf.signal.frame(x, 2, 2, pad_end=True)

    np.testing.assert_array_equal(frames(np.arange(3)), [[0, 1], [2, 0]])


def test_overlap_and_add_sums_what_overlaps() -> None:
    pieces = np.arange(12.0).reshape(2, 2, 3)
    found = tf.signal.overlap_and_add(pieces, 2)
    np.testing.assert_array_equal(found, [[0, 1, 5, 4, 5], [6, 7, 17, 10, 11]])
    with pytest.raises(ValueError, match="integer"):
        tf.signal.overlap_and_add(pieces, 1.5)


@pytest.mark.parametrize(
    "length, step, size", [(16, 4, None), (12, 6, 16), (16, 8, 20)]
)
def test_inverse_undoes_short_time_spectra(length, step, size) -> None:
    signal = np.random.RandomState(0).randn(2, 64).astype(np.float32)
    spectra = tf.signal.stft(signal, length, step, size)
    window = tf.signal.inverse_stft_window_fn(step)
    back = tf.signal.inverse_stft(spectra, length, step, size, window_fn=window)
    inner = slice(length, back.shape[-1] - length)
    np.testing.assert_allclose(back[:, inner], signal[:, inner], atol=1e-4)


def test_spectra_have_gradients() -> None:
    signal = tf.constant(np.random.RandomState(0).randn(32))
    with tf.GradientTape() as tape:
        tape.watch(signal)
        energy = tf.reduce_sum(
            tf.abs(tf.signal.stft(signal, 8, 8, window_fn=None)) ** 2
        )
    slopes = tape.gradient(energy, signal).numpy()
    moved = signal.numpy()
    moved[5] += 1e-6
    again = tf.reduce_sum(tf.abs(tf.signal.stft(moved, 8, 8, window_fn=None)) ** 2)
    np.testing.assert_allclose(slopes[5], (again - energy).numpy() / 1e-6, rtol=1e-3)


def test_signals_of_unknown_rank_are_cut_and_joined() -> None:
    @tf.function(input_signature=[tf.TensorSpec(None, tf.float64)])
    def there_and_back(x):
        return tf.signal.overlap_and_add(tf.signal.frame(x, 4, 4), 4)

    value = np.arange(16.0).reshape(2, 8)
    np.testing.assert_array_equal(there_and_back(value), value)
