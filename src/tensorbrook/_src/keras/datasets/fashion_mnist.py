"""Pictures of clothes."""

from __future__ import annotations

import gzip
from typing import Any

import numpy as np

from tensorbrook._src.keras.datasets.addresses import ORIGIN
from tensorbrook._src.keras.datasets.file_cache import get_file

_FILES = {
    "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
    "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
    "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
}


def load_data() -> Any:
    """Returns Fashion-MNIST: 60000 images to train with, 10000 to test.

    Returns:
        `(x_train, y_train), (x_test, y_test)`: images (count, 28, 28) and kinds from
        0 to 9, both of `uint8`.
    """
    found = []
    for name, md5 in _FILES.items():
        path = get_file(name, origin=ORIGIN + name, file_hash=md5, cache_subdir=_FOLDER)
        header = 8 if "labels" in name else 16
        with gzip.open(path, "rb") as file:
            data = np.frombuffer(file.read(), np.uint8, offset=header)
        found.append(data if header == 8 else data.reshape(-1, 28, 28))
    y_train, x_train, y_test, x_test = found
    return (x_train, y_train), (x_test, y_test)


_FOLDER = "datasets/fashion-mnist"
