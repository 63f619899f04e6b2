"""Sparse tensors in another order or shape: reorder, transpose, reshape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
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

# --- order ---------------------------------------------------------------------------


def _reorder_dims(c: ShapeContext) -> list[Dims]:
    check_parts(c, "SparseReorder", prefix="input_")
    return [c.shape(0), c.shape(1)]


def _reorder(xp: Any, indices: Any, values: Any, dense_shape: Any) -> Any:
    if xp is not np:
        order = xp.lexsort(indices.T[::-1])
        return indices[order], values[order]
    order = np.argsort(keys(dense_shape, indices)[0], kind="stable")
    return indices[order], values[order]


def _reorder_gradient(op: Any, dindices: Any, dvalues: Any) -> list[Any]:
    indices, values, dense_shape = op.inputs
    places = array_creation.range(shape.shape(values)[0])
    _, order = reorder_op(indices, places, dense_shape)
    return [None, gather.gather(dvalues, sort.invert_permutation(order)), None]


reorder_op = Op(
    "SparseReorder",
    "input_indices: int64, input_values: T, input_shape: int64 -> "
    "output_indices: int64, output_values: T | T: type",
    shape=_reorder_dims,
    reference=_reorder,
    gradient=_reorder_gradient,
)


def reorder(sp_input: Any, name: str | None = None) -> SparseTensor:
    """Brings the stored values into the order of their indices.

    Args:
        sp_input: A sparse tensor.
        name: Name of the node in a graph.

    Returns:
        The same sparse tensor, row by row.

    Raises:
        TypeError: `sp_input` is no sparse tensor.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[1, 1], [0, 0]], [1, 2], [2, 2])
        >>> tf.sparse.reorder(s).values.numpy()
        array([2, 1], dtype=int32)
    """
    sparse = as_sparse(sp_input, "tf.sparse.reorder: `sp_input`")
    indices, values = reorder_op(
        sparse.indices, sparse.values, sparse.dense_shape, name=name
    )
    made = SparseTensor(indices, values, sparse.dense_shape)
    made.set_shape(sparse.shape)
    return made


def transpose(sp_input: Any, perm: Any = None, name: str | None = None) -> SparseTensor:
    """Changes the order of the axes of a sparse tensor.

    Args:
        sp_input: A sparse tensor.
        perm: The new order of the axes; by default the axes are reversed.
        name: Name of the nodes in a graph.

    Returns:
        A sparse tensor.

    Raises:
        TypeError: `sp_input` is no sparse tensor.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 2]], [5], [1, 3])
        >>> tf.sparse.transpose(s).indices.numpy()
        array([[2, 0]])
    """
    sparse = as_sparse(sp_input, "tf.sparse.transpose: `sp_input`")
    if perm is None:
        axes = (
            shape.size(sparse.dense_shape)
            - 1
            - array_creation.range(shape.size(sparse.dense_shape))
        )
    else:
        axes = convert_to_tensor(perm)
    given = axes._dims
    if given and sparse._dims is not None and given[0] not in (None, len(sparse._dims)):
        raise ValueError(
            f"tf.sparse.transpose: `perm` has {given[0]} axes, but the tensor has rank "
            f"{len(sparse._dims)}."
        )
    turned = SparseTensor(
        gather.gather(sparse.indices, axes, axis=1),
        sparse.values,
        gather.gather(sparse.dense_shape, axes),
    )
    known = axes._static_value()
    if known is not None and sparse._dims is not None:
        turned.set_shape([sparse._dims[axis] for axis in known.tolist()])
    return reorder(turned, name=name)


# --- shape ---------------------------------------------------------------------------


def _reshape_dims(c: ShapeContext) -> list[Dims]:
    check_ranks(
        c,
        "SparseReshape",
        (0, "input_indices", 2),
        (1, "input_shape", 1),
        (2, "new_shape", 1),
    )
    indices, new = c.shape(0), c.shape(2)
    rank = None if new is None else new[0]
    return [(None if indices is None else indices[0], rank), (rank,)]


def _reshape(xp: Any, indices: Any, input_shape: Any, new_shape: Any) -> Any:
    total = int(np.prod(input_shape))
    wanted = [int(n) for n in new_shape]
    if wanted.count(-1) > 1:
        raise invalid(
            f"SparseReshape: only one output dimension may be -1, got {wanted}"
        )
    if any(n < -1 for n in wanted):
        raise invalid(f"SparseReshape: size {min(wanted)} must be non-negative")
    if -1 in wanted:
        rest = int(np.prod([n for n in wanted if n != -1], dtype=np.int64))
        if rest == 0 or total % rest:
            raise invalid(
                f"SparseReshape: the input has {total} dense values, but the requested "
                f"shape requires a multiple of {rest}. input_shape="
                f"{numbers(input_shape)} output_shape={numbers(new_shape)}"
            )
        wanted[wanted.index(-1)] = total // rest
    if int(np.prod(wanted, dtype=np.int64)) != total:
        raise invalid(
            f"SparseReshape: the input is a tensor with {total} dense values, but the "
            f"requested shape has {int(np.prod(wanted))}. input_shape="
            f"{numbers(input_shape)} output_shape={numbers(new_shape)}"
        )
    place = keys(input_shape, indices)[0]
    moved = (
        np.stack(np.unravel_index(place, wanted), axis=1)
        if len(place)
        else (np.zeros((0, len(wanted))))
    )
    return moved.astype(np.int64), np.array(wanted, np.int64)


reshape_op = Op(
    "SparseReshape",
    "input_indices: int64, input_shape: int64, new_shape: int64 -> "
    "output_indices: int64, output_shape: int64",
    shape=_reshape_dims,
    reference=_reshape,
    gradient=NOT_DIFFERENTIABLE,
    xla=DYNAMIC,
)


def reshape(sp_input: Any, shape: Any, name: str | None = None) -> SparseTensor:
    """Gives a sparse tensor another shape with as many elements.

    Args:
        sp_input: A sparse tensor.
        shape: The new shape; one length may be -1 and follows from the others.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor.

    Raises:
        tf.errors.InvalidArgumentError: The number of elements would change.
        ValueError: The same, found while a graph is built.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[1, 2]], [5], [2, 3])
        >>> tf.sparse.reshape(s, [-1]).indices.numpy()
        array([[5]])
    """
    sparse = as_sparse(sp_input, "tf.sparse.reshape: `sp_input`")
    wanted = cast.cast(shape, dtypes.int64)
    indices, output_shape = reshape_op(
        sparse.indices, sparse.dense_shape, wanted, name=name
    )
    _check_static_size(sparse, wanted)
    made = SparseTensor(indices, sparse.values, output_shape)
    dims = wanted._static_dims()
    if dims is not None and sparse._dims is not None:
        made.set_shape(_settled(sparse._dims, dims))
    return made


def _check_static_size(sparse: SparseTensor, wanted: Any) -> None:
    known, dims = wanted._static_value(), sparse._dims
    if known is None or dims is None or None in dims or (known < 0).any():
        return
    size = int(np.prod(dims, dtype=np.int64))  # type: ignore[arg-type]
    if int(np.prod(known)) != size:
        raise ValueError(
            f"Cannot reshape a tensor with {size} elements to shape {known.tolist()} "
            f"({int(np.prod(known))} elements)."
        )


def _settled(old: Sequence[int | None], new: Sequence[int | None]) -> Dims:
    """The new dims, with the open one computed where all else is known."""
    if None in old or list(new).count(None) != 1:
        return tuple(new)
    rest = int(np.prod([n for n in new if n is not None], dtype=np.int64))
    size = int(np.prod(old, dtype=np.int64))  # type: ignore[arg-type]
    return tuple(size // rest if n is None and rest else n for n in new)


def expand_dims(
    sp_input: Any, axis: Any = None, name: str | None = None
) -> SparseTensor:
    """Inserts an axis of length 1 into a sparse tensor.

    Args:
        sp_input: A sparse tensor.
        axis: Where the new axis stands; by default last.
        name: Name of the nodes in a graph.

    Returns:
        A sparse tensor.

    Raises:
        ValueError: `axis` is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.expand_dims(tf.SparseTensor([[1]], [5], [2]), 0).shape
        TensorShape([1, 2])
    """
    sparse = as_sparse(sp_input, "tf.sparse.expand_dims: `sp_input`")
    rank = sparse.shape.rank
    if rank is None:
        raise ValueError("tf.sparse.expand_dims needs a tensor of known rank.")
    place = -1 if axis is None else int(convert_to_tensor(axis)._static_value())
    if not -rank - 1 <= place <= rank:
        raise ValueError(
            f"axis {place} not in range [{-rank - 1}, {rank}] for a sparse tensor of "
            f"rank {rank}."
        )
    place += rank + 1 if place < 0 else 0
    indices, dense_shape = sparse.indices, sparse.dense_shape
    zeros = (
        array_creation.zeros_like(indices[:, :1])
        if rank
        else (
            array_creation.zeros(
                shape.stack([shape.shape(indices)[0], 1]), dtype=dtypes.int64
            )
        )
    )
    one = convert_to_tensor([1], dtype=dtypes.int64)
    made = SparseTensor(
        shape.concat([indices[:, :place], zeros, indices[:, place:]], 1),
        sparse.values,
        shape.concat(
            [dense_shape[:place], one, dense_shape[place:]], 0, name=name or "concat"
        ),
    )
    dims = sparse._dims or ()
    made.set_shape((*dims[:place], 1, *dims[place:]))
    return made


def reset_shape(sp_input: Any, new_shape: Any = None) -> SparseTensor:
    """Gives a sparse tensor another bounding shape; no index moves.

    Args:
        sp_input: A sparse tensor.
        new_shape: The shape, at least as large as the old one in every axis; by default
            the smallest that holds all stored values.

    Returns:
        A sparse tensor.

    Raises:
        ValueError: The new shape has another rank or is smaller.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1]], [5], [4, 4])
        >>> tf.sparse.reset_shape(s).shape
        TensorShape([1, 2])
    """
    sparse = as_sparse(sp_input, "tf.sparse.reset_shape: `sp_input`")
    if new_shape is None:
        ends = reduce.reduce_max(sparse.indices, axis=0) + 1
        zero = array_creation.zeros_like(ends)
        return SparseTensor(sparse.indices, sparse.values, binary.maximum(zero, ends))
    wanted = cast.cast(convert_to_tensor(new_shape), dtypes.int64)
    old, new = sparse._dims, wanted._static_dims()
    if old is not None and new is not None:
        if len(old) != len(new):
            raise ValueError(
                f"tf.sparse.reset_shape: `new_shape` {new} must have the rank of {old}."
            )
        for a, b in zip(old, new, strict=True):
            if a is not None and b is not None and b < a:
                raise ValueError(
                    f"Requested new_shape should have dimension sizes >= sp_input.shape. "
                    f"Found new_shape={new}, sp_input.shape={old}."
                )
    made = SparseTensor(sparse.indices, sparse.values, wanted)
    made.set_shape(new)
    return made
