"""The bytes of protocol buffer messages, field by field.

Source: protobuf.dev, "Encoding". Libraries give the values of messages, but don't tell a
field that is missing from one that holds its default.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

#: By the number of a field's type: how it is written, and the format of `struct` for a
#: fixed size; "zigzag", "signed" and "unsigned" are variable.
_KINDS: dict[int, tuple[int, str]] = {
    1: (FIXED64, "<d"),
    2: (FIXED32, "<f"),
    3: (VARINT, "signed"),
    4: (VARINT, "unsigned"),
    5: (VARINT, "signed"),
    6: (FIXED64, "<Q"),
    7: (FIXED32, "<I"),
    8: (VARINT, "unsigned"),
    9: (BYTES, ""),
    11: (BYTES, ""),
    12: (BYTES, ""),
    13: (VARINT, "unsigned"),
    14: (VARINT, "signed"),
    15: (FIXED32, "<i"),
    16: (FIXED64, "<q"),
    17: (VARINT, "zigzag"),
    18: (VARINT, "zigzag"),
}
_BITS32 = (5, 13, 14, 17)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise ValueError("a number is cut off or too long")
        byte = data[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number & 0xFFFFFFFFFFFFFFFF, at


def _skipped(data: bytes, at: int, size: int) -> int:
    if at + size > len(data):
        raise ValueError("a field is cut off")
    return at + size


def fields(data: bytes) -> Iterator[tuple[int, int, Any]]:
    """The number, the way of writing and the raw content of each field of a message.

    Raises:
        ValueError: The bytes are no message.
    """
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if number == 0 or wire not in (VARINT, FIXED64, BYTES, FIXED32):
            raise ValueError(f"there is no field {number} of wire type {wire}")
        if wire == VARINT:
            content, at = _varint(data, at)
            yield number, wire, content
            continue
        size = {FIXED64: 8, FIXED32: 4}.get(wire)
        if size is None:
            size, at = _varint(data, at)
        end = _skipped(data, at, size)
        yield number, wire, data[at:end]
        at = end


def values(field: Any, wire: int, content: Any) -> list[Any]:
    """The values of a field: several if it is packed, none if it is written otherwise.

    Args:
        field: The description of the field.
        wire: How it was written.
        content: What `fields` gave.

    Raises:
        ValueError: A packed field is cut off.
    """
    expected, kind = _KINDS[field.type]
    if wire == expected:
        return [_value(field.type, kind, content)]
    if wire != BYTES or not field.is_repeated:
        return []
    found, at = [], 0
    while at < len(content):
        if expected == VARINT:
            item, at = _varint(content, at)
        else:
            end = _skipped(content, at, struct.calcsize(kind))
            item, at = content[at:end], end
        found.append(_value(field.type, kind, item))
    return found


def _value(number: int, kind: str, content: Any) -> Any:
    if not kind:
        return content
    if kind.startswith("<"):
        return struct.unpack(kind, content)[0]
    if number == 8:
        return content != 0
    if kind == "unsigned":
        return content & 0xFFFFFFFF if number == 13 else content
    if kind == "zigzag":
        return (content >> 1) ^ -(content & 1)
    bits = 32 if number in _BITS32 else 64
    content &= (1 << bits) - 1
    return content - (1 << bits) if content >> (bits - 1) else content


def _written_varint(number: int) -> bytes:
    number &= 0xFFFFFFFFFFFFFFFF
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)


def _written_value(number: int, kind: str, value: Any) -> bytes:
    if kind.startswith("<"):
        return struct.pack(kind, value)
    if not kind:
        return _written_varint(len(value)) + bytes(value)
    if kind == "zigzag":
        value = value * 2 if value >= 0 else -value * 2 - 1
    return _written_varint(int(value))


def written(field: Any, items: list[Any]) -> bytes:
    """The bytes of the values of one field.

    Args:
        field: The description of the field.
        items: Python numbers or bytes.
    """
    if not items:
        return b""
    wire, kind = _KINDS[field.type]
    parts = [_written_value(field.type, kind, item) for item in items]
    if field.is_packed:
        body = b"".join(parts)
        return (
            _written_varint(field.number << 3 | BYTES)
            + _written_varint(len(body))
            + body
        )
    tag = _written_varint(field.number << 3 | wire)
    return b"".join(tag + part for part in parts)
