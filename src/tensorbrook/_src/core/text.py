"""Text and bytes (`tf.compat.as_bytes` and its relatives)."""

from __future__ import annotations

import numbers
from typing import Any

import numpy as np


def as_bytes(bytes_or_text: Any, encoding: str = "utf-8") -> bytes:
    """Bytes for bytes or text.

    Args:
        bytes_or_text: `bytes`, `bytearray` or `str`.
        encoding: The encoding of text.

    Returns:
        Bytes.

    Raises:
        TypeError: It is neither bytes nor text.

    Example:
        >>> import tensorbrook as tf
        >>> tf.compat.as_bytes("a")
        b'a'
    """
    if isinstance(bytes_or_text, str):
        return bytes_or_text.encode(encoding)
    if isinstance(bytes_or_text, bytes | bytearray):
        return bytes(bytes_or_text)
    raise TypeError(f"Expected binary or unicode string, got {bytes_or_text!r}")


def as_text(bytes_or_text: Any, encoding: str = "utf-8") -> str:
    """Text for bytes or text.

    Args:
        bytes_or_text: `bytes` or `str`.
        encoding: The encoding of bytes.

    Returns:
        Text.

    Raises:
        TypeError: It is neither bytes nor text.

    Example:
        >>> import tensorbrook as tf
        >>> tf.compat.as_text(b"a")
        'a'
    """
    if isinstance(bytes_or_text, str):
        return bytes_or_text
    if isinstance(bytes_or_text, bytes):
        return bytes_or_text.decode(encoding)
    raise TypeError(f"Expected binary or unicode string, got {bytes_or_text!r}")


as_str = as_text


def as_str_any(value: Any, encoding: str = "utf-8") -> str:
    """Text for anything: bytes are decoded, other objects go through `str`.

    Args:
        value: Any object.
        encoding: The encoding of bytes.

    Returns:
        Text.

    Example:
        >>> import tensorbrook as tf
        >>> tf.compat.as_str_any(1)
        '1'
    """
    return as_text(value, encoding) if isinstance(value, bytes) else str(value)


def path_to_str(path: Any) -> Any:
    """Text for a path object; anything else stays as it is.

    Args:
        path: Text, bytes, or an object with `__fspath__`.

    Returns:
        The text of the path.

    Example:
        >>> import pathlib
        >>> import tensorbrook as tf
        >>> tf.compat.path_to_str(pathlib.PurePosixPath("/tmp/a"))
        '/tmp/a'
    """
    return as_str_any(path.__fspath__()) if hasattr(path, "__fspath__") else path


#: Types for `isinstance`, of text and numbers of Python and NumPy.
bytes_or_text_types = (bytes, str)
integral_types = (numbers.Integral, np.integer)
real_types = (numbers.Real, np.integer, np.floating)
complex_types = (numbers.Complex, np.number)
