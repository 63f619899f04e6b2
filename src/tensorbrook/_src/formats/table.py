"""Sorted tables of keys and values: the index of a tensor bundle.

A table is a row of blocks. In a block each key leaves out what it shares with the key
before it; every sixteenth stands whole, and its place is noted at the end of the block.
The last block is an index of the others, and a footer says where it lies.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tensorbrook._src.formats.crc32c import crc32c, mask
from tensorbrook._src.formats.files import Path, data_loss
from tensorbrook._src.formats.varint import read_varint, varint

_MAGIC = 0xDB4775248B80FB57
_FOOTER = 48
_TRAILER = 5  # a byte for the compression, four for the checksum
_RESTART_INTERVAL = 16
_BLOCK_SIZE = 1 << 18


class _Handle(NamedTuple):
    offset: int
    size: int


def encode(entries: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The table of these entries, which must be sorted by key."""
    out = bytearray()
    index: list[tuple[bytes, bytes]] = []
    start = 0
    while start < len(entries):
        end, size = start, 0
        while end < len(entries) and size < _BLOCK_SIZE:
            size += len(entries[end][0]) + len(entries[end][1])
            end += 1
        handle = _append(out, _block(entries[start:end]))
        index.append((entries[end - 1][0], varint(handle.offset) + varint(handle.size)))
        start = end
    meta = _append(out, _block([]))
    root = _append(out, _block(index))
    footer = b"".join(varint(number) for number in (*meta, *root))
    out += footer.ljust(_FOOTER - 8, b"\0") + struct.pack("<Q", _MAGIC)
    return bytes(out)


def _append(out: bytearray, block: bytes) -> _Handle:
    handle = _Handle(len(out), len(block))
    out += block + b"\0"
    out += struct.pack("<I", mask(crc32c(block + b"\0")))
    return handle


def _block(entries: Sequence[tuple[bytes, bytes]]) -> bytes:
    out = bytearray()
    restarts = [0]
    before = b""
    for count, (key, value) in enumerate(entries):
        shared = 0
        if count % _RESTART_INTERVAL:
            limit = min(len(before), len(key))
            while shared < limit and before[shared] == key[shared]:
                shared += 1
        elif count:
            restarts.append(len(out))
        out += varint(shared) + varint(len(key) - shared) + varint(len(value))
        out += key[shared:] + value
        before = key
    out += struct.pack(f"<{len(restarts) + 1}I", *restarts, len(restarts))
    return bytes(out)


def decode(content: bytes, path: Path) -> dict[bytes, bytes]:
    """The entries of a table, in order.

    Args:
        content: The bytes of the file.
        path: Its name, for messages.

    Raises:
        errors.DataLossError: The bytes are no table, or damaged.
    """
    if len(content) < _FOOTER:
        raise data_loss(path, f"too short for a table: {len(content)} bytes")
    footer = content[-_FOOTER:]
    if struct.unpack("<Q", footer[-8:])[0] != _MAGIC:
        raise data_loss(path, "not a table (bad magic number)")
    try:
        _, at = _handle(footer, 0)
        root, _ = _handle(footer, at)
        entries: dict[bytes, bytes] = {}
        for _, value in _entries(content, root, path):
            handle, _ = _handle(value, 0)
            entries.update(_entries(content, handle, path))
    except (IndexError, struct.error) as problem:
        raise data_loss(path, f"damaged table: {problem}") from problem
    return entries


def _handle(data: bytes, at: int) -> tuple[_Handle, int]:
    offset, at = read_varint(data, at)
    size, at = read_varint(data, at)
    return _Handle(offset, size), at


def _entries(
    content: bytes, handle: _Handle, path: Path
) -> Iterator[tuple[bytes, bytes]]:
    """The entries of one block, its checksum checked."""
    end = handle.offset + handle.size
    if end + _TRAILER > len(content):
        raise data_loss(path, f"truncated block at {handle.offset}")
    stored = struct.unpack_from("<I", content, end + 1)[0]
    if mask(crc32c(content[handle.offset : end + 1])) != stored:
        raise data_loss(path, f"block checksum mismatch at {handle.offset}")
    if content[end] != 0:
        raise data_loss(
            path, f"the block at {handle.offset} is compressed, which isn't supported"
        )
    block = content[handle.offset : end]
    restarts = struct.unpack_from("<I", block, len(block) - 4)[0]
    limit = len(block) - 4 - 4 * restarts
    key, at = b"", 0
    while at < limit:
        shared, at = read_varint(block, at)
        own, at = read_varint(block, at)
        length, at = read_varint(block, at)
        if shared > len(key) or at + own + length > limit:
            raise data_loss(path, f"damaged block at {handle.offset}")
        key = key[:shared] + block[at : at + own]
        at += own
        yield key, block[at : at + length]
        at += length
