"""Reductions as 1.x programs call them: `reduction_indices` and `keep_dims`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import needed, renamed
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import reduce


def reduce_sum(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Adds the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_sum([[1, 2], [3, 4]], reduction_indices=1)))
        [3 7]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_sum(input_tensor, axis, keep, name)


def reduce_mean(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Averages the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_mean([[1.0, 2.0], [3.0, 4.0]], reduction_indices=1)))
        [1.5 3.5]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_mean(input_tensor, axis, keep, name)


def reduce_prod(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Multiplies the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_prod([[1, 2], [3, 4]], reduction_indices=1)))
        [ 2 12]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_prod(input_tensor, axis, keep, name)


def reduce_max(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Takes the largest of the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_max([[1, 2], [3, 4]], reduction_indices=1)))
        [2 4]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_max(input_tensor, axis, keep, name)


def reduce_min(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Takes the smallest of the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_min([[1, 2], [3, 4]], reduction_indices=1)))
        [1 3]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_min(input_tensor, axis, keep, name)


def reduce_all(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Tells whether all are true of the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_all([[True, True], [True, False]], reduction_indices=1)))
        [ True False]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_all(input_tensor, axis, keep, name)


def reduce_any(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Tells whether any is true of the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_any([[True, False], [False, False]], reduction_indices=1)))
        [ True False]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_any(input_tensor, axis, keep, name)


def reduce_logsumexp(
    input_tensor: Any,
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """Takes the logarithm of the sum of the exponentials of the elements along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to reduce; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.

    Returns:
        The reduced tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.reduce_logsumexp([[0.0, 0.0], [0.0, 0.0]], reduction_indices=1)))
        [0.6931472 0.6931472]
    """
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.reduce_logsumexp(input_tensor, axis, keep, name)


def count_nonzero(
    input_tensor: Any = None,
    axis: Any = None,
    keepdims: bool | None = None,
    dtype: Any = dtypes.int64,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
    input: Any = None,
) -> Tensor:
    """Counts the elements that aren't zero along dimensions.

    Args:
        input_tensor: The tensor.
        axis: The dimensions to count along; by default all of them.
        keepdims: Whether reduced dimensions stay, with size 1.
        dtype: The type of the counts.
        name: Name of the node in a graph.
        reduction_indices: The old name of `axis`.
        keep_dims: The old name of `keepdims`.
        input: The other name of `input_tensor`.

    Returns:
        The counts.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.count_nonzero([[1, 0], [3, 4]], 1)))
        [1 2]
    """
    tensor = renamed("input", input, "input_tensor", input_tensor)
    tensor = needed("tf.count_nonzero", "input", tensor)
    axis = renamed("axis", axis, "reduction_indices", reduction_indices)
    keep = bool(renamed("keepdims", keepdims, "keep_dims", keep_dims))
    return reduce.count_nonzero(tensor, axis, keep, dtype, name)
