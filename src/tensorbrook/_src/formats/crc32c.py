"""CRC-32C (Castagnoli), the checksum of records, tables and tensor bundles.

A CRC is linear over XOR, so the bytes of a block can be looked up all at once: each
position has a table of its own. Long inputs are cut into equal lanes that advance
together, and the lanes are joined by the operator that shifts a register past a lane.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

_POLYNOMIAL = 0x82F63B78
_FULL = 0xFFFFFFFF
_MASK_DELTA = 0xA282EAD8
_SHORT = 32  # below this a Python loop is faster than NumPy
_BLOCK = 1024  # one lookup per position up to here
_LONG = 1 << 15  # lanes pay from here on
_LANES = 1 << 12
_CHUNK = 1 << 20  # what lies in the cache while its lanes advance

Buffer = Any


def _byte_table() -> np.ndarray[Any, Any]:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> 1) ^ np.uint32(_POLYNOMIAL), table >> 1)
    return table


_BYTES = _byte_table()
_BYTE_LIST = _BYTES.tolist()


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
    state = crc ^ _FULL
    view = memoryview(data).cast("B")
    if len(view) < _SHORT:
        return _by_bytes(view, state) ^ _FULL
    array = np.frombuffer(view, np.uint8)
    while len(array) >= _LONG:
        state, rest = _lanes(array[:_CHUNK], state)
        array = array[min(len(array), _CHUNK) - rest :]
    while len(array) >= _SHORT:
        head = array[:_BLOCK].copy()
        # The register takes part as if it stood in the first four bytes.
        head[:4] ^= np.frombuffer(state.to_bytes(4, "little"), np.uint8)
        state = _block(head)
        array = array[_BLOCK:]
    return _by_bytes(array.tobytes(), state) ^ _FULL


def _by_bytes(data: Buffer, state: int) -> int:
    for byte in data:
        state = _BYTE_LIST[(state ^ byte) & 255] ^ (state >> 8)
    return state


def masked_crc32c_many(
    data: np.ndarray[Any, Any], starts: np.ndarray[Any, Any], lengths: Any
) -> np.ndarray[Any, Any]:
    """The masked checksums of many short pieces of an array of bytes, all at once.

    Args:
        data: The bytes.
        starts: Where the pieces begin.
        lengths: How long they are: four to 1024 bytes.
    """
    ends = np.cumsum(lengths)
    first = ends - lengths
    inside = np.arange(ends[-1]) - np.repeat(first, lengths)
    picked = data[np.repeat(starts, lengths) + inside]
    # The full register takes part as if it stood in the first four bytes.
    picked[(first[:, None] + np.arange(4)).reshape(-1)] ^= 255
    places = (_BLOCK - np.repeat(lengths, lengths) + inside) * 256 + picked
    crc = np.bitwise_xor.reduceat(_positions().take(places), first) ^ np.uint32(_FULL)
    turned = (crc >> np.uint32(15)) | (crc << np.uint32(17))
    made: np.ndarray[Any, Any] = turned + np.uint32(_MASK_DELTA)
    return made


def mask(crc: int) -> int:
    """The form in which a checksum is stored next to the data that it covers."""
    return ((crc >> 15 | crc << 17) + _MASK_DELTA) & _FULL


def masked_crc32c(data: Buffer) -> int:
    """The masked checksum of `data`."""
    return mask(crc32c(data))


@functools.cache
def _positions() -> np.ndarray[Any, Any]:
    """What each byte value contributes, by its distance from the end of a block."""
    tables = np.empty((_BLOCK, 256), np.uint32)
    tables[0] = _BYTES
    for distance in range(1, _BLOCK):
        before = tables[distance - 1]
        tables[distance] = _BYTES[before & 255] ^ (before >> 8)
    return np.ascontiguousarray(tables[::-1]).reshape(-1)


_OFFSETS = np.arange(_BLOCK, dtype=np.intp) * 256


def _block(array: np.ndarray[Any, Any]) -> int:
    """The register after at most `_BLOCK` bytes, from zero."""
    start = _BLOCK - len(array)
    return int(np.bitwise_xor.reduce(_positions().take(_OFFSETS[start:] + array)))


@functools.cache
def _shift(length: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Tables of the low and the high half of a register, moved past `length` zeros."""
    basis = np.uint32(1) << np.arange(32, dtype=np.uint32)
    steps = length
    power = _BYTES[basis & 255] ^ (basis >> 8)  # what one zero byte does to each bit
    result = basis
    while steps:
        if steps & 1:
            result = _apply(power, result)
        power = _apply(power, power)
        steps >>= 1
    return _spread(result[:16]), _spread(result[16:])


def _apply(
    matrix: np.ndarray[Any, Any], registers: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    """The registers after a linear map that is given by what becomes of each bit."""
    made = np.zeros_like(registers)
    for bit in range(32):
        made ^= np.where(registers >> np.uint32(bit) & 1, matrix[bit], np.uint32(0))
    return made


def _spread(bits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The table of all XOR combinations of `bits`."""
    table = np.zeros(1, np.uint32)
    for bit in bits:
        table = np.concatenate([table, table ^ bit])
    return table


@functools.cache
def _word_tables() -> list[np.ndarray[Any, Any]]:
    """What each 16-bit part of an 8-byte word contributes to the register after it."""
    tables = []
    for part in range(4):
        low = _shift(8 - 2 * part)[0]
        tables.append(low)
    return tables


def _lanes(array: np.ndarray[Any, Any], state: int) -> tuple[int, int]:
    """The register after whole lanes, and how many bytes are left."""
    length = 64
    while length * _LANES * 2 <= len(array):
        length *= 2
    count = len(array) // length
    words = array[: count * length].reshape(count, length).view(np.uint16)
    columns = np.ascontiguousarray(words.T)
    first, second, third, fourth = _word_tables()
    lanes = np.zeros(count, np.uint32)
    for at in range(0, length // 2, 4):
        lanes = (
            first.take(columns[at] ^ (lanes & np.uint32(0xFFFF)).astype(np.uint16))
            ^ second.take(columns[at + 1] ^ (lanes >> np.uint32(16)).astype(np.uint16))
            ^ third.take(columns[at + 2])
            ^ fourth.take(columns[at + 3])
        )
    low, high = _shift_lists(length)
    for lane in lanes.tolist():
        state = low[state & 0xFFFF] ^ high[state >> 16] ^ lane
    return state, len(array) - count * length


@functools.cache
def _shift_lists(length: int) -> tuple[list[int], list[int]]:
    """The tables of `_shift` as lists, which Python indexes faster."""
    low, high = _shift(length)
    return low.tolist(), high.tolist()
