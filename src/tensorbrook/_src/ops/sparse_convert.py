"""Between sparse and dense tensors, and the simple ways to make a sparse one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    comparison,
    gather,
    reduce,
    shape,
    sparse_layout,
)
from tensorbrook._src.ops.constant import convert_to_tensor, identity
from tensorbrook._src.ops.indexed_slices import IndexedSlices
from tensorbrook._src.ops.sparse_kernels import check_sorted, check_within, invalid
from tensorbrook._src.ops.sparse_tensor import SparseTensor, as_sparse


def _dense_dims(c: ShapeContext) -> Dims:
    indices, values, output = c.shape(0), c.shape(2), c.shape(1)
    if indices is not None and len(indices) > 2:
        raise c.fail(
            f"SparseToDense: sparse_indices must have rank 0, 1 or 2, got {list(indices)}"
        )
    if output is not None and len(output) != 1:
        raise c.fail(
            f"SparseToDense: output_shape must be a vector, got {list(output)}"
        )
    rows = 1 if indices == () else None if not indices else indices[0]
    if values is not None and len(values) == 1 and None not in (rows, values[0]):
        if rows != values[0]:
            raise c.fail(
                f"SparseToDense: sparse_values has {values[0]} elements, but there are "
                f"{rows} indices"
            )
    return c.value_as_shape(1)


def _to_dense(
    xp: Any,
    indices: Any,
    output_shape: Any,
    values: Any,
    default: Any,
    validate_indices: bool,
) -> Any:
    dims = tuple(int(n) for n in output_shape)
    matrix = indices.reshape(-1, len(dims)) if indices.ndim < 2 else indices
    if xp is not np:
        return xp.full(dims, default).at[tuple(matrix.T)].set(values)
    if validate_indices:
        check_sorted(matrix, output_shape)
    else:
        check_within(matrix, output_shape)
    dense = np.full(dims, default, values.dtype)
    if not dims:
        return values.reshape(()) if values.size else dense
    dense[tuple(matrix.T)] = values
    return dense


def _dense_gradient(op: Any, dy: Any) -> list[Any]:
    indices, values = op.inputs[0], op.inputs[2]
    if indices._dims is not None and len(indices._dims) < 2:
        indices = shape.reshape(indices, [-1, 1])  # places in a vector
    stored = gather.gather_nd(dy, indices)
    rest = reduce.reduce_sum(dy) - reduce.reduce_sum(stored)
    if values._dims == ():
        stored = reduce.reduce_sum(stored)
    return [None, None, stored, rest]


to_dense_op = Op(
    "SparseToDense",
    "sparse_indices: Tindices, output_shape: Tindices, sparse_values: T, "
    "default_value: T -> dense: T | validate_indices: bool = True, T: type, "
    "Tindices: index",
    shape=_dense_dims,
    reference=_to_dense,
    gradient=_dense_gradient,
)


def sparse_to_dense(
    sp_input: Any,
    default_value: Any = None,
    validate_indices: bool = True,
    name: str | None = None,
) -> Tensor:
    """Makes a dense tensor of a sparse one.

    Args:
        sp_input: A sparse tensor.
        default_value: What stands where no value is stored; by default zero.
        validate_indices: Whether to check that indices are in order and not repeated.
        name: Name of the node in a graph.

    Returns:
        A dense tensor.

    Raises:
        tf.errors.InvalidArgumentError: Indices are out of range, repeated or out of
            order.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.to_dense(tf.SparseTensor([[0, 1]], [5], [2, 2])).numpy()
        array([[0, 5],
               [0, 0]], dtype=int32)
    """
    sparse = as_sparse(sp_input, "tf.sparse.to_dense: `sp_input`")
    if default_value is None:
        default_value = array_creation.zeros([], sparse.dtype)
    result = to_dense_op(
        sparse.indices,
        sparse.dense_shape,
        sparse.values,
        default_value,
        validate_indices=validate_indices,
        name=name,
    )
    result.set_shape(sparse.shape)
    return result  # type: ignore[no-any-return]


def from_dense(tensor: Any, name: str | None = None) -> SparseTensor:
    """Makes a sparse tensor of the values of a dense one that aren't zero.

    Args:
        tensor: A dense tensor; of strings, those that aren't empty are kept.
        name: Name of the nodes in a graph.

    Returns:
        A sparse tensor.

    Raises:
        tf.errors.InvalidArgumentError: `tensor` is a scalar.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.from_dense([[0, 3], [4, 0]]).values.numpy()
        array([3, 4], dtype=int32)
    """
    dense = convert_to_tensor(tensor, name=name)
    if dense.shape.rank == 0:
        raise invalid("tf.sparse.from_dense: a scalar can't be sparse.")
    nothing = array_creation.zeros_like(dense)
    indices = gather.where(comparison.not_equal(dense, nothing))
    made = SparseTensor(
        indices,
        gather.gather_nd(dense, indices),
        shape.shape(dense, out_type=dtypes.int64),
    )
    made.set_shape(dense.shape)
    return made


def to_indicator(sp_input: Any, vocab_size: Any, name: str | None = None) -> Tensor:
    """Marks which ids occur in each row.

    Args:
        sp_input: A sparse tensor of int32 or int64 ids.
        vocab_size: The number of ids; the last axis of the result has this length.
        name: Name of the node in a graph.

    Returns:
        A bool tensor of shape `sp_input.shape[:-1] + [vocab_size]`.

    Raises:
        TypeError: `sp_input` is no sparse tensor.

    Example:
        >>> import tensorbrook as tf
        >>> ids = tf.SparseTensor([[0, 0], [1, 0]], [1, 0], [2, 1])
        >>> tf.sparse.to_indicator(ids, 2).numpy()
        array([[False,  True],
               [ True, False]])
    """
    sparse = as_sparse(sp_input, "tf.sparse.to_indicator: `sp_input`")
    marks = sparse.with_values(array_creation.fill(shape.shape(sparse.values), True))
    merged = merge([sparse], marks, [vocab_size])
    if merged.shape.rank is not None:
        dims = merged.shape.as_list()
        merged.set_shape([*dims[:-1], static_size(vocab_size)])
    return sparse_to_dense(
        merged, default_value=False, validate_indices=False, name=name
    )


def static_size(value: Any) -> int | None:
    """The number that a scalar holds, where it is known before the run."""
    known = convert_to_tensor(value)._static_value()
    return None if known is None else int(known)


def merge(
    sp_ids: Sequence[SparseTensor],
    sp_values: SparseTensor,
    vocab_sizes: Sequence[Any],
    already_sorted: bool = False,
) -> SparseTensor:
    """Puts each value at the columns that its ids name.

    Args:
        sp_ids: Ids; they replace the last axis, with a new axis for each of them.
        sp_values: A value for each.
        vocab_sizes: The lengths of the new axes.
        already_sorted: Whether the ids are in order, so that nothing is to be sorted.

    Returns:
        A sparse tensor.
    """
    columns = [
        shape.expand_dims(cast.cast(ids.values, dtypes.int64), 1) for ids in sp_ids
    ]
    sizes = [shape.reshape(cast.cast(size, dtypes.int64), [1]) for size in vocab_sizes]
    first = sp_ids[0]
    made = SparseTensor(
        shape.concat([first.indices[:, :-1], *columns], 1),
        sp_values.values,
        shape.concat([first.dense_shape[:-1], *sizes], 0),
    )
    return made if already_sorted else sparse_layout.reorder(made)


def eye(
    num_rows: Any,
    num_columns: Any = None,
    dtype: Any = dtypes.float32,
    name: str | None = None,
) -> SparseTensor:
    """Makes a sparse matrix with ones on the diagonal.

    Args:
        num_rows: The number of rows.
        num_columns: The number of columns; by default as many.
        dtype: The type of the values.
        name: Name of the nodes in a graph.

    Returns:
        A sparse tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sparse.eye(2).indices.numpy()
        array([[0, 0],
               [1, 1]])
    """
    rows = cast.cast(num_rows, dtypes.int64)
    columns = rows if num_columns is None else cast.cast(num_columns, dtypes.int64)
    count = binary.minimum(rows, columns)
    place = array_creation.range(count, dtype=dtypes.int64)
    return SparseTensor(
        shape.stack([place, place], axis=1),
        array_creation.ones(shape.reshape(count, [1]), dtype=dtype),
        shape.stack([rows, columns]),
    )


def map_values(op: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Applies a function to the values of sparse tensors.

    Args:
        op: A function of tensors that returns a vector of as many values.
        *args: Its arguments; of sparse ones, all with the same indices, the values.
        **kwargs: Its keyword arguments, likewise.

    Returns:
        A sparse tensor with the indices of the arguments and the values of the result.

    Raises:
        tf.errors.InvalidArgumentError: The indices or shapes of the arguments differ.
        ValueError: No argument is sparse, or the result has another length.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1]], [5], [2, 2])
        >>> tf.sparse.map_values(tf.add, s, 1).values.numpy()
        array([6], dtype=int32)
    """
    found: list[SparseTensor] = []

    def plain(value: Any) -> Any:
        if isinstance(value, SparseTensor):
            found.append(value)
            return value.values
        return value

    inner = [plain(value) for value in args]
    named = {key: plain(value) for key, value in kwargs.items()}
    if not found:
        raise ValueError("tf.sparse.map_values: no argument is a SparseTensor.")
    result = op(*inner, **named)
    first = found[0]
    for other in found[1:]:
        _check_same_places(first, other)
    if not compatible(result._dims, first.values._dims):
        raise ValueError(
            "tf.sparse.map_values: `op` must return one value for each stored one, shape "
            f"{first.values.shape}, got shape {result.shape}."
        )
    return first.with_values(result)


def _check_same_places(first: SparseTensor, other: SparseTensor) -> None:
    pairs = [
        ("indices", first.indices, other.indices),
        ("shapes", first.dense_shape, other.dense_shape),
    ]
    for what, a, b in pairs:
        if not compatible(a._dims, b._dims):
            raise ValueError(
                f"tf.sparse.map_values: the {what} of the sparse arguments must be equal, "
                f"but they have the shapes {a.shape} and {b.shape}."
            )
        one, two = a._static_value(), b._static_value()
        if one is not None and two is not None and not np.array_equal(one, two):
            raise invalid(
                f"tf.sparse.map_values: the {what} of the sparse arguments must be equal."
            )


def retain(sp_input: Any, to_retain: Any) -> SparseTensor:
    """Keeps some of the stored values.

    Args:
        sp_input: A sparse tensor with n values.
        to_retain: A bool vector of n elements: which to keep.

    Returns:
        A sparse tensor of the same shape.

    Raises:
        ValueError: `to_retain` has another length.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0], [2]], [5, 7], [3])
        >>> tf.sparse.retain(s, [False, True]).values.numpy()
        array([7], dtype=int32)
    """
    sparse = as_sparse(sp_input, "tf.sparse.retain: `sp_input`")
    kept = convert_to_tensor(to_retain)
    if kept._dims is not None and not compatible(kept._dims, sparse.values._dims):
        raise ValueError(
            f"tf.sparse.retain: `to_retain` has the shape {kept.shape}, but there are "
            f"values of shape {sparse.values.shape}."
        )
    rows = shape.reshape(gather.where(kept), [-1])
    made = SparseTensor(
        gather.gather(sparse.indices, rows),
        gather.gather(sparse.values, rows),
        identity(sparse.dense_shape),
    )
    made.set_shape(sparse.shape)
    return made


def mask(a: Any, mask_indices: Any, name: str | None = None) -> IndexedSlices:
    """Takes rows out of slices.

    Args:
        a: `tf.IndexedSlices`.
        mask_indices: The indices of the rows to leave out.
        name: Name of the nodes in a graph.

    Returns:
        `tf.IndexedSlices` of the other rows.

    Example:
        >>> import tensorbrook as tf
        >>> a = tf.IndexedSlices(tf.constant([[1], [2]]), tf.constant([3, 5]))
        >>> tf.sparse.mask(a, [3]).indices.numpy()
        array([5], dtype=int32)
    """
    dropped = convert_to_tensor(mask_indices, dtype=a.indices.dtype)
    equal = comparison.equal(shape.expand_dims(a.indices, 1), dropped)
    kept = reduce.reduce_all(comparison.logical_not(equal), axis=1)
    rows = shape.reshape(gather.where(kept), [-1])
    return IndexedSlices(
        gather.gather(a.values, rows, name=name),
        gather.gather(a.indices, rows),
        a.dense_shape,
    )
