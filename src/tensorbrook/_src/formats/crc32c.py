"""CRC-32C (Castagnoli), the checksum of records, tables and tensor bundles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import google_crc32c
import numpy as np

_FULL = 0xFFFFFFFF
_MASK_DELTA = 0xA282EAD8

Buffer = Any


def crc32c(data: Buffer, crc: int = 0) -> int:
    """The CRC-32C of `data`, continuing from `crc`.

    Args:
        data: Anything with the buffer protocol.
        crc: The checksum of what came before.

    Returns:
        A number of 32 bits.

    Example:
        >>> hex(crc32c(b"123456789"))
        '0xe3069283'
    """
    if type(data) is not bytes:
        data = np.frombuffer(memoryview(data).cast("B"), np.uint8)
        data.flags.writeable = False  # the library takes nothing that may change
    return int(google_crc32c.extend(crc, data))


def masked_crc32c_many(
    data: bytes, starts: Iterable[int], lengths: Iterable[int]
) -> np.ndarray[Any, Any]:
    """The masked checksums of many pieces of `data`.

    Args:
        data: The bytes.
        starts: Where the pieces begin.
        lengths: How long they are.
    """
    value = google_crc32c.value
    pieces = zip(starts, lengths, strict=True)
    sums = [value(data[start : start + length]) for start, length in pieces]
    crc = np.array(sums, np.uint32)
    turned = (crc >> np.uint32(15)) | (crc << np.uint32(17))
    made: np.ndarray[Any, Any] = turned + np.uint32(_MASK_DELTA)
    return made


def mask(crc: int) -> int:
    """The form in which a checksum is stored next to the data that it covers."""
    return ((crc >> 15 | crc << 17) + _MASK_DELTA) & _FULL


def masked_crc32c(data: Buffer) -> int:
    """The masked checksum of `data`."""
    return mask(crc32c(data))
