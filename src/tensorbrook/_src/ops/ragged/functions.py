"""The functions of `tf.ragged`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.ops import cast, gather, ragged_records, segment
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged import arrays, elementwise, rows
from tensorbrook._src.ops.ragged.row_partition import (
    RowPartition,
    as_vector,
    rowids_of,
    splits_of,
)
from tensorbrook._src.ops.ragged.tensor import RaggedTensor
from tensorbrook._src.ops.ragged_cross import ragged_cross_op
from tensorbrook._src.ops.sparse_tensor import SparseTensor


def boolean_mask(data: Any, mask: Any, name: str | None = None) -> Any:
    """Keeps the elements for which a mask is true, and the rows in which they stand.

    Args:
        data: A tensor or ragged tensor.
        mask: Booleans in the shape of the first axes of `data`.
        name: Accepted for compatibility.

    Returns:
        A ragged tensor of the rank of `data`; a tensor for a mask of rank 1 and a tensor.

    Raises:
        ValueError: `mask` is a scalar, or the shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.boolean_mask([[1, 2], [3, 4]], [[True, False], [True, True]])
        <tf.RaggedTensor [[1], [3, 4]]>
    """
    marks: Any = mask
    if not isinstance(mask, RaggedTensor):
        marks = convert_to_tensor(mask, dtype=dtypes.bool)
        if marks._dims == ():
            raise ValueError("ragged.boolean_mask: `mask` cannot be a scalar.")
    values: Any = data if isinstance(data, RaggedTensor) else convert_to_tensor(data)
    if len(marks._dims) > len(values._dims):
        raise ValueError(
            f"ragged.boolean_mask: `mask` of rank {len(marks._dims)} does not fit `data` "
            f"of rank {len(values._dims)}."
        )
    return _masked(values, marks)


def _masked(values: Any, marks: Any) -> Any:
    if not isinstance(marks, RaggedTensor) and len(marks._dims) == 1:
        places = gather.where(marks)[:, 0]
        return rows.take(values, places)
    values, marks = rows.of_one_type(
        [rows.with_rank(values, 1), rows.with_rank(marks, 1)]
    )
    inner = marks.values
    if not isinstance(inner, RaggedTensor) and len(inner._dims) == 1:
        kept = _masked(values.values, inner)
        numbers = cast.cast(inner, marks.row_splits.dtype)
        lengths = segment.unsorted_segment_sum(
            numbers, marks.value_rowids(), marks.nrows()
        )
        partition = RowPartition(splits_of(lengths), row_lengths=lengths, internal=True)
        return RaggedTensor(kept, partition, internal=True)
    return values.with_values(_masked(values.values, inner))


def ragged_range(
    starts: Any,
    limits: Any = None,
    deltas: Any = 1,
    dtype: Any = None,
    name: str | None = None,
    row_splits_dtype: Any = dtypes.int64,
) -> RaggedTensor:
    """Rows of numbers, each from its start up to, but not including, its limit.

    Args:
        starts: The first number of each row; alone, the limits of rows that start at 0.
        limits: The limit of each row.
        deltas: The step of each row.
        dtype: The dtype of the numbers.
        name: Name of the node in a graph.
        row_splits_dtype: The dtype of the partition, int32 or int64.

    Returns:
        A ragged tensor.

    Raises:
        tf.errors.InvalidArgumentError: A step is 0.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.range([3, 0, 2])
        <tf.RaggedTensor [[0, 1, 2], [], [0, 1]]>
    """
    if limits is None:
        starts, limits = 0, starts
    parts = [starts, limits, deltas]
    kind = dtypes.as_dtype(dtype) if dtype is not None else _common_dtype(parts)
    first, last, step = (
        cast.cast(convert_to_tensor(part, dtype_hint=kind), kind) for part in parts
    )
    cuts, flat = ragged_records.ragged_range_op(
        first, last, step, Tsplits=dtypes.as_dtype(row_splits_dtype), name=name
    )
    return RaggedTensor(flat, RowPartition(cuts, internal=True), internal=True)


def _common_dtype(parts: list[Any]) -> Any:
    """The widest dtype of the arguments."""
    order = [dtypes.int32, dtypes.int64, dtypes.float32, dtypes.float64]
    kinds = [convert_to_tensor(part).dtype for part in parts]
    places = [order.index(kind) for kind in kinds if kind in order]
    return order[max(places)] if len(places) == len(kinds) else kinds[0]


def map_flat_values(op: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Applies a function to the flat values of ragged tensors.

    Args:
        op: A function that keeps the number of rows.
        *args: Its arguments; ragged tensors are replaced by their flat values.
        **kwargs: Its keyword arguments, likewise.

    Returns:
        A ragged tensor with the rows of the arguments.

    Raises:
        ValueError: The ragged tensors are not cut in the same way, or the number of rows
            of the result differs.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.map_flat_values(tf.square, tf.ragged.constant([[1, 2], [3]]))
        <tf.RaggedTensor [[1, 4], [9]]>
    """
    found = [
        item for item in nest.flatten((args, kwargs)) if isinstance(item, RaggedTensor)
    ]
    if not found:
        return op(*args, **kwargs)
    first = found[0]
    for other in found[1:]:
        if not elementwise.same_rows(first, other):
            raise ValueError(
                "map_flat_values: all ragged tensors must have the same row splits."
            )
    flat_args, flat_kwargs = nest.map_structure(
        lambda item: item.flat_values if isinstance(item, RaggedTensor) else item,
        (args, kwargs),
    )
    result = op(*flat_args, **flat_kwargs)
    have, want = result._dims, first.flat_values._dims
    if have == () or (
        have and want and None not in (have[0], want[0]) and have[0] != want[0]
    ):
        raise ValueError(
            "map_flat_values: the result of `op` must have as many rows as the flat "
            f"values, {want[0]}, got shape {result.shape}."
        )
    return first.with_flat_values(result)


def row_splits_to_segment_ids(
    splits: Any, name: str | None = None, out_type: Any = None
) -> Any:
    """The row of each value, from the places where rows begin.

    Args:
        splits: An increasing vector of integers that begins with 0.
        name: Accepted for compatibility.
        out_type: The dtype; by default that of `splits`.

    Returns:
        A vector of `splits[-1]` integers.

    Raises:
        ValueError: `splits` is empty or not a vector.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.row_splits_to_segment_ids([0, 3, 3, 5]).numpy()
        array([0, 0, 0, 2, 2])
    """
    vector = as_vector(splits, None, out_type, "splits")
    if vector._dims == (0,):
        raise ValueError("Invalid row_splits: []")
    ids = rowids_of(vector, vector[-1])
    return ids if out_type is None else cast.cast(ids, out_type)


def segment_ids_to_row_splits(
    segment_ids: Any,
    num_segments: Any = None,
    out_type: Any = None,
    name: str | None = None,
) -> Any:
    """The places where rows begin, from the row of each value.

    Args:
        segment_ids: A vector of integers that never decreases.
        num_segments: The number of rows; by default up to the last one that is named.
        out_type: The dtype; by default that of `segment_ids`.
        name: Accepted for compatibility.

    Returns:
        A vector with one number more than there are rows.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.segment_ids_to_row_splits([0, 0, 0, 2, 2]).numpy()
        array([0, 3, 3, 5])
    """
    vector = as_vector(segment_ids, None, out_type, "segment_ids")
    partition = RowPartition.from_value_rowids(vector, num_segments, validate=False)
    splits = partition.row_splits()
    return splits if out_type is None else cast.cast(splits, out_type)


def stack(values: Any, axis: int = 0, name: str | None = None) -> Any:
    """Stacks tensors and ragged tensors whose shapes may differ.

    Args:
        values: A list of tensors or ragged tensors of one rank and dtype.
        axis: Where the new axis goes.
        name: Accepted for compatibility.

    Returns:
        A ragged tensor with one axis more; a tensor for scalars.

    Raises:
        ValueError: There are no values, or no such axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.stack([[1, 2], [3]])
        <tf.RaggedTensor [[1, 2], [3]]>
    """
    items = list(values) if isinstance(values, list | tuple) else [values]
    if not items:
        raise ValueError("rt_inputs may not be empty.")
    hint = next((v.dtype for v in items if hasattr(v, "dtype")), None)
    parts: list[Any] = [
        v if isinstance(v, RaggedTensor) else convert_to_tensor(v, dtype_hint=hint)
        for v in items
    ]
    rank = len(parts[0]._dims)
    if rank == 0:
        return shapes.stack(parts, axis)
    if len(parts) == 1 and not isinstance(parts[0], RaggedTensor):
        return shapes.expand_dims(parts[0], axis)
    place = arrays.axis_of(axis, rank + 1, "tf.ragged.stack")
    if not any(isinstance(part, RaggedTensor) for part in parts):
        return _stacked_tensors(parts, place)
    return arrays.stack(parts, place)


def _stacked_tensors(parts: list[Any], place: int) -> Any:
    if place == 0:
        kind = dtypes.int32
        lengths = shapes.stack([rows.count(part, kind) for part in parts])
        inner = parts
        if len(parts[0]._dims) > 1:
            inner = [rows.with_rank(part, len(part._dims) - 1, kind) for part in parts]
        partition = RowPartition(splits_of(lengths), row_lengths=lengths, internal=True)
        return RaggedTensor(rows.joined(inner), partition, internal=True)
    ragged = [rows.with_rank(part, len(part._dims) - 1) for part in parts]
    if not any(isinstance(part, RaggedTensor) for part in ragged):
        return shapes.stack(parts, place)
    return arrays.stack(ragged, place)


def stack_dynamic_partitions(
    data: Any, partitions: Any, num_partitions: Any, name: str | None = None
) -> Any:
    """Groups values into rows by the numbers that stand beside them.

    Args:
        data: A tensor or ragged tensor.
        partitions: The row of each value, in the shape of the first axes of `data`.
        num_partitions: The number of rows.
        name: Accepted for compatibility.

    Returns:
        A ragged tensor with `num_partitions` rows, in each the values in their order.

    Raises:
        ValueError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.stack_dynamic_partitions([10, 20, 30], [1, 0, 1], 2)
        <tf.RaggedTensor [[20], [10, 30]]>
    """
    from tensorbrook._src.ops import sort

    values: Any = data if isinstance(data, RaggedTensor) else convert_to_tensor(data)
    places: Any = (
        partitions
        if isinstance(partitions, RaggedTensor)
        else convert_to_tensor(partitions)
    )
    while len(places._dims) > 1:
        places = _flattened(places)
        values = _flattened(values)
    kind = places.dtype
    order = sort.argsort(places, stable=True)
    sorted_ids = cast.cast(gather.gather(places, order), kind)
    return RaggedTensor.from_value_rowids(
        rows.take(values, order),
        sorted_ids,
        cast.cast(convert_to_tensor(num_partitions), kind),
    )


def _flattened(value: Any) -> Any:
    """The value without its outermost axis."""
    from tensorbrook._src.ops.ragged import conversion

    return conversion.merge_dims(value, 0, 1)


def cross(inputs: Any, name: str | None = None) -> RaggedTensor:
    """All combinations of the values in each row, as strings.

    Args:
        inputs: A list of tensors, ragged tensors and sparse tensors of rank 2.
        name: Name of the node in a graph.

    Returns:
        A ragged tensor of strings in which the values are joined by `_X_`.

    Raises:
        ValueError: An input has another rank.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ragged.cross([[["a"]], [["b", "c"]]])
        <tf.RaggedTensor [[b'a_X_b', b'a_X_c']]>
    """
    return _crossed(inputs, False, 0, _DEFAULT_KEY, name)


def cross_hashed(
    inputs: Any, num_buckets: int = 0, hash_key: Any = None, name: str | None = None
) -> RaggedTensor:
    """All combinations of the values in each row, as hashes.

    Args:
        inputs: A list of tensors, ragged tensors and sparse tensors of rank 2.
        num_buckets: The hashes are numbers below this; 0 for no limit.
        hash_key: A number that the hashes depend on.
        name: Name of the node in a graph.

    Returns:
        A ragged tensor of int64 numbers.

    Raises:
        ValueError: An input has another rank.

    Example:
        >>> import tensorbrook as tf
        >>> r = tf.ragged.constant([[1], [2, 3]], dtype=tf.int64)
        >>> tf.ragged.cross_hashed([r], num_buckets=100).shape
        TensorShape([2, None])
    """
    key = _DEFAULT_KEY if hash_key is None else int(hash_key)
    return _crossed(inputs, True, int(num_buckets), key, name)


_DEFAULT_KEY = 0xDECAFCAFFE


def _crossed(
    inputs: Any, hashed: bool, buckets: int, key: int, name: str | None
) -> RaggedTensor:
    ragged: list[Any] = []
    sparse: list[Any] = []
    dense: list[Any] = []
    order = ""
    for item in inputs:
        value = _feature(item)
        if isinstance(value, RaggedTensor):
            ragged.append(value)
            order += "R"
        elif isinstance(value, SparseTensor):
            sparse.append(value)
            order += "S"
        else:
            dense.append(value)
            order += "D"
    found, cuts = ragged_cross_op(
        [value.values for value in ragged],
        [value.row_splits for value in ragged],
        [value.indices for value in sparse],
        [value.values for value in sparse],
        [value.dense_shape for value in sparse],
        dense,
        input_order=order,
        hashed_output=hashed,
        num_buckets=buckets,
        hash_key=key,
        out_values_type=dtypes.int64 if hashed else dtypes.string,
        out_row_splits_type=dtypes.int64,
        name=name,
    )
    return RaggedTensor(found, RowPartition(cuts, internal=True), internal=True)


def _feature(item: Any) -> Any:
    """One input of a cross: of rank 2, its numbers as int64."""
    value = item
    if not isinstance(item, RaggedTensor | SparseTensor):
        value = convert_to_tensor(item)
    if value._dims is not None and len(value._dims) != 2:
        raise ValueError(
            f"tf.ragged.cross: all inputs must have rank 2, got shape {value.shape}."
        )
    if value.dtype is dtypes.string or value.dtype is dtypes.int64:
        return value
    if isinstance(value, SparseTensor):
        return value.with_values(cast.cast(value.values, dtypes.int64))
    return cast.cast(value, dtypes.int64)
