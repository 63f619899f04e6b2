"""What may stand in an Example: the kinds of features that `tf.io.parse_example` knows."""

from __future__ import annotations

from typing import Any, NamedTuple

from tensorbrook._src.core import dtypes


class FixedLenFeature(NamedTuple):
    """A feature with a fixed number of values, which becomes a dense tensor.

    Attributes:
        shape: The dims of the values of one example.
        dtype: int64, float32 or string.
        default_value: The values of an example that lacks the feature; None makes that
            an error.
    """

    shape: Any
    dtype: Any
    default_value: Any = None


class FixedLenSequenceFeature(NamedTuple):
    """A feature with any number of rows of a fixed size, which becomes a dense tensor.

    Attributes:
        shape: The dims of one row.
        dtype: int64, float32 or string.
        allow_missing: Whether an example may lack the feature.
        default_value: What shorter examples are filled up with.
    """

    shape: Any
    dtype: Any
    allow_missing: bool = False
    default_value: Any = None


class VarLenFeature(NamedTuple):
    """A feature with any number of values, which becomes a sparse tensor.

    Attributes:
        dtype: int64, float32 or string.
    """

    dtype: Any


class SparseFeature(NamedTuple):
    """Two features, places and values, which become one sparse tensor.

    Attributes:
        index_key: The feature with the places, or several, one for each dimension.
        value_key: The feature with the values.
        dtype: The dtype of the values.
        size: The size of the dimension, or of each.
        already_sorted: Whether the places are in order.
    """

    index_key: Any
    value_key: str
    dtype: Any
    size: Any
    already_sorted: bool = False


class _RowSplits(NamedTuple):
    key: str


class _RowLengths(NamedTuple):
    key: str


class _RowStarts(NamedTuple):
    key: str


class _RowLimits(NamedTuple):
    key: str


class _ValueRowIds(NamedTuple):
    key: str


class _UniformRowLength(NamedTuple):
    length: int


class _RaggedFields(NamedTuple):
    dtype: Any
    value_key: str | None
    partitions: tuple[Any, ...]
    row_splits_dtype: Any
    validate: bool


class RaggedFeature(_RaggedFields):
    """A feature with any number of values, which becomes a ragged tensor.

    Args:
        dtype: int64, float32 or string.
        value_key: The name of the feature with the values; by default its own.
        partitions: How values are grouped into rows: `RaggedFeature.RowLengths(key)` and
            its like, the outermost first.
        row_splits_dtype: The dtype of the row splits.
        validate: Whether the partitions are checked.

    Raises:
        ValueError: A dtype or a partition is of another kind.
    """

    RowSplits = _RowSplits
    RowLengths = _RowLengths
    RowStarts = _RowStarts
    RowLimits = _RowLimits
    ValueRowIds = _ValueRowIds
    UniformRowLength = _UniformRowLength

    def __new__(
        cls,
        dtype: Any,
        value_key: str | None = None,
        partitions: Any = (),
        row_splits_dtype: Any = dtypes.int32,
        validate: bool = False,
    ) -> RaggedFeature:
        kinds = (
            _RowSplits,
            _RowLengths,
            _RowStarts,
            _RowLimits,
            _ValueRowIds,
            _UniformRowLength,
        )
        if any(not isinstance(item, kinds) for item in partitions):
            raise TypeError(
                f"Argument `partitions` must be a list of partition objects: {kinds}. "
                f"Received: {partitions!r}"
            )
        splits = dtypes.as_dtype(row_splits_dtype)
        return super().__new__(
            cls, dtypes.as_dtype(dtype), value_key, tuple(partitions), splits, validate
        )
