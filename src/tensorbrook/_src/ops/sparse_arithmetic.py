"""Sums, maxima and minima of two sparse tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import array_creation, gather, shape, sparse_dense
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
from tensorbrook._src.ops.sparse_tensor import (
    SparseTensor,
    SparseTensorValue,
    as_sparse,
)


def _pair_dims(c: ShapeContext) -> list[Dims]:
    check_parts(c, c.op.name, prefix="a_")
    check_parts(c, c.op.name, first=3, prefix="b_")
    found = parts(None, rank_of(c, 0, 2))
    return found if c.op is add_op else found[:2]


def _union(
    a_indices: Any, a_shape: Any, b_indices: Any, b_shape: Any
) -> tuple[Any, Any, Any]:
    """All places of two sparse tensors, in order, and the rows of each among them."""
    if not np.array_equal(a_shape, b_shape):
        raise invalid(
            "operands' shapes do not match: got "
            f"{numbers(a_shape)} and {numbers(b_shape)}"
        )
    first, second = keys(a_shape, a_indices, b_indices)
    joined = np.concatenate([first, second])
    _, where, rows = np.unique(joined, return_index=True, return_inverse=True)
    indices = np.concatenate([a_indices, b_indices])[where]
    rows = rows.reshape(-1)
    return indices, rows[: len(first)], rows[len(first) :]


def _add(
    xp: Any,
    a_indices: Any,
    a_values: Any,
    a_shape: Any,
    b_indices: Any,
    b_values: Any,
    b_shape: Any,
    thresh: Any,
) -> tuple[Any, Any, Any]:
    indices, a_rows, b_rows = _union(a_indices, a_shape, b_indices, b_shape)
    total = np.zeros(len(indices), a_values.dtype)
    np.add.at(total, a_rows, a_values)
    np.add.at(total, b_rows, b_values)
    shared = np.zeros(len(indices), bool)
    shared[a_rows] = True
    shared &= np.isin(np.arange(len(indices)), b_rows)
    kept = ~shared | (np.abs(total) >= thresh)  # what only one has always stays
    return indices[kept], total[kept], np.array(a_shape)


def _add_gradient(op: Any, di: Any, dvalues: Any, ds: Any) -> list[Any]:
    by_a, by_b = add_grad_op(dvalues, op.inputs[0], op.inputs[3], op.outputs[0])
    return [None, by_a, None, None, by_b, None, None]


_PAIR = (
    "a_indices: int64, a_values: T, a_shape: int64, b_indices: int64, b_values: T, "
    "b_shape: int64"
)

add_op = Op(
    "SparseAdd",
    f"{_PAIR}, thresh: Treal -> sum_indices: int64, sum_values: T, sum_shape: int64 | "
    "T: numeric, Treal: real",
    shape=_pair_dims,
    reference=_add,
    gradient=_add_gradient,
    xla=DYNAMIC,
)


def _add_grad(
    xp: Any, gradient: Any, a_indices: Any, b_indices: Any, sum_indices: Any
) -> tuple[Any, Any]:
    ends = np.concatenate([a_indices, b_indices, sum_indices]).max(axis=0, initial=0)
    a_keys, b_keys, sum_keys = keys(ends + 1, a_indices, b_indices, sum_indices)

    def picked(wanted: Any) -> Any:
        place = np.minimum(np.searchsorted(sum_keys, wanted), max(len(sum_keys) - 1, 0))
        if not len(sum_keys):
            return np.zeros(len(wanted), gradient.dtype)
        return np.where(sum_keys[place] == wanted, gradient[place], 0).astype(
            gradient.dtype
        )

    return picked(a_keys), picked(b_keys)


def _add_grad_gradient(op: Any, da: Any, db: Any) -> list[Any]:
    gradient, a_indices, b_indices, sum_indices = op.inputs
    count = shape.shape(gradient)[0]
    places = array_creation.range(1, count + 1)
    a_rows, b_rows = add_grad_op(places, a_indices, b_indices, sum_indices)
    from tensorbrook._src.ops import segment

    found = segment.unsorted_segment_sum(da, a_rows - 1, count)
    found = found + segment.unsorted_segment_sum(db, b_rows - 1, count)
    return [found, None, None, None]


add_grad_op = Op(
    "SparseAddGrad",
    "backprop_val_grad: T, a_indices: int64, b_indices: int64, sum_indices: int64 -> "
    "a_val_grad: T, b_val_grad: T | T: numeric",
    shape=lambda c: [_rows(c, 1), _rows(c, 2)],
    reference=_add_grad,
    gradient=_add_grad_gradient,
    xla=DYNAMIC,
)


def _rows(c: ShapeContext, index: int) -> Dims:
    check_ranks(c, "SparseAddGrad", (index, "indices", 2))
    dims = c.shape(index)
    return (None if dims is None else dims[0],)


def add(a: Any, b: Any, threshold: Any = 0) -> Any:
    """Adds two tensors of which at least one is sparse.

    Args:
        a: A sparse or dense tensor.
        b: A sparse or dense tensor of the same shape.
        threshold: Where both are sparse and store a value, sums that are smaller than
            this are dropped.

    Returns:
        A sparse tensor if both are sparse, else a dense one.

    Raises:
        TypeError: Both tensors are dense.
        tf.errors.InvalidArgumentError: The shapes differ.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1]], [5], [1, 2])
        >>> tf.sparse.add(s, s).values.numpy(), tf.sparse.add(s, [[1, 1]]).numpy()
        (array([10], dtype=int32), array([[1, 6]], dtype=int32))
    """
    kinds = SparseTensor | SparseTensorValue
    if not isinstance(a, kinds):
        if not isinstance(b, kinds):
            raise TypeError(
                "tf.sparse.add: at least one input should be a SparseTensor; do you mean "
                "to use tf.add()?"
            )
        a, b = b, a
    first = as_sparse(a, "tf.sparse.add: `a`")
    if not isinstance(b, kinds):
        dense = convert_to_tensor(b, dtype_hint=first.dtype)
        return sparse_dense.add_dense_op(
            first.indices, first.values, first.dense_shape, dense
        )
    second = as_sparse(b, "tf.sparse.add: `b`")
    limit = convert_to_tensor(threshold, dtype=first.dtype.real_dtype)
    made = SparseTensor(
        *add_op(
            first.indices,
            first.values,
            first.dense_shape,
            second.indices,
            second.values,
            second.dense_shape,
            limit,
        )
    )
    made.set_shape(first.shape)
    return made


def _extreme(name: str, types: str, function: Any) -> Op:
    def kernel(
        xp: Any,
        a: Any,
        a_values: Any,
        a_shape: Any,
        b: Any,
        b_values: Any,
        b_shape: Any,
    ) -> tuple[Any, Any]:
        indices, a_rows, b_rows = _union(a, a_shape, b, b_shape)
        first = np.zeros(len(indices), a_values.dtype)
        second = np.zeros(len(indices), a_values.dtype)
        first[a_rows] = a_values
        second[b_rows] = b_values
        return indices, function(first, second)

    return Op(
        name,
        f"{_PAIR} -> output_indices: int64, output_values: T | T: {types}",
        shape=_pair_dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=DYNAMIC,
    )


maximum_op = _extreme("SparseSparseMaximum", "real", np.maximum)
minimum_op = _extreme("SparseSparseMinimum", "numeric", np.minimum)


def maximum(sp_a: Any, sp_b: Any, name: str | None = None) -> SparseTensor:
    """Computes the larger of the elements of two sparse tensors.

    Args:
        sp_a: A sparse tensor.
        sp_b: A sparse tensor of the same shape.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor with a value wherever one of the two has one.

    Raises:
        tf.errors.InvalidArgumentError: The shapes differ.

    Example:
        >>> import tensorbrook as tf
        >>> a = tf.SparseTensor([[0]], [-5], [2])
        >>> b = tf.SparseTensor([[1]], [7], [2])
        >>> tf.sparse.maximum(a, b).values.numpy()
        array([0, 7], dtype=int32)
    """
    return _of_pair(maximum_op, sp_a, sp_b, name)


def minimum(sp_a: Any, sp_b: Any, name: str | None = None) -> SparseTensor:
    """Computes the smaller of the elements of two sparse tensors.

    Args:
        sp_a: A sparse tensor.
        sp_b: A sparse tensor of the same shape.
        name: Name of the node in a graph.

    Returns:
        A sparse tensor with a value wherever one of the two has one.

    Raises:
        tf.errors.InvalidArgumentError: The shapes differ.

    Example:
        >>> import tensorbrook as tf
        >>> a = tf.SparseTensor([[0]], [-5], [2])
        >>> b = tf.SparseTensor([[1]], [7], [2])
        >>> tf.sparse.minimum(a, b).values.numpy()
        array([-5,  0], dtype=int32)
    """
    return _of_pair(minimum_op, sp_a, sp_b, name)


def _of_pair(op: Op, sp_a: Any, sp_b: Any, name: str | None) -> SparseTensor:
    a = as_sparse(sp_a, f"{op.name}: `sp_a`")
    b = as_sparse(sp_b, f"{op.name}: `sp_b`")
    indices, values = op(
        a.indices,
        a.values,
        a.dense_shape,
        b.indices,
        b.values,
        b.dense_shape,
        name=name,
    )
    made = SparseTensor(indices, values, a.dense_shape)
    made.set_shape(a.shape)
    return made
