"""Reductions of ragged tensors along axes, ragged ones too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, find
from tensorbrook._src.ops import array_creation, cast, gather, reduce, segment
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import RowPartition, splits_of
from tensorbrook._src.ops.ragged.tensor import RaggedTensor

Segment = Callable[[Any, Any, Any], Any]

_SEGMENTS: dict[str, Segment] = {
    "Sum": segment.unsorted_segment_sum,
    "Prod": segment.unsorted_segment_prod,
    "Max": segment.unsorted_segment_max,
    "Min": segment.unsorted_segment_min,
}


def run(op: Op, inputs: Any, attrs: dict[str, Any], name: str | None) -> Any:
    """The records `Sum`, `Mean`, `All` ... with a ragged tensor as input."""
    value, axis = inputs
    keep = bool(attrs.get("keep_dims", False))
    rank = len(value._dims)
    axes = _axes(axis, rank)
    if len(axes) == rank:
        flat = value.flat_values
        every = list(range(len(flat._dims)))
        total = op(flat, every, keep_dims=False, name=name)
        return shapes.reshape(total, [1] * rank) if keep else total
    if op.name in ("All", "Any"):
        bits = cast.cast(value, dtypes.int32)
        kind = "Min" if op.name == "All" else "Max"
        found = _several(kind, bits, axes, keep)
        return found > 0 if op.name == "Any" else found != 0
    if op.name == "Mean":
        total = _several("Sum", value, axes, keep)
        ones = value.with_flat_values(array_creation.ones_like(value.flat_values))
        return total / _several("Sum", ones, axes, keep)
    return _several(op.name, value, axes, keep)


def _axes(axis: Any, rank: int) -> list[int]:
    """The axes as numbers, the last first."""
    known = convert_to_tensor(axis, dtype_hint=dtypes.int32)._static_value()
    if known is None:
        raise NotImplementedError(
            "Reductions of ragged tensors need to know the axes before the run."
        )
    found = set()
    for number in known.reshape(-1).tolist():
        if not -rank <= number < rank:
            raise ValueError(
                f"axis={number} out of bounds: expected -{rank}<=axis<{rank}"
            )
        found.add(number % rank)
    return sorted(found, reverse=True)


def _several(kind: str, value: Any, axes: list[int], keep: bool) -> Any:
    def dense(inner: Any, axis: list[int]) -> Any:
        return find(kind)(inner, axis, keep_dims=False)

    return along(_SEGMENTS[kind], value, axes, keep, dense)


def along(
    combine: Segment,
    value: Any,
    axes: list[int],
    keep: bool,
    dense: Callable[[Any, list[int]], Any],
) -> Any:
    """Reduces one axis after the other.

    Args:
        combine: Combines the rows of segments.
        value: A ragged tensor.
        axes: The axes.
        keep: Whether they stay with length 1.
        dense: Reduces axes of a tensor.
    """
    from tensorbrook._src.ops.ragged import arrays

    rank = len(value._dims)
    for axis in sorted({axis % rank for axis in axes}, reverse=True):
        value = _one(combine, value, axis, dense)
        if keep:
            value = arrays.expand_dims(value, axis)
    return value


def _one(combine: Segment, value: Any, axis: int, dense: Any) -> Any:
    if not isinstance(value, RaggedTensor):
        return dense(value, [axis])
    if axis > 1:
        return value.with_values(_one(combine, value.values, axis - 1, dense))
    partition = value._row_partition
    if axis == 0:
        ids, count = partition.offsets_in_rows(), _longest(partition)
    else:
        ids, count = partition.value_rowids(), partition.nrows()
    return segments(combine, value.values, ids, count)


def _longest(partition: RowPartition) -> Any:
    lengths = partition.row_lengths()
    zero: Any = convert_to_tensor([0], lengths.dtype)
    return reduce.reduce_max(shapes.concat([zero, lengths], 0))


def segments(combine: Segment, data: Any, ids: Any, count: Any) -> Any:
    """Combines the rows of each segment; ragged rows are combined place by place."""
    if not isinstance(data, RaggedTensor):
        return combine(data, ids, count)
    lengths = data.row_lengths()
    kind = lengths.dtype
    longest = segment.unsorted_segment_max(lengths, ids, count)
    longest = longest * cast.cast(longest > 0, kind)
    splits = splits_of(longest)
    partition = data._row_partition
    starts = gather.gather(splits[:-1], ids)
    targets = gather.gather(starts, partition.value_rowids())
    inner = segments(
        combine, data.values, targets + partition.offsets_in_rows(), splits[-1]
    )
    return RaggedTensor(
        inner, RowPartition(splits, row_lengths=longest, internal=True), internal=True
    )
