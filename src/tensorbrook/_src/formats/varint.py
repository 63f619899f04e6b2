"""Numbers of variable length: seven bits a byte, the lowest first."""

from __future__ import annotations


def varint(number: int) -> bytes:
    """The bytes of a number that isn't negative.

    Example:
        >>> varint(300)
        b'\\xac\\x02'
    """
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at an offset, and the offset after it.

    Raises:
        IndexError: The bytes end within the number, or it has more than ten of them.

    Example:
        >>> read_varint(b"\\xac\\x02", 0)
        (300, 2)
    """
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7
        if shift > 63:
            raise IndexError("a number of more than ten bytes")


def read_varints(data: bytes, at: int, count: int) -> tuple[list[int], int]:
    """So many numbers from an offset on, and the offset after them.

    Raises:
        IndexError: As `read_varint`.

    Example:
        >>> read_varints(b"\\x01\\xac\\x02", 0, 2)
        ([1, 300], 3)
    """
    numbers: list[int] = []
    while len(numbers) < count:
        number, at = read_varint(data, at)
        numbers.append(number)
    return numbers, at
