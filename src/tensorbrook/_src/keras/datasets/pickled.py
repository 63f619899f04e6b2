"""Pickled arrays, read without running any code that a file may hold."""

from __future__ import annotations

import io
import pickle
import zipfile
from typing import Any

import numpy as np

_ALLOWED = frozenset(
    (
        ("numpy.core.multiarray", "_reconstruct"),
        ("numpy._core.multiarray", "_reconstruct"),
        ("numpy", "ndarray"),
        ("numpy", "dtype"),
        ("_codecs", "encode"),
    )
)


class _ArraysOnly(pickle.Unpickler):
    """Makes arrays, lists, dicts, texts and numbers, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Returns what arrays are made with."""
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(
                f"The file wants to make a {module}.{name}; only arrays are made."
            )
        return super().find_class(module, name)


def load_pickle(file: Any, encoding: str = "ASCII") -> Any:
    """Returns the arrays, lists and dicts in a pickle file.

    Args:
        file: an open binary file.
        encoding: how texts of Python 2 are read.

    Raises:
        pickle.UnpicklingError: when the file holds anything else.
    """
    return _ArraysOnly(file, encoding=encoding).load()


def load_arrays(path: Any) -> dict[str, np.ndarray]:
    """Returns the arrays in an `.npz` file, lists in them included.

    Args:
        path: the file.
    """
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            found[name.removesuffix(".npy")] = _array(archive.read(name))
    return found


def _array(data: bytes) -> np.ndarray:
    """Returns the array in an `.npy` file."""
    try:
        return np.load(io.BytesIO(data), allow_pickle=False)
    except ValueError:
        file = io.BytesIO(data)
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0
        if version == (2, 0):
            read = np.lib.format.read_array_header_2_0
        shape = read(file)[0]
        return np.asarray(load_pickle(file), dtype=object).reshape(shape)
