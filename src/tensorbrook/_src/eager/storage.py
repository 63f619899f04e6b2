"""The storage of an eager tensor over a NumPy array: what runs without the native core.

The classes and functions have the interface of `tensorbrook._native`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

_tensor_class: Any = None


class TensorBase:
    """Dtype code, dims and data of an eager tensor."""

    __slots__ = ("__dict__", "__weakref__", "_data", "_dtype_code", "_shape_tuple")

    _data: Any
    _dtype_code: int
    _shape_tuple: tuple[int, ...]

    def _array(self) -> Any:
        """The array itself, sharing memory; the object of a resource or variant."""
        return self._data


def register_tensor_class(cls: Any) -> None:
    """Makes `cls` the type of all tensors that this module creates."""
    global _tensor_class
    _tensor_class = cls


def from_numpy(array: np.ndarray[Any, Any], dtype_code: int, copy: bool) -> Any:
    """A tensor of the array, copied where asked for or where it isn't contiguous."""
    data = np.array(array, order="C") if copy else np.ascontiguousarray(array)
    return from_object(data.reshape(array.shape), dtype_code, array.shape)


def from_object(data: Any, dtype_code: int, dims: tuple[int, ...]) -> Any:
    """A tensor that holds `data` as it is."""
    tensor = _tensor_class.__new__(_tensor_class)
    tensor._data = data
    tensor._dtype_code = dtype_code
    tensor._shape_tuple = tuple(dims)
    return tensor


def from_literal(value: Any, dtype_code: int) -> None:
    """Leaves every value to the conversion over NumPy."""


def register_calls(
    calls: dict[Any, Any], types: frozenset[Any], conversions: list[Any]
) -> None:
    """Nothing to prepare: there are no native kernels."""


def prepare(handle: int, attrs: dict[str, Any]) -> None:
    """Nothing to prepare: there are no native kernels."""


def call(op: Any, inputs: Any, attrs: Any, tapes: Any) -> Any:
    """Leaves every call to the interpreter."""
    return NotImplemented


def read(variable: Any) -> None:
    """Leaves every read to the op."""


def assign(op: Any, handle: Any, value: Any) -> bool:
    """Leaves every assignment to the op."""
    return False


class VariableBase:
    """The operators of a variable: without the native core, Python's."""


class Variable:
    """The resource behind a variable: a tensor that can be replaced."""

    def __init__(
        self, dtype_code: int, dims: tuple[int | None, ...] | None = None
    ) -> None:
        self.dtype_code = dtype_code
        self._value: Any = None

    @property
    def is_initialized(self) -> bool:
        return self._value is not None

    def read(self) -> Any:
        """The current tensor."""
        if self._value is None:
            raise ValueError("The variable holds no value yet.")
        return self._value

    def assign(self, tensor: Any) -> None:
        """Replaces the value by a copy: the array may belong to somebody else."""
        array = tensor._array()
        self._value = from_numpy(array, tensor._dtype_code, copy=True)

    def reset(self) -> None:
        """Makes the variable uninitialised."""
        self._value = None
