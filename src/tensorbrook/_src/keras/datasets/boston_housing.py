"""Prices of houses in Boston."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets.addresses import ORIGIN
from tensorbrook._src.keras.datasets.file_cache import get_file

_HASH = "f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5"


def load_data(
    path: str = "boston_housing.npz", test_split: float = 0.2, seed: int = 113
) -> Any:
    """Returns 13 facts about each of 506 places, and the price of a house there.

    Args:
        path: the file's name below `~/.keras/datasets`.
        test_split: the part to keep for testing.
        seed: of the order of the samples.

    Returns:
        `(x_train, y_train), (x_test, y_test)`.
    """
    file = get_file(path, origin=f"{ORIGIN}boston_housing.npz", file_hash=_HASH)
    with np.load(file, allow_pickle=False) as arrays:
        return shuffled_and_split(arrays["x"], arrays["y"], test_split, seed)


def shuffled_and_split(
    x: np.ndarray, y: np.ndarray, test_split: float, seed: int
) -> Any:
    """Returns the samples in a seeded order, cut into two parts.

    Args:
        x: the inputs.
        y: the targets.
        test_split: the part to keep for testing, from 0 up to 1.
        seed: of the order of the samples.
    """
    if not 0 <= test_split < 1:
        raise ValueError(
            "load_data: `test_split` must be at least 0 and less than 1. Received: "
            f"test_split={test_split}."
        )
    order = np.arange(len(x))
    np.random.RandomState(seed).shuffle(order)
    x, y = x[order], y[order]
    cut = int(len(x) * (1 - test_split))
    return (x[:cut], y[:cut]), (x[cut:], y[cut:])
