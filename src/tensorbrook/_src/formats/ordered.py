"""Keys whose byte order is the order of what they stand for: slices of tensors."""

from __future__ import annotations

from collections.abc import Sequence


def slice_key(name: str, extents: Sequence[tuple[int, int]]) -> bytes:
    """The key under which a bundle keeps a slice of a partitioned tensor.

    Args:
        name: The name of the whole tensor.
        extents: Start and length in each dimension; a length of -1 means all of it.
    """
    out = _unsigned(0) + _string(name.encode()) + _unsigned(len(extents))
    for start, length in extents:
        out += _signed(start) + _signed(length)
    return out


def _unsigned(number: int) -> bytes:
    size = (number.bit_length() + 7) // 8
    return bytes([size]) + number.to_bytes(size, "big")


def _string(text: bytes) -> bytes:
    special = {0: b"\x00\xff", 255: b"\xff\x00"}
    escaped = b"".join(special.get(byte, bytes([byte])) for byte in text)
    return escaped + b"\x00\x01"


def _signed(number: int) -> bytes:
    """Leading ones tell the length, as zeros do for negative numbers."""
    magnitude = ~number if number < 0 else number
    size = 1
    while magnitude >= 1 << (7 * size - 1):
        size += 1
    header = ((1 << size) - 1) << (8 * size - size)
    value = (number & ((1 << 8 * size) - 1)) ^ header
    return value.to_bytes(size, "big")
