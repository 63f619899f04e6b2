"""`tf.get_session_handle` and its relatives: tensors kept between runs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import session_tensors
from tensorbrook._src.ops.constant import placeholder_op


def get_session_handle(data: Any, name: str | None = None) -> Tensor:
    """A handle of a tensor that is kept when the run ends.

    Args:
        data: The tensor.
        name: Name of the node.

    Returns:
        A tensor that runs to a `TensorHandle`.

    Raises:
        TypeError: `data` isn't a tensor.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     kept = sess.run(tf.get_session_handle(tf.constant(4)))
        ...     feed, value = tf.get_session_tensor(kept.handle, tf.int32)
        ...     print(sess.run(value + 1, {feed: kept.handle}))
        5
    """
    if not isinstance(data, Tensor):
        raise TypeError("`data` must be of type Tensor.")
    return session_tensors.get_session_handle_op(data, name=name)  # type: ignore[no-any-return]


def get_session_tensor(
    handle: Any, dtype: Any, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """A placeholder for a handle, and the tensor that is kept under it.

    Args:
        handle: The handle of some tensor.
        dtype: The type of the elements.
        name: Name of the node.

    Returns:
        The placeholder and the tensor.
    """
    place = placeholder_op(dtype=dtypes.string, shape=())
    found = session_tensors.get_session_tensor_op(
        place, dtype=dtypes.as_dtype(dtype), name=name
    )
    return place, found


def delete_session_tensor(handle: Any, name: str | None = None) -> tuple[Tensor, Any]:
    """A placeholder for a handle, and the operation that frees its tensor."""
    place = placeholder_op(dtype=dtypes.string, shape=())
    return place, session_tensors.delete_session_tensor_op(place, name=name)
