"""The values of one feature over many examples, as the parts of tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.formats.schema import message

_LISTS = {"int64": "int64_list", "float32": "float_list", "string": "bytes_list"}
_NAMES = {"int64": "int64", "float32": "float", "string": "string"}


def wrong(text: str) -> errors.InvalidArgumentError:
    """The error for an example that doesn't hold what it should."""
    return errors.InvalidArgumentError(None, None, text)


def parsed(kind: str, content: bytes, index: int) -> Any:
    """The message in an element of the input."""
    from google.protobuf.message import DecodeError

    try:
        return message(kind).FromString(content)
    except DecodeError:
        raise wrong(
            f"Name: <unknown>, Key: <unknown>, Index: {index}.  Could not parse example "
            f"input, value: {content[:100]!r}"
        ) from None


def values_of(feature: Any, dtype: DType, place: str) -> Sequence[Any]:
    """The values of one feature.

    Raises:
        errors.InvalidArgumentError: They are of another type.
    """
    which = feature.WhichOneof("kind")
    if which is None:
        return ()
    if which != _LISTS[dtype.name]:
        found = next(_NAMES[name] for name, field in _LISTS.items() if field == which)
        raise wrong(
            f"{place}  Data types don't match. Data type: {found} but expected type: "
            f"{_NAMES[dtype.name]}"
        )
    return getattr(feature, which).value  # type: ignore[no-any-return]


def array_of(values: Sequence[Any], dtype: DType) -> np.ndarray[Any, Any]:
    """A vector of the values."""
    made = np.empty(len(values), dtype.numpy_dtype)
    made[:] = values
    return made


def gathered(
    features: Sequence[Any], key: str, dtype: DType
) -> tuple[list[Any], list[int]]:
    """The values of a feature in all examples, one after the other, and their counts."""
    values: list[Any] = []
    counts = []
    for index, example in enumerate(features):
        found: Sequence[Any] = ()
        if key in example:
            place = f"Name: <unknown>, Key: {key}, Index: {index}."
            found = values_of(example[key], dtype, place)
        values.extend(found)
        counts.append(len(found))
    return values, counts


def sparse(
    features: Sequence[Any], key: str, dtype: DType, batched: bool
) -> tuple[Any, Any, Any]:
    """Indices, values and dense shape of a feature of varying length."""
    values, counts = gathered(features, key, dtype)
    columns = np.concatenate([np.arange(n) for n in counts]) if counts else np.zeros(0)
    if not batched:
        indices = columns.reshape(-1, 1).astype(np.int64)
        return indices, array_of(values, dtype), np.array(counts, np.int64)
    rows = np.repeat(np.arange(len(counts)), counts)
    indices = np.stack([rows, columns], axis=1).astype(np.int64)
    shape = np.array([len(counts), max(counts, default=0)], np.int64)
    return indices, array_of(values, dtype), shape


def ragged(
    features: Sequence[Any], key: str, dtype: DType, splits: DType, batched: bool
) -> tuple[Any, Any]:
    """Values and row splits of a feature of varying length."""
    values, counts = gathered(features, key, dtype)
    if not batched:
        return array_of(values, dtype), np.zeros(0, splits.numpy_dtype)
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(splits.numpy_dtype)
    return array_of(values, dtype), ends


def fixed(
    features: Sequence[Any],
    key: str,
    default: np.ndarray[Any, Any],
    dims: tuple[int, ...],
    dtype: DType,
) -> np.ndarray[Any, Any]:
    """A row of a fixed shape for each example."""
    size = int(np.prod(dims, dtype=int))
    missing = None  # what stands for an example without the feature
    values: list[Any] = []
    field = _LISTS[dtype.name]
    for index, example in enumerate(features):
        feature = example[key] if key in example else None
        which = None if feature is None else feature.WhichOneof("kind")
        if which is None:
            if not default.size:
                raise wrong(
                    f"Name: <unknown>, Feature: {key} (data type: {_NAMES[dtype.name]}) "
                    "is required but could not be found."
                )
            if missing is None:
                missing = np.broadcast_to(default.reshape(-1), (size,)).tolist()
            values += missing
            continue
        place = f"Name: <unknown>, Key: {key}, Index: {index}."
        found = (
            getattr(feature, which).value
            if which == field
            else values_of(feature, dtype, place)
        )
        if len(found) != size:
            raise wrong(
                f"{place}  Number of {_NAMES[dtype.name]} values != expected.  Values "
                f"size: {len(found)} but output shape: {list(dims)}"
            )
        values += found
    return array_of(values, dtype).reshape(len(features), *dims)


def padded(
    features: Sequence[Any],
    key: str,
    default: np.ndarray[Any, Any],
    dims: tuple[int, ...],
    dtype: DType,
) -> np.ndarray[Any, Any]:
    """Rows of the shape `dims`, as many as an example has, filled up with the default."""
    size = int(np.prod(dims, dtype=int))
    values, counts = gathered(features, key, dtype)
    for index, count in enumerate(counts):
        if size and count % size:
            shown = ",".join(["?", *map(str, dims)])
            raise wrong(
                f"Name: <unknown>, Key: {key}, Index: {index}.  Number of "
                f"{_NAMES[dtype.name]} values is not a multiple of stride length. Saw "
                f"{count} values but output shape is: [{shown}]"
            )
    longest = max(counts, default=0)
    filler = default.reshape(-1)[0] if default.size else empty_value(dtype)
    made = np.full((len(counts), longest), filler, dtype.numpy_dtype)
    start = 0
    for index, count in enumerate(counts):
        made[index, :count] = array_of(values[start : start + count], dtype)
        start += count
    steps = longest // size if size else 0
    return made.reshape(len(counts), steps, *dims)


def empty_value(dtype: DType) -> Any:
    """What stands for nothing: an empty string or zero."""
    return b"" if dtype is dtypes.string else 0
