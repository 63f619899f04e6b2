"""Small pictures of a hundred kinds."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.datasets.cifar import as_data, find_folder, load_batch

_HASH = "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7"


def load_data(label_mode: str = "fine") -> Any:
    """Returns CIFAR-100: 50000 images to train with, 10000 to test.

    Args:
        label_mode: `"fine"` for a hundred kinds, `"coarse"` for twenty.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images (count, 32, 32, 3) and labels
        (count, 1), both of `uint8`.
    """
    if label_mode not in ("fine", "coarse"):
        raise ValueError(
            "cifar100.load_data: `label_mode` must be 'fine' or 'coarse'. Received: "
            f"label_mode={label_mode!r}."
        )
    folder = find_folder("cifar-100-python", "cifar-100-python.tar.gz", _HASH)
    key = f"{label_mode}_labels".encode()
    return as_data(load_batch(folder / "train", key), load_batch(folder / "test", key))
