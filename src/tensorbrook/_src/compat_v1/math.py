"""Arithmetic, counting and gradients in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.autodiff import graph_gradients
from tensorbrook._src.autodiff import hessians as second_derivatives
from tensorbrook._src.autodiff.unconnected import UnconnectedGradients
from tensorbrook._src.compat_v1.arguments import renamed
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import accumulate, binary, counting, sparse_segment
from tensorbrook._src.ops import norm as norms
from tensorbrook._src.ops import shape as shape_ops
from tensorbrook._src.ops.constant import convert_to_tensor


def div(
    x: Any,
    y: Any,
    name: str | None = None,
) -> Tensor:
    """Divides: integers as Python's `//` does, floating numbers exactly.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.div(-7, 2)))
        -4
    """
    x = convert_to_tensor(x, name="x")
    y = convert_to_tensor(y, name="y", dtype=x.dtype.base_dtype)
    with name_scope(name or "div") as scope:
        if x.dtype.is_floating or x.dtype.is_complex:
            return binary.realdiv(x, y, name=scope)
        return binary.floordiv(x, y, name=scope)


def bincount(
    arr: Any,
    weights: Any = None,
    minlength: Any = None,
    maxlength: Any = None,
    dtype: Any = dtypes.int32,
) -> Tensor:
    """Counts how often each integer occurs.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.bincount([1, 1, 3])))
        [0 2 0 1]
    """
    return counting.bincount(arr, weights, minlength, maxlength, dtype)


def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: Any = None,
    dtype: Any = dtypes.int32,
    name: str | None = None,
    weights: Any = None,
) -> Tensor:
    """Counts predictions by true and predicted class.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.confusion_matrix([0, 1], [1, 1])))
        [[0 1]
         [0 1]]
    """
    return counting.confusion_matrix(
        labels, predictions, num_classes, weights, dtype, name
    )


def norm(
    tensor: Any,
    ord: Any = "euclidean",
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    keep_dims: bool | None = None,
) -> Tensor:
    """The norm of vectors or matrices.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.norm([3.0, 4.0], keep_dims=True)))
        [5.]
    """
    return norms.norm(
        tensor,
        ord,
        axis,
        bool(renamed("keepdims", keepdims, "keep_dims", keep_dims)),
        name,
    )


def sparse_segment_sum(
    data: Any,
    indices: Any,
    segment_ids: Any,
    name: str | None = None,
    num_segments: Any = None,
    sparse_gradient: bool = False,
) -> Any:
    """Adds rows, picked by `indices`, that belong to one segment.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.sparse_segment_sum([[1.0], [2.0], [3.0]], [0, 2], [0, 0])))
        [[4.]]
    """
    return sparse_segment.sparse_segment_sum(
        data, indices, segment_ids, num_segments, name, sparse_gradient
    )


def sparse_segment_mean(
    data: Any,
    indices: Any,
    segment_ids: Any,
    name: str | None = None,
    num_segments: Any = None,
    sparse_gradient: bool = False,
) -> Any:
    """Averages rows, picked by `indices`, that belong to one segment.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.sparse_segment_mean([[1.0], [2.0], [3.0]], [0, 2], [0, 0])))
        [[2.]]
    """
    return sparse_segment.sparse_segment_mean(
        data, indices, segment_ids, num_segments, name, sparse_gradient
    )


def sparse_segment_sqrt_n(
    data: Any,
    indices: Any,
    segment_ids: Any,
    name: str | None = None,
    num_segments: Any = None,
    sparse_gradient: bool = False,
) -> Any:
    """Adds and divides by the root of the count rows, picked by `indices`, that belong
        to one segment.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.sparse_segment_sqrt_n([[1.0], [2.0], [3.0]], [0, 2], [0, 0])))
        [[2.828427]]
    """
    return sparse_segment.sparse_segment_sqrt_n(
        data, indices, segment_ids, num_segments, name, sparse_gradient
    )


def accumulate_n(
    inputs: Any,
    shape: Any = None,
    tensor_dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """Adds tensors of one shape.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.accumulate_n([1, 2, 3])))
        6
    """
    return accumulate.add_n(inputs, name)


def gradients(
    ys: Any,
    xs: Any,
    grad_ys: Any = None,
    name: str = "gradients",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
    stop_gradients: Any = None,
    unconnected_gradients: Any = UnconnectedGradients.NONE,
) -> list[Any]:
    """Derivatives of the sum of `ys` with respect to each of `xs`.

    Args:
        ys: A tensor or a list of tensors.
        xs: A tensor, a variable, or a list of them.
        grad_ys: Weights of the elements of `ys`; by default ones.
        name: Name scope of the new nodes.
        colocate_gradients_with_ops: Accepted for compatibility.
        gate_gradients: Accepted for compatibility.
        aggregation_method: Accepted for compatibility.
        stop_gradients: Tensors that count as constants.
        unconnected_gradients: None or zeros where a source does not matter.

    Returns:
        A list with a tensor, IndexedSlices or None for each of `xs`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     x = tf.constant(3.0)
        ...     print(sess.run(tf.gradients(x * x, x)))
        [np.float32(6.0)]
    """
    return graph_gradients.gradients(
        ys,
        xs,
        grad_ys,
        name,
        gate_gradients,
        aggregation_method,
        stop_gradients,
        unconnected_gradients,
    )


def hessians(
    ys: Any,
    xs: Any,
    name: str = "hessians",
    colocate_gradients_with_ops: bool = False,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
) -> list[Any]:
    """The second derivatives of the sum of `ys` with respect to each of `xs`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     x = tf.constant([1.0, 2.0])
        ...     print(sess.run(tf.hessians(tf.reduce_sum(x**3), x)[0]))
        [[ 6.  0.]
         [ 0. 12.]]
    """
    return second_derivatives.hessians(ys, xs, gate_gradients, aggregation_method, name)
