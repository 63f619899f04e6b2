"""How long the strings in an HDF5 file are, by the file's own bytes.

The HDF5 library makes room for a text of variable length before it looks whether there is
such a text: four damaged bytes cost four gigabytes; others keep it busy for ever. Here the
length in an attribute is compared with that of the object in the heap that it points to,
and the heap is walked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

_CONTINUATION = 0x10
_ATTRIBUTE = 0x0C
_SHARED = 2  # the flag of a message that stands elsewhere
_SEQUENCE = 9  # the class of a type of variable length
_LARGEST = 1 << 16  # messages that one object may have


class _Reference(NamedTuple):
    """What stands for one text: its length, and an object in a heap."""

    length: int
    heap: int
    index: int


class Reader:
    """Looks at the bytes of an open HDF5 file.

    Args:
        stream: the file, open for reading bytes.
        size: how many bytes it has.
        base: where its first address lies.
        widths: how many bytes addresses and lengths have.
    """

    def __init__(
        self, stream: Any, size: int, base: int, widths: tuple[int, int]
    ) -> None:
        self._stream = stream
        self._size = size
        self._base = base
        self._address, self._length = widths
        self._heaps: dict[int, dict[int, int]] = {}

    def check_attribute(self, place: int, name: str, count: int) -> None:
        """Looks whether the texts of an attribute are as long as they claim.

        Args:
            place: the address of the object that has the attribute.
            name: the attribute.
            count: how many texts it has.

        Raises:
            ValueError: when they are not, or the attribute is not where it should be.
        """
        wanted = name.encode("utf-8", "surrogateescape")
        for kind, flags, body in self._messages(place):
            if kind == _ATTRIBUTE and not flags & _SHARED:
                found, described, data = _attribute(body)
                if found == wanted:
                    self._check(described, data, count)
                    return
        raise ValueError("its texts don't stand beside the object")

    def check_data(self, place: int, count: int, width: int) -> None:
        """Looks whether the texts of a dataset are as long as they claim.

        Args:
            place: where its data begin, in the file.
            count: how many texts it has.
            width: how many bytes an item of a text has.

        Raises:
            ValueError: when they are not.
        """
        data = self._read(place - self._base, count * self._width())
        self._check_texts(data, count, width)

    def _width(self) -> int:
        return 8 + self._address

    def _read(self, address: int, count: int) -> bytes:
        at = self._base + address
        if count < 0 or at < 0 or at + count > self._size:
            raise ValueError(f"{count} bytes at {at} lie outside")
        self._stream.seek(at)
        found: bytes = self._stream.read(count)
        if len(found) != count:
            raise ValueError(f"{count} bytes at {at} can't be read")
        return found

    def _messages(self, place: int) -> Iterator[tuple[int, int, bytes]]:
        """Yields kind, flags and content of the messages of an object."""
        head = self._read(place, 16)
        blocks = []
        if head[:4] == b"OHDR":
            flags = head[5]
            start = 6 + 16 * bool(flags & 0x20) + 4 * bool(flags & 0x10)
            width = 1 << (flags & 3)
            size = int.from_bytes(self._read(place + start, width), "little")
            prefix, tracked = 0, bool(flags & 4)
            read = self._new_messages
            blocks.append((place + start + width, size))
        else:
            prefix, tracked = 0, False
            read = self._old_messages
            blocks.append((place + 16, struct.unpack_from("<I", head, 8)[0]))
        seen = 0
        while blocks:
            at, size = blocks.pop()
            for kind, flags, body in read(self._read(at, size)[prefix:], tracked):
                seen += 1
                if seen > _LARGEST:
                    raise ValueError(f"it has more than {_LARGEST} messages")
                if kind == _CONTINUATION:
                    blocks.append(self._continued(body, read == self._new_messages))
                yield kind, flags, body

    def _continued(self, body: bytes, new: bool) -> tuple[int, int]:
        at = int.from_bytes(body[: self._address], "little")
        length = body[self._address : self._address + self._length]
        size = int.from_bytes(length, "little")
        # New blocks begin with four letters and end with a checksum.
        return (at + 4, size - 8) if new else (at, size)

    @staticmethod
    def _old_messages(block: bytes, _: bool) -> Iterator[tuple[int, int, bytes]]:
        at = 0
        while at + 8 <= len(block):
            kind, size, flags = struct.unpack_from("<HHB", block, at)
            yield kind, flags, block[at + 8 : at + 8 + size]
            at += 8 + size

    @staticmethod
    def _new_messages(block: bytes, tracked: bool) -> Iterator[tuple[int, int, bytes]]:
        at, prefix = 0, 6 if tracked else 4
        while at + prefix <= len(block):
            kind, size, flags = struct.unpack_from("<BHB", block, at)
            at += prefix
            yield kind, flags, block[at : at + size]
            at += size

    def _check(self, described: bytes, data: bytes, count: int) -> None:
        if len(described) < 16 or described[0] & 15 != _SEQUENCE:
            raise ValueError("its type is no text")
        width = struct.unpack_from("<I", described, 12)[0]
        self._check_texts(data, count, width)

    def _check_texts(self, data: bytes, count: int, width: int) -> None:
        if len(data) < count * self._width():
            raise ValueError(f"it has {len(data)} bytes for {count} texts")
        for number in range(count):
            item = self._reference(data, number * self._width())
            if not item.length:
                continue
            held = self._heap(item.heap).get(item.index)
            if held != item.length * width:
                raise ValueError(
                    f"a text says that it has {item.length * width} bytes, but has {held}"
                )

    def _reference(self, data: bytes, at: int) -> _Reference:
        length = struct.unpack_from("<I", data, at)[0]
        heap = int.from_bytes(data[at + 4 : at + 4 + self._address], "little")
        index = struct.unpack_from("<I", data, at + 4 + self._address)[0]
        return _Reference(length, heap, index)

    def _heap(self, place: int) -> dict[int, int]:
        """Returns the sizes of the objects in a heap, by their numbers."""
        known = self._heaps.get(place)
        if known is None:
            known = self._heaps[place] = self._read_heap(place)
        return known

    def _read_heap(self, place: int) -> dict[int, int]:
        head = self._read(place, 8 + self._length)
        if head[:4] != b"GCOL":
            raise ValueError(f"there is no heap at {place}")
        size = int.from_bytes(head[8:], "little")
        heap = self._read(place, size)
        sizes: dict[int, int] = {}
        start = _padded(8 + self._length)
        prefix = _padded(8 + self._length)
        while start + prefix <= size:
            index = struct.unpack_from("<H", heap, start)[0]
            own = int.from_bytes(heap[start + 8 : start + 8 + self._length], "little")
            # What is free counts its own header; the library would not go past less.
            step = prefix + _padded(own) if index else _padded(own)
            start += step
            if step < prefix or start > size:
                raise ValueError(f"the heap at {place} has an object of {own} bytes")
            if index:
                sizes[index] = own
        return sizes


def _padded(size: int) -> int:
    return (size + 7) & ~7


def _attribute(body: bytes) -> tuple[bytes, bytes, bytes]:
    """Returns name, type and data of an attribute."""
    if len(body) < 9:
        raise ValueError("an attribute is cut off")
    version, flags, *sizes = struct.unpack_from("<BBHHH", body)
    at = 9 if version == 3 else 8
    parts = []
    for size in sizes:
        parts.append(body[at : at + size])
        at += _padded(size) if version == 1 else size
    described = b"" if version > 1 and flags & 1 else parts[1]
    return parts[0].rstrip(b"\0"), described, body[at:]
