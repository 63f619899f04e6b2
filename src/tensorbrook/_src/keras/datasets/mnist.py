"""Handwritten digits."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets.addresses import ORIGIN
from tensorbrook._src.keras.datasets.file_cache import get_file

_HASH = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"


def load_data(path: str = "mnist.npz") -> Any:
    """Returns the MNIST digits: 60000 images to train with, 10000 to test.

    Args:
        path: the file's name below `~/.keras/datasets`.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images (count, 28, 28) and digits,
        both of `uint8`.
    """
    file = get_file(path, origin=f"{ORIGIN}mnist.npz", file_hash=_HASH)
    with np.load(file, allow_pickle=False) as arrays:
        train = (arrays["x_train"], arrays["y_train"])
        return train, (arrays["x_test"], arrays["y_test"])
