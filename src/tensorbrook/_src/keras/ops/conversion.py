"""What every function of `keras.ops` does first: draw symbols, find the type."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.composite import is_ragged, is_sparse
from tensorbrook._src.keras.backend.dtypes import standardize_dtype
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor, any_symbolic
from tensorbrook._src.keras.engine.operation import FunctionOperation

_Function = TypeVar("_Function", bound=Callable[..., Any])
_SMALL_FLOATS = frozenset(("float16", "bfloat16"))


def operation(function: _Function) -> _Function:
    """Makes a function draw itself when one of its arguments is symbolic.

    Args:
        function: computes on tensors.
    """

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> Any:
        if any_symbolic((args, kwargs)):
            drawn = FunctionOperation(function, function.__name__)
            return drawn(*args, **kwargs)
        return function(*args, **kwargs)

    return run  # type: ignore[return-value]


def tensor(x: Any, dtype: Any = None) -> Any:
    """Returns `x` as a tensor; Python numbers and float64 lists as `floatx`.

    Args:
        x: a tensor, an array, a number, or a list of them.
        dtype: the type, by default that of `x`.
    """
    if isinstance(x, tf.Tensor | tf.Variable) or is_sparse(x) or is_ragged(x):
        found = tf.convert_to_tensor(x) if isinstance(x, tf.Variable) else x
        return found if dtype is None else cast_to(found, dtype)
    if dtype is None and not isinstance(x, np.ndarray | np.generic):
        dtype = _python_dtype(x)
    if dtype is not None and isinstance(x, np.ndarray):
        return cast_to(tf.convert_to_tensor(x), dtype)
    name = None if dtype is None else standardize_dtype(dtype)
    if isinstance(x, list | tuple) and _has_tensors(x):
        parts = [tensor(item) for item in x]
        kind = name or result_type(*parts)
        return tf.stack([cast_to(part, kind) for part in parts])
    return tf.convert_to_tensor(x, dtype=name)


def _has_tensors(x: Any) -> bool:
    """Says whether a nested list holds a tensor."""
    if isinstance(x, list | tuple):
        return any(_has_tensors(item) for item in x)
    return isinstance(x, tf.Tensor | tf.Variable)


def _python_dtype(x: Any) -> str | None:
    """Returns the type of numbers in nested lists, or None."""
    if isinstance(x, list | tuple):
        kinds = {_python_dtype(item) for item in x}
        if not kinds:
            return config.floatx()
        if kinds <= {"bool", "int32", config.floatx()}:
            for name in (config.floatx(), "int32", "bool"):
                if name in kinds:
                    return name
        return None
    if isinstance(x, bool):
        return "bool"
    if isinstance(x, int):
        return "int32" if -(2**31) <= x < 2**31 else "int64"
    return config.floatx() if isinstance(x, float) else None


def cast_to(x: Any, dtype: Any) -> Any:
    """Returns a tensor of this type."""
    name = standardize_dtype(dtype)
    return x if x.dtype.name == name else tf.cast(x, name)


def dtype_name(x: Any) -> str:
    """Returns the name of the type of a tensor or symbolic value."""
    return standardize_dtype(x.dtype)


def result_type(*dtypes: Any) -> str:
    """Returns the type that values have in common.

    Python numbers give way to tensors: `int32` and `1.0` have `float32` in common,
    `float16` and `1.0` have `float16`.

    Args:
        *dtypes: tensors, names of types, the Python types, or Python numbers.

    Example:
        >>> result_type("int32", float)
        'float32'
    """
    names = set()
    weak: set[type] = set()
    for value in dtypes:
        kind = _weak_kind(value)
        if kind is not None:
            weak.add(kind)
        else:
            names.add(_strong_name(value))
    found = functools.reduce(_promoted, sorted(names)) if names else "bool"
    if complex in weak and "complex" not in found:
        return "complex64"
    if float in weak and not _is_inexact(found):
        return config.floatx()
    if int in weak and found == "bool":
        return "int32"
    return found


def _weak_kind(value: Any) -> type | None:
    """Returns the Python type of a number that gives way, or None."""
    if isinstance(value, type):
        return value if value in (int, float) else None
    for kind in (bool, int, float, complex):
        if type(value) is kind:
            return kind if kind is not bool else None
    return None


def _strong_name(value: Any) -> str:
    """Returns the name of the type of a value that does not give way."""
    if isinstance(value, str | type):
        return standardize_dtype(value)
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, list | tuple):
        return dtype_name(tensor(value))
    return standardize_dtype(getattr(value, "dtype", value))


def _is_inexact(name: str) -> bool:
    """Says whether a type is of floats or complex numbers."""
    return "float" in name or "complex" in name


def _promoted(first: str, second: str) -> str:
    """Returns the type that two types have in common."""
    if first == second or second == "bool":
        return first
    if first == "bool":
        return second
    if _is_inexact(first) != _is_inexact(second):
        return first if _is_inexact(first) else second
    if {first, second} == _SMALL_FLOATS:
        return "float32"
    if first in _SMALL_FLOATS or second in _SMALL_FLOATS:
        return second if first in _SMALL_FLOATS else first
    found = np.promote_types(first, second).name
    return config.floatx() if found == "float64" and "int" in first else found


def same_type(*values: Any) -> list[Any]:
    """Returns tensors of the type that the values have in common."""
    kind = result_type(*values)
    return [tensor(value, kind) for value in values]


def float_type(*values: Any) -> str:
    """Returns the type that the values have in common, a type of floats."""
    return result_type(*values, float)


def floats(*values: Any) -> list[Any]:
    """Returns tensors of the float type that the values have in common."""
    kind = float_type(*values)
    return [tensor(value, kind) for value in values]


def as_axes(axis: Any) -> list[int] | None:
    """Returns axes as a list, None for all."""
    if axis is None:
        return None
    return list(axis) if isinstance(axis, list | tuple) else [axis]


def static_shape(x: Any) -> tuple[int | None, ...]:
    """Returns the static dimensions of a tensor."""
    if isinstance(x, KerasTensor):
        return x.shape
    return tuple(tf.TensorShape(x.shape).as_list())


def dynamic_shape(x: Any) -> list[Any]:
    """Returns each dimension: a number where it is known, else a tensor."""
    static = static_shape(x)
    if None not in static:
        return list(static)
    whole = tf.shape(x)
    return [whole[i] if size is None else size for i, size in enumerate(static)]
