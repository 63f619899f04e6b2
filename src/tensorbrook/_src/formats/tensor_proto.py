"""TensorProto messages to arrays and back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.varint import read_varints

_FIELDS = {
    "float32": "float_val",
    "float64": "double_val",
    "int32": "int_val",
    "int16": "int_val",
    "int8": "int_val",
    "uint16": "int_val",
    "uint8": "int_val",
    "int64": "int64_val",
    "bool": "bool_val",
    "string": "string_val",
    "complex64": "scomplex_val",
    "complex128": "dcomplex_val",
    "uint32": "uint32_val",
    "uint64": "uint64_val",
}


@dataclass
class VariantData:
    """What a variant holds that can be written: a vector of one value.

    Attributes:
        type_name: Says what it is.
        metadata: The value, as far as it isn't tensors.
        tensors: Arrays with their dtypes.
    """

    type_name: str
    metadata: bytes
    tensors: list[tuple[np.ndarray[Any, Any], DType]]
    shape: ClassVar[tuple[int, ...]] = (1,)


def shape_to_proto(dims: Dims) -> Any:
    """The TensorShapeProto of dims; unknown ones are -1."""
    made = message("TensorShapeProto")()
    if dims is None:
        made.unknown_rank = True
        return made
    for dim in dims:
        made.dim.add(size=-1 if dim is None else dim)
    return made


def shape_from_proto(proto: Any) -> Dims:
    """The dims of a TensorShapeProto, unknown ones as None."""
    if proto.unknown_rank:
        return None
    return tuple(None if dim.size < 0 else int(dim.size) for dim in proto.dim)


def to_proto(array: np.ndarray[Any, Any], dtype: DType, raw: bool = False) -> Any:
    """The TensorProto of an array; strings are bytes in an object array.

    Args:
        array: The array.
        dtype: Its dtype.
        raw: Whether a single number is written as raw bytes, too, as arrays are.
    """
    if dtype.holds_objects and not isinstance(array, VariantData):
        raise NotImplementedError(f"A tensor of dtype {dtype.name} has no TensorProto.")
    made = message("TensorProto")(dtype=dtype.as_datatype_enum)
    made.tensor_shape.CopyFrom(shape_to_proto(array.shape))
    if dtype.holds_objects:
        _add_variant(made, array)
        return made
    if dtype is dtypes.string or (array.size == 1 and not raw):
        add_values(made, array.reshape(-1), dtype)
    else:
        made.tensor_content = np.ascontiguousarray(array, dtype.numpy_dtype).tobytes()
    return made


def _add_variant(proto: Any, value: Any) -> None:
    data = proto.variant_val.add(type_name=value.type_name, metadata=value.metadata)
    for array, dtype in value.tensors:
        data.tensors.append(to_proto(array, dtype))


def _variant(proto: Any) -> Any:
    if len(proto.variant_val) != 1:
        raise NotImplementedError(
            f"A TensorProto of {len(proto.variant_val)} variants can't be read."
        )
    data = proto.variant_val[0]
    tensors = [from_proto(each) for each in data.tensors]
    return VariantData(data.type_name, data.metadata, tensors)


def add_values(proto: Any, values: np.ndarray[Any, Any], dtype: DType) -> None:
    """Appends values to the field of a TensorProto that belongs to their dtype."""
    if dtype.is_complex:
        parts = np.stack([values.real, values.imag], axis=1).reshape(-1)
        getattr(proto, _FIELDS[dtype.name]).extend(parts.tolist())
    elif dtype.name in ("float16", "bfloat16"):
        proto.half_val.extend(values.view(np.uint16).tolist())
    elif dtype.name.startswith("float8"):
        proto.float8_val += values.tobytes()
    else:
        field = _FIELDS.get(dtype.name, "int_val")
        getattr(proto, field).extend(values.tolist())


def from_proto(proto: Any) -> tuple[np.ndarray[Any, Any], DType]:
    """The array of a TensorProto, and its dtype.

    Raises:
        errors.InvalidArgumentError: The message contradicts itself.
        NotImplementedError: Its dtype has no array.
    """
    try:
        dtype = dtypes.as_dtype(proto.dtype).base_dtype
    except TypeError:
        raise _bad(f"the dtype {proto.dtype} is unknown") from None
    dims = [int(dim.size) for dim in proto.tensor_shape.dim]
    if proto.tensor_shape.unknown_rank or any(dim < 0 for dim in dims):
        raise _bad(f"the shape {dims} is not known")
    if dtype is dtypes.variant:
        return _variant(proto), dtype
    if dtype.holds_objects:
        raise NotImplementedError(f"A TensorProto of dtype {dtype.name} has no array.")
    count = math.prod(dims)
    if proto.tensor_content:
        return _content(proto.tensor_content, dtype, dims, count), dtype
    found = values(proto, dtype)
    if len(found) > count or count and not len(found) and _too_many(count, dtype):
        raise _bad(f"{len(found)} values for the shape {dims}")
    return _filled(found, count, dtype).reshape(dims), dtype


def _too_many(count: int, dtype: DType) -> bool:
    """Whether a shape without any value is more likely damage than zeros."""
    return count > 1 << 28 or dtype is dtypes.string and count > 1 << 20


def _content(
    content: bytes, dtype: DType, dims: list[int], count: int
) -> np.ndarray[Any, Any]:
    if dtype is dtypes.string:
        return _strings(content, count).reshape(dims)
    if len(content) != count * dtype.numpy_dtype.itemsize:
        raise _bad(f"{len(content)} bytes for the shape {dims} of {dtype.name}")
    return np.frombuffer(content, dtype.numpy_dtype).reshape(dims).copy()


def _strings(content: bytes, count: int) -> np.ndarray[Any, Any]:
    """Strings in raw form: the lengths of all, and then their bytes."""
    try:
        lengths, at = read_varints(content, 0, count)
    except IndexError:
        raise _bad(f"{len(content)} bytes for {count} strings") from None
    if at + sum(lengths) != len(content):
        raise _bad(f"{len(content)} bytes for {count} strings")
    made = np.empty(count, object)
    for index, length in enumerate(lengths):
        made[index] = content[at : at + length]
        at += length
    return made


def values(proto: Any, dtype: DType) -> np.ndarray[Any, Any]:
    """The values in the field of a TensorProto that belongs to a dtype."""
    if dtype is dtypes.string:
        out = np.empty(len(proto.string_val), object)
        out[:] = list(proto.string_val)
        return out
    if dtype.name in ("float16", "bfloat16"):
        return np.array(proto.half_val, np.uint16).view(dtype.numpy_dtype)
    if dtype.is_complex:
        parts = np.array(getattr(proto, _FIELDS[dtype.name]))
        return (parts[0::2] + 1j * parts[1::2]).astype(dtype.numpy_dtype)
    if dtype.name.startswith("float8"):
        return np.frombuffer(proto.float8_val, np.uint8).view(dtype.numpy_dtype)
    return np.array(getattr(proto, _FIELDS.get(dtype.name, "int_val"))).astype(
        dtype.numpy_dtype
    )


def _filled(
    values: np.ndarray[Any, Any], count: int, dtype: DType
) -> np.ndarray[Any, Any]:
    """The last value stands for all that are missing; none at all means zeros."""
    if len(values) == count:
        return values
    if not len(values):
        if dtype is dtypes.string:
            return np.full(count, b"", object)
        return np.zeros(count, dtype.numpy_dtype)
    made = np.empty(count, values.dtype)
    made[: len(values)] = values
    made[len(values) :] = values[-1]
    return made


def _bad(reason: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, f"Invalid TensorProto: {reason}.")
