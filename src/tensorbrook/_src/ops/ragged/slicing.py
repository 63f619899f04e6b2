"""What `ragged[...]` means."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, cast, gather
from tensorbrook._src.ops.ragged import rows
from tensorbrook._src.ops.ragged.row_partition import RowPartition, static_number
from tensorbrook._src.ops.ragged.tensor import RaggedTensor

_ALL = slice(None)


def select(ragged: Any, key: Any) -> Any:
    """The part of a ragged tensor that a key names.

    Args:
        ragged: A ragged tensor.
        key: An integer, slice, `tf.newaxis`, ellipsis, or a tuple of those.

    Returns:
        A ragged tensor, or a tensor where no ragged axis is left.

    Raises:
        ValueError: An inner ragged axis is indexed: rows have no common place.
        IndexError: The index is out of range.
        TypeError: The key is none of these.
    """
    keys = list(key) if isinstance(key, tuple | list) else [key]
    return _item(ragged, _without_ellipsis(ragged, keys))


def _without_ellipsis(ragged: Any, keys: list[Any]) -> list[Any]:
    places = [i for i, key in enumerate(keys) if key is Ellipsis]
    if not places:
        return keys
    if len(places) > 1:
        raise ValueError("Only one ellipsis is allowed in the key of a RaggedTensor.")
    place = places[0]
    named = sum(key is not None for key in keys) - 1
    return [
        *keys[:place],
        *([_ALL] * (len(ragged._dims) - named)),
        *keys[place + 1 :],
    ]


def _item(value: Any, keys: list[Any]) -> Any:
    """Applies keys to the axes of a value from the first on."""
    if not keys:
        return value
    if not isinstance(value, RaggedTensor):
        return value[tuple(keys)]
    first, *rest = keys
    if first is None:
        return _one_row(_item(value, rest))
    if isinstance(first, slice):
        return _inside(_rows(value, first), rest)
    return _item(_row(value, first), rest)


def _one_row(value: Any) -> Any:
    """The value as the only row of a new outermost axis."""
    from tensorbrook._src.ops import shape

    if not isinstance(value, RaggedTensor):
        return shape.expand_dims(value, 0)
    partition = RowPartition.from_uniform_row_length(
        value.nrows(), None, 1, validate=False, dtype=value.row_splits.dtype
    )
    return RaggedTensor(value, partition, internal=True)


def _row(value: Any, index: Any) -> Any:
    """One row: a slice of the values."""
    place = _number(index)
    known, count = static_number(place), value._row_partition.static_nrows
    if known is not None and count is not None and not -count <= known < count:
        raise IndexError(f"Row key {known} out of bounds")
    starts, limits = value.row_starts(), value.row_limits()
    inner = value.values
    start, limit = starts[place], limits[place]
    if isinstance(inner, RaggedTensor):
        return rows.take(inner, array_creation.range(start, limit))
    return inner[start:limit]


def _number(index: Any) -> Any:
    if isinstance(index, bool) or not (
        isinstance(index, int | np.integer)
        or (isinstance(index, Tensor | np.ndarray) and _is_index(index))
    ):
        raise TypeError(
            "Only integers, slices, ellipsis and tf.newaxis are valid keys of a "
            f"RaggedTensor, got {index!r}."
        )
    return index if isinstance(index, Tensor) else int(index)


def _is_index(index: Any) -> bool:
    kind = (
        index.dtype.kind in "iu"
        if isinstance(index, np.ndarray)
        else (index.dtype.is_integer)
    )
    shape = index.shape if isinstance(index, np.ndarray) else index._dims
    return bool(kind) and shape in ((), None)


def _rows(value: Any, key: slice) -> Any:
    """Some of the rows."""
    if key == _ALL:
        return value
    places = array_creation.range(value.nrows())
    return rows.take(value, places[key])


def _inside(value: Any, keys: list[Any]) -> Any:
    """Applies keys to the axes of a value from the second on."""
    if not keys:
        return value
    if not isinstance(value, RaggedTensor):
        inner_key = (_ALL, *keys)
        return value[inner_key]
    first, *rest = keys
    if first is None:
        return _rows_of_one(_inside(value, rest))
    if not isinstance(first, slice):
        return _inside(_column(value, first), rest)
    cut = _cut(value, first)
    return cut.with_values(_inside(cut.values, rest)) if rest else cut


def _rows_of_one(value: Any) -> Any:
    """A new axis of length 1 after the first."""
    from tensorbrook._src.ops import shape

    if not isinstance(value, RaggedTensor):
        return shape.expand_dims(value, 1)
    partition = RowPartition.from_uniform_row_length(
        1, None, value.nrows(), validate=False, dtype=value.row_splits.dtype
    )
    return RaggedTensor(value, partition, internal=True)


def _column(value: Any, index: Any) -> Any:
    """The same place of every row, where all have one length."""
    length = value.uniform_row_length
    if length is None:
        raise ValueError("Cannot index into an inner ragged dimension.")
    place = _number(index)
    kind = value.row_splits.dtype
    known, size = static_number(place), static_number(length)
    if known is not None and size is not None and not -size <= known < size:
        raise IndexError(f"Column key {known} out of bounds for rows of length {size}")
    if known is not None:
        offset = place if known >= 0 else length + known
    else:
        offset = gather.where(place < 0, length + cast.cast(place, kind), place)
    return rows.take(value.values, value.row_starts() + cast.cast(offset, kind))


def _cut(value: Any, key: slice) -> Any:
    """A slice of every row."""
    if key == _ALL:
        return value
    step = 1 if key.step is None else key.step
    if static_number(step) == 0:
        raise ValueError("slice step must be nonzero")
    if static_number(step) is None:
        raise NotImplementedError(
            "RaggedTensor: the step of a slice of rows must be a number."
        )
    step = int(step)
    starts, limits = value.row_starts(), value.row_limits()
    low, high = (starts, limits) if step > 0 else (starts - 1, limits - 1)
    begin = _edge(key.start, low if step > 0 else high, starts, limits, low, high)
    end = _edge(key.stop, high if step > 0 else low, starts, limits, low, high)
    splits, places = rows.spans(begin, end, step)
    partition = RowPartition(
        splits,
        uniform_row_length=_uniform_length(value, key),
        internal=True,
    )
    return RaggedTensor(rows.take(value.values, places), partition, internal=True)


def _edge(
    given: Any, default: Any, starts: Any, limits: Any, low: Any, high: Any
) -> Any:
    """Where the slice begins or ends within the values, for each row."""
    from tensorbrook._src.ops import binary

    if given is None:
        return default
    kind = starts.dtype
    known = static_number(given)
    if known is not None:
        place = starts + known if known >= 0 else limits + known
    else:
        number = cast.cast(given, kind)
        place = gather.where(number < 0, limits + number, starts + number)
    return binary.minimum(binary.maximum(place, low), high)


def _uniform_length(value: Any, key: slice) -> Any:
    """The common length after slicing, where rows have a known one before."""
    from tensorbrook._src.ops.constant import convert_to_tensor

    size = value._row_partition.static_uniform_row_length
    parts = [key.start, key.stop, key.step]
    if size is None or any(x is not None and static_number(x) is None for x in parts):
        return None
    bounds = [None if x is None else static_number(x) for x in parts]
    length = len(range(*slice(*bounds).indices(size)))
    return convert_to_tensor(length, value.row_splits.dtype)
