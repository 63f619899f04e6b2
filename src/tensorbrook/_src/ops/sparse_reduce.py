"""Sums and maxima along axes of sparse tensors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import array_creation, gather, segment, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.sparse_kernels import DYNAMIC, check_parts, invalid, parts
from tensorbrook._src.ops.sparse_tensor import SparseTensor, as_sparse


def flat_places(xp: Any, indices: Any, lengths: Sequence[int]) -> Any:
    """The number of each row of indices in a flat tensor of these lengths."""
    place = xp.zeros(indices.shape[0], indices.dtype)
    for axis, length in enumerate(lengths):
        place = place * length + indices[:, axis]
    return place


def _axes(axes: Any, rank: int) -> tuple[int, ...]:
    """Sorted axes, counted from the first; no axes means all of them."""
    chosen = [int(axis) for axis in np.reshape(axes, -1)] or list(range(rank))
    for axis in chosen:
        if not -rank <= axis < rank:
            raise invalid(
                f"Invalid reduction dimension {axis}, for input with {rank} dimension(s)"
            )
    return tuple(sorted({axis % rank for axis in chosen}))


def _dense_dims(c: ShapeContext) -> Dims:
    check_parts(c, c.op.name, prefix="input_")
    dims, axes = c.value_as_shape(2), c.value(3)
    if dims is None or axes is None:
        return None
    chosen = _axes(axes, len(dims))
    if c.attrs["keep_dims"]:
        return tuple(1 if i in chosen else n for i, n in enumerate(dims))
    return tuple(n for i, n in enumerate(dims) if i not in chosen)


def _reduce(kind: str) -> Any:
    def kernel(
        xp: Any,
        indices: Any,
        values: Any,
        dense_shape: Any,
        axes: Any,
        keep_dims: bool,
    ) -> Any:
        dims = [int(n) for n in dense_shape]
        chosen = _axes(axes, len(dims))
        kept = [axis for axis in range(len(dims)) if axis not in chosen]
        lengths = [dims[axis] for axis in kept]
        rows = flat_places(xp, indices[:, np.array(kept, int)], lengths)
        count = int(np.prod(lengths, dtype=np.int64))
        found = segment.combine(xp, kind, values, rows, count)
        if kind == "max":  # rows without a value are zero
            used = segment.combine(xp, "add", xp.ones(len(rows), np.int32), rows, count)
            found = xp.where(used > 0, found, xp.zeros((), values.dtype))
        if keep_dims:
            lengths = [1 if i in chosen else n for i, n in enumerate(dims)]
        return found.reshape(lengths)

    return kernel


def _sum_gradient(op: Any, dy: Any) -> list[Any]:
    indices, values, dense_shape, axes = op.inputs
    known = axes._static_value()
    rank = dense_shape._dims[0]
    if known is None or rank is None:
        raise NotImplementedError(
            "The gradient of SparseReduceSum needs axes and a rank that are known while "
            "the graph is built."
        )
    chosen = _axes(known, rank)
    lengths = shape.unstack(dense_shape, num=rank)
    one = convert_to_tensor(1, dtype=dtypes.int64)
    kept = shape.stack([one if i in chosen else n for i, n in enumerate(lengths)])
    factor = convert_to_tensor(
        [int(i not in chosen) for i in range(rank)], dtypes.int64
    )
    taken = gather.gather_nd(shape.reshape(dy, kept), indices * factor)
    return [None, taken, None, None]


_INPUTS = (
    "input_indices: int64, input_values: T, input_shape: int64, reduction_axes: int32"
)

sum_op = Op(
    "SparseReduceSum",
    f"{_INPUTS} -> output: T | keep_dims: bool = False, T: numeric",
    shape=_dense_dims,
    reference=_reduce("add"),
    gradient=_sum_gradient,
)

max_op = Op(
    "SparseReduceMax",
    f"{_INPUTS} -> output: T | keep_dims: bool = False, T: real",
    shape=_dense_dims,
    reference=_reduce("max"),
    gradient=NOT_DIFFERENTIABLE,
)


def _reduce_sparse(kind: str) -> Any:
    def kernel(
        xp: Any,
        indices: Any,
        values: Any,
        dense_shape: Any,
        axes: Any,
        keep_dims: bool,
    ) -> Any:
        rank = len(dense_shape)
        chosen = _axes(axes, rank)
        kept = np.array([i for i in range(rank) if i not in chosen], int)
        groups, ids = np.unique(indices[:, kept], axis=0, return_inverse=True)
        if not len(kept):
            groups, ids = groups[:1], np.zeros(len(indices), np.int64)
        found = segment.combine(np, kind, values, ids.reshape(-1), len(groups))
        if not keep_dims:
            return groups, found, dense_shape[kept]
        wide = np.zeros((len(groups), rank), np.int64)
        wide[:, kept] = groups
        lengths = np.where(np.isin(np.arange(rank), chosen), 1, dense_shape)
        return wide, found, lengths

    return kernel


def _sparse_dims(c: ShapeContext) -> list[Dims]:
    check_parts(c, c.op.name, prefix="input_")
    dims, axes = c.shape(2), c.value(3)
    rank = None if dims is None else dims[0]
    if rank is not None and not c.attrs["keep_dims"]:
        rank = None if axes is None else rank - len(_axes(axes, rank))
    return parts(None, rank)


def _sparse_record(name: str, kind: str, types: str) -> Op:
    return Op(
        name,
        f"{_INPUTS} -> output_indices: int64, output_values: T, output_shape: int64 | "
        f"keep_dims: bool = False, T: {types}",
        shape=_sparse_dims,
        reference=_reduce_sparse(kind),
        gradient=NOT_DIFFERENTIABLE,
        xla=DYNAMIC,
    )


sum_sparse_op = _sparse_record("SparseReduceSumSparse", "add", "numeric")
max_sparse_op = _sparse_record("SparseReduceMaxSparse", "max", "real")


def reduce_sum(
    sp_input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    output_is_sparse: bool = False,
    name: str | None = None,
) -> Any:
    """Adds up a sparse tensor along axes.

    Args:
        sp_input: A sparse tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the axes stay, with length 1.
        output_is_sparse: Whether to return a sparse tensor.
        name: Name of the node in a graph.

    Returns:
        A dense tensor, or a sparse one.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 0], [0, 2]], [5, 7], [2, 3])
        >>> tf.sparse.reduce_sum(s, axis=1).numpy()
        array([12,  0], dtype=int32)
    """
    op = sum_sparse_op if output_is_sparse else sum_op
    return _run(op, sp_input, axis, keepdims, name)


def reduce_max(
    sp_input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    output_is_sparse: bool = False,
    name: str | None = None,
) -> Any:
    """Finds the largest stored values of a sparse tensor along axes.

    Args:
        sp_input: A sparse tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the axes stay, with length 1.
        output_is_sparse: Whether to return a sparse tensor.
        name: Name of the node in a graph.

    Returns:
        A dense tensor with zeros where nothing is stored, or a sparse one.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 0], [0, 2]], [-5, -7], [2, 3])
        >>> tf.sparse.reduce_max(s, axis=1).numpy()
        array([-5,  0], dtype=int32)
    """
    op = max_sparse_op if output_is_sparse else max_op
    return _run(op, sp_input, axis, keepdims, name)


def _run(op: Op, sp_input: Any, axis: Any, keepdims: bool | None, name: Any) -> Any:
    sparse = as_sparse(sp_input, f"{op.name}: `sp_input`")
    if axis is None:
        axes: Any = array_creation.range(shape.size(sparse.dense_shape))
    else:
        axes = axis if isinstance(axis, list | tuple) else convert_to_tensor(axis)
        axes = shape.reshape(convert_to_tensor(axes, dtype_hint=dtypes.int32), [-1])
    found = op(
        sparse.indices,
        sparse.values,
        sparse.dense_shape,
        axes,
        keep_dims=bool(keepdims),
        name=name,
    )
    return found if op.single_output else SparseTensor(*found)
