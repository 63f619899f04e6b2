"""Sparse tensors joined and cut: concat, slice, split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import (
    array_creation,
    gather,
    reduce,
    scatter,
    shape,
    sort,
    split,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.sparse_kernels import (
    DYNAMIC,
    check_parts,
    check_ranks,
    invalid,
    keys,
    numbers,
    parts,
    rank_of,
)
from tensorbrook._src.ops.sparse_tensor import SparseTensor, as_sparse


def _concat_dims(c: ShapeContext) -> list[Dims]:
    count = len(c.inputs) // 3
    total: int | None = 0
    for index in range(count):
        dims = c.shape(index)
        rows = None if dims is None else dims[0]
        total = None if total is None or rows is None else total + rows
    return parts(total, rank_of(c, 0, 2 * count))


def _concat(
    xp: Any, indices: Any, values: Any, shapes: Any, concat_dim: int
) -> tuple[Any, Any, Any]:
    rank = len(shapes[0])
    axis = concat_dim + rank if concat_dim < 0 else concat_dim
    if not 0 <= axis < rank:
        raise invalid(
            f"Concat dimension must be in range [{-rank}, {rank}), got {axis}"
        )
    output_shape = np.array(shapes[0])
    for index, other in enumerate(shapes[1:], 1):
        same = np.array(other) == output_shape
        if len(other) != rank or not np.delete(same, axis).all():
            raise invalid(
                f"Input shapes must match outside of dimension {axis}: got "
                f"{numbers(shapes[0])} and {numbers(other)} for input {index}"
            )
    starts = np.cumsum([0, *(int(dims[axis]) for dims in shapes)])
    step = np.arange(rank) == axis
    moved = np.concatenate(
        [matrix + step * start for matrix, start in zip(indices, starts, strict=False)]
    )
    output_shape[axis] = starts[-1]
    order = np.argsort(keys(output_shape.tolist(), moved)[0], kind="stable")
    return moved[order], np.concatenate(values)[order], output_shape


def _concat_gradient(op: Any, di: Any, dvalues: Any, ds: Any) -> list[Any]:
    count = len(op.inputs) // 3
    indices, values, shapes = (op.inputs[i * count : (i + 1) * count] for i in range(3))
    sizes = [shape.shape(part)[0] for part in values]
    places = array_creation.range(reduce.reduce_sum(shape.stack(sizes)))
    split_places = split.split(places, shape.stack(sizes), num=count)
    _, order, _ = concat_op(
        list(indices), split_places, list(shapes), concat_dim=op.attrs["concat_dim"]
    )
    back = gather.gather(dvalues, sort.invert_permutation(order))
    found = split.split(back, shape.stack(sizes), num=count)
    return [None] * count + list(found) + [None] * count


concat_op = Op(
    "SparseConcat",
    "indices: N * int64, values: N * T, shapes: N * int64 -> output_indices: int64, "
    "output_values: T, output_shape: int64 | concat_dim: int, N: int >= 2, T: type",
    shape=_concat_dims,
    reference=_concat,
    gradient=_concat_gradient,
    xla=DYNAMIC,
)


def concat(
    axis: int,
    sp_inputs: Any,
    expand_nonconcat_dims: bool = False,
    name: str | None = None,
) -> SparseTensor:
    """Joins sparse tensors along an axis.

    Args:
        axis: The axis.
        sp_inputs: A list of sparse tensors of one rank and type.
        expand_nonconcat_dims: Whether the other axes may differ; each then gets the
            largest length.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor.

    Raises:
        tf.errors.InvalidArgumentError: Other axes differ.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1]], [5], [1, 2])
        >>> tf.sparse.concat(0, [s, s]).indices.numpy()
        array([[0, 1],
               [1, 1]])
    """
    given = sp_inputs if isinstance(sp_inputs, list | tuple) else [sp_inputs]
    sparse = [as_sparse(item, "tf.sparse.concat: an input") for item in given]
    if len(sparse) == 1:
        return sparse[0]
    shapes = [item.dense_shape for item in sparse]
    if expand_nonconcat_dims:
        shapes = _expanded(shapes, axis)
    made = SparseTensor(
        *concat_op(
            [item.indices for item in sparse],
            [item.values for item in sparse],
            shapes,
            concat_dim=axis,
            name=name,
        )
    )
    _set_joined_shape(made, sparse, axis, expand_nonconcat_dims)
    return made


def _expanded(shapes: Sequence[Any], axis: int) -> list[Any]:
    largest = reduce.reduce_max(shape.stack(shapes), axis=0)
    rank = largest.shape.as_list()[0]
    if rank is None:
        raise ValueError("tf.sparse.concat: the rank must be known to expand shapes.")
    place = axis + rank if axis < 0 else axis
    return [
        shape.concat(
            [largest[:place], item[place : place + 1], largest[place + 1 :]], 0
        )
        for item in shapes
    ]


def _set_joined_shape(
    made: SparseTensor, sparse: Sequence[SparseTensor], axis: int, expand: bool
) -> None:
    """Adds what the static shapes of the inputs tell."""
    known = [item._dims for item in sparse]
    if expand or any(dims is None for dims in known):
        return
    dims = list(known[0] or ())
    place = axis + len(dims) if axis < 0 else axis
    lengths = [item[place] for item in known if item is not None]
    dims[place] = None if None in lengths else sum(n for n in lengths if n is not None)
    made.set_shape(dims)


def _slice_dims(c: ShapeContext) -> list[Dims]:
    check_parts(c, "SparseSlice")
    check_ranks(c, "SparseSlice", (3, "start", 1), (4, "size", 1))
    return parts(None, rank_of(c, 0, 2))


def _slice(
    xp: Any, indices: Any, values: Any, dense_shape: Any, start: Any, size: Any
) -> tuple[Any, Any, Any]:
    if (start < 0).any() or (size < 0).any():
        raise invalid(
            f"SparseSlice: start {numbers(start)} and size {numbers(size)} can't be "
            "negative"
        )
    inside = ((indices >= start) & (indices - start < size)).all(axis=1)
    lengths = np.clip(np.minimum(size, dense_shape - start), 0, None)
    return indices[inside] - start, values[inside], lengths


def _slice_gradient(op: Any, di: Any, dvalues: Any, ds: Any) -> list[Any]:
    indices, _, _, start, _ = op.inputs
    found = slice_grad_op(dvalues, indices, start, op.outputs[0])
    return [None, found, None, None, None]


slice_op = Op(
    "SparseSlice",
    "indices: int64, values: T, shape: int64, start: int64, size: int64 -> "
    "output_indices: int64, output_values: T, output_shape: int64 | T: type",
    shape=_slice_dims,
    reference=_slice,
    gradient=_slice_gradient,
    xla=DYNAMIC,
)


def _slice_grad(
    xp: Any, gradient: Any, indices: Any, start: Any, output_indices: Any
) -> Any:
    found = np.zeros(len(indices), gradient.dtype)
    moved = output_indices + start
    ends = np.concatenate([indices, moved]).max(axis=0, initial=0) + 1
    all_keys, taken = keys(ends, indices, moved)
    order = np.argsort(all_keys, kind="stable")
    found[order[np.searchsorted(all_keys, taken, sorter=order)]] = gradient
    return found


slice_grad_op = Op(
    "SparseSliceGrad",
    "backprop_val_grad: T, input_indices: int64, input_start: int64, "
    "output_indices: int64 -> val_grad: T | T: numeric",
    shape=lambda c: _rows(c, 1),
    reference=_slice_grad,
    gradient=lambda op, dy: [_matching(dy, *op.inputs[1:]), None, None, None],
    xla=DYNAMIC,
)


def _rows(c: ShapeContext, index: int) -> Dims:
    dims = c.shape(index)
    return (None if dims is None else dims[0],)


def _matching(dy: Any, indices: Any, start: Any, output_indices: Any) -> Any:
    """The elements of `dy` that stand where the slice took its values."""
    places = array_creation.range(1, shape.shape(output_indices)[0] + 1)
    taken = slice_grad_op(places, indices, start, output_indices)
    return gather.gather(dy, shape.reshape(gather.where(taken > 0), [-1]))


def slice(
    sp_input: Any, start: Any, size: Any, name: str | None = None
) -> SparseTensor:
    """Cuts a block out of a sparse tensor.

    Args:
        sp_input: A sparse tensor.
        start: The first index of the block in each axis.
        size: The length of the block in each axis; what lies outside is left out.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1], [1, 2]], [5, 7], [2, 3])
        >>> tf.sparse.slice(s, [1, 1], [1, 2]).indices.numpy()
        array([[0, 1]])
    """
    sparse = as_sparse(sp_input, "tf.sparse.slice: `sp_input`")
    return SparseTensor(
        *slice_op(
            sparse.indices, sparse.values, sparse.dense_shape, start, size, name=name
        )
    )


def _split_dims(c: ShapeContext) -> list[Dims]:
    check_parts(c, "SparseSplit", first=1)
    count = c.attrs["num_split"]
    rank = rank_of(c, 1, 3)
    return [dims for dims in parts(None, rank) for _ in range(count)]


def _split(
    xp: Any, split_dim: Any, indices: Any, values: Any, dense_shape: Any, num_split: int
) -> tuple[list[Any], list[Any], list[Any]]:
    rank = len(dense_shape)
    axis = int(split_dim) + (rank if split_dim < 0 else 0)
    if not 0 <= axis < rank:
        raise invalid(
            f"SparseSplit: the axis must be in [{-rank}, {rank}), got {int(split_dim)}"
        )
    length = int(dense_shape[axis])
    if not 1 <= num_split <= length:
        raise invalid(
            f"SparseSplit: num_split must be from 1 to {length}, got {num_split}"
        )
    each, extra = divmod(length, num_split)
    sizes = [each + (index < extra) for index in range(num_split)]
    starts = np.cumsum([0, *sizes])
    piece = np.searchsorted(starts, indices[:, axis], side="right") - 1
    found: tuple[list[Any], list[Any], list[Any]] = [], [], []
    for index, size in enumerate(sizes):
        chosen = piece == index
        moved = indices[chosen]
        moved[:, axis] -= starts[index]
        output_shape = np.array(dense_shape)
        output_shape[axis] = size
        for target, part in zip(
            found, (moved, values[chosen], output_shape), strict=True
        ):
            target.append(part)
    return found


split_op = Op(
    "SparseSplit",
    "split_dim: int64, indices: int64, values: T, shape: int64 -> "
    "output_indices: num_split * int64, output_values: num_split * T, "
    "output_shape: num_split * int64 | num_split: int >= 1, T: type",
    shape=_split_dims,
    reference=_split,
    gradient=NOT_DIFFERENTIABLE,
    xla=DYNAMIC,
)


def sparse_split(
    sp_input: Any = None,
    num_split: Any = None,
    axis: Any = None,
    name: str | None = None,
) -> list[SparseTensor]:
    """Splits a sparse tensor along an axis into parts of (nearly) the same length.

    Args:
        sp_input: A sparse tensor.
        num_split: The number of parts; the first ones are longer where it doesn't
            divide.
        axis: The axis.
        name: Name of the node in a graph.

    Returns:
        A list of sparse tensors.

    Raises:
        ValueError: An argument is missing.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1], [1, 2]], [5, 7], [2, 3])
        >>> [part.shape.as_list() for part in tf.sparse.split(s, 2, axis=1)]
        [[2, 2], [2, 1]]
    """
    for value, what in (
        (sp_input, "sp_input"),
        (num_split, "num_split"),
        (axis, "axis"),
    ):
        if value is None:
            raise ValueError(f"tf.sparse.split: `{what}` is required.")
    sparse = as_sparse(sp_input, "tf.sparse.split: `sp_input`")
    columns = split_op(
        axis,
        sparse.indices,
        sparse.values,
        sparse.dense_shape,
        num_split=int(num_split),
        name=name,
    )
    return [SparseTensor(*group) for group in zip(*columns, strict=True)]
