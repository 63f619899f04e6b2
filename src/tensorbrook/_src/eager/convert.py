"""From Python and NumPy values to arrays of TensorFlow's types.

Python numbers become int32 (int64 where they don't fit) and float32, arrays keep their
dtype; what the caller asks for wins where no information is lost by surprise: a float
is never cut to an integer, a number is never a truth value or a string.
"""

from __future__ import annotations

import collections.abc
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType

_INT32_MIN, _INT32_MAX = -(2**31), 2**31 - 1
_FLOAT32_MAX = float(np.finfo(np.float32).max)
_KINDS = {"b": dtypes.bool, "c": dtypes.complex128, "f": dtypes.float32}


def short_name(dtype: DType) -> str:
    """The name that TensorFlow's runtime uses in messages: float, double, half."""
    return {"float32": "float", "float64": "double", "float16": "half"}.get(
        dtype.name, dtype.name
    )


def cannot_convert(value: Any, dtype: DType) -> TypeError:
    """The error for a Python value that can't become a tensor of `dtype`."""
    return TypeError(
        f"Cannot convert {value!r} to EagerTensor of dtype {short_name(dtype)}"
    )


def unsupported_type(value: Any) -> ValueError:
    """The error for a Python value that can't become any tensor."""
    return ValueError(
        f"Attempt to convert a value ({value!r}) with an unsupported type "
        f"({type(value)}) to a Tensor."
    )


def to_array(value: Any, dtype: DType | None) -> tuple[np.ndarray[Any, Any], DType]:
    """An array and its dtype for a value that is not a tensor.

    Args:
        value: A Python number, string or sequence, a NumPy array or scalar, or an object
            with `__array__`.
        dtype: The dtype that is wanted, or None to follow the value.

    Returns:
        The array (possibly the given one itself) and its dtype.

    Raises:
        TypeError: The value can't have that dtype.
        ValueError: The value is ragged, mixed, or of no type that a tensor can have.
    """
    kind = type(value)
    if kind is float or kind is int or kind is bool:
        return _number(value, dtype)
    if isinstance(value, str | bytes):
        return _strings(value, np.array(value, object), dtype)
    if isinstance(value, np.ndarray | np.generic):
        return _numpy(value, dtype)
    if isinstance(value, complex | int | float):
        return _number(value, dtype)
    if isinstance(value, list | tuple | range):
        return _sequence(value, dtype)
    if hasattr(value, "__array__"):
        return _numpy(np.asarray(value), dtype)
    if isinstance(value, collections.abc.Sequence | collections.abc.ValuesView):
        return _sequence(list(value), dtype)
    raise unsupported_type(value)


def _number(value: Any, dtype: DType | None) -> tuple[np.ndarray[Any, Any], DType]:
    if dtype is None:
        dtype = _python_type(value)
    elif not _accepts(dtype, value):
        raise cannot_convert(value, dtype)
    if dtype is dtypes.float32 and isinstance(value, float):
        _check_float_range(abs(value))
    if dtype.is_integer and isinstance(value, int):
        return np.array(wrapped(value, dtype), dtype.numpy_dtype), dtype
    return np.array(value, dtype.numpy_dtype), dtype


def wrapped(value: int, dtype: DType) -> int:
    """`value` modulo the range of an integer dtype."""
    low, high = int(dtype.min), int(dtype.max)
    return value if low <= value <= high else (value - low) % (high - low + 1) + low


def _check_float_range(largest: float) -> None:
    if _FLOAT32_MAX < largest < float("inf"):
        raise ValueError(
            "Can't convert Python sequence with a value out of range for float32: "
            f"{largest} is larger than {_FLOAT32_MAX}. Pass dtype=tf.float64."
        )


def _python_type(value: Any) -> DType:
    if isinstance(value, bool):
        return dtypes.bool
    if isinstance(value, int):
        if _INT32_MIN <= value <= _INT32_MAX:
            return dtypes.int32
        if -(2**63) <= value < 2**63:
            return dtypes.int64
        raise ValueError(
            "Can't convert Python sequence with out-of-range integer to Tensor: "
            f"{value} does not fit into 64 bits."
        )
    return dtypes.float32 if isinstance(value, float) else dtypes.complex128


def _accepts(dtype: DType, value: Any) -> bool:
    """Whether a Python number may become `dtype` when asked to."""
    if isinstance(value, bool):
        return dtype.is_bool or dtype.is_floating or dtype.is_integer
    if isinstance(value, int):
        return (
            dtype.is_integer
            or dtype.is_floating
            or dtype.is_complex
            or dtype.is_quantized
        )
    if isinstance(value, float):
        return dtype.is_floating or dtype.is_complex
    return dtype.is_complex


def _numpy(value: Any, dtype: DType | None) -> tuple[np.ndarray[Any, Any], DType]:
    array = np.asarray(value)
    if isinstance(value, np.ma.MaskedArray):
        array = np.asarray(value.data)
    if array.dtype.kind in "SUOT":
        return _strings(value, array, dtype)
    try:
        own = dtypes.as_dtype(array.dtype)
    except TypeError:
        raise ValueError(
            f"Failed to convert a NumPy array to a Tensor (Unsupported numpy type: "
            f"{array.dtype})."
        ) from None
    if dtype is None or dtype is own:
        native = array.dtype.newbyteorder("=")
        return array if array.dtype == native else array.astype(native), own
    if dtype in (dtypes.string, dtypes.resource, dtypes.variant):
        raise cannot_convert(value, dtype)
    if own.is_complex and not dtype.is_complex:
        raise cannot_convert(value, dtype)
    with np.errstate(invalid="ignore", over="ignore"):
        return array.astype(dtype.numpy_dtype), dtype


def _strings(
    value: Any, array: np.ndarray[Any, Any], dtype: DType | None
) -> tuple[np.ndarray[Any, Any], DType]:
    """An object array of bytes."""
    if dtype is not None and dtype is not dtypes.string:
        raise cannot_convert(value, dtype)
    flat = [_as_bytes(item) for item in array.ravel().tolist()]
    made = np.empty(len(flat), object)
    made[:] = flat
    return made.reshape(array.shape), dtypes.string


def _as_bytes(item: Any) -> bytes:
    if isinstance(item, bytes):
        return item
    if isinstance(item, str):
        return item.encode("utf-8", "surrogateescape")
    raise ValueError(
        "Failed to convert a NumPy array to a Tensor (Unsupported object type "
        f"{type(item).__name__})."
    )


def _sequence(value: Any, dtype: DType | None) -> tuple[np.ndarray[Any, Any], DType]:
    leaf = _first_leaf(value)
    if leaf is _NOTHING:
        return _empty(value, dtype)
    if leaf is None:
        raise unsupported_type(value)
    try:
        array = np.array(value)
    except ValueError:
        raise ValueError(
            "Can't convert non-rectangular Python sequence to Tensor."
        ) from None
    except (TypeError, OverflowError):
        raise unsupported_type(value) from None
    if array.dtype.kind == "O":
        return _object_sequence(value, array, dtype)
    if array.dtype.kind in "SU":
        if not isinstance(leaf, str | bytes | np.ndarray | np.generic):
            raise ValueError(
                "Can't convert Python sequence with mixed types to Tensor."
            )
        return _text_sequence(value, array.ndim)
    if isinstance(leaf, bool) and array.dtype.kind != "b":
        raise ValueError("Can't convert Python sequence with mixed types to Tensor.")
    return _typed_sequence(value, array, leaf, dtype)


def _typed_sequence(
    value: Any, array: np.ndarray[Any, Any], leaf: Any, dtype: DType | None
) -> tuple[np.ndarray[Any, Any], DType]:
    kind = array.dtype.kind
    if dtype is not None:
        sample = {"b": True, "i": 0, "u": 0, "f": 0.0, "c": 0j}.get(kind, 0.0)
        if not _accepts(dtype, sample):
            raise cannot_convert(value, dtype)
        with np.errstate(invalid="ignore", over="ignore"):
            return array.astype(dtype.numpy_dtype), dtype
    if kind in "iu":
        small = array.size == 0 or (
            array.min() >= _INT32_MIN and array.max() <= _INT32_MAX
        )
        dtype = dtypes.int32 if small else dtypes.int64
    elif kind == "f" and isinstance(leaf, np.floating):
        dtype = dtypes.as_dtype(leaf.dtype)
    elif kind == "f" and isinstance(leaf, np.ndarray | np.generic):
        dtype = dtypes.as_dtype(array.dtype)
    else:
        dtype = _KINDS.get(kind) or dtypes.as_dtype(array.dtype)
    if dtype is dtypes.float32 and array.dtype == np.float64 and array.size:
        finite = np.abs(array[np.isfinite(array)])
        _check_float_range(float(finite.max()) if finite.size else 0.0)
    return array.astype(dtype.numpy_dtype, copy=False), dtype


def _text_sequence(value: Any, rank: int) -> tuple[np.ndarray[Any, Any], DType]:
    """Text is read leaf by leaf: NumPy's fixed-width strings lose trailing zeros."""
    leaves: list[Any] = []
    dims: list[int] = []
    level: Any = [value]
    for _ in range(rank):
        dims.append(len(level[0]))
        level = [item for part in level for item in part]
    leaves = [item.item() if isinstance(item, np.ndarray) else item for item in level]
    if not all(isinstance(item, str | bytes) for item in leaves):
        raise ValueError("Can't convert Python sequence with mixed types to Tensor.")
    made = np.empty(len(leaves), object)
    made[:] = [_as_bytes(item) for item in leaves]
    return made.reshape(dims), dtypes.string


def _object_sequence(
    value: Any, array: np.ndarray[Any, Any], dtype: DType | None
) -> tuple[np.ndarray[Any, Any], DType]:
    items = array.ravel().tolist()
    if all(isinstance(item, str | bytes) for item in items):
        return _strings(value, array, dtype)
    if any(isinstance(item, int) for item in items) and all(
        isinstance(item, int | float) for item in items
    ):
        raise ValueError(
            "Can't convert Python sequence with out-of-range integer to Tensor."
        )
    if len({type(item) for item in items}) > 1:
        raise ValueError("Can't convert Python sequence with mixed types to Tensor.")
    raise unsupported_type(value)


_NOTHING = object()


def _first_leaf(value: Any) -> Any:
    """The first element that is no sequence; _NOTHING where there is none."""
    while isinstance(value, list | tuple | range):
        if not value:
            return _NOTHING
        value = value[0]
    return value


def _empty(value: Any, dtype: DType | None) -> tuple[np.ndarray[Any, Any], DType]:
    try:
        array = np.array(value, dtype=np.float32)
    except (ValueError, TypeError):
        raise ValueError(
            "Can't convert non-rectangular Python sequence to Tensor."
        ) from None
    dtype = dtypes.float32 if dtype is None else dtype
    return array.astype(dtype.numpy_dtype), dtype
