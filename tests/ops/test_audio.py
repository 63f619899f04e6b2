"""Sound: WAV files, spectrograms and their coefficients."""

import numpy as np
import pytest

import tensorbrook as tf
from tests.ops.driver import Sample, check

_SOUND = np.array([[0.5, -0.5], [1.0, -1.0], [0.25, 2.0]], np.float32)
_FILE = (
    b"RIFF0\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x02\x00D\xac\x00\x00\x10\xb1\x02"
    b"\x00\x04\x00\x10\x00data\x0c\x00\x00\x00\x00@\x00\xc0\xff\x7f\x00\x80\x00 \xff\x7f"
)
_WAVE = np.sin(np.arange(400) / 5.0).astype(np.float32)[:, None]

SAMPLES = [
    Sample("EncodeWav", [_SOUND, np.int32(44100)], expected=_FILE),
    Sample("DecodeWav", [np.array(_FILE, object)]),
    Sample("AudioSpectrogram", [_WAVE], {"window_size": 64, "stride": 32}),
    Sample(
        "Mfcc", [np.abs(_WAVE[:330].reshape(1, 10, 33)), np.int32(8000)], static=(1,)
    ),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.op_name)
def test_record_keeps_its_promises(sample: Sample) -> None:
    check(sample)


def test_files_come_back_as_sound() -> None:
    found = tf.audio.decode_wav(_FILE)
    wanted = np.clip(_SOUND, -1, 32767 / 32768)
    np.testing.assert_array_equal(found.audio, wanted)
    assert int(found.sample_rate) == 44100


def test_channels_and_samples_can_be_asked_for() -> None:
    three = tf.audio.decode_wav(_FILE, desired_channels=3, desired_samples=4).audio
    assert three.shape.as_list() == [4, 3]
    np.testing.assert_array_equal(three[:, 1], three[:, 2])
    np.testing.assert_array_equal(three[3], [0, 0, 0])
    assert tf.audio.decode_wav(_FILE, desired_samples=2).audio.shape[0] == 2


@pytest.mark.parametrize(
    "data",
    [b"abc", _FILE[:30], _FILE.replace(b"\x01\x00\x02\x00D", b"\x03\x00\x02\x00D")],
)
def test_other_files_are_mistakes(data) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.audio.decode_wav(data)


def test_sound_has_two_axes_and_a_rate() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="2-dimensional"):
        tf.audio.encode_wav([0.5], 8000)
    with pytest.raises(tf.errors.InvalidArgumentError, match="sample_rate"):
        tf.audio.encode_wav([[0.5]], -1)


def test_spectrogram_and_coefficients_are_tensorflows() -> None:
    spectrogram = tf.raw_ops.AudioSpectrogram(
        input=_WAVE, window_size=64, stride=32, magnitude_squared=True
    )
    assert spectrogram.shape.as_list() == [1, 11, 33]
    np.testing.assert_allclose(
        spectrogram[0, 0, 1:4], [56.73237, 255.8428, 71.27435], 1e-5
    )
    found = tf.raw_ops.Mfcc(spectrogram=spectrogram, sample_rate=8000)[0, 0, :4]
    np.testing.assert_allclose(found, [-72.2976, 0.3789, -11.4954, -7.2652], 5e-3)
