"""Safetensors files: a JSON header that names tensors, and their bytes after it."""

from __future__ import annotations

import json
import math
import mmap
import struct
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.formats import files
from tensorbrook._src.formats.files import Path, data_loss

_LENGTH = struct.Struct("<Q")
_LARGEST_HEADER = 100_000_000
_METADATA = "__metadata__"
_ALIGNMENT = 8
#: The names that the format has for dtypes.
_NAMES = {
    "float64": "F64",
    "float32": "F32",
    "float16": "F16",
    "bfloat16": "BF16",
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
    "complex64": "C64",
    "int64": "I64",
    "int32": "I32",
    "int16": "I16",
    "int8": "I8",
    "uint64": "U64",
    "uint32": "U32",
    "uint16": "U16",
    "uint8": "U8",
    "bool": "BOOL",
}
_DTYPES = {theirs: ours for ours, theirs in _NAMES.items()}


class Stored(NamedTuple):
    """A tensor of a file.

    Attributes:
        value: Its value.
        dtype: Its dtype.
    """

    value: np.ndarray[Any, Any]
    dtype: DType


def write(
    path: Path, tensors: Mapping[str, Stored], metadata: Mapping[str, str] | None = None
) -> None:
    """Replaces a file by one with these tensors.

    Args:
        path: The file.
        tensors: Values and dtypes by name.
        metadata: Further texts by name.

    Raises:
        errors.OpError: The file can't be written.
        errors.InvalidArgumentError: The format has no such dtype or name.
    """
    header: dict[str, Any] = {}
    if metadata:
        header[_METADATA] = dict(metadata)
    offset, parts = 0, []
    # Wide elements first: then all of them lie at multiples of their size.
    order = sorted(tensors, key=lambda name: (-_width(tensors[name]), name))
    for name in order:
        value, dtype = tensors[name]
        if dtype.name not in _NAMES or name == _METADATA:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"{files.text_of(path)}: safetensors can't hold the tensor {name!r} of "
                f"dtype {dtype.name}; it has {', '.join(sorted(_NAMES))}.",
            )
        raw = np.ascontiguousarray(value, dtype.numpy_dtype)
        header[name] = {
            "dtype": _NAMES[dtype.name],
            "shape": list(np.shape(value)),
            "data_offsets": [offset, offset + raw.nbytes],
        }
        offset += raw.nbytes
        parts.append(raw)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % _ALIGNMENT)
    with files.replacing(path) as file, files.Draining(file) as draining:
        file.write(_LENGTH.pack(len(text)) + text)
        for raw in parts:
            draining.write(memoryview(raw.reshape(-1).view(np.uint8)))  # type: ignore[arg-type]


def _width(stored: Stored) -> int:
    return stored.dtype.numpy_dtype.itemsize


def read(path: Path) -> tuple[dict[str, Stored], dict[str, str]]:
    """The tensors of a file, and the further texts.

    Args:
        path: The file.

    Returns:
        Values and dtypes by name, in the order of the header, and texts by name.

    Raises:
        errors.NotFoundError: There is no such file.
        errors.DataLossError: It is damaged; the message says how.
    """
    with files.naming(path), open(path, "rb") as file:
        size = file.seek(0, 2)
        if size < _LENGTH.size:
            raise data_loss(path, f"too short for safetensors: {size} bytes")
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    view = memoryview(content)
    (length,) = _LENGTH.unpack_from(view)
    start = _LENGTH.size + length
    if length > _LARGEST_HEADER or start > size:
        raise data_loss(path, f"the header would have {length} bytes")
    header = _header(bytes(view[_LENGTH.size : start]), path)
    metadata = header.pop(_METADATA, {})
    if not _is_texts(metadata):
        raise data_loss(path, f"{_METADATA} must hold texts")
    body = view[start:]
    found = {name: _stored(body, name, entry, path) for name, entry in header.items()}
    _check_places(header, len(body), path)
    return found, metadata


def _header(text: bytes, path: Path) -> dict[str, Any]:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) != len(pairs):
            raise ValueError("a name is there twice")
        return made

    try:
        header = json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as problem:
        raise data_loss(path, f"the header is no JSON: {problem}") from problem
    if not isinstance(header, dict):
        raise data_loss(path, "the header is no JSON object")
    return header


def _is_texts(metadata: Any) -> bool:
    return isinstance(metadata, dict) and all(
        isinstance(text, str) for text in metadata.values()
    )


def _is_numbers(value: Any) -> bool:
    return isinstance(value, list) and all(
        type(number) is int and number >= 0 for number in value
    )


def _stored(body: memoryview, name: str, entry: Any, path: Path) -> Stored:
    """One tensor, its place and size checked."""
    fields = entry if isinstance(entry, dict) else {}
    kind = fields.get("dtype")
    dims, place = fields.get("shape"), fields.get("data_offsets")
    if not _is_numbers(dims) or not _is_numbers(place) or len(place) != 2:  # type: ignore[arg-type]
        raise data_loss(path, f"the header of the tensor {name!r} is damaged")
    if not isinstance(kind, str) or kind not in _DTYPES:
        raise data_loss(path, f"the tensor {name!r} has the unknown dtype {kind!r}")
    dtype = dtypes.as_dtype(_DTYPES[kind])
    begin, end = place  # type: ignore[misc]
    wanted = math.prod(dims) * dtype.numpy_dtype.itemsize  # type: ignore[arg-type]
    if not begin <= end <= len(body) or end - begin != wanted:
        raise data_loss(
            path,
            f"the tensor {name!r} of shape {dims} and dtype {kind} lies at bytes {begin} "
            f"to {end} of {len(body)}",
        )
    array = np.frombuffer(body[begin:end], dtype.numpy_dtype)
    return Stored(array.reshape(dims).copy(), dtype)  # type: ignore[arg-type]


def _check_places(header: dict[str, Any], size: int, path: Path) -> None:
    """Tensors must fill the file: none overlaps another, nothing lies between them."""
    at = 0
    for begin, end in sorted(entry["data_offsets"] for entry in header.values()):
        if begin != at:
            raise data_loss(path, f"tensors overlap or leave a hole at byte {at}")
        at = end
    if at != size:
        raise data_loss(path, f"the tensors end at byte {at}, the data at {size}")
