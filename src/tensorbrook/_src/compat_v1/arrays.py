"""Operations on arrays in the argument orders of 1.x."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.compat_v1.arguments import needed, renamed
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, rearrange, sort
from tensorbrook._src.ops import constant as constants
from tensorbrook._src.ops import gather as gather_ops
from tensorbrook._src.ops import pad as pads
from tensorbrook._src.ops import shape as shapes


def argmax(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = dtypes.int64,
) -> Tensor:
    """Finds where the largest elements along a dimension are.

    Args:
        input: The tensor.
        axis: The dimension; by default the first.
        name: Name of the node in a graph.
        dimension: The old name of `axis`.
        output_type: `tf.int64` or `tf.int32`.

    Returns:
        Positions, in the shape of `input` without that dimension.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.argmax([[3, 1, 2]], dimension=1)))
        [0]
    """
    axis = renamed("axis", axis, "dimension", dimension)
    return sort.argmax(input, 0 if axis is None else axis, output_type, name)


def arg_max(
    input: Any,
    dimension: Any,
    output_type: Any = dtypes.int64,
    name: str | None = None,
) -> Tensor:
    """The old name of `tf.argmax`."""
    return sort.argmax(input, dimension, output_type, name)


def argmin(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = dtypes.int64,
) -> Tensor:
    """Finds where the smallest elements along a dimension are.

    Args:
        input: The tensor.
        axis: The dimension; by default the first.
        name: Name of the node in a graph.
        dimension: The old name of `axis`.
        output_type: `tf.int64` or `tf.int32`.

    Returns:
        Positions, in the shape of `input` without that dimension.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.argmin([[3, 1, 2]], dimension=1)))
        [1]
    """
    axis = renamed("axis", axis, "dimension", dimension)
    return sort.argmin(input, 0 if axis is None else axis, output_type, name)


def arg_min(
    input: Any,
    dimension: Any,
    output_type: Any = dtypes.int64,
    name: str | None = None,
) -> Tensor:
    """The old name of `tf.argmin`."""
    return sort.argmin(input, dimension, output_type, name)


def boolean_mask(
    tensor: Any,
    mask: Any,
    name: str = "boolean_mask",
    axis: int | None = None,
) -> Tensor:
    """Keeps the elements where a mask is true.

    Args:
        tensor: The tensor.
        mask: Booleans for its leading dimensions.
        name: Name of the node in a graph.
        axis: The first dimension that the mask is for.

    Returns:
        The kept elements, in order.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.boolean_mask([1, 2, 3], [True, False, True])))
        [1 3]
    """
    return gather_ops.boolean_mask(tensor, mask, axis, name)


def expand_dims(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dim: Any = None,
) -> Tensor:
    """Adds a dimension of size 1.

    Args:
        input: The tensor.
        axis: Where the new dimension stands.
        name: Name of the node in a graph.
        dim: The old name of `axis`.

    Returns:
        The tensor with one dimension more.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.expand_dims([1, 2], dim=0)))
        [[1 2]]
    """
    axis = needed("tf.expand_dims", "axis", renamed("axis", axis, "dim", dim))
    return shapes.expand_dims(input, axis, name)


def squeeze(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    squeeze_dims: Any = None,
) -> Tensor:
    """Removes dimensions of size 1.

    Args:
        input: The tensor.
        axis: Which ones; by default all.
        name: Name of the node in a graph.
        squeeze_dims: The old name of `axis`.

    Returns:
        The tensor with fewer dimensions.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.squeeze([[1, 2]], squeeze_dims=[0])))
        [1 2]
    """
    return shapes.squeeze(
        input, renamed("axis", axis, "squeeze_dims", squeeze_dims), name
    )


def gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    name: str | None = None,
    axis: Any = None,
    batch_dims: int = 0,
) -> Tensor:
    """Picks slices of a tensor by their positions.

    Args:
        params: The tensor to pick from.
        indices: The positions.
        validate_indices: Accepted for compatibility.
        name: Name of the node in a graph.
        axis: The dimension to pick along.
        batch_dims: How many leading dimensions both tensors share.

    Returns:
        The slices.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.gather([10, 20, 30], [2, 0])))
        [30 10]
    """
    return gather_ops.gather(params, indices, validate_indices, axis, batch_dims, name)


def batch_gather(
    params: Any,
    indices: Any,
    name: str | None = None,
) -> Tensor:
    """Picks elements of the last shared dimension, row by row.

    Returns:
        The picked elements.

    Raises:
        ValueError: The rank of `indices` is unknown.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.batch_gather([[1, 2], [3, 4]], [[1], [0]])))
        [[2]
         [3]]
    """
    indices = constants.convert_to_tensor(indices, name="indices")
    rank = indices.shape.ndims
    if rank is None:
        raise ValueError("tf.batch_gather: the rank of `indices` must be known.")
    return gather_ops.gather(
        params, indices, batch_dims=rank - 1, axis=rank - 1, name=name
    )


def gather_nd(
    params: Any,
    indices: Any,
    name: str | None = None,
    batch_dims: int = 0,
    bad_indices_policy: str = "",
) -> Tensor:
    """Picks slices of a tensor by vectors of positions.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.gather_nd([[1, 2], [3, 4]], [[0, 1]])))
        [2]
    """
    return gather_ops.gather_nd(params, indices, batch_dims, name, bad_indices_policy)


def where(
    condition: Any,
    x: Any = None,
    y: Any = None,
    name: str | None = None,
) -> Tensor:
    """Chooses elements of two tensors, or finds the true positions of one.

    Args:
        condition: Booleans, of the shape of `x` or for its rows.
        x: What is taken where the condition holds.
        y: What is taken elsewhere, of the shape of `x`.
        name: Name of the node in a graph.

    Returns:
        The chosen elements; without `x` and `y` the positions of what is true.

    Raises:
        ValueError: Only one of `x` and `y` is given.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.where([True, False], [[1], [2]], [[-1], [-2]])))
        [[ 1]
         [-2]]
    """
    if (x is None) != (y is None):
        raise ValueError("tf.where: x and y must both be given, or both left out.")
    if x is None:
        return gather_ops.where(condition, name=name)
    condition = constants.convert_to_tensor(condition, name="condition")
    x = constants.convert_to_tensor(x, name="x")
    rank = x.shape.ndims
    if condition.shape.ndims == 1 and rank is not None and rank > 1:
        condition = shapes.reshape(condition, [-1] + [1] * (rank - 1))
    return gather_ops.where(condition, x, y, name)


def pad(
    tensor: Any,
    paddings: Any,
    mode: str = "CONSTANT",
    name: str | None = None,
    constant_values: Any = 0,
) -> Tensor:
    """Adds elements around a tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.pad([1, 2], [[1, 0]])))
        [0 1 2]
    """
    return pads.pad(tensor, paddings, mode, constant_values, name)


def reverse_sequence(
    input: Any,
    seq_lengths: Any,
    seq_axis: int | None = None,
    batch_axis: int | None = None,
    name: str | None = None,
    seq_dim: int | None = None,
    batch_dim: int | None = None,
) -> Tensor:
    """Reverses the first elements of each sequence.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reverse_sequence([[1, 2, 3]], [2], seq_dim=1, batch_dim=0)))
        [[2 1 3]]
    """
    seq_axis = renamed("seq_axis", seq_axis, "seq_dim", seq_dim)
    batch_axis = renamed("batch_axis", batch_axis, "batch_dim", batch_dim)
    return rearrange.reverse_sequence(input, seq_lengths, seq_axis, batch_axis, name)


def shape(
    input: Any,
    name: str | None = None,
    out_type: Any = None,
) -> Tensor:
    """The shape of a tensor, when the graph runs.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.shape([[1, 2]])))
        [1 2]
    """
    return shapes.shape(input, out_type, name)


def shape_n(
    input: Any,
    out_type: Any = dtypes.int32,
    name: str | None = None,
) -> list[Tensor]:
    """The shapes of several tensors."""
    return shapes.shape_n(input, out_type, name)


def size(
    input: Any,
    name: str | None = None,
    out_type: Any = None,
) -> Tensor:
    """The number of elements of a tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.size([[1, 2]])))
        2
    """
    return shapes.size(input, out_type, name)


def transpose(
    a: Any,
    perm: Any = None,
    name: str = "transpose",
    conjugate: bool = False,
) -> Tensor:
    """Puts the dimensions of a tensor into another order.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.transpose([[1, 2]])))
        [[1]
         [2]]
    """
    return shapes.transpose(a, perm, conjugate, name)


def zeros_like(
    tensor: Any,
    dtype: Any = None,
    name: str | None = None,
    optimize: bool = True,
) -> Tensor:
    """A tensor of zeros in the shape of another.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.zeros_like([5, 6])))
        [0 0]
    """
    return array_creation.zeros_like(tensor, dtype, name)


def ones_like(
    tensor: Any,
    dtype: Any = None,
    name: str | None = None,
    optimize: bool = True,
) -> Tensor:
    """A tensor of ones in the shape of another.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.ones_like([5, 6])))
        [1 1]
    """
    return array_creation.ones_like(tensor, dtype, name)


def constant(
    value: Any,
    dtype: Any = None,
    shape: Any = None,
    name: str = "Const",
    verify_shape: bool = False,
) -> Tensor:
    """A tensor that holds a value.

    Args:
        value: A number, string, nested list or array.
        dtype: The type of the elements.
        shape: The shape; the last element is repeated until it is full.
        name: Name of the node in a graph.
        verify_shape: Whether `value` must have that shape already.

    Returns:
        The tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.constant([1, 2], shape=[3])))
        [1 2 2]
    """
    array = np.asarray(value)
    short = (
        shape is not None
        and array.size
        and array.size < math.prod(size or 0 for size in as_dims(shape) or ())
    )
    if verify_shape or not short or array.size == 1:
        return constants.constant(value, dtype, shape, name)
    missing = int(np.prod(as_dims(shape) or ())) - array.size  # type: ignore[arg-type]
    filled = np.append(array.ravel(), np.full(missing, array.ravel()[-1]))
    kept = array.dtype if isinstance(value, np.ndarray) else None
    wanted = (
        dtype
        if dtype is not None or kept is not None
        else constants.constant(value).dtype
    )
    return constants.constant(filled.reshape(as_dims(shape)), wanted, shape, name)


def convert_to_tensor(
    value: Any,
    dtype: Any = None,
    name: str | None = None,
    preferred_dtype: Any = None,
    dtype_hint: Any = None,
) -> Tensor:
    """A tensor of what can become one."""
    hint = renamed("dtype_hint", dtype_hint, "preferred_dtype", preferred_dtype)
    return constants.convert_to_tensor(value, dtype, hint, name)


def space_to_depth(
    input: Any,
    block_size: int,
    name: str | None = None,
    data_format: str = "NHWC",
) -> Tensor:
    """Moves blocks of pixels into channels."""
    return rearrange.space_to_depth(input, block_size, data_format, name)


def depth_to_space(
    input: Any,
    block_size: int,
    name: str | None = None,
    data_format: str = "NHWC",
) -> Tensor:
    """Moves channels into blocks of pixels."""
    return rearrange.depth_to_space(input, block_size, data_format, name)


def parallel_stack(
    values: Any,
    name: str = "parallel_stack",
) -> Tensor:
    """Stacks tensors of one shape, which is the same as `tf.stack` here.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.parallel_stack([1, 2])))
        [1 2]
    """
    return shapes.stack(values, 0, name)
