"""`tf.make_tensor_proto` with the arguments of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.eager import protos


def make_tensor_proto(
    values: Any,
    dtype: Any = None,
    shape: Any = None,
    verify_shape: bool = False,
    allow_broadcast: bool = False,
) -> Any:
    """A TensorProto message of a value; see `tf.make_tensor_proto` of 2.x.

    Args:
        values: A Python or NumPy value.
        dtype: The dtype; by default that of the value.
        shape: The dims.
        verify_shape: Whether the value must have exactly these dims.
        allow_broadcast: Whether a value with fewer elements is filled up.

    Returns:
        A TensorProto.

    Raises:
        TypeError: The value has other dims.
    """
    made = protos.make_tensor_proto(values, dtype)
    if shape is None:
        return made
    own = tuple(dim.size for dim in made.tensor_shape.dim)
    wanted = as_dims(shape)
    if verify_shape and own != wanted:
        raise TypeError(f"Expected Tensor's shape: {wanted}, but got {own}.")
    return protos.make_tensor_proto(values, dtype, shape)
