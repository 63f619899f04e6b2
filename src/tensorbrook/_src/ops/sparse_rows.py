"""Sparse tensors whose empty rows get a value."""

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


def _fill_dims(c: ShapeContext) -> list[Dims]:
    check_parts(c, "SparseFillEmptyRows")
    check_ranks(c, "SparseFillEmptyRows", (3, "default_value", 0))
    rows = c.value_as_shape(2)
    matrix = c.shape(0)
    count = None if matrix is None else matrix[0]
    return [
        (None, rank_of(c, 0, 2)),
        (None,),
        (rows[0] if rows else None,),
        (count,),
    ]


def _fill_rows(
    xp: Any, indices: Any, values: Any, dense_shape: Any, default: Any
) -> tuple[Any, Any, Any, Any]:
    rows = int(dense_shape[0])
    first = indices[:, 0]
    wrong = (first < 0) | (first >= rows)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise invalid(f"indices({at}, 0) is invalid: {first[at]} >= {rows}")
    empty = np.bincount(first, minlength=rows)[:rows] == 0
    added = np.zeros((int(empty.sum()), indices.shape[1]), np.int64)
    added[:, 0] = np.flatnonzero(empty)
    joined = np.concatenate([indices, added])
    order = np.argsort(joined[:, 0], kind="stable")
    fill = np.full(len(added), default, values.dtype)
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return (
        joined[order],
        np.concatenate([values, fill])[order],
        empty,
        back[: len(indices)],
    )


def _fill_gradient(op: Any, di: Any, dvalues: Any, de: Any, dr: Any) -> list[Any]:
    by_values, by_default = fill_rows_grad_op(op.outputs[3], dvalues)
    return [None, by_values, None, by_default]


fill_rows_op = Op(
    "SparseFillEmptyRows",
    "indices: int64, values: T, dense_shape: int64, default_value: T -> "
    "output_indices: int64, output_values: T, empty_row_indicator: bool, "
    "reverse_index_map: int64 | T: type",
    shape=_fill_dims,
    reference=_fill_rows,
    gradient=_fill_gradient,
    xla=DYNAMIC,
)


def _fill_rows_grad(xp: Any, reverse_index_map: Any, gradient: Any) -> Any:
    if gradient.dtype.kind == "O":
        raise TypeError("strings have no sum")
    taken = gradient[reverse_index_map]
    rest = xp.ones(gradient.shape, bool)
    if xp is np:
        rest[reverse_index_map] = False
    else:
        rest = rest.at[reverse_index_map].set(False)
    return taken, xp.where(rest, gradient, 0).sum().astype(gradient.dtype)


def _fill_rows_grad_gradient(op: Any, dtaken: Any, drest: Any) -> list[Any]:
    places, gradient = op.inputs
    size = shape.shape(gradient, out_type=dtypes.int64)
    columns = shape.expand_dims(places, 1)
    marked = scatter.scatter_nd(columns, array_creation.ones_like(dtaken), size)
    spread = scatter.scatter_nd(columns, dtaken, size)
    return [None, spread + (1 - marked) * drest]


fill_rows_grad_op = Op(
    "SparseFillEmptyRowsGrad",
    "reverse_index_map: int64, grad_values: T -> d_values: T, d_default_value: T | "
    "T: type",
    shape=lambda c: [c.shape(0), ()],
    reference=_fill_rows_grad,
    gradient=_fill_rows_grad_gradient,
)


def fill_empty_rows(
    sp_input: Any, default_value: Any, name: str | None = None
) -> tuple[SparseTensor, Any]:
    """Puts a value into the first column of each row that has none.

    Args:
        sp_input: A sparse tensor.
        default_value: The value.
        name: Name of the node in a graph.

    Returns:
        The filled sparse tensor, and a bool vector that says which rows were empty.

    Raises:
        TypeError: `sp_input` is no sparse tensor.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[1, 1]], [5], [2, 2])
        >>> filled, empty = tf.sparse.fill_empty_rows(s, 9)
        >>> filled.values.numpy(), empty.numpy()
        (array([9, 5], dtype=int32), array([ True, False]))
    """
    sparse = as_sparse(sp_input, "tf.sparse.fill_empty_rows: `sp_input`")
    default = convert_to_tensor(default_value, dtype=sparse.dtype)
    indices, values, empty, _ = fill_rows_op(
        sparse.indices, sparse.values, sparse.dense_shape, default, name=name
    )
    made = SparseTensor(indices, values, sparse.dense_shape)
    made.set_shape(sparse.shape)
    return made, empty
