"""Arrays of strings: how kernels go through their elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import unsupported

NO_STRINGS = unsupported("strings have no place in a compiled program")


def of_bytes(values: Iterable[bytes], shape: tuple[int, ...] = (-1,)) -> Any:
    """An array of byte strings."""
    flat = list(values)
    made = np.empty(len(flat), object)
    made[:] = flat
    return made.reshape(shape)


def mapped(function: Callable[[bytes], bytes], array: Any) -> Any:
    """`function` of each string."""
    array = np.asarray(array, object)
    return of_bytes(map(function, array.reshape(-1).tolist()), array.shape)


def measured(function: Callable[[bytes], Any], array: Any, dtype: Any) -> Any:
    """A number or truth value for each string."""
    array = np.asarray(array, object)
    flat = [function(item) for item in array.reshape(-1).tolist()]
    return np.array(flat, dtype).reshape(array.shape)


def text(value: bytes) -> str:
    """Bytes as text; what is not UTF-8 survives the way there and back."""
    return value.decode("utf-8", "surrogateescape")


def raw(value: str) -> bytes:
    """The bytes of a text made by `text`."""
    return value.encode("utf-8", "surrogateescape")


def wrong(message: str) -> errors.InvalidArgumentError:
    """The error for an input that an operation on strings can't take."""
    return errors.InvalidArgumentError(None, None, message)
