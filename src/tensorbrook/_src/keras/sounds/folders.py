"""Sounds in folders named after classes, as data sets."""

from __future__ import annotations

import importlib
import math
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.images.folders import folder_dataset


def audio_dataset_from_directory(
    directory: Any,
    labels: Any = "inferred",
    label_mode: str | None = "int",
    class_names: Any = None,
    batch_size: int | None = 32,
    sampling_rate: int | None = None,
    output_sequence_length: int | None = None,
    ragged: bool = False,
    shuffle: bool = True,
    seed: int | None = None,
    validation_split: float | None = None,
    subset: str | None = None,
    follow_links: bool = False,
    verbose: bool = True,
) -> Any:
    """Makes a dataset of the `.wav` files in folders named after classes.

    A sound is (samples, channels). Batches are filled up with silence, unless they
    are ragged or the length is fixed.

    Args:
        directory: the folder that holds a folder for each class.
        labels: `"inferred"`, None, or a list with a number for each file.
        label_mode: `"int"`, `"binary"`, `"categorical"` or None.
        class_names: the names of the folders, in order.
        batch_size: the size of a batch, or None for single sounds.
        sampling_rate: samples per second; those of the file if left out.
        output_sequence_length: how many samples each sound gets.
        ragged: whether batches are ragged.
        shuffle: whether to reorder the files.
        seed: of the order.
        validation_split: the part to keep for validation.
        subset: `"training"`, `"validation"` or `"both"`.
        follow_links: whether to go into folders behind links.
        verbose: whether to print what was found.

    Returns:
        A dataset, with `class_names` and `file_paths`; two for `"both"`.

    Raises:
        ValueError: when arguments do not fit each other, or no file is there.
    """
    if ragged and output_sequence_length is not None:
        raise ValueError(
            "audio_dataset_from_directory: `output_sequence_length` fixes the length, "
            "so `ragged` must be False."
        )
    for name in ("sampling_rate", "output_sequence_length"):
        value = locals()[name]
        if value is not None and (not isinstance(value, int) or value <= 0):
            raise ValueError(
                f"audio_dataset_from_directory: `{name}` must be a positive integer. "
                f"Received: {name}={value}."
            )

    def read(path: str) -> np.ndarray:
        return _read(path, sampling_rate, output_sequence_length)

    spec = tf.TensorSpec((output_sequence_length, None), tf.float32)
    found = folder_dataset(
        directory, labels, label_mode, class_names, None, shuffle, seed,
        validation_split, subset, follow_links, (".wav",), read, spec, verbose,
    )  # fmt: skip
    if subset == "both":
        return tuple(_batched(part, batch_size, ragged) for part in found)
    return _batched(found, batch_size, ragged)


def _read(path: str, rate: int | None, length: int | None) -> np.ndarray:
    """Returns the samples of a file."""
    with open(path, "rb") as file:
        sound, own = tf.audio.decode_wav(file.read())
    samples, own = sound.numpy(), int(own)
    if rate is not None and rate != own:
        samples = _resampled(samples, own, rate)
    if length is None:
        return samples
    missing = max(length - len(samples), 0)
    return np.pad(samples[:length], [(0, missing), (0, 0)])


def _resampled(samples: np.ndarray, own: int, rate: int) -> np.ndarray:
    """Returns samples at another rate."""
    try:
        signal = importlib.import_module("scipy.signal")
    except ImportError as error:
        raise ImportError(
            "audio_dataset_from_directory: changing the sampling rate needs SciPy."
        ) from error
    common = math.gcd(own, rate)
    found = signal.resample_poly(samples, rate // common, own // common, axis=0)
    return found.astype("float32")


def _batched(dataset: Any, batch_size: int | None, ragged: bool) -> Any:
    """Returns a dataset of batches that remembers classes and files."""
    if batch_size is None:
        found = dataset
    elif ragged:
        batches = tf.data.experimental.dense_to_ragged_batch(batch_size)
        found = dataset.apply(batches)
    else:
        found = dataset.padded_batch(batch_size)
    found = found.prefetch(tf.data.AUTOTUNE)
    found.class_names = dataset.class_names
    found.file_paths = dataset.file_paths
    return found
