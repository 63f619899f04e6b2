"""The records of operations on ragged tensors, which take and give their parts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors, memory
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims

_BY_VALUE = unsupported("the number of values depends on the partition")


def _range_dims(c: ShapeContext) -> list[Dims]:
    vectors = [dims for dims in c.shapes() if dims]
    if any(dims is not None and len(dims) > 1 for dims in c.shapes()):
        raise c.fail("starts, limits, and deltas must be scalars or vectors")
    sizes = {dims[0] for dims in vectors if dims[0] is not None}
    if len(sizes) > 1:
        raise c.fail("starts, limits, and deltas must have the same shape")
    if not vectors and None not in c.shapes():
        return [(2,), (None,)]
    return [((sizes.pop() + 1) if sizes else None,), (None,)]


def _range(
    xp: Any, starts: Any, limits: Any, deltas: Any, Tsplits: dtypes.DType
) -> tuple[Any, Any]:
    starts, limits, deltas = np.broadcast_arrays(
        *map(np.atleast_1d, (starts, limits, deltas))
    )
    if (deltas == 0).any():
        raise errors.InvalidArgumentError(None, None, "Requires delta != 0")
    wide = [
        x.astype(np.float64 if x.dtype.kind == "f" else x.dtype)
        for x in (starts, limits, deltas)
    ]
    low, high, step = wide
    sizes = np.maximum(np.ceil((high - low) / step), 0)
    total = float(sizes.sum())
    if not math.isfinite(total):
        raise errors.InvalidArgumentError(
            None, None, "RaggedRange: starts, limits and deltas must be finite"
        )
    memory.check((int(total),), starts.dtype.itemsize, "RaggedRange")
    lengths = sizes.astype(np.int64)
    splits = np.concatenate([[0], np.cumsum(lengths)])
    within = np.arange(splits[-1]) - np.repeat(splits[:-1], lengths)
    values = np.repeat(low, lengths) + within * np.repeat(step, lengths)
    return splits.astype(Tsplits.numpy_dtype), values.astype(starts.dtype)


ragged_range_op = Op(
    "RaggedRange",
    "starts: T, limits: T, deltas: T -> rt_nested_splits: Tsplits, rt_dense_values: T | "
    "T: {bfloat16, float32, float64, int32, int64} = int32, Tsplits: index = int64",
    shape=_range_dims,
    reference=_range,
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)


def coordinates(nested_splits: Any, inner: tuple[int, ...] = ()) -> Any:
    """For each flat value the index of its row, and its places in the rows within."""
    count = int(nested_splits[-1][-1]) if len(nested_splits) else 0
    ids = np.arange(count)
    found: list[Any] = []
    for splits in reversed(list(nested_splits)):
        rows = np.searchsorted(splits[1:], ids, side="right")
        found.append(ids - splits[rows])
        ids = rows
    found.append(ids)
    return found[::-1]


def _partitions(tensors: Any, kinds: tuple[str, ...], count: int) -> list[Any]:
    """Row splits of each level, from any of the ways to tell them."""
    first, rest = (
        (int(tensors[0]), list(zip(kinds[1:], tensors[1:], strict=True)))
        if kinds[0] == "FIRST_DIM_SIZE"
        else (None, list(zip(kinds, tensors, strict=True)))
    )
    splits: list[Any] = []
    for level, (kind, numbers) in enumerate(rest):
        if kind == "ROW_SPLITS":
            splits.append(numbers)
            continue
        rows = first if level == 0 else int(splits[-1][-1])
        lengths = np.bincount(numbers, minlength=rows or 0)
        splits.append(np.concatenate([[0], np.cumsum(lengths)]))
    return splits


def _dense_dims(c: ShapeContext) -> Dims:
    asked, values = c.value_as_shape(0), c.shape(1)
    levels = [
        kind for kind in c.attrs["row_partition_types"] if kind != "FIRST_DIM_SIZE"
    ]
    if values is None:
        return asked
    rank = len(levels) + len(values)
    if asked is None or len(asked) != rank:
        asked = (None,) * rank
    inner = asked[len(levels) + 1 :]
    kept = tuple(
        b if a in (None, -1) else a for a, b in zip(inner, values[1:], strict=True)
    )
    return (*(None if n == -1 else n for n in asked[: len(levels) + 1]), *kept)


def _dense(
    xp: Any,
    shape: Any,
    values: Any,
    default_value: Any,
    row_partition_tensors: Any,
    row_partition_types: tuple[str, ...],
) -> Any:
    splits = _partitions(row_partition_tensors, row_partition_types, len(values))
    places = coordinates(splits)
    sizes = [len(splits[0]) - 1 if splits else len(values)]
    sizes += [int(np.diff(s).max(initial=0)) for s in splits]
    sizes += values.shape[1:]
    asked = np.ravel(shape)
    if asked.size == len(sizes):
        sizes = [n if a < 0 else int(a) for n, a in zip(sizes, asked, strict=True)]
    outer = sizes[: len(places)]
    inside = np.logical_and.reduce(
        [place < size for place, size in zip(places, outer, strict=True)]
    )
    result = np.empty(sizes, values.dtype)
    result[...] = default_value
    result[tuple(place[inside] for place in places)] = values[inside]
    return result


def _dense_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, reduce, shape

    partitions = op.inputs[3:]
    kinds = op.attrs["row_partition_types"]
    if any(kind == "VALUE_ROWIDS" for kind in kinds):
        raise NotImplementedError(
            "RaggedTensorToTensor: the gradient needs partitions given as row splits."
        )
    cuts = [
        t for t, kind in zip(partitions, kinds, strict=True) if kind == "ROW_SPLITS"
    ]
    values = op.inputs[1]
    by_values = ragged_from_dense(dy, cuts)
    marks = array_creation.ones_like(values)
    covered = ragged_tensor_to_tensor_op(
        shape.shape(dy), marks, 0, partitions, row_partition_types=kinds
    )
    by_default = reduce.reduce_sum(dy * (1 - covered))
    rank = len(op.inputs[2]._dims or ())
    if rank:
        axes = list(range(len(dy._dims) - rank))
        by_default = reduce.reduce_sum(dy * (1 - covered), axes)
    return [None, by_values, by_default, *([None] * len(partitions))]


def ragged_from_dense(dense: Any, cuts: Any) -> Any:
    """The elements of a tensor where a ragged tensor with those row splits has values.

    Where the tensor is too small for a value, there is zero.
    """
    from tensorbrook._src.ops import binary, cast, gather, reduce, shape
    from tensorbrook._src.ops.ragged import arrays

    places = shape.stack(arrays.coordinates(list(cuts)), -1)
    places = cast.cast(places, dtypes.int64)
    sizes = shape.shape(dense, dtypes.int64)[: len(cuts) + 1]
    inside = reduce.reduce_all(places < sizes, -1)
    found: Any = gather.gather_nd(dense, binary.minimum(places, sizes - 1))
    marks = cast.cast(inside, dense.dtype)
    rank = len(found._dims)
    return found * shape.reshape(marks, [-1, *([1] * (rank - 1))])


ragged_tensor_to_tensor_op = Op(
    "RaggedTensorToTensor",
    "shape: Tshape, values: T, default_value: T, row_partition_tensors: "
    "num_row_partition_tensors * Tindex -> result: T | Tindex: index, Tshape: index, "
    "num_row_partition_tensors: int >= 1, row_partition_types: list(string)",
    shape=_dense_dims,
    reference=_dense,
    gradient=_dense_gradient,
    xla=_BY_VALUE,
)


def _sparse_dims(c: ShapeContext) -> list[Dims]:
    levels = c.attrs["RAGGED_RANK"]
    values = c.shape(levels)
    if values is None:
        return [None, (None,), (None,)]
    rank = levels + len(values)
    count = values[0] if len(values) == 1 else None
    return [(count, rank), (count,), (rank,)]


def _check_splits(nested: list[Any], count: int) -> None:
    """Row splits begin with 0, never fall, and end where the level below does."""
    for level, splits in enumerate(nested):
        end = len(nested[level + 1]) - 1 if level + 1 < len(nested) else count
        if splits.ndim != 1 or not len(splits) or splits[0] != 0:
            raise ValueError("First value of ragged splits must be 0.")
        if (splits[1:] < splits[:-1]).any() or splits[-1] != end:
            raise ValueError(
                "Ragged splits should be non decreasing, and the last one be the number of "
                f"rows below, {end}; got {splits.tolist()}."
            )


def _sparse(xp: Any, rt_nested_splits: Any, rt_dense_values: Any) -> Any:
    _check_splits([*rt_nested_splits], len(rt_dense_values))
    places = coordinates(rt_nested_splits)
    inner = rt_dense_values.shape[1:]
    size = int(np.prod(inner))
    columns = [np.repeat(place, size) for place in places]
    for index in np.indices(inner).reshape(len(inner), size):
        columns.append(np.tile(index, len(rt_dense_values)))
    sizes = [len(rt_nested_splits[0]) - 1]
    sizes += [int(np.diff(s).max(initial=0)) for s in rt_nested_splits]
    indices = np.stack(columns, -1).astype(np.int64)
    return indices, rt_dense_values.reshape(-1), np.array([*sizes, *inner], np.int64)


def _sparse_gradient(op: Any, dindices: Any, dvalues: Any, dshape: Any) -> list[Any]:
    from tensorbrook._src.ops import shape

    levels = op.attrs["RAGGED_RANK"]
    values = op.inputs[levels]
    return [*([None] * levels), shape.reshape(dvalues, shape.shape(values))]


ragged_tensor_to_sparse_op = Op(
    "RaggedTensorToSparse",
    "rt_nested_splits: RAGGED_RANK * Tsplits, rt_dense_values: T -> sparse_indices: int64, "
    "sparse_values: T, sparse_dense_shape: int64 | RAGGED_RANK: int >= 1, "
    "Tsplits: index = int64",
    shape=_sparse_dims,
    reference=_sparse,
    gradient=_sparse_gradient,
    xla=_BY_VALUE,
)


def _bincount(
    xp: Any, splits: Any, values: Any, size: Any, weights: Any, binary_output: bool
) -> Any:
    count = int(np.ravel(size)[0])
    rows = np.searchsorted(splits[1:], np.arange(len(values)), side="right")
    kept = (values >= 0) & (values < count)
    if (values < 0).any():
        raise errors.InvalidArgumentError(
            None,
            None,
            "Input must be non-negative. RaggedBincount got negative numbers.",
        )
    marks = np.ones(len(values), weights.dtype) if weights.size == 0 else weights
    found = np.zeros((len(splits) - 1, count), weights.dtype)
    np.add.at(found, (rows[kept], values[kept]), marks[kept])
    return (found != 0).astype(weights.dtype) if binary_output else found


def _bins_dims(c: ShapeContext) -> Dims:
    splits, size = c.shape(0), c.value(2)
    rows = None if not splits or splits[0] is None else splits[0] - 1
    return (rows, None if size is None else int(np.ravel(size)[0]))


ragged_bincount_op = Op(
    "RaggedBincount",
    "splits: int64, values: Tidx, size: Tidx, weights: T -> output: T | "
    "binary_output: bool = False, Tidx: index, T: {int32, int64, float32, float64}",
    shape=_bins_dims,
    reference=_bincount,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the number of bins is a value"),
)


def _filled_rows(
    xp: Any, value_rowids: Any, values: Any, nrows: Any, default_value: Any
) -> Any:
    count = int(nrows)
    if len(value_rowids) and int(value_rowids.max()) >= count:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"RaggedFillEmptyRows: value_rowids must be below nrows={count}, got "
            f"{int(value_rowids.max())}.",
        )
    empty = np.bincount(value_rowids, minlength=count)[:count] == 0
    ids = np.concatenate([value_rowids, np.flatnonzero(empty)])
    order = np.argsort(ids, kind="stable")
    extra = np.empty((int(empty.sum()), *values.shape[1:]), values.dtype)
    extra[...] = default_value
    places = np.empty(len(ids), np.int64)
    places[order] = np.arange(len(ids))
    return (
        ids[order].astype(np.int64),
        np.concatenate([values, extra])[order],
        empty,
        places[: len(values)],
    )


def _filled_dims(c: ShapeContext) -> list[Dims]:
    values, count = c.shape(1), c.number(2)
    inner = () if values is None else values[1:]
    return [(None,), (None, *inner), (count,), (values[0] if values else None,)]


def _filled_gradient(op: Any, dids: Any, dvalues: Any, dempty: Any, dmap: Any) -> Any:
    found = ragged_fill_empty_rows_grad_op(op.outputs[3], dvalues)
    return [None, found[0], None, found[1]]


ragged_fill_empty_rows_op = Op(
    "RaggedFillEmptyRows",
    "value_rowids: int64, values: T, nrows: int64, default_value: T -> "
    "output_value_rowids: int64, output_values: T, empty_row_indicator: bool, "
    "reverse_index_map: int64",
    shape=_filled_dims,
    reference=_filled_rows,
    gradient=_filled_gradient,
    xla=_BY_VALUE,
)


def _filled_back(xp: Any, reverse_index_map: Any, grad_values: Any) -> Any:
    covered = np.zeros(len(grad_values), bool)
    covered[reverse_index_map] = True
    return grad_values[reverse_index_map], grad_values[~covered].sum(
        dtype=grad_values.dtype
    )


ragged_fill_empty_rows_grad_op = Op(
    "RaggedFillEmptyRowsGrad",
    "reverse_index_map: int64, grad_values: T -> d_values: T, d_default_value: T",
    shape=lambda c: [c.shape(0), ()],
    reference=_filled_back,
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)


def ragged_fill_empty_rows(
    value_rowids: Any,
    values: Any,
    nrows: Any,
    default_value: Any,
    name: str | None = None,
) -> Any:
    """Puts a default value into rows that hold none.

    Args:
        value_rowids: The row of each value, int64.
        values: The values.
        nrows: The number of rows, int64.
        default_value: What empty rows get.
        name: Name of the node in a graph.

    Returns:
        A named tuple: the row of each value, the values, which rows were empty, and where
        the old values stand now.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.ragged_fill_empty_rows([0, 2], [5, 6], 3, 9)
        >>> found.output_values.numpy()
        array([5, 9, 6], dtype=int32)
    """
    return ragged_fill_empty_rows_op(
        value_rowids, values, nrows, default_value, name=name
    )


def ragged_fill_empty_rows_grad(
    reverse_index_map: Any, grad_values: Any, name: str | None = None
) -> Any:
    """The gradient of `ragged_fill_empty_rows`.

    Args:
        reverse_index_map: Its last result.
        grad_values: The gradient of its values.
        name: Name of the node in a graph.

    Returns:
        A named tuple: the gradients of the values and of the default value.

    Example:
        >>> import tensorbrook as tf
        >>> found = tf.ragged_fill_empty_rows_grad([0, 2], [1.0, 2.0, 3.0])
        >>> float(found.d_default_value)
        2.0
    """
    return ragged_fill_empty_rows_grad_op(reverse_index_map, grad_values, name=name)
