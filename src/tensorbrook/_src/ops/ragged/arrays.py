"""Rearranging ragged tensors: joining, stacking, gathering, repeating, reversing."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.ops import array_creation, cast, gather
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged import rows
from tensorbrook._src.ops.ragged.row_partition import (
    RowPartition,
    rowids_of,
    splits_of,
    static_number,
)
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def axis_of(axis: Any, rank: int, what: str) -> int:
    """An axis as a number from 0 on.

    Raises:
        ValueError: There is no such axis.
    """
    number = static_number(axis)
    if number is None:
        raise NotImplementedError(
            f"{what}: with ragged tensors the axis must be known."
        )
    if not -rank <= number < rank:
        raise ValueError(
            f"{what}: axis={number} out of bounds: expected -{rank}<=axis<{rank}"
        )
    return number % rank


def _converted(values: Any) -> list[Any]:
    hint = next(v.dtype for v in values if isinstance(v, RaggedTensor))
    return [
        v if isinstance(v, RaggedTensor) else convert_to_tensor(v, dtype_hint=hint)
        for v in values
    ]


def concat(values: Any, axis: Any) -> Any:
    """Ragged tensors and tensors joined along an axis."""
    items = _converted(values)
    rank = len(items[0]._dims)
    return _joined(items, axis_of(axis, rank, "tf.concat"))


def _joined(items: list[Any], axis: int) -> Any:
    if len(items) == 1:
        return items[0]
    if axis == 0:
        return rows.joined(items)
    if not any(isinstance(item, RaggedTensor) for item in items):
        return shapes.concat(items, axis)
    parts = rows.of_one_type([rows.with_rank(item, 1) for item in items])
    if axis > 1:
        inner = _joined([part.values for part in parts], axis - 1)
        return parts[0].with_values(inner)
    return _row_by_row(parts)


def _row_by_row(parts: list[Any]) -> Any:
    """The first rows of all parts joined, the second rows, and so on."""
    count = parts[0].nrows()
    kind = parts[0].row_splits.dtype
    every = rows.joined(parts)
    numbers = array_creation.range(count)[:, None]
    offsets = cast.cast(array_creation.range(len(parts)), kind)[None, :] * count
    order = shapes.reshape(numbers + offsets, [-1])
    turned = rows.take(every, order)
    lengths = [part.row_lengths() for part in parts]
    total = lengths[0]
    for other in lengths[1:]:
        total = total + other
    partition = RowPartition(splits_of(total), row_lengths=total, internal=True)
    return RaggedTensor(turned.values, partition, internal=True)


def stack(values: Any, axis: Any = 0) -> Any:
    """Ragged tensors and tensors as the parts of a new axis."""
    items = _converted(values)
    rank = len(items[0]._dims) + 1
    place = axis_of(axis, rank, "tf.stack")
    return _joined([expand_dims(item, place) for item in items], place)


def expand_dims(value: Any, axis: Any) -> Any:
    """A new axis of length 1."""
    if not isinstance(value, RaggedTensor):
        return shapes.expand_dims(value, axis)
    if axis < 0:
        axis += value.ndim + 1
    kind = value.row_splits.dtype
    if axis == 0:
        partition = RowPartition.from_uniform_row_length(
            value.nrows(), value.nrows(), 1, validate=False, dtype=kind
        )
        return RaggedTensor(value, partition, internal=True)
    if axis == 1:
        partition = RowPartition.from_uniform_row_length(
            1, value.nrows(), value.nrows(), validate=False, dtype=kind
        )
        return RaggedTensor(value, partition, internal=True)
    return value.with_values(expand_dims(value.values, axis - 1))


def squeeze(value: Any, axes: list[int]) -> Any:
    """The value without axes of length 1."""
    rank = len(value._dims)
    if not axes:
        raise ValueError("Ragged.squeeze must have an axis argument.")
    for axis in sorted({axis_of(a, rank, "tf.squeeze") for a in axes}, reverse=True):
        value = _squeezed(value, axis)
    return value


def _squeezed(value: Any, axis: int) -> Any:
    from tensorbrook._src.core import errors

    if not isinstance(value, RaggedTensor):
        return shapes.squeeze(value, [axis])
    if axis > 1:
        return value.with_values(_squeezed(value.values, axis - 1))
    lengths = [value._row_partition.static_nrows] if axis == 0 else []
    if axis == 1:
        known = value.row_lengths()._static_value()
        lengths = [] if known is None else known.tolist()
    if any(length not in (1, None) for length in lengths):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"the given axis (axis = {axis}) is not squeezable: its lengths are {lengths}",
        )
    return value.values


def take(params: Any, indices: Any, axis: Any, batch_dims: int) -> Any:
    """`tf.gather` where `params` or `indices` is ragged."""
    if isinstance(indices, RaggedTensor):
        if not isinstance(params, RaggedTensor):
            params = convert_to_tensor(params)
    else:
        indices = convert_to_tensor(indices, dtype_hint=dtypes.int32)
    place = axis_of(axis, len(params._dims), "tf.gather")
    batch = batch_dims + len(indices._dims) if batch_dims < 0 else batch_dims
    if place < batch:
        raise ValueError(f"tf.gather: batch_dims={batch} must be at most axis={place}.")
    if batch > 1:
        inner = take(_values(params), _values(indices), place - 1, batch - 1)
        return _like(params, indices).with_values(inner)
    if batch == 1 and place == 1:
        return _of_each_row(params, indices)
    if batch == 1:
        raise NotImplementedError(
            "tf.gather: batch_dims=1 of ragged tensors needs axis=1."
        )
    return _without_batch(params, indices, place)


def _values(value: Any) -> Any:
    return rows.with_rank(value, 1).values


def _like(first: Any, second: Any) -> Any:
    return first if isinstance(first, RaggedTensor) else rows.with_rank(second, 1)


def _without_batch(params: Any, indices: Any, place: int) -> Any:
    if isinstance(indices, RaggedTensor):
        if place:
            raise NotImplementedError("tf.gather: ragged indices need axis=0.")
        return indices.with_values(_without_batch(params, indices.values, 0))
    if place > 1:
        return params.with_values(_without_batch(params.values, indices, place - 1))
    if place == 1:
        return _same_places(params, indices)
    rank = len(indices._dims)
    if rank == 1:
        found = rows.take(params, indices)
        if not isinstance(found, RaggedTensor):
            return found
        cut = RowPartition(found.row_splits, internal=True)
        return RaggedTensor(found.values, cut, internal=True)
    if rank == 0:
        return params[indices]
    flat = rows.take(params, shapes.reshape(indices, [-1]))
    kind = flat.row_splits.dtype
    sizes = shapes.shape(indices, kind)
    for axis in range(rank - 1, 0, -1):
        size = indices._dims[axis]
        partition = RowPartition.from_uniform_row_length(
            sizes[axis] if size is None else size,
            flat.nrows(),
            None if size else _outer_count(sizes, axis),
            validate=False,
            dtype=kind,
        )
        flat = RaggedTensor(flat, partition, internal=True)
    return flat


def _outer_count(sizes: Any, axis: int) -> Any:
    from tensorbrook._src.ops import reduce

    return reduce.reduce_prod(sizes[:axis])


def _same_places(params: Any, indices: Any) -> Any:
    """The same places of every row."""
    kind = params.row_splits.dtype
    places = params.row_starts()[:, None] + cast.cast(indices, kind)[None, :]
    found = rows.take(params.values, shapes.reshape(places, [-1]))
    length = shapes.size(indices, kind)
    partition = RowPartition.from_uniform_row_length(
        length, None, params.nrows(), validate=False, dtype=kind
    )
    return RaggedTensor(found, partition, internal=True)


def _of_each_row(params: Any, indices: Any) -> Any:
    """For each row of indices the values in the row of params beside it."""
    table, places = rows.of_one_type(
        [rows.with_rank(params, 1), rows.with_rank(indices, 1)]
    )
    kind = table.row_splits.dtype
    starts = gather.gather(table.row_starts(), places.value_rowids())
    inner = places.values
    if isinstance(inner, RaggedTensor):
        ids = gather.gather(starts, inner.value_rowids())
        flat = inner.with_values(cast.cast(inner.values, kind) + ids)
        return places.with_values(_without_batch(table.values, flat, 0))
    if len(inner._dims) > 1:
        starts = shapes.reshape(starts, [-1] + [1] * (len(inner._dims) - 1))
    flat = cast.cast(inner, kind) + starts
    if isinstance(table.values, RaggedTensor):
        return places.with_values(_without_batch(table.values, flat, 0))
    return places.with_values(gather.gather(table.values, flat))


def take_nd(params: Any, indices: Any) -> Any:
    """`tf.gather_nd` where `params` is ragged."""
    places: Any = convert_to_tensor(indices, dtype_hint=dtypes.int64)
    depth = places._dims[-1]
    if depth is None:
        raise ValueError("tf.gather_nd: the last axis of `indices` must be known.")
    kind = params.row_splits.dtype
    place = cast.cast(places[..., 0], kind)
    level, used = params, 1
    while isinstance(level, RaggedTensor) and used < depth:
        place = gather.gather(level.row_starts(), place)
        place = place + cast.cast(places[..., used], kind)
        level, used = level.values, used + 1
    if isinstance(level, RaggedTensor):
        return _without_batch(level, place, 0)
    if used == depth:
        return gather.gather(level, place)
    rest = cast.cast(places[..., used:], kind)
    return gather.gather_nd(level, shapes.concat([place[..., None], rest], -1))


def tile(value: Any, multiples: Any) -> Any:
    """The value repeated along each axis."""
    numbers: Any = convert_to_tensor(multiples, dtype_hint=dtypes.int64)
    known = numbers._static_value()
    rank = len(value._dims)
    times = (
        [int(n) for n in known]
        if known is not None
        else [numbers[i] for i in range(rank)]
    )
    if len(times) != rank:
        raise ValueError(
            f"tf.tile: `multiples` must have one number for each of the {rank} axes, got "
            f"{len(times)}."
        )
    return _tiled(value, times)


def _tiled(value: Any, times: list[Any]) -> Any:
    if not isinstance(value, RaggedTensor):
        if all(isinstance(n, int) and n == 1 for n in times):
            return value
        return shapes.tile(
            value, shapes.stack([cast.cast(n, dtypes.int64) for n in times])
        )
    first, second, *rest = times
    if rest:
        value = value.with_values(_tiled(value.values, [1, *rest]))
    if not (isinstance(second, int) and second == 1):
        value = _rows_repeated(value, second)
    if isinstance(first, int) and first == 1:
        return value
    return rows.repeated(value, first)


def _rows_repeated(value: Any, times: Any) -> Any:
    """The content of each row, several times over."""
    kind = value.row_splits.dtype
    number = cast.cast(convert_to_tensor(times), kind)
    copies = array_creation.range(number)
    order = array_creation.range(value.nrows())[:, None] + copies[None, :] * 0
    turned = rows.take(value, shapes.reshape(order, [-1]))
    lengths = value.row_lengths() * number
    partition = RowPartition(splits_of(lengths), row_lengths=lengths, internal=True)
    return RaggedTensor(turned.values, partition, internal=True)


def reverse(value: Any, axes: list[int]) -> Any:
    """The value with the order along some axes turned round."""
    rank = len(value._dims)
    for axis in {axis_of(a, rank, "tf.reverse") for a in axes}:
        value = _reversed(value, axis)
    return value


def _reversed(value: Any, axis: int) -> Any:
    from tensorbrook._src.ops import rearrange

    if not isinstance(value, RaggedTensor):
        return rearrange.reverse(value, [axis])
    if axis > 1:
        return value.with_values(_reversed(value.values, axis - 1))
    if axis == 0:
        return rows.take(value, array_creation.range(value.nrows())[::-1])
    partition = value._row_partition
    ids = partition.value_rowids()
    ends = gather.gather(value.row_splits[1:], ids)
    places = ends - 1 - partition.offsets_in_rows()
    return value.with_values(rows.take(value.values, places))


def split(value: Any, axis: Any, count: int) -> list[Any]:
    """A ragged tensor cut into equal parts."""
    rank = len(value._dims)
    place = axis_of(axis, rank, "tf.split")
    dims = value._dims
    length = dims[place]
    if length is not None and length % count:
        raise ValueError(
            f"tf.split: {length} along axis {place} can't be cut into {count} equal parts."
        )
    if length is None and place:
        raise ValueError("tf.split: a ragged axis can't be cut into equal parts.")
    size = value.nrows() // count if length is None else length // count
    return split_sizes(value, [size] * count, place)


def split_sizes(value: Any, sizes: Any, axis: Any) -> list[Any]:
    """A ragged tensor cut into parts of given lengths."""
    place = axis_of(axis, len(value._dims), "tf.split")
    known = sizes if isinstance(sizes, list) else None
    if known is None:
        tensor: Any = convert_to_tensor(sizes)
        static = tensor._static_value()
        known = list(tensor) if static is None else [int(n) for n in static]
    if all(isinstance(n, int) for n in known) and -1 in known:
        total = value._dims[place]
        rest = total - sum(n for n in known if n != -1)
        known = [rest if n == -1 else n for n in known]
    found, start = [], 0
    for size in known:
        key = slice(start, start + size)
        whole = (*([slice(None)] * place), key)
        found.append(value[whole])
        start = start + size
    return found


def where(condition: Any) -> Any:
    """The places where a ragged condition holds: one row of numbers for each."""
    flat = condition.flat_values
    found = gather.where(flat)
    parts = [
        cast.cast(item, dtypes.int64)
        for item in coordinates(list(condition.nested_row_splits))
    ]
    outer = gather.gather(shapes.stack(parts, -1), found[:, 0])
    return shapes.concat([outer, found[:, 1:]], -1)


def coordinates(cuts: list[Any]) -> list[Any]:
    """For each flat value the row it is in, and its places in the rows within."""
    ids = array_creation.range(cuts[-1][-1])
    found: list[Any] = []
    for splits in reversed(cuts):
        ids_of_rows = gather.gather(rowids_of(splits, splits[-1]), ids)
        found.insert(0, ids - gather.gather(splits, ids_of_rows))
        ids = ids_of_rows
    return [ids, *found]
