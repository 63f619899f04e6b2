"""Operations on sets, which are the last axis of dense or sparse tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.sparse_tensor import (
    SparseTensor,
    SparseTensorValue,
    as_sparse,
)

_TYPES = "{int8, int16, int32, int64, uint8, uint16, string}"
_BY_VALUE = unsupported("the number of members depends on the values")
_KINDS = ("a-b", "b-a", "intersection", "union")


def _of_dense(array: Any) -> dict[tuple[int, ...], set[Any]]:
    return {place: set(array[place].tolist()) for place in np.ndindex(array.shape[:-1])}


def _of_sparse(
    indices: Any, values: Any, shape: Any, validate: bool
) -> dict[tuple[int, ...], set[Any]]:
    places = [tuple(row) for row in indices.tolist()]
    if validate and any(a >= b for a, b in zip(places, places[1:], strict=False)):
        raise ValueError("SparseTensor indices must be in order and not repeat.")
    found: dict[tuple[int, ...], set[Any]] = {}
    for place, value in zip(places, values.tolist(), strict=True):
        found.setdefault(place[:-1], set()).add(value)
    return found


def _combined(first: set[Any], second: set[Any], kind: str) -> set[Any]:
    if kind == "a-b":
        return first - second
    if kind == "b-a":
        return second - first
    return first & second if kind == "intersection" else first | second


def _result(first: Any, second: Any, heads: Any, kind: str, dtype: Any) -> Any:
    if kind not in _KINDS:
        raise ValueError(f"set_operation must be one of {_KINDS}, got {kind!r}.")
    indices: list[Any] = []
    values: list[Any] = []
    largest = 0
    nothing: set[Any] = set()
    for place in np.ndindex(*heads):
        members = _combined(first.get(place, nothing), second.get(place, nothing), kind)
        largest = max(largest, len(members))
        for index, value in enumerate(sorted(members)):
            indices.append((*place, index))
            values.append(value)
    return (
        np.array(indices, np.int64).reshape(len(values), len(heads) + 1),
        np.array(values, dtype=dtype),
        np.array([*heads, largest], np.int64),
    )


def _heads(first: Any, second: Any) -> tuple[int, ...]:
    """The shape of the array of sets, which both sides share."""
    one, other = tuple(map(int, first)), tuple(map(int, second))
    for shape in (one, other):
        if len(shape) < 2:
            raise ValueError(f"Shape {brackets(shape)} has rank {len(shape)} < 2")
    if one[:-1] != other[:-1]:
        raise ValueError(
            f"Mismatched shapes {brackets(one[:-1])} vs {brackets(other[:-1])}"
        )
    return one[:-1]


def _dense_to_dense(
    xp: Any, set1: Any, set2: Any, set_operation: str, validate_indices: bool
) -> Any:
    heads = _heads(set1.shape, set2.shape)
    first, second = _of_dense(set1), _of_dense(set2)
    return _result(first, second, heads, set_operation, set1.dtype)


def _dense_to_sparse(
    xp: Any,
    set1: Any,
    set2_indices: Any,
    set2_values: Any,
    set2_shape: Any,
    set_operation: str,
    validate_indices: bool,
) -> Any:
    heads = _heads(set1.shape, set2_shape)
    second = _of_sparse(set2_indices, set2_values, set2_shape, validate_indices)
    return _result(_of_dense(set1), second, heads, set_operation, set1.dtype)


def _sparse_to_sparse(
    xp: Any,
    set1_indices: Any,
    set1_values: Any,
    set1_shape: Any,
    set2_indices: Any,
    set2_values: Any,
    set2_shape: Any,
    set_operation: str,
    validate_indices: bool,
) -> Any:
    heads = _heads(set1_shape, set2_shape)
    first = _of_sparse(set1_indices, set1_values, set1_shape, validate_indices)
    second = _of_sparse(set2_indices, set2_values, set2_shape, validate_indices)
    return _result(first, second, heads, set_operation, set1_values.dtype)


def _sparse_dims(c: ShapeContext) -> list[Dims]:
    rank = None
    for tensor in c.inputs:
        if tensor.dtype is dtypes.int64 and len(tensor._dims or ()) == 2:
            rank = tensor._dims[1]
    return [(None, rank), (None,), (rank,)]


def _dense_dims(c: ShapeContext) -> list[Dims]:
    rank = c.rank(0)
    return [(None, rank), (None,), (rank,)]


_ATTRS = f"set_operation: string, validate_indices: bool = True, T: {_TYPES}"
_RESULT = "result_indices: int64, result_values: T, result_shape: int64"

dense_to_dense_set_operation_op = Op(
    "DenseToDenseSetOperation",
    f"set1: T, set2: T -> {_RESULT} | {_ATTRS}",
    shape=_dense_dims,
    reference=_dense_to_dense,
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)

dense_to_sparse_set_operation_op = Op(
    "DenseToSparseSetOperation",
    "set1: T, set2_indices: int64, set2_values: T, set2_shape: int64 -> "
    f"{_RESULT} | {_ATTRS}",
    shape=_dense_dims,
    reference=_dense_to_sparse,
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)

sparse_to_sparse_set_operation_op = Op(
    "SparseToSparseSetOperation",
    "set1_indices: int64, set1_values: T, set1_shape: int64, set2_indices: int64, "
    f"set2_values: T, set2_shape: int64 -> {_RESULT} | {_ATTRS}",
    shape=_sparse_dims,
    reference=_sparse_to_sparse,
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)


def _sizes(
    xp: Any, set_indices: Any, set_values: Any, set_shape: Any, validate_indices: bool
) -> Any:
    sets = _of_sparse(set_indices, set_values, set_shape, validate_indices)
    found = np.zeros(tuple(map(int, set_shape[:-1])), np.int32)
    for place, members in sets.items():
        found[place] = len(members)
    return found


def _size_dims(c: ShapeContext) -> Dims:
    dims = c.value_as_shape(2)
    return None if dims is None else dims[:-1]


set_size_op = Op(
    "SetSize",
    "set_indices: int64, set_values: T, set_shape: int64 -> size: int32 | "
    f"validate_indices: bool = True, T: {_TYPES}",
    shape=_size_dims,
    reference=_sizes,
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)


def size(a: Any, validate_indices: bool = True) -> Tensor:
    """The number of different members of each set.

    Args:
        a: A sparse tensor whose last axis holds sets.
        validate_indices: Whether to check the order of its indices.

    Returns:
        An int32 tensor that lacks the last axis.

    Raises:
        TypeError: `a` is not sparse.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sets.size(tf.sparse.from_dense([[1, 2], [3, 3]])).numpy()
        array([2, 1], dtype=int32)
    """
    if not isinstance(a, SparseTensor | SparseTensorValue):
        raise TypeError(f"Expected `SparseTensor`, got {a}.")
    value = as_sparse(a, "tf.sets.size: `a`")
    return set_size_op(  # type: ignore[no-any-return]
        value.indices,
        value.values,
        value.dense_shape,
        validate_indices=validate_indices,
    )


def _operation(a: Any, b: Any, kind: str, validate_indices: bool) -> SparseTensor:
    first, second = _side(a, None), b
    second = _side(b, first.dtype)
    if isinstance(first, SparseTensor) and not isinstance(second, SparseTensor):
        first, second = second, first
        kind = {"a-b": "b-a", "b-a": "a-b"}.get(kind, kind)
    allowed = dense_to_dense_set_operation_op.signature.attrs["T"].allowed or ()
    if first.dtype not in allowed:
        raise TypeError(
            f"tf.sets: `a` has the dtype {first.dtype.name}, which sets can't have; they "
            f"hold {', '.join(kind.name for kind in allowed)}."
        )
    options: dict[str, Any] = {
        "set_operation": kind,
        "validate_indices": validate_indices,
    }
    if isinstance(first, SparseTensor):
        parts = [*first._component_tensors(), *second._component_tensors()]
        return SparseTensor(*sparse_to_sparse_set_operation_op(*parts, **options))
    if isinstance(second, SparseTensor):
        parts = second._component_tensors()
        return SparseTensor(*dense_to_sparse_set_operation_op(first, *parts, **options))
    return SparseTensor(*dense_to_dense_set_operation_op(first, second, **options))


def _side(value: Any, dtype: Any) -> Any:
    if isinstance(value, SparseTensor | SparseTensorValue):
        return as_sparse(value, "tf.sets: `a`")
    return convert_to_tensor(value, dtype_hint=dtype)


def difference(
    a: Any, b: Any, aminusb: bool = True, validate_indices: bool = True
) -> SparseTensor:
    """The members of each set of `a` that are not in the set of `b` in its place.

    Args:
        a: A dense or sparse tensor whose last axis holds sets.
        b: Another, of the same shape up to the last axis.
        aminusb: Whether it is `a` minus `b`, not `b` minus `a`.
        validate_indices: Whether to check the order of the indices of sparse tensors.

    Returns:
        A sparse tensor whose last axis holds the sets, their members in order.

    Raises:
        TypeError: The sets can't have that dtype.
        tf.errors.InvalidArgumentError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.to_dense(tf.sets.difference([[1, 2, 3]], [[2]])).numpy()
        array([[1, 3]], dtype=int32)
    """
    return _operation(a, b, "a-b" if aminusb else "b-a", validate_indices)


def intersection(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    """The members that sets of `a` and `b` in the same place have in common.

    Args:
        a: A dense or sparse tensor whose last axis holds sets.
        b: Another, of the same shape up to the last axis.
        validate_indices: Whether to check the order of the indices of sparse tensors.

    Returns:
        A sparse tensor whose last axis holds the sets, their members in order.

    Raises:
        TypeError: The sets can't have that dtype.
        tf.errors.InvalidArgumentError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.to_dense(tf.sets.intersection([[1, 2, 3]], [[2, 9]])).numpy()
        array([[2]], dtype=int32)
    """
    return _operation(a, b, "intersection", validate_indices)


def union(a: Any, b: Any, validate_indices: bool = True) -> SparseTensor:
    """The members of either of the sets of `a` and `b` in the same place.

    Args:
        a: A dense or sparse tensor whose last axis holds sets.
        b: Another, of the same shape up to the last axis.
        validate_indices: Whether to check the order of the indices of sparse tensors.

    Returns:
        A sparse tensor whose last axis holds the sets, their members in order.

    Raises:
        TypeError: The sets can't have that dtype.
        tf.errors.InvalidArgumentError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.to_dense(tf.sets.union([[1, 3]], [[2, 3]])).numpy()
        array([[1, 2, 3]], dtype=int32)
    """
    return _operation(a, b, "union", validate_indices)


def _list_difference(xp: Any, x: Any, y: Any, out_idx: dtypes.DType) -> Any:
    known = set(y.tolist())
    kept = np.array([item not in known for item in x.tolist()], bool)
    places = np.flatnonzero(kept)
    return x[places], places.astype(out_idx.numpy_dtype)


list_diff_op = Op(
    "ListDiff",
    "x: T, y: T -> out: T, idx: out_idx | out_idx: index = int32",
    shape=lambda c: [(None,), (None,)],
    reference=_list_difference,
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)


def setdiff1d(
    x: Any, y: Any, index_dtype: Any = dtypes.int32, name: str | None = None
) -> Any:
    """The elements of a vector that another one lacks, in their order.

    Args:
        x: A vector.
        y: A vector of the same dtype.
        index_dtype: The dtype of the places, int32 or int64.
        name: Name of the node in a graph.

    Returns:
        A named tuple: the elements, and their places in `x`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.setdiff1d([1, 2, 3], [2]).out.numpy()
        array([1, 3], dtype=int32)
    """
    return list_diff_op(x, y, out_idx=index_dtype, name=name)
