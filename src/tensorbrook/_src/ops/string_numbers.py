"""Numbers as strings, and back: `tf.strings.as_string`, `tf.strings.to_number`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import same_as
from tensorbrook._src.ops.string_arrays import (
    NO_STRINGS,
    measured,
    of_bytes,
    text,
    wrong,
)


def _number_format(
    kind: str, precision: int, scientific: bool, shortest: bool, width: int, fill: str
) -> tuple[str, str]:
    """The format of a finite number, and that of NaN and infinity."""
    if scientific and shortest:
        raise wrong("AsString: `scientific` and `shortest` exclude each other.")
    if len(fill) > 1 or fill not in ("", " ", "0", "+", "-"):
        raise wrong(
            f"AsString: `fill` must be one of ' ', '0', '+', '-', got {fill!r}."
        )
    if kind == "i" and (precision >= 0 or scientific or shortest):
        raise wrong("AsString: `precision` and notations are for floats, not integers.")
    size = str(width) if width > -1 else ""
    digits = f".{precision}" if precision > -1 else ""
    letter = "d" if kind == "i" else "e" if scientific else "g" if shortest else "f"
    return f"%{fill}{size}{digits}{letter}", f"%{fill.replace('0', '')}{size}f"


def _writer(
    dtype: DType, fill: str, width: int, **options: Any
) -> Callable[[Any], str]:
    if dtype.is_bool:
        return lambda value: "true" if value else "false"
    if dtype is dtypes.string:
        if fill not in ("", "-"):
            raise wrong(f"AsString: `fill` of strings must be '' or '-', got {fill!r}.")
        return lambda value: f"%{fill}{max(width, 0)}s" % text(value)
    kind = "i" if dtype.is_integer else "f"
    finite, special = _number_format(kind, width=width, fill=fill, **options)

    def number(value: Any) -> str:
        return (finite if np.isfinite(value) else special) % value

    if dtype.is_complex:
        return lambda value: f"({number(value.real)},{number(value.imag)})"
    return number


_WIDEST = 1 << 16


def _as_string_kernel(xp: Any, input: Any, **options: Any) -> Any:
    if not isinstance(input, np.ndarray | np.generic):
        raise TypeError("a variant has no text")
    array = np.asarray(input)
    dtype = dtypes.string if array.dtype.kind == "O" else dtypes.as_dtype(array.dtype)
    if max(options["width"], options["precision"]) > _WIDEST:
        raise wrong(f"AsString: `width` and `precision` must be at most {_WIDEST}.")
    write = _writer(dtype, **options)
    flat = array.reshape(-1)
    items = flat.tolist() if array.dtype.kind != "V" else list(map(float, flat))
    return of_bytes(
        (write(item).encode("utf-8", "surrogateescape") for item in items), array.shape
    )


as_string_op = Op(
    "AsString",
    "input: T -> output: string | T: {float32, float64, int32, uint8, int16, int8, int64, "
    "bfloat16, uint16, half, uint32, uint64, complex64, complex128, bool, variant, "
    "string}, precision: int = -1, scientific: bool = False, shortest: bool = False, "
    "width: int = -1, fill: string = ''",
    shape=same_as(0),
    reference=_as_string_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)

_FLOAT = re.compile(
    r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)", re.IGNORECASE
)
_HEXADECIMAL = re.compile(r"[+-]?0x[0-9a-f]+(?:\.[0-9a-f]*)?(?:p[+-]?\d+)?", re.I)
_INTEGER = re.compile(r"[+-]?\d+")


def _not_a_number(item: bytes, dtype: DType) -> Exception:
    return wrong(
        f"StringToNumber: {text(item)!r} is not a number of type {dtype.name}."
    )


def _reader(dtype: DType) -> Callable[[bytes], Any]:
    def read(item: bytes) -> Any:
        digits = text(item).strip()
        if dtype.is_floating:
            if _FLOAT.fullmatch(digits):
                return float(digits)
            if _HEXADECIMAL.fullmatch(digits):
                return float.fromhex(digits)
            raise _not_a_number(item, dtype)
        if not _INTEGER.fullmatch(digits):
            raise _not_a_number(item, dtype)
        number = int(digits)
        if not int(dtype.min) <= number <= int(dtype.max):
            raise _not_a_number(item, dtype)
        return number

    return read


string_to_number_op = Op(
    "StringToNumber",
    "string_tensor: string -> output: out_type | "
    "out_type: {float32, float64, int32, int64, uint32, uint64} = float32",
    shape=same_as(0),
    reference=lambda xp, string_tensor, out_type: measured(
        _reader(out_type), string_tensor, out_type.numpy_dtype
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def as_string(
    input: Any,
    precision: int = -1,
    scientific: bool = False,
    shortest: bool = False,
    width: int = -1,
    fill: str = "",
    name: str | None = None,
) -> Tensor:
    """Writes numbers and truth values as strings.

    Args:
        input: A tensor.
        precision: How many digits behind the point; for floats.
        scientific: Whether floats are written with an exponent.
        shortest: Whether the shorter notation is taken.
        width: How long each string is at least.
        fill: `"0"` or `" "` to fill on the left, `"-"` to fill on the right with spaces,
            `"+"` to write plus signs.
        name: Name of the node in a graph.

    Returns:
        A tensor of strings of the shape of `input`.

    Raises:
        InvalidArgumentError: The options don't fit together or to the dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.as_string([1.5, 2.25], precision=1).numpy()
        array([b'1.5', b'2.2'], dtype=object)
    """
    return as_string_op(  # type: ignore[no-any-return]
        input,
        precision=precision,
        scientific=scientific,
        shortest=shortest,
        width=width,
        fill=fill,
        name=name,
    )


def to_number(
    input: Any, out_type: Any = dtypes.float32, name: str | None = None
) -> Tensor:
    """Reads strings as numbers.

    Args:
        input: A tensor of strings.
        out_type: The dtype of the numbers.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `input`.

    Raises:
        InvalidArgumentError: A string is not a number of that dtype.

    Example:
        >>> import tensorbrook as tf
        >>> tf.strings.to_number(["1.5", "-2"]).numpy()
        array([ 1.5, -2. ], dtype=float32)
    """
    return string_to_number_op(input, out_type=out_type, name=name)  # type: ignore[no-any-return]
