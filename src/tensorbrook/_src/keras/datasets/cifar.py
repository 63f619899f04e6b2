"""Small pictures, from the archives of CIFAR."""

from __future__ import annotations

import pathlib
from typing import Any

import numpy as np

from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.datasets.file_cache import cache_folder, get_file
from tensorbrook._src.keras.datasets.pickled import load_pickle

_ADDRESS = "https://www.cs.toronto.edu/~kriz/"


def find_folder(name: str, archive: str, file_hash: str) -> pathlib.Path:
    """Returns the folder of the unpacked archive, from the cache or the net.

    Args:
        name: the folder's name.
        archive: the archive's name.
        file_hash: the archive's checksum.
    """
    old = cache_folder() / "datasets" / name
    if old.is_dir():
        return old
    path = get_file(
        f"{name}-target", origin=_ADDRESS + archive, extract=True, file_hash=file_hash
    )
    inside = pathlib.Path(path) / name
    return inside if inside.is_dir() else pathlib.Path(path)


def load_batch(path: pathlib.Path, label_key: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Returns images (count, 3, 32, 32) and labels from one file.

    Args:
        path: the file.
        label_key: the name of the labels in the file.
    """
    with open(path, "rb") as file:
        content = load_pickle(file, encoding="bytes")
    images = np.asarray(content[b"data"]).reshape(-1, 3, 32, 32)
    return images, np.asarray(content[label_key])


def as_data(
    train: tuple[np.ndarray, np.ndarray], test: tuple[np.ndarray, np.ndarray]
) -> Any:
    """Returns images in the default layout, and labels (count, 1) of `uint8`."""
    found = []
    for images, labels in (train, test):
        if config.image_data_format() == "channels_last":
            images = images.transpose(0, 2, 3, 1)
        found.append((images, labels.astype("uint8").reshape(-1, 1)))
    return tuple(found)
