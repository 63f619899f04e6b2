"""FarmHash's fingerprints: that of 64 bits puts strings into buckets."""

from __future__ import annotations

_MASK = (1 << 64) - 1
_K0 = 0xC3A5C85C97CB3127
_K1 = 0xB492B66FBE98F273
_K2 = 0x9AE16A3B2F90404F
_FACTOR = 0x9DDFEA08EB382D69

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


def fingerprint128(data: bytes) -> tuple[int, int]:
    """The fingerprint of 128 bits of some bytes: its low and its high word.

    Args:
        data: The bytes.

    Returns:
        Two numbers below 2**64.

    Example:
        >>> [hex(word) for word in fingerprint128(b"")]
        ['0x3df09dfc64c09a2b', '0x3cb540c392e51e29']
    """
    seeds = (_K0, _K1)
    if len(data) >= 16:
        seeds = _word(data, 0), (_word(data, 8) + _K0) & _MASK
        data = data[16:]
    return (_murmur128 if len(data) < 128 else _long128)(data, *seeds)


def _join128(u: int, v: int) -> int:
    return _join(u & _MASK, v & _MASK, _FACTOR)


def _murmur128(data: bytes, a: int, b: int) -> tuple[int, int]:
    """Fewer than 128 bytes hashed to two words."""
    size = len(data)
    if size <= 16:
        a = (_mix((a * _K1) & _MASK) * _K1) & _MASK
        c = (b * _K1 + _to_16(data, size)) & _MASK
        d = _mix((a + (_word(data, 0) if size >= 8 else c)) & _MASK)
    else:
        c = _join128((_word(data, size - 8) + _K1) & _MASK, a)
        d = _join128((b + size) & _MASK, (c + _word(data, size - 16)) & _MASK)
        a = (a + d) & _MASK
        for at in range(0, size - 16, 16):
            a ^= (_mix((_word(data, at) * _K1) & _MASK) * _K1) & _MASK
            a = (a * _K1) & _MASK
            b ^= a
            c ^= (_mix((_word(data, at + 8) * _K1) & _MASK) * _K1) & _MASK
            c = (c * _K1) & _MASK
            d ^= c
    a, b = _join128(a, c), _join128(d, b)
    return a ^ b, _join128(b, a)


def _block128(data: bytes, at: int, a: int, b: int) -> tuple[int, int]:
    """32 bytes and two words hashed weakly to two words."""
    w, x, y, z = (_word(data, at + step) for step in (0, 8, 16, 24))
    a = (a + w) & _MASK
    b = _turn(b + a + z, 21)
    start = a
    a = (a + x + y) & _MASK
    b = (b + _turn(a, 44)) & _MASK
    return (a + z) & _MASK, (b + start) & _MASK


def _long128(data: bytes, x: int, y: int) -> tuple[int, int]:
    """128 bytes or more hashed to two words."""
    size, at = len(data), 0
    z = (size * _K1) & _MASK
    v0 = (_turn(y ^ _K1, 49) * _K1 + _word(data, 0)) & _MASK
    v1 = (_turn(v0, 42) * _K1 + _word(data, 8)) & _MASK
    w0 = (_turn(y + z, 35) * _K1 + x) & _MASK
    w1 = (_turn(x + _word(data, 88), 53) * _K1) & _MASK
    left = size
    while left >= 128:
        for _ in range(2):
            x = (_turn(x + y + v0 + _word(data, at + 8), 37) * _K1) & _MASK
            y = (_turn(y + v1 + _word(data, at + 48), 42) * _K1) & _MASK
            x ^= w1
            y = (y + v0 + _word(data, at + 40)) & _MASK
            z = (_turn(z + w0, 33) * _K1) & _MASK
            v0, v1 = _block128(data, at, v1 * _K1, x + w0)
            w0, w1 = _block128(data, at + 32, z + w1, y + _word(data, at + 16))
            z, x, at = x, z, at + 64
        left -= 128
    x = (x + _turn(v0 + z, 49) * _K0) & _MASK
    y = (y * _K0 + _turn(w1, 37)) & _MASK
    z = (z * _K0 + _turn(w0, 27)) & _MASK
    w0, v0 = (w0 * 9) & _MASK, (v0 * _K0) & _MASK
    for done in range(32, left + 32, 32):
        end = size - done
        y = (_turn(x + y, 42) * _K0 + v1) & _MASK
        w0 = (w0 + _word(data, end + 16)) & _MASK
        x = (x * _K0 + w0) & _MASK
        z = (z + w1 + _word(data, end)) & _MASK
        w1 = (w1 + v0) & _MASK
        v0, v1 = _block128(data, end, v0 + z, v1)
        v0 = (v0 * _K0) & _MASK
    x, y = _join128(x, v0), _join128((y + z) & _MASK, w0)
    first = (_join128((x + v1) & _MASK, w1) + y) & _MASK
    return first, _join128((x + w1) & _MASK, (y + v1) & _MASK)
