"""`tf.sparse` in the argument orders of 1.x."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.compat_v1.arguments import renamed
from tensorbrook._src.compat_v1.framework import placeholder as dense_placeholder
from tensorbrook._src.compat_v1.framework import placeholder_with_default
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    cast,
    sparse_arithmetic,
    sparse_convert,
    sparse_pieces,
    sparse_reduce,
)
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.indexed_slices import IndexedSlices
from tensorbrook._src.ops.sparse_tensor import (
    SparseTensor,
    SparseTensorValue,
    as_sparse,
)


class KeywordRequired:
    """The default of a first argument that keeps others from coming by position."""

    def __repr__(self) -> str:
        return "KeywordRequired()"


def sparse_add(a: Any, b: Any, threshold: Any = None, thresh: Any = None) -> Any:
    """Adds two tensors of which at least one is sparse.

    Args:
        a: A sparse or dense tensor.
        b: A sparse or dense tensor of the same shape.
        threshold: Sums of two stored values are dropped where they are smaller.
        thresh: Old name of `threshold`.

    Returns:
        A sparse tensor if both are sparse, else a dense one.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> s = tf.SparseTensor([[0, 1]], [5], [1, 2])
        >>> tf.sparse_add(s, s).dtype
        tf.int32
    """
    limit = renamed("threshold", threshold, "thresh", thresh)
    return sparse_arithmetic.add(a, b, 0 if limit is None else limit)


def sparse_concat(
    axis: Any,
    sp_inputs: Sequence[Any],
    name: str | None = None,
    expand_nonconcat_dim: bool = False,
    concat_dim: Any = None,
    expand_nonconcat_dims: bool | None = None,
) -> SparseTensor:
    """Joins sparse tensors along an axis.

    Args:
        axis: The axis.
        sp_inputs: A list of sparse tensors of one rank and type.
        name: Name of the node in a graph.
        expand_nonconcat_dim: Old name of `expand_nonconcat_dims`.
        concat_dim: Old name of `axis`.
        expand_nonconcat_dims: Whether the other axes may differ.

    Returns:
        A sparse tensor.
    """
    place = renamed("axis", axis, "concat_dim", concat_dim)
    expand = (
        expand_nonconcat_dim if expand_nonconcat_dims is None else expand_nonconcat_dims
    )
    return sparse_pieces.concat(place, sp_inputs, expand, name)


def sparse_split(
    keyword_required: Any = KeywordRequired(),  # noqa: B008 - a marker
    sp_input: Any = None,
    num_split: Any = None,
    axis: Any = None,
    name: str | None = None,
    split_dim: Any = None,
) -> list[SparseTensor]:
    """Splits a sparse tensor along an axis; arguments come by name.

    Args:
        keyword_required: Nothing; it keeps the others from coming by position.
        sp_input: A sparse tensor.
        num_split: The number of parts.
        axis: The axis.
        name: Name of the node in a graph.
        split_dim: Old name of `axis`.

    Returns:
        A list of sparse tensors.

    Raises:
        ValueError: An argument comes by position, or is missing.
    """
    if not isinstance(keyword_required, KeywordRequired):
        raise ValueError("Keyword arguments are required for this function.")
    place = renamed("axis", axis, "split_dim", split_dim)
    return sparse_pieces.sparse_split(sp_input, num_split, place, name)


def _reduced(
    function: Any,
    sp_input: Any,
    axes: tuple[Any, Any],
    keep: tuple[Any, Any],
    sparse: bool,
) -> Any:
    axis = renamed("axis", axes[0], "reduction_axes", axes[1])
    keepdims = renamed("keepdims", keep[0], "keep_dims", keep[1])
    return function(sp_input, axis, keepdims, output_is_sparse=sparse)


def sparse_reduce_sum(
    sp_input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    reduction_axes: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Adds up a sparse tensor along axes; the result is dense.

    Args:
        sp_input: A sparse tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the axes stay, with length 1.
        reduction_axes: Old name of `axis`.
        keep_dims: Old name of `keepdims`.

    Returns:
        A tensor.
    """
    return _reduced(  # type: ignore[no-any-return]
        sparse_reduce.reduce_sum,
        sp_input,
        (axis, reduction_axes),
        (keepdims, keep_dims),
        sparse=False,
    )


def sparse_reduce_sum_sparse(
    sp_input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    reduction_axes: Any = None,
    keep_dims: bool | None = None,
) -> SparseTensor:
    """Adds up a sparse tensor along axes; the result is sparse.

    Args:
        sp_input: A sparse tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the axes stay, with length 1.
        reduction_axes: Old name of `axis`.
        keep_dims: Old name of `keepdims`.

    Returns:
        A sparse tensor.
    """
    return _reduced(  # type: ignore[no-any-return]
        sparse_reduce.reduce_sum,
        sp_input,
        (axis, reduction_axes),
        (keepdims, keep_dims),
        sparse=True,
    )


def sparse_reduce_max(
    sp_input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    reduction_axes: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Finds the largest stored values along axes; the result is dense.

    Args:
        sp_input: A sparse tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the axes stay, with length 1.
        reduction_axes: Old name of `axis`.
        keep_dims: Old name of `keepdims`.

    Returns:
        A tensor, zero where nothing is stored.
    """
    return _reduced(  # type: ignore[no-any-return]
        sparse_reduce.reduce_max,
        sp_input,
        (axis, reduction_axes),
        (keepdims, keep_dims),
        sparse=False,
    )


def sparse_reduce_max_sparse(
    sp_input: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    reduction_axes: Any = None,
    keep_dims: bool | None = None,
) -> SparseTensor:
    """Finds the largest stored values along axes; the result is sparse.

    Args:
        sp_input: A sparse tensor.
        axis: An axis or several; by default all.
        keepdims: Whether the axes stay, with length 1.
        reduction_axes: Old name of `axis`.
        keep_dims: Old name of `keepdims`.

    Returns:
        A sparse tensor.
    """
    return _reduced(  # type: ignore[no-any-return]
        sparse_reduce.reduce_max,
        sp_input,
        (axis, reduction_axes),
        (keepdims, keep_dims),
        sparse=True,
    )


def sparse_to_dense(
    sparse_indices: Any,
    output_shape: Any,
    sparse_values: Any,
    default_value: Any = 0,
    validate_indices: bool = True,
    name: str | None = None,
) -> Tensor:
    """Puts values into a dense tensor.

    Args:
        sparse_indices: Where the values stand: a matrix; a vector or a scalar for
            tensors of one axis.
        output_shape: The shape of the result.
        sparse_values: The values, or one for all places.
        default_value: What stands in all other places.
        validate_indices: Whether to check that indices are in order and not repeated.
        name: Name of the node in a graph.

    Returns:
        A tensor.

    Raises:
        tf.errors.InvalidArgumentError: Indices are out of range, repeated or out of
            order.
    """
    values = convert_to_tensor(sparse_values)
    indices = convert_to_tensor(sparse_indices)
    return sparse_convert.to_dense_op(  # type: ignore[no-any-return]
        indices,
        cast.cast(output_shape, indices.dtype),
        values,
        convert_to_tensor(default_value, dtype=values.dtype),
        validate_indices=validate_indices,
        name=name,
    )


def sparse_merge(
    sp_ids: Any,
    sp_values: Any,
    vocab_size: Any,
    name: str | None = None,
    already_sorted: bool = False,
) -> SparseTensor:
    """Makes a sparse tensor of ids, which become its last axes, and values.

    Args:
        sp_ids: A sparse tensor of ids, or a list of them, one for each new axis.
        sp_values: A sparse tensor with a value for each.
        vocab_size: The number of ids, or a list of such numbers.
        name: Accepted for compatibility.
        already_sorted: Whether the ids are in order.

    Returns:
        A sparse tensor.

    Raises:
        TypeError: Only one of `sp_ids` and `vocab_size` is a list.
        ValueError: The lists have different lengths.
    """
    values = as_sparse(sp_values, "tf.sparse_merge: `sp_values`")
    if isinstance(sp_ids, SparseTensor | SparseTensorValue):
        if isinstance(vocab_size, list | tuple):
            raise TypeError("vocab_size has to be a single number where sp_ids is one.")
        sp_ids, vocab_size = [sp_ids], [vocab_size]
    elif not isinstance(vocab_size, list | tuple):
        raise TypeError("vocab_size has to be a list where sp_ids is one.")
    if len(sp_ids) != len(vocab_size):
        raise ValueError("sp_ids and vocab_size have to have equal lengths.")
    ids = [as_sparse(item, "tf.sparse_merge: `sp_ids`") for item in sp_ids]
    return sparse_convert.merge(ids, values, list(vocab_size), already_sorted)


def sparse_placeholder(
    dtype: Any, shape: Any = None, name: str | None = None
) -> SparseTensor:
    """Makes a sparse tensor that is fed when the graph runs.

    Args:
        dtype: The type of the values.
        shape: The shape of the whole, as far as it is known.
        name: Name of the nodes; `/indices`, `/values` and `/shape` are added.

    Returns:
        A sparse tensor; feed it with a `tf.SparseTensorValue` or a tuple.

    Raises:
        RuntimeError: Eager execution is on.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     x = tf.sparse_placeholder(tf.float32)
        ...     total = tf.sparse_reduce_sum(x)
        ...     value = tf.SparseTensorValue([[0, 1]], [5.0], [2, 2])
        ...     print(sess.run(total, {x: value}))
        5.0
    """

    def named(part: str) -> str | None:
        return None if name is None else f"{name}/{part}"

    dims = as_dims(convert_shape(shape))
    rank = None if dims is None else len(dims)
    if dims is None:
        whole = dense_placeholder(dtypes.int64, [rank], named("shape"))
    elif None in dims:
        default = constant([-1 if n is None else n for n in dims], dtypes.int64)
        whole = placeholder_with_default(default, [rank], named("shape"))
    else:
        whole = constant(dims, dtypes.int64, name=named("shape") or "shape")
    made = SparseTensor(
        values=dense_placeholder(dtype, [None], named("values")),
        indices=dense_placeholder(dtypes.int64, [None, rank], named("indices")),
        dense_shape=whole,
    )
    made.set_shape(dims)
    return made


def convert_shape(shape: Any) -> Any:
    """A shape that may be a tensor as one that is not."""
    if hasattr(shape, "_static_dims"):
        return shape._static_dims()
    return shape


def sparse_matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Multiplies two dense matrices that hold many zeros.

    Args:
        a: A matrix of float32 or bfloat16.
        b: A matrix of float32 or bfloat16.
        transpose_a: Whether to transpose `a`.
        transpose_b: Whether to transpose `b`.
        a_is_sparse: A hint.
        b_is_sparse: A hint.
        name: Name of the node in a graph.

    Returns:
        A matrix of float32.
    """
    from tensorbrook._src.ops import sparse_matmul as product

    return product.sparse_matmul_op(  # type: ignore[no-any-return]
        a,
        b,
        transpose_a=transpose_a,
        transpose_b=transpose_b,
        a_is_sparse=a_is_sparse,
        b_is_sparse=b_is_sparse,
        name=name,
    )


def convert_to_tensor_or_sparse_tensor(
    value: Any, dtype: Any = None, name: str | None = None
) -> Any:
    """Converts a value to a tensor; sparse tensors stay sparse.

    Args:
        value: A tensor, a sparse tensor, a `tf.SparseTensorValue`, or what can become a
            tensor.
        dtype: The dtype that it must have.
        name: Name of the node in a graph.

    Returns:
        A tensor or a sparse tensor.

    Raises:
        RuntimeError: A sparse tensor has another dtype.
    """
    if isinstance(value, SparseTensorValue):
        value = SparseTensor.from_value(value)
    if not isinstance(value, SparseTensor):
        return convert_to_tensor(value, dtype=dtype, name=name)
    if dtype is not None and dtypes.as_dtype(dtype) is not value.dtype:
        raise RuntimeError(
            f"Sparse dtype mismatch. Requested: {dtypes.as_dtype(dtype).name},  Actual: "
            f"{value.dtype.name}"
        )
    return value


def convert_to_tensor_or_indexed_slices(
    value: Any, dtype: Any = None, name: str | None = None
) -> Any:
    """Converts a value to a tensor; slices of rows stay such.

    Args:
        value: A tensor, `tf.IndexedSlices`, or what can become a tensor.
        dtype: The dtype that it must have.
        name: Name of the node in a graph.

    Returns:
        A tensor, or the slices.

    Raises:
        ValueError: A tensor or slices have another dtype.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.convert_to_tensor_or_indexed_slices(1).dtype
        tf.int32
    """
    if not isinstance(value, IndexedSlices):
        return convert_to_tensor(value, dtype=dtype, name=name)
    if dtype is not None and dtypes.as_dtype(dtype) is not value.dtype:
        raise ValueError(
            f"Tensor conversion requested dtype {dtypes.as_dtype(dtype).name} for "
            f"IndexedSlices with dtype {value.dtype.name}: {value!r}"
        )
    return value
