"""Ragged tensors from and to tensors and sparse tensors; their lengths and axes."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import TensorShape, as_dims
from tensorbrook._src.ops import (
    array_creation,
    cast,
    gather,
    ragged_records,
    reduce,
    sparse_tensor,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import RowPartition
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def from_tensor(
    tensor: Any, lengths: Any, padding: Any, ragged_rank: int, row_splits_dtype: Any
) -> Any:
    """See `RaggedTensor.from_tensor`."""
    if lengths is not None and padding is not None:
        raise ValueError("Specify argument `lengths` or `padding`, but not both.")
    if not isinstance(ragged_rank, int):
        raise TypeError(f"ragged_rank expected int, got {ragged_rank!r}")
    if ragged_rank <= 0:
        raise ValueError(
            f"Argument `ragged_rank` must be greater than 0. Received {ragged_rank}."
        )
    kind = dtypes.as_dtype(row_splits_dtype)
    value: Any = convert_to_tensor(tensor, name="tensor")
    dims = value._dims
    if dims is not None and len(dims) <= ragged_rank:
        raise ValueError(
            f"RaggedTensor.from_tensor: the tensor must have rank {ragged_rank + 1} or "
            f"more, got shape {value.shape}."
        )
    if isinstance(lengths, list | tuple) and lengths and _is_vector(lengths[0]):
        return _cut_at_several_axes(value, lengths, kind)
    if ragged_rank > 1:
        return _with_outer_axes(value, lengths, padding, ragged_rank, kind)
    if padding is not None:
        lengths = _without_padding(value, padding, kind)
    if lengths is None:
        return _whole(value, kind)
    return _cut(value, lengths, kind)


def _is_vector(item: Any) -> bool:
    return not isinstance(item, int) and convert_to_tensor(item)._dims != ()


def _whole(value: Any, kind: Any) -> Any:
    """All rows at their full length."""
    sizes = shapes.shape(value, kind)
    dims = value._dims
    rows, columns = (sizes[0], sizes[1]) if dims is None else dims[:2]
    rows = sizes[0] if rows is None else rows
    columns = sizes[1] if columns is None else columns
    flat = _merged(value)
    partition = RowPartition.from_uniform_row_length(
        columns, None, rows, validate=False, dtype=kind
    )
    return RaggedTensor(flat, partition, internal=True)


def _merged(value: Any) -> Any:
    """The first two axes of a tensor as one."""
    dims = value._dims
    if (
        dims is not None
        and None not in dims[2:]
        and (None not in dims[:2] or 0 not in dims[2:])
    ):
        known = None not in dims[:2]
        return shapes.reshape(value, [dims[0] * dims[1] if known else -1, *dims[2:]])
    sizes = shapes.shape(value)
    outer = shapes.reshape(sizes[0] * sizes[1], [1])
    return shapes.reshape(value, shapes.concat([outer, sizes[2:]], 0))


def _cut(value: Any, lengths: Any, kind: Any) -> Any:
    """Rows cut to lengths: a mask says which elements stay."""
    from tensorbrook._src.ops import binary, rearrange

    columns = shapes.shape(value, kind)[1]
    wanted = cast.cast(convert_to_tensor(lengths, dtype_hint=kind), kind)
    wanted = binary.minimum(binary.maximum(wanted, 0), columns)
    mask = rearrange.sequence_mask(wanted, columns)
    return RaggedTensor.from_row_lengths(
        gather.boolean_mask(value, mask), wanted, validate=False
    )


def _without_padding(value: Any, padding: Any, kind: Any) -> Any:
    """The lengths of rows without the padding at their ends."""
    from tensorbrook._src.ops import binary, comparison

    fill: Any = convert_to_tensor(padding, dtype=value.dtype)
    same = comparison.equal(value, fill)
    inner = list(range(2, len(value._dims)))
    if inner:
        same = reduce.reduce_all(same, axis=inner)
    kept = cast.cast(comparison.logical_not(same), kind)
    numbers = array_creation.range(shapes.shape(value, kind)[1]) + 1
    last = reduce.reduce_max(kept * numbers, axis=1)
    return binary.maximum(last, 0)


def _with_outer_axes(
    value: Any, lengths: Any, padding: Any, ragged_rank: int, kind: Any
) -> Any:
    """Only the innermost of several ragged axes is cut; the outer ones stay whole."""
    outer = _whole(value, kind)
    inner = from_tensor(outer.values, lengths, padding, ragged_rank - 1, kind)
    return RaggedTensor(inner, outer._row_partition, internal=True)


def _cut_at_several_axes(value: Any, lengths: Any, kind: Any) -> Any:
    first, *rest = lengths
    outer = _cut(value, first, kind)
    if not rest:
        return outer
    inner = (
        _cut_at_several_axes(outer.values, rest, kind)
        if len(rest) > 1
        else _cut(outer.values, rest[0], kind)
    )
    return outer.with_values(inner)


def from_sparse(st_input: Any, row_splits_dtype: Any) -> Any:
    """See `RaggedTensor.from_sparse`."""
    from tensorbrook._src.core import errors

    source = sparse_tensor.as_sparse(st_input, "RaggedTensor.from_sparse: `st_input`")
    dims = source._dims
    if dims is not None and len(dims) != 2:
        raise ValueError(f"rank(st_input) must be 2, got {len(dims)}.")
    kind = dtypes.as_dtype(row_splits_dtype)
    rows = cast.cast(source.indices[:, 0], kind)
    found = RaggedTensor.from_value_rowids(
        source.values, rows, cast.cast(source.dense_shape[0], kind), validate=False
    )
    known = source.indices._static_value()
    if known is not None:
        places = found._row_partition.offsets_in_rows()._static_value()
        if (known[:, 1] != places).any():
            raise errors.InvalidArgumentError(
                None, None, "SparseTensor is not right-ragged"
            )
    return found


def to_tensor(ragged: Any, default_value: Any, name: str | None, shape: Any) -> Any:
    """See `RaggedTensor.to_tensor`."""
    flat = ragged.flat_values
    default: Any = "" if flat.dtype is dtypes.string else 0
    if flat.dtype.is_bool:
        default = False
    if default_value is not None:
        default = convert_to_tensor(default_value, dtype_hint=flat.dtype)
        if default.dtype is not flat.dtype:
            raise TypeError(
                f"to_tensor: `default_value` must have the dtype {flat.dtype.name} of "
                f"the values, got {default.dtype.name}."
            )
    wanted = _wanted_dims(ragged, shape)
    if hasattr(type(shape), "__tf_tensor__"):
        wanted = shape
    return ragged_records.ragged_tensor_to_tensor_op(
        wanted,
        flat,
        default,
        list(ragged.nested_row_splits),
        row_partition_types=["ROW_SPLITS"] * ragged.ragged_rank,
        name=name,
    )


def _wanted_dims(ragged: Any, shape: Any) -> Any:
    """The shape that is asked for; uniform axes of the ragged tensor keep theirs."""
    asked = as_dims(shape) if isinstance(shape, list | tuple | TensorShape) else None
    own = ragged._dims
    if asked is None:
        asked = (None,) * len(own)
    if len(asked) != len(own):
        raise ValueError(
            f"to_tensor: `shape` must have rank {len(own)}, got {TensorShape(asked)}."
        )
    picked = [a if a is not None else b for a, b in zip(asked, own, strict=True)]
    return convert_to_tensor([-1 if n is None else n for n in picked], dtypes.int64)


def to_sparse(ragged: Any, name: str | None) -> Any:
    """See `RaggedTensor.to_sparse`."""
    parts = ragged_records.ragged_tensor_to_sparse_op(
        list(ragged.nested_row_splits), ragged.flat_values, name=name
    )
    return sparse_tensor.SparseTensor(*parts)


def row_lengths(ragged: Any, axis: int) -> Any:
    """See `RaggedTensor.row_lengths`."""
    rank = len(ragged._dims)
    place = axis + rank if axis < 0 else axis
    if not 0 <= place < rank:
        raise ValueError(f"axis={axis} out of bounds: expected -{rank}<=axis<{rank}")
    if place == 0:
        return ragged.nrows()
    if place == 1:
        return ragged._row_partition.row_lengths()
    if isinstance(ragged.values, RaggedTensor):
        return ragged.with_values(row_lengths(ragged.values, place - 1))
    sizes = shapes.shape(ragged.values, ragged.row_splits.dtype)
    shape = sizes[: place - 1]
    filled = array_creation.ones(shape, ragged.row_splits.dtype) * sizes[place - 1]
    return ragged.with_values(filled)


def bounding_shape(ragged: Any, axis: Any, out_type: Any) -> Any:
    """See `RaggedTensor.bounding_shape`."""
    kind = ragged.row_splits.dtype if out_type is None else dtypes.as_dtype(out_type)
    if isinstance(axis, int) and axis == 0:
        return cast.cast(ragged.nrows(), kind)
    if isinstance(axis, int) and axis == 1:
        return cast.cast(_longest(ragged._row_partition), kind)
    lengths = [ragged.nrows(), *(_longest(part) for part in ragged._partitions)]
    outer = shapes.stack([cast.cast(n, kind) for n in lengths])
    inner = shapes.shape(ragged.flat_values, kind)[1:]
    whole = shapes.concat([outer, inner], 0)
    if axis is None:
        return whole
    rank = len(ragged._dims)
    places: Any = convert_to_tensor(axis, dtype_hint=dtypes.int32)
    known = places._static_value()
    if known is not None:
        places = convert_to_tensor(known % rank, places.dtype)
    return gather.gather(whole, places)


def _longest(partition: RowPartition) -> Any:
    if partition.is_uniform():
        return partition.uniform_row_length()
    lengths = partition.row_lengths()
    zero: Any = convert_to_tensor([0], lengths.dtype)
    return reduce.reduce_max(shapes.concat([zero, lengths], 0))


def merge_dims(value: Any, outer_axis: int, inner_axis: int) -> Any:
    """See `RaggedTensor.merge_dims`; `value` may be a tensor, too."""
    rank = len(value._dims)
    first = outer_axis + rank if outer_axis < 0 else outer_axis
    last = inner_axis + rank if inner_axis < 0 else inner_axis
    if not 0 <= first < rank or not 0 <= last < rank:
        raise ValueError(
            f"merge_dims: the axes {outer_axis} and {inner_axis} must be between {-rank} "
            f"and {rank - 1}."
        )
    if first > last:
        raise ValueError(
            f"Expected outer_axis ({outer_axis}) to be less than or equal to inner_axis "
            f"({inner_axis})"
        )
    return _merge(value, first, last)


def _merge(value: Any, first: int, last: int) -> Any:
    if first == last:
        return value
    if not isinstance(value, RaggedTensor):
        sizes = shapes.shape(value)
        return shapes.reshape(
            value, shapes.concat([sizes[:first], [-1], sizes[last + 1 :]], 0)
        )
    if first > 1:
        return value.with_values(_merge(value.values, first - 1, last - 1))
    if first == 0:
        # the rows of the first axis disappear: what remains are the values
        return _merge(value.values, 0, last - 1)
    if last > 2:
        return _merge(value.with_values(_merge(value.values, 1, last - 1)), 1, 2)
    if not isinstance(value.values, RaggedTensor):
        return _uniform_inside(value)
    inner = value.values
    splits = gather.gather(inner.row_splits, value.row_splits)
    return RaggedTensor.from_row_splits(inner.values, splits, validate=False)


def _uniform_inside(value: Any) -> Any:
    """A ragged axis and the first axis of the tensor inside as one."""
    inner = value.values
    sizes = shapes.shape(inner, value.row_splits.dtype)
    splits = value.row_splits * sizes[1]
    return RaggedTensor.from_row_splits(_merge(inner, 0, 1), splits, validate=False)
