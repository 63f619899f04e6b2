"""`tf.make_tensor_proto` and `tf.make_ndarray`."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager.convert import to_array
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message


def make_tensor_proto(
    values: Any,
    dtype: Any = None,
    shape: Any = None,
    verify_shape: bool = False,
    allow_broadcast: bool = False,
) -> Any:
    """A TensorProto message of a value.

    Args:
        values: A Python or NumPy value, or a TensorProto, which is returned.
        dtype: The dtype; by default that of the value.
        shape: The dims; a value with fewer elements is filled up with its last.
        verify_shape: Whether the value must have exactly these dims.
        allow_broadcast: Accepted for compatibility: values are filled up anyway.

    Returns:
        A TensorProto.

    Raises:
        TypeError: The value is symbolic, can't have that dtype, or has other dims.
        ValueError: It has more elements than the shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.make_ndarray(tf.make_tensor_proto([[1.0, 2.0]]))
        array([[1., 2.]], dtype=float32)
    """
    kind = message("TensorProto")
    if isinstance(values, kind):
        return values
    if hasattr(values, "SerializeToString"):
        return kind.FromString(values.SerializeToString())
    wanted = None if dtype is None else dtypes.as_dtype(dtype).base_dtype
    if isinstance(values, Tensor):
        array, found = _value(values), values.dtype
        if wanted is not None and wanted is not found:
            raise TypeError(
                f"`dtype` {wanted!r} is not compatible with {values} of dtype {found!r}."
            )
    else:
        array, found = to_array(values, wanted)
    dims = None if shape is None else as_dims(shape)
    if verify_shape and dims is not None and dims != array.shape:
        raise TypeError(f"Expected Tensor's shape: {dims}, but got {array.shape}.")
    if dims is None or dims == array.shape:
        return tensor_proto.to_proto(array, found)
    count = math.prod(dims)  # type: ignore[arg-type]
    if array.size > count:
        raise ValueError(
            f"Too many elements provided. Takes at most {count}, but got {array.size}"
        )
    made = _unfilled(array.reshape(-1), found)
    made.tensor_shape.CopyFrom(tensor_proto.shape_to_proto(dims))
    return made


def _value(tensor: Tensor) -> np.ndarray[Any, Any]:
    known = tensor._static_value()
    if known is None:
        raise TypeError(
            "List of Tensors when single Tensor expected: a symbolic tensor "
            "has no value yet."
        )
    return np.asarray(known)


def _unfilled(values: np.ndarray[Any, Any], dtype: Any) -> Any:
    """A TensorProto with these values in the field of their type."""
    made = message("TensorProto")(dtype=dtype.as_datatype_enum)
    tensor_proto.add_values(made, values, dtype)
    return made


def make_ndarray(tensor: Any) -> np.ndarray[Any, Any]:
    """The NumPy array of a TensorProto message.

    Args:
        tensor: A TensorProto.

    Returns:
        An array; strings are bytes in an object array.

    Raises:
        TypeError: Its dtype has no array.
        errors.InvalidArgumentError: The message contradicts itself.
    """
    kind = message("TensorProto")
    if not isinstance(tensor, kind):
        tensor = kind.FromString(tensor.SerializeToString())
    try:
        return tensor_proto.from_proto(tensor)[0]
    except NotImplementedError as problem:
        raise TypeError(f"Unsupported tensor type: {tensor.dtype}. {problem}") from None
