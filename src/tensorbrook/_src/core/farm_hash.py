"""FarmHash's 64-bit fingerprint, which TensorFlow puts strings into buckets with."""

from __future__ import annotations

_MASK = (1 << 64) - 1
_K0 = 0xC3A5C85C97CB3127
_K1 = 0xB492B66FBE98F273
_K2 = 0x9AE16A3B2F90404F

_Pair = tuple[int, int]


def fingerprint64(data: bytes) -> int:
    """The fingerprint of some bytes, a number below 2**64.

    Args:
        data: The bytes.

    Returns:
        A number that is the same on every machine and in every version.

    Example:
        >>> hex(fingerprint64(b""))
        '0x9ae16a3b2f90404f'
    """
    size = len(data)
    if size <= 16:
        return _to_16(data, size)
    if size <= 32:
        return _to_32(data, size)
    if size <= 64:
        return _to_64(data, size)
    return _long(data, size)


def _word(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 8], "little")


def _half(data: bytes, start: int) -> int:
    return int.from_bytes(data[start : start + 4], "little")


def _turn(value: int, by: int) -> int:
    value &= _MASK
    return (value >> by | value << (64 - by)) & _MASK


def _mix(value: int) -> int:
    value &= _MASK
    return value ^ value >> 47


def _join(u: int, v: int, factor: int) -> int:
    a = _mix((u ^ v) * factor)
    return _mix((v ^ a) * factor) * factor & _MASK


def _to_16(data: bytes, size: int) -> int:
    factor = _K2 + size * 2
    if size >= 8:
        a, b = _word(data, 0) + _K2, _word(data, size - 8)
        c = _turn(b, 37) * factor + a
        d = (_turn(a, 25) + b) * factor
        return _join(c & _MASK, d & _MASK, factor)
    if size >= 4:
        first = size + (_half(data, 0) << 3)
        return _join(first & _MASK, _half(data, size - 4), factor)
    if size > 0:
        low = data[0] + (data[size >> 1] << 8)
        high = size + (data[size - 1] << 2)
        return _mix(low * _K2 ^ high * _K0) * _K2 & _MASK
    return _K2


def _to_32(data: bytes, size: int) -> int:
    factor = _K2 + size * 2
    a, b = _word(data, 0) * _K1, _word(data, 8)
    c, d = _word(data, size - 8) * factor, _word(data, size - 16) * _K2
    first = _turn(a + b, 43) + _turn(c, 30) + d
    second = a + _turn(b + _K2, 18) + c
    return _join(first & _MASK, second & _MASK, factor)


def _to_64(data: bytes, size: int) -> int:
    factor = _K2 + size * 2
    a, b = _word(data, 0) * _K2, _word(data, 8)
    c, d = _word(data, size - 8) * factor, _word(data, size - 16) * _K2
    y = _turn(a + b, 43) + _turn(c, 30) + d
    z = _join(y & _MASK, (a + _turn(b + _K2, 18) + c) & _MASK, factor)
    e, f = _word(data, 16) * factor, _word(data, 24)
    g = (y + _word(data, size - 32)) * factor
    h = (z + _word(data, size - 24)) * factor
    first = _turn(e + f, 43) + _turn(g, 30) + h
    second = e + _turn(f + a, 18) + g
    return _join(first & _MASK, second & _MASK, factor)


def _weak(data: bytes, start: int, a: int, b: int) -> _Pair:
    """Two sums of 32 bytes and two seeds."""
    w, x, y, z = (_word(data, start + 8 * i) for i in range(4))
    a += w
    b = _turn(b + a + z, 21)
    c = a
    a += x + y
    b += _turn(a, 44)
    return (a + z) & _MASK, (b + c) & _MASK


def _long(data: bytes, size: int) -> int:
    x, y = 81, (81 * _K1 + 113) & _MASK
    z = _mix(y * _K2 + 113) * _K2 & _MASK
    v: _Pair = (0, 0)
    w: _Pair = (0, 0)
    x = x * _K2 + _word(data, 0)
    end = (size - 1) // 64 * 64
    for start in range(0, end, 64):
        x, y, z, v, w = _block(data, start, (x, y, z), v, w, _K1, 1)
    factor = _K1 + ((z & 0xFF) << 1)
    rest = (size - 1) & 63
    first = w[0] + rest
    v = (v[0] + first, v[1])
    w = (first + v[0], w[1])
    x, y, z, v, w = _block(data, end + rest - 63, (x, y, z), v, w, factor, 9)
    left = _join(v[0], w[0], factor) + _mix(y) * _K0 + z
    right = _join(v[1], w[1], factor) + x
    return _join(left & _MASK, right & _MASK, factor)


def _block(
    data: bytes,
    start: int,
    state: tuple[int, int, int],
    v: _Pair,
    w: _Pair,
    factor: int,
    weight: int,
) -> tuple[int, int, int, _Pair, _Pair]:
    """One step over 64 bytes."""
    x, y, z = state
    x = _turn(x + y + v[0] + _word(data, start + 8), 37) * factor & _MASK
    y = _turn(y + v[1] + _word(data, start + 48), 42) * factor & _MASK
    x ^= w[1] * weight & _MASK
    y = (y + v[0] * weight + _word(data, start + 40)) & _MASK
    z = _turn(z + w[0], 33) * factor & _MASK
    v = _weak(data, start, v[1] * factor, x + w[0])
    w = _weak(data, start + 32, z + w[1], y + _word(data, start + 16))
    return z, y, x, v, w
