"""Tests of sounds in folders."""

import numpy as np
import pytest

import tensorbrook as tf
from tensorbrook import keras

make = keras.utils.audio_dataset_from_directory


@pytest.fixture
def folder(tmp_path):
    for kind, lengths in (("high", (8, 12)), ("low", (10,))):
        (tmp_path / kind).mkdir()
        for number, length in enumerate(lengths):
            sound = np.full((length, 1), 0.5, "float32")
            data = tf.audio.encode_wav(sound, 100).numpy()
            (tmp_path / kind / f"{number}.wav").write_bytes(data)
    return tmp_path


def test_batches_are_filled_with_silence(folder) -> None:
    dataset = make(folder, batch_size=3, shuffle=False, verbose=False)
    assert dataset.class_names == ["high", "low"]
    sounds, labels = next(iter(dataset))
    assert sounds.shape == (3, 12, 1)
    assert labels.numpy().tolist() == [0, 0, 1]
    np.testing.assert_allclose(sounds[0, 7:9, 0], [0.5, 0.0], atol=1e-3)


def test_length_rate_and_ragged_batches(folder) -> None:
    fixed = make(folder, output_sequence_length=9, shuffle=False, verbose=False)
    assert next(iter(fixed))[0].shape == (3, 9, 1)
    ragged = make(folder, ragged=True, shuffle=False, verbose=False)
    assert next(iter(ragged))[0].row_lengths().numpy().tolist() == [8, 12, 10]
    pytest.importorskip("scipy")
    half = make(folder, sampling_rate=50, batch_size=None, shuffle=False, verbose=False)
    assert [len(sound) for sound, _ in half] == [4, 6, 5]


def test_arguments_that_do_not_fit(folder) -> None:
    with pytest.raises(ValueError, match="ragged"):
        make(folder, ragged=True, output_sequence_length=3)
    with pytest.raises(ValueError, match="sampling_rate"):
        make(folder, sampling_rate=-1)
