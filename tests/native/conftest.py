"""Runs native kernels on NumPy arrays; tests skip where there is no native core."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tensorbrook._src.core import dtypes
from tensorbrook._src.eager import backend
from tensorbrook._src.eager.tensor import tensor_of

Run = Callable[..., Any]


@pytest.fixture
def native() -> Any:
    """The extension module."""
    if backend.native is None:
        pytest.skip(f"no native core ({backend.reason})")
    return backend.native


@pytest.fixture
def tensor() -> Callable[[Any], Any]:
    """Makes an eager tensor of an array or nested list."""

    def make(value: Any, dtype: Any = None) -> Any:
        array = np.asarray(value, dtype)
        return tensor_of(array, dtypes.as_dtype(array.dtype), copy=True)

    return make


@pytest.fixture
def run(native: Any, tensor: Callable[[Any], Any]) -> Run:
    """Runs a kernel by name; the output arrays, or None for what isn't handled."""

    def call(op_name: str, *values: Any, **attrs: Any) -> list[Any] | None:
        inputs = [v if isinstance(v, native.TensorBase) else tensor(v) for v in values]
        handle = native.find(op_name)
        assert handle >= 0, f"no kernel is registered for {op_name}"
        outputs = native.execute(handle, inputs, attrs or None)
        return None if outputs is NotImplemented else [t._array() for t in outputs]

    return call
