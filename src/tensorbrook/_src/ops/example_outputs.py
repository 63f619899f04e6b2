"""Features that are put together from parsed parts: defaults, sparse and ragged ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import cast, gather, reduce, segment, shape
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.example_features import RaggedFeature
from tensorbrook._src.ops.ragged.tensor import RaggedTensor
from tensorbrook._src.ops.sparse_tensor import SparseTensor


def dense_default(key: str, value: Any, dims: tuple[int, ...], dtype: Any) -> Any:
    """The default of a dense feature as a tensor; without elements where there is none."""
    kind = dtypes.as_dtype(dtype)
    if value is None:
        return constant(np.array([], kind.numpy_dtype), dtype=kind)
    tensor = convert_to_tensor(value, dtype=kind, name=f"{key}/default")
    return shape.broadcast_to(tensor, dims) if tensor.shape.rank == 0 else tensor


def sparse_feature(feature: Any, parsed: Mapping[str, Any]) -> SparseTensor:
    """A sparse tensor from features with its places and values."""
    several = isinstance(feature.index_key, list | tuple)
    keys = feature.index_key if several else [feature.index_key]
    sizes = feature.size if several else [feature.size]
    places = [parsed[key] for key in keys]
    values = parsed[feature.value_key]
    rows = places[0].indices[:, :-1]
    indices = shape.concat(
        [rows, *(shape.expand_dims(place.values, 1) for place in places)], 1
    )
    dims = shape.concat(
        [
            places[0].dense_shape[:-1],
            constant(np.array(sizes, np.int64), dtype=dtypes.int64),
        ],
        0,
    )
    made = SparseTensor(indices, values.values, dims)
    if feature.already_sorted:
        return made
    from tensorbrook._src.ops import sparse_layout

    return sparse_layout.reorder(made)  # type: ignore[no-any-return]


def ragged_outputs(key: str, feature: RaggedFeature, parsed: Mapping[str, Any]) -> Any:
    """A ragged tensor from a feature with values and others with its partitions.

    Args:
        key: The name of the feature.
        feature: What it is.
        parsed: Pairs of values and row splits by name; no splits for a single example.
    """
    values, splits = parsed[feature.value_key or key]
    single = splits is None
    rows = values if single else _rows(values, splits, feature)
    for part in reversed(feature.partitions):
        own = None
        if hasattr(part, "key"):
            own_values, own_splits = parsed[part.key]
            own = cast.cast(own_values, feature.row_splits_dtype)
            own = own if single else _rows(own, own_splits, feature)
        rows = _grouped(rows, part, own, single, feature)
    return rows


def _rows(values: Any, splits: Any, feature: RaggedFeature) -> RaggedTensor:
    return RaggedTensor.from_row_splits(values, splits, validate=feature.validate)


def _grouped(rows: Any, part: Any, own: Any, single: bool, feature: Any) -> Any:
    """Groups the items of each example into rows, as one partition says."""
    if single:
        return _group_one(rows, part, own, feature)
    if isinstance(part, RaggedFeature.UniformRowLength):
        inner = RaggedTensor.from_uniform_row_length(
            rows.values, part.length, validate=feature.validate
        )
        splits = rows.row_splits // part.length
        return RaggedTensor.from_row_splits(inner, splits, validate=feature.validate)
    lengths = _lengths(part, own, rows)
    inner = RaggedTensor.from_row_lengths(
        rows.values, lengths.values, validate=feature.validate
    )
    return RaggedTensor.from_row_splits(
        inner, lengths.row_splits, validate=feature.validate
    )


def _group_one(rows: Any, part: Any, own: Any, feature: Any) -> RaggedTensor:
    make = {
        RaggedFeature.RowSplits: RaggedTensor.from_row_splits,
        RaggedFeature.RowLengths: RaggedTensor.from_row_lengths,
        RaggedFeature.RowStarts: RaggedTensor.from_row_starts,
        RaggedFeature.RowLimits: RaggedTensor.from_row_limits,
        RaggedFeature.ValueRowIds: RaggedTensor.from_value_rowids,
    }
    if isinstance(part, RaggedFeature.UniformRowLength):
        return RaggedTensor.from_uniform_row_length(
            rows, part.length, validate=feature.validate
        )
    return make[type(part)](rows, own, validate=feature.validate)  # type: ignore[operator,no-any-return]


def _lengths(part: Any, own: Any, rows: Any) -> Any:
    """How many items each row has, example by example, whatever the partition is."""
    if isinstance(part, RaggedFeature.RowLengths):
        return own
    if isinstance(part, RaggedFeature.RowSplits):
        return own[:, 1:] - own[:, :-1]
    if isinstance(part, RaggedFeature.ValueRowIds):
        return _lengths_of_ids(own)
    counts = rows.row_lengths()
    flat, splits = own.values, own.row_splits
    if isinstance(part, RaggedFeature.RowStarts):
        # The end of a row is the start of the next, or the end of the example.
        ends = shape.concat([flat[1:], counts[-1:]], 0)
        last = splits[1:] - 1
        ends = gather_update(ends, last, counts)
        return own.with_values(ends - flat)
    starts = shape.concat([flat[:1] * 0, flat[:-1]], 0)
    starts = gather_update(starts, splits[:-1], counts * 0)
    return own.with_values(flat - starts)


def gather_update(values: Any, places: Any, new: Any) -> Any:
    """`values` with new numbers at some places; places at the end are left out."""
    from tensorbrook._src.ops import scatter

    inside = places < shape.size(values, out_type=places.dtype)
    kept = gather.boolean_mask(places, inside)
    fresh = cast.cast(gather.boolean_mask(new, inside), values.dtype)
    return scatter.tensor_scatter_nd_update(values, shape.expand_dims(kept, 1), fresh)


def _lengths_of_ids(own: Any) -> Any:
    """Row lengths from row numbers: how often each number stands in an example."""
    ids = own.values
    counts = segment.unsorted_segment_max(ids, own.value_rowids(), own.nrows()) + 1
    counts = cast.cast(reduce.reduce_max([counts, counts * 0], axis=0), ids.dtype)
    before = shape.concat([counts[:1] * 0, cumulative_sum(counts)], 0)
    places = gather.gather(before, own.value_rowids()) + ids
    ones = ids * 0 + 1
    lengths = segment.unsorted_segment_sum(ones, places, before[-1])
    return RaggedTensor.from_row_splits(lengths, before, validate=False)


def cumulative_sum(values: Any) -> Any:
    """The sums up to and with each number."""
    from tensorbrook._src.ops import cumulative

    return cumulative.cumsum(values)
