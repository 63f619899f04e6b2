"""Small pictures of ten kinds."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets.cifar import as_data, find_folder, load_batch

_HASH = "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"


def load_data() -> Any:
    """Returns CIFAR-10: 50000 images to train with, 10000 to test.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images (count, 32, 32, 3) and labels
        (count, 1), both of `uint8`.
    """
    folder = find_folder("cifar-10-batches-py", "cifar-10-python.tar.gz", _HASH)
    parts = [load_batch(folder / f"data_batch_{n}", b"labels") for n in range(1, 6)]
    train = (
        np.concatenate([images for images, _ in parts]),
        np.concatenate([labels for _, labels in parts]),
    )
    return as_data(train, load_batch(folder / "test_batch", b"labels"))
