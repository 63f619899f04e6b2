"""Strings that hold numbers or other bytes: `tf.io.decode_raw`, Base64."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import same_as
from tensorbrook._src.ops.string_arrays import NO_STRINGS, mapped, wrong


def _one_more(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    return None if dims is None else (*dims, None)


def _byteswapped(data: bytes, dtype: Any) -> bytes:
    size = dtype.numpy_dtype.itemsize
    if dtype.is_complex:
        size //= 2
    return np.frombuffer(data, np.uint8).reshape(-1, size)[:, ::-1].tobytes()


def _decode_kernel(xp: Any, bytes: Any, out_type: Any, little_endian: bool) -> Any:  # noqa: A002
    array = np.asarray(bytes, object)
    kind = out_type.numpy_dtype
    items = array.reshape(-1).tolist()
    lengths = {len(item) for item in items}
    if len(lengths) > 1:
        raise wrong(
            "DecodeRaw: all strings must have one length, got lengths "
            f"{sorted(lengths)}."
        )
    length = lengths.pop() if lengths else 0
    if length % kind.itemsize:
        raise wrong(
            f"DecodeRaw: the strings have {length} bytes, which is no multiple of the "
            f"{kind.itemsize} bytes of {out_type.name}."
        )
    data = b"".join(items)
    if not little_endian:
        data = _byteswapped(data, out_type)
    return np.frombuffer(data, kind).reshape(*array.shape, length // kind.itemsize)


decode_raw_op = Op(
    "DecodeRaw",
    "bytes: string -> output: out_type | out_type: {half, float32, float64, int32, "
    "uint16, uint8, int16, int8, int64, complex64, complex128, bool, bfloat16}, "
    "little_endian: bool = True",
    shape=_one_more,
    reference=_decode_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def _padded_shape(c: ShapeContext) -> Dims:
    dims, length = c.shape(0), c.number(1)
    if dims is None:
        return None
    if length is None:
        return (*dims, None)
    size = c.attrs["out_type"].numpy_dtype.itemsize
    if length <= 0 or length % size:
        raise c.fail(
            "DecodePaddedRaw: `fixed_length` must be a positive multiple of the "
            f"{size} bytes of {c.attrs['out_type'].name}, got {length}."
        )
    return (*dims, length // size)


def _decode_padded_kernel(
    xp: Any, input_bytes: Any, fixed_length: Any, out_type: Any, little_endian: bool
) -> Any:
    length = int(fixed_length)
    padded = mapped(lambda item: item[:length].ljust(length, b"\0"), input_bytes)
    if padded.size == 0:
        size = out_type.numpy_dtype.itemsize
        return np.zeros((*padded.shape, length // size), out_type.numpy_dtype)
    return _decode_kernel(xp, padded, out_type, little_endian)


decode_padded_raw_op = Op(
    "DecodePaddedRaw",
    "input_bytes: string, fixed_length: int32 -> output: out_type | out_type: {half, "
    "float32, float64, int32, uint16, uint8, int16, int8, int64, bfloat16}, "
    "little_endian: bool = True",
    shape=_padded_shape,
    reference=_decode_padded_kernel,
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
)


def _encode(item: bytes, pad: bool) -> bytes:
    made = base64.urlsafe_b64encode(item)
    return made if pad else made.rstrip(b"=")


def _decode(item: bytes) -> bytes:
    digits = item.rstrip(b"=")
    padded = len(digits) < len(item)
    good = re.fullmatch(rb"[A-Za-z0-9_-]*={0,2}", item)
    if not good or len(digits) % 4 == 1 or (padded and len(item) % 4):
        raise wrong(f"DecodeBase64: {item!r} is not web-safe Base64.")
    try:
        return base64.urlsafe_b64decode(digits + b"=" * (-len(digits) % 4))
    except binascii.Error as problem:
        raise wrong(f"DecodeBase64: {item!r} is not valid: {problem}.") from None


encode_base64_op = Op(
    "EncodeBase64",
    "input: string -> output: string | pad: bool = False",
    shape=same_as(0),
    reference=lambda xp, input, pad: mapped(lambda item: _encode(item, pad), input),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)

decode_base64_op = Op(
    "DecodeBase64",
    "input: string -> output: string",
    shape=same_as(0),
    reference=lambda xp, input: mapped(_decode, input),
    gradient=NOT_DIFFERENTIABLE,
    xla=NO_STRINGS,
    elementwise=True,
)


def decode_raw(
    input_bytes: Any,
    out_type: Any,
    little_endian: bool = True,
    fixed_length: Any = None,
    name: str | None = None,
) -> Tensor:
    """Reads the bytes of strings as numbers.

    Args:
        input_bytes: A tensor of strings.
        out_type: The dtype of the numbers.
        little_endian: The order of the bytes.
        fixed_length: Cut or pad (with zeros) each string to that many bytes; by default
            all strings must have one length.
        name: Name of the node in a graph.

    Returns:
        A tensor with one more axis.

    Raises:
        InvalidArgumentError: The length of a string doesn't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.decode_raw(tf.constant("AB"), tf.uint8).numpy()
        array([65, 66], dtype=uint8)
    """
    if fixed_length is not None:
        return decode_padded_raw_op(  # type: ignore[no-any-return]
            input_bytes,
            fixed_length,
            out_type=out_type,
            little_endian=little_endian,
            name=name,
        )
    return decode_raw_op(  # type: ignore[no-any-return]
        input_bytes, out_type=out_type, little_endian=little_endian, name=name
    )


def encode_base64(input: Any, pad: bool = False, name: str | None = None) -> Tensor:
    """Encodes strings as web-safe Base64.

    Args:
        input: A tensor of strings.
        pad: Whether `=` fills each result up to a multiple of four letters.
        name: Name of the node in a graph.

    Returns:
        A tensor of strings.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.encode_base64("hello").numpy()
        b'aGVsbG8'
    """
    return encode_base64_op(input, pad=pad, name=name)  # type: ignore[no-any-return]


def decode_base64(input: Any, name: str | None = None) -> Tensor:
    """Decodes strings from web-safe Base64, padded or not.

    Args:
        input: A tensor of strings.
        name: Name of the node in a graph.

    Returns:
        A tensor of strings.

    Raises:
        InvalidArgumentError: A string is not Base64.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.decode_base64("aGVsbG8").numpy()
        b'hello'
    """
    return decode_base64_op(input, name=name)  # type: ignore[no-any-return]
