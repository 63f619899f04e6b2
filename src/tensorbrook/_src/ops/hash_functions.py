"""Hash functions of byte strings, bit for bit those that TensorFlow buckets with.

Sources: Austin Appleby's MurmurHash64A; Aumasson and Bernstein, "SipHash: a fast
short-input PRF" (2012).
"""

from __future__ import annotations

import functools
import struct

_MASK = (1 << 64) - 1
_MURMUR = 0xC6A4A7935BD1E995
_MURMUR_SEED = 0xDECAFCAFFE

_Pair = tuple[int, int]


def _rotated(value: int, count: int) -> int:
    return (value << count | value >> (64 - count)) & _MASK


def _shifted(value: int) -> int:
    value &= _MASK
    return value ^ value >> 47


@functools.lru_cache(maxsize=1 << 16)
def murmur(data: bytes) -> int:
    """MurmurHash64A with TensorFlow's seed."""
    size = len(data)
    found = _MURMUR_SEED ^ size * _MURMUR & _MASK
    whole = size // 8 * 8
    for (word,) in struct.iter_unpack("<Q", data[:whole]):
        word = word * _MURMUR & _MASK
        word = _shifted(word) * _MURMUR & _MASK
        found = (found ^ word) * _MURMUR & _MASK
    if size > whole:
        rest = int.from_bytes(data[whole:], "little")
        found = (found ^ rest) * _MURMUR & _MASK
    return _shifted(_shifted(found) * _MURMUR)


def siphash(data: bytes, key: _Pair) -> int:
    """SipHash-2-4 with a key of two words."""
    v = [
        key[0] ^ 0x736F6D6570736575,
        key[1] ^ 0x646F72616E646F6D,
        key[0] ^ 0x6C7967656E657261,
        key[1] ^ 0x7465646279746573,
    ]
    size = len(data)
    padded = data + b"\0" * (7 - size % 8) + bytes([size & 0xFF])
    for (word,) in struct.iter_unpack("<Q", padded):
        v[3] ^= word
        _sip_rounds(v, 2)
        v[0] ^= word
    v[2] ^= 0xFF
    _sip_rounds(v, 4)
    return v[0] ^ v[1] ^ v[2] ^ v[3]


def _sip_rounds(v: list[int], count: int) -> None:
    for _ in range(count):
        v[0] = v[0] + v[1] & _MASK
        v[2] = v[2] + v[3] & _MASK
        v[1] = _rotated(v[1], 13) ^ v[0]
        v[3] = _rotated(v[3], 16) ^ v[2]
        v[0] = _rotated(v[0], 32)
        v[2] = v[2] + v[1] & _MASK
        v[0] = v[0] + v[3] & _MASK
        v[1] = _rotated(v[1], 17) ^ v[2]
        v[3] = _rotated(v[3], 21) ^ v[0]
        v[2] = _rotated(v[2], 32)
