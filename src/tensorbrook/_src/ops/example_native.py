"""Columns of Example messages as the native core reads them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.formats import fast

_SPARSE, _FIXED, _PADDED, _RAGGED = range(4)

_KNOWN_LIMIT = 1000

Column = tuple[bytes, int, int, int, Any, list[Any]]

#: Columns by key, default and dims: a plan asks for the same ones again and again.
_known: dict[tuple[bytes, int, Dims], tuple[Any, Column | None]] = {}


def sparse_column(key: bytes, dtype: DType) -> Column:
    """What to look for where any number of values may stand."""
    return key, _SPARSE, dtype._code, 0, None, []


def ragged_column(key: bytes, dtype: DType) -> Column:
    """The same for rows of varying length."""
    return key, _RAGGED, dtype._code, 0, None, []


def dense_column(key: bytes, default: Any, dims: Dims) -> Column | None:
    """What to look for in a dense column; None for defaults of an odd size."""
    place = key, id(default), dims
    known = _known.get(place)
    if known is None or known[0] is not default:
        if len(_known) >= _KNOWN_LIMIT:
            _known.clear()
        known = _known[place] = default, _dense_column(key, default, dims)
    return known[1]


def _dense_column(key: bytes, default: Any, dims: Dims) -> Column | None:
    padded = bool(dims) and dims[0] is None  # type: ignore[index]
    row = math.prod(dims[1:] if padded else dims or ())  # type: ignore[arg-type, index]
    array = default._array().reshape(-1)
    text = default.dtype is dtypes.string
    if padded:
        first = array[:1].tolist() or ([b""] if text else [])
        missing = type(default)._made(array[:1], default.dtype) if array.size else None
        return key, _PADDED, default.dtype._code, row, missing, first if text else []
    if array.size not in (0, 1, row):
        return None
    missing = default if array.size else None
    known = array.tolist() if text else []
    return key, _FIXED, default.dtype._code, row, missing, known


class Columns:
    """The columns of a batch of messages.

    Args:
        serialized: The tensor of strings.
        found: Values, counts and the longest count of each column.
    """

    def __init__(self, serialized: Any, found: Sequence[Any]) -> None:
        self._made = type(serialized)._made
        self._batched = serialized._array().ndim == 1
        self._found = iter(found)

    def _values(self, values: Any) -> np.ndarray[Any, Any]:
        if not isinstance(values, list):
            array: np.ndarray[Any, Any] = values._array()
            return array
        made = np.empty(len(values), object)
        made[:] = values
        return made

    def sparse(self, dtype: DType) -> tuple[Any, Any, Any]:
        """The next column as indices, values and dense shape."""
        values, lengths, longest = next(self._found)
        counts = lengths._array()
        places = np.arange(int(counts.sum()))
        if not self._batched:
            indices, shape = places[:, None], counts
        else:
            rows = np.repeat(np.arange(len(counts)), counts)
            places -= np.repeat(np.cumsum(counts) - counts, counts)
            indices = np.stack([rows, places], axis=1)
            shape = np.array([len(counts), longest], np.int64)
        return (
            self._made(indices, dtypes.int64),
            self._made(self._values(values), dtype),
            self._made(shape, dtypes.int64),
        )

    def dense(self, dtype: DType, dims: Dims) -> Any:
        """The next column as rows of these dims."""
        values, lengths, longest = next(self._found)
        dims = tuple(dims or ())
        if dims and dims[0] is None:
            row = math.prod(dims[1:])  # type: ignore[arg-type]
            dims = (longest // row if row else 0, *dims[1:])
        count = lengths._array().shape[0]
        array = self._values(values).reshape(count, *dims)  # type: ignore[arg-type]
        return self._made(array if self._batched else array[0, ...], dtype)

    def ragged(self, dtype: DType, splits: DType) -> tuple[Any, Any]:
        """The next column as values and row splits."""
        values, lengths, _ = next(self._found)
        counts = lengths._array()
        ends = np.zeros(len(counts) + 1 if self._batched else 0, splits.numpy_dtype)
        if self._batched:
            np.cumsum(counts, out=ends[1:])
        return self._made(self._values(values), dtype), self._made(ends, splits)


def read_columns(serialized: Any, wanted: Sequence[Column | None]) -> Columns | None:
    """The columns of messages, or None where the reference has to look at them."""
    if fast.parse_examples is None or None in wanted:
        return None
    content = serialized._array().reshape(-1).tolist()
    found = fast.parse_examples(content, tuple(wanted))
    return None if found is None else Columns(serialized, found)
