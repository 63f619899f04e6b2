"""Sound as pictures."""

import numpy as np
import pytest

import tensorbrook as tf

_WAVE = np.sin(np.arange(64, dtype=np.float32) * 0.7).reshape(2, 32, 1)


def _bins(mode, **kwargs):
    layer = tf.keras.layers.STFTSpectrogram(
        mode, frame_length=8, frame_step=4, window=None, scaling=None, **kwargs
    )
    return layer(_WAVE).numpy()


def _transforms():
    frames = np.stack([_WAVE[:, i : i + 8, 0] for i in range(0, 25, 4)], axis=1)
    return np.fft.rfft(frames)


@pytest.mark.parametrize(
    ("mode", "compute"),
    [
        ("real", np.real),
        ("imag", np.imag),
        ("magnitude", np.abs),
        ("psd", lambda values: np.abs(values) ** 2),
        ("log", lambda values: np.log(np.maximum(np.abs(values), 1e-7))),
    ],
)
def test_each_mode_is_the_transform_of_the_frames(mode, compute):
    np.testing.assert_allclose(_bins(mode), compute(_transforms()), atol=2e-5)


def test_the_transform_is_a_power_of_two_long():
    layer = tf.keras.layers.STFTSpectrogram(frame_length=6)
    assert layer(_WAVE).shape == layer.compute_output_shape(_WAVE.shape)
    assert layer.fft_length == 8


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
@pytest.mark.parametrize("expand_dims", [False, True])
def test_the_shape_is_known_before_the_call(data_format, expand_dims):
    layer = tf.keras.layers.STFTSpectrogram(
        frame_length=8, expand_dims=expand_dims, data_format=data_format
    )
    shape = (2, 32, 3) if data_format == "channels_last" else (2, 3, 32)
    assert layer(np.zeros(shape, np.float32)).shape == layer.compute_output_shape(shape)


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="Output mode is invalid"):
        tf.keras.layers.STFTSpectrogram(mode="loud")


def test_mel_decibels_stay_within_the_range():
    layer = tf.keras.layers.MelSpectrogram(
        fft_length=16, sequence_stride=8, num_mel_bins=4, sampling_rate=1000, top_db=10
    )
    values = layer(_WAVE[..., 0]).numpy()
    assert values.shape == layer.compute_output_shape((2, 32))
    assert values.max() - values.min() <= 10.0 + 1e-4


def test_a_louder_sound_is_six_decibels_up():
    layer = tf.keras.layers.MelSpectrogram(
        fft_length=16, sequence_stride=8, num_mel_bins=2, sampling_rate=1000
    )
    gain = layer(2 * _WAVE[..., 0]).numpy() - layer(_WAVE[..., 0]).numpy()
    np.testing.assert_allclose(gain, 20 * np.log10(2), atol=1e-3)
