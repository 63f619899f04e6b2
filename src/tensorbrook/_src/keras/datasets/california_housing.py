"""Prices of houses in California."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets.addresses import ORIGIN
from tensorbrook._src.keras.datasets.boston_housing import shuffled_and_split
from tensorbrook._src.keras.datasets.file_cache import get_file

_HASH = "1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f"


def load_data(
    version: str = "large",
    path: str = "california_housing.npz",
    test_split: float = 0.2,
    seed: int = 113,
) -> Any:
    """Returns 8 facts about each of 20640 places, and the price of a house there.

    Args:
        version: `"large"`, or `"small"` for the first 600.
        path: the file's name below `~/.keras/datasets`.
        test_split: the part to keep for testing.
        seed: of the order of the samples.

    Returns:
        `(x_train, y_train), (x_test, y_test)`.
    """
    if version not in ("small", "large"):
        raise ValueError(
            "california_housing.load_data: `version` must be 'small' or 'large'. "
            f"Received: version={version!r}."
        )
    file = get_file(path, origin=f"{ORIGIN}california_housing.npz", file_hash=_HASH)
    with np.load(file, allow_pickle=False) as arrays:
        count = 600 if version == "small" else None
        x, y = arrays["x"][:count], arrays["y"][:count]
    return shuffled_and_split(x, y, test_split, seed)
