"""Rows of ragged tensors and tensors: taking some, repeating them, joining them."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import cast, gather, ragged_records
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import RowPartition
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def take(value: Any, places: Any) -> Any:
    """The rows of a ragged tensor or a tensor at the places that a vector names."""
    if not isinstance(value, RaggedTensor):
        return gather.gather(value, places)
    splits = value.row_splits
    starts = gather.gather(splits[:-1], places)
    if value.uniform_row_length is not None:
        inner = take(value.values, spans(starts, starts + value.uniform_row_length)[1])
        partition = RowPartition.from_uniform_row_length(
            value.uniform_row_length,
            None,
            shapes.shape(starts, splits.dtype)[0],
            validate=False,
            dtype=splits.dtype,
        )
        return RaggedTensor(inner, partition, internal=True)
    cuts, inside = spans(starts, gather.gather(splits[1:], places))
    return RaggedTensor(
        take(value.values, inside), RowPartition(cuts, internal=True), internal=True
    )


def spans(starts: Any, limits: Any, deltas: Any = 1) -> tuple[Any, Any]:
    """Row splits and values of the rows `starts[i], starts[i] + deltas ... limits[i]`."""
    kind = starts.dtype
    found = ragged_records.ragged_range_op(
        starts, limits, convert_to_tensor(deltas, kind), Tsplits=kind
    )
    return tuple(found)


def count(value: Any, kind: Any = dtypes.int64) -> Any:
    """The number of rows, a scalar."""
    if isinstance(value, RaggedTensor):
        return value.nrows(kind)
    known = None if value._dims is None else value._dims[0]
    if known is not None:
        return convert_to_tensor(known, kind)
    return shapes.shape(value, kind)[0]


def ragged_rank(value: Any) -> int:
    """The number of partitions; none for a tensor."""
    return value.ragged_rank if isinstance(value, RaggedTensor) else 0


def with_rank(value: Any, wanted: int, kind: Any = dtypes.int64) -> Any:
    """The value with that many partitions; missing inner ones are uniform."""
    have = ragged_rank(value)
    if have >= wanted:
        return value
    if have == 0:
        return RaggedTensor.from_tensor(
            value, ragged_rank=wanted, row_splits_dtype=kind
        )
    return value.with_values(
        with_rank(value.values, wanted - 1, value.row_splits.dtype)
    )


def alike(values: list[Any]) -> list[Any]:
    """All values ragged, with the same number and dtype of partitions."""
    wanted = max(1, *(ragged_rank(value) for value in values))
    return of_one_type([with_rank(value, wanted) for value in values])


def of_one_type(values: list[Any]) -> list[Any]:
    """The ragged tensors among the values with partitions of one dtype."""
    kinds = {v.row_splits.dtype for v in values if isinstance(v, RaggedTensor)}
    if len(kinds) < 2:
        return values
    return [
        v.with_row_splits_dtype(dtypes.int64) if isinstance(v, RaggedTensor) else v
        for v in values
    ]


def joined(values: list[Any]) -> Any:
    """All rows of all values, one after the other."""
    if not any(isinstance(value, RaggedTensor) for value in values):
        return shapes.concat(values, 0)
    parts = alike(values)
    inner = joined([part.values for part in parts])
    cuts, offset = [parts[0].row_splits], parts[0].row_splits[-1]
    for part in parts[1:]:
        cuts.append(part.row_splits[1:] + offset)
        offset = offset + part.row_splits[-1]
    splits = shapes.concat(cuts, 0)
    return RaggedTensor(inner, RowPartition(splits, internal=True), internal=True)


def repeated(value: Any, times: Any) -> Any:
    """All rows, the whole sequence several times over."""
    from tensorbrook._src.ops import array_creation

    kind = _kind(value)
    many = count(value, kind)
    places = array_creation.range(many * cast.cast(convert_to_tensor(times), kind))
    return take(value, places % many)


def _kind(value: Any) -> Any:
    return value.row_splits.dtype if isinstance(value, RaggedTensor) else dtypes.int64
