"""`tensorflow.contrib.learn.python.learn.datasets.base`."""

from __future__ import annotations

import collections
import csv
from typing import Any

import numpy as np

from tensorbrook._src.compat_v1.mnist import maybe_download as maybe_download

Dataset = collections.namedtuple("Dataset", ("data", "target"))
Datasets = collections.namedtuple("Datasets", ("train", "validation", "test"))


def load_csv_with_header(
    filename: Any, target_dtype: Any, features_dtype: Any, target_column: int = -1
) -> Dataset:
    """The rows of a file whose first line says how many rows and columns there are.

    Args:
        filename: The file.
        target_dtype: The type of the answers.
        features_dtype: The type of the other columns.
        target_column: The column of the answers.

    Returns:
        Columns and answers.
    """
    with open(filename, newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return _split(rows, target_dtype, features_dtype, target_column)


def load_csv_without_header(
    filename: Any, target_dtype: Any, features_dtype: Any, target_column: int = -1
) -> Dataset:
    """The rows of a file; arguments and result as for `load_csv_with_header`."""
    with open(filename, newline="") as stream:
        rows = list(csv.reader(stream))
    return _split(rows, target_dtype, features_dtype, target_column)


def _split(rows: Any, target_dtype: Any, features_dtype: Any, column: int) -> Dataset:
    target = np.array([row.pop(column) for row in rows], dtype=target_dtype)
    return Dataset(np.asarray(rows, dtype=features_dtype), target)
