"""TFRecord files: length, checksum, bytes, checksum; plain or compressed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.formats import fast, files
from tensorbrook._src.formats.crc32c import masked_crc32c, masked_crc32c_many
from tensorbrook._src.formats.files import Path, data_loss

_HEADER = struct.Struct("<QI")
_LENGTH = struct.Struct("<Q")
_CHECKSUM = struct.Struct("<I")
_CHUNK = 1 << 18
_SHORT = 1024  # records up to this length are checked together
#: zlib's number for the wrapping around the compressed bytes.
_WRAPPINGS = {"GZIP": 31, "ZLIB": 15}
_MEMORY_STEP = 1 << 24  # a record is read in parts, lest a damaged length ask for all


class Uncompressed:
    """The bytes of a compressed file, one after the other."""

    def __init__(self, file: BinaryIO, wrapping: int, path: Path) -> None:
        self._file = file
        self._wrapping = wrapping
        self._path = path
        self._decoder = zlib.decompressobj(wrapping)
        self._pending = b""  # what follows the end of a compressed stream
        self._ready = bytearray()

    def read(self, count: int) -> bytes:
        """Up to `count` bytes; fewer at the end of the file only."""
        while len(self._ready) < count and self._more():
            pass
        taken = bytes(self._ready[:count])
        del self._ready[:count]
        return taken

    def _more(self) -> bool:
        raw = self._decoder.unconsumed_tail or self._pending or self._file.read(_CHUNK)
        self._pending = b""
        if not raw:
            return False
        try:
            self._ready += self._decoder.decompress(raw, _CHUNK)
        except zlib.error as problem:
            raise data_loss(
                self._path, f"not compressed as expected: {problem}"
            ) from problem
        if self._decoder.eof:  # another member may follow
            self._pending = self._decoder.unused_data
            self._decoder = zlib.decompressobj(self._wrapping)
        return True


def open_stream(file: BinaryIO, compression: str, path: Path) -> Any:
    """The bytes of an open file, uncompressed as they are read.

    Raises:
        errors.InvalidArgumentError: There is no such compression.
    """
    if not compression:
        return file
    return Uncompressed(file, _wrapping(compression), path)


def _wrapping(compression: str) -> int:
    if compression not in _WRAPPINGS:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"TFRecord: the compression must be '', 'GZIP' or 'ZLIB', got "
            f"{compression!r}.",
        )
    return _WRAPPINGS[compression]


def read_records(path: Path, compression: str = "") -> Iterator[bytes]:
    """The records of a TFRecord file, each checked against its checksums.

    Args:
        path: The file.
        compression: "", "GZIP" or "ZLIB".

    Yields:
        The bytes of one record after the other.

    Raises:
        errors.NotFoundError: There is no such file.
        errors.DataLossError: A record is damaged or cut off; the message has its offset.
    """
    with files.naming(path), open(path, "rb") as file:
        yield from records_of(open_stream(file, compression, path), path)


def records_of(stream: Any, path: Path, offset: int = 0) -> Iterator[bytes]:
    """The records of an open stream; `path` and `offset` are for messages.

    Records are checked many at a time, which is what makes them cheap.
    """
    split = fast.split_records or _split
    buffer = b""
    while True:
        records, used = split(buffer)
        if records:
            yield from records
            offset += used
            buffer = buffer[used:]
            continue
        if len(buffer) < _HEADER.size or _is_cut(buffer):
            if chunk := stream.read(_CHUNK):
                buffer += chunk
                continue
            if not buffer:
                return
        record, buffer = _single(stream, buffer, path, offset)
        yield record
        offset += len(record) + 16


def _is_cut(buffer: bytes) -> bool:
    """Whether a record begins here that a further chunk may complete."""
    length: int = _LENGTH.unpack_from(buffer)[0]
    return len(buffer) < length + 16 <= _CHUNK


def _split(buffer: bytes) -> tuple[list[bytes], int]:
    """The whole, undamaged short records at the start, and where they end."""
    places = []
    at, end = 0, len(buffer)
    unpack = _LENGTH.unpack_from
    while at + 12 <= end:
        length = unpack(buffer, at)[0]
        after = at + length + 16
        if length > _SHORT or length < 4 or after > end:
            break
        places.append((at + 12, length))
        at = after
    if not places:
        return [], 0
    good = _verified(buffer, places)
    if good < len(places):
        at = places[good][0] - 12
    return [buffer[start : start + length] for start, length in places[:good]], at


def _verified(buffer: bytes, places: list[tuple[int, int]]) -> int:
    """How many of the records, from the first on, have the right checksums."""
    data = np.frombuffer(buffer, np.uint8)
    starts, lengths = np.array(places, np.intp).T
    heads = masked_crc32c_many(buffer, (starts - 12).tolist(), [8] * len(starts))
    bodies = masked_crc32c_many(buffer, starts.tolist(), lengths.tolist())
    four = np.arange(4)
    stored_heads = data[(starts - 4)[:, None] + four].view("<u4")[:, 0]
    stored_bodies = data[(starts + lengths)[:, None] + four].view("<u4")[:, 0]
    wrong = np.flatnonzero((heads != stored_heads) | (bodies != stored_bodies))
    return int(wrong[0]) if len(wrong) else len(places)


def _single(stream: Any, buffer: bytes, path: Path, offset: int) -> tuple[bytes, bytes]:
    """The first record of the buffer and the stream behind it, and what is left.

    Raises:
        errors.DataLossError: It is damaged or cut off.
    """
    source = _Joined(buffer, stream)
    head = source.read(12)
    if len(head) < 12:
        raise data_loss(path, f"truncated record at {offset}")
    length, checksum = _HEADER.unpack(head)
    if masked_crc32c(head[:8]) != checksum:
        raise data_loss(
            path, f"corrupted record at {offset}: the checksum of its length is wrong"
        )
    body = _exactly(source.read, length + 4)
    if body is None:
        raise data_loss(path, f"truncated record at {offset}")
    record = body[:-4]
    if masked_crc32c(record) != _CHECKSUM.unpack(body[-4:])[0]:
        raise data_loss(path, f"corrupted record at {offset}: wrong checksum")
    return record, source.rest


class _Joined:
    """Bytes that were read already, and the stream that goes on after them."""

    def __init__(self, first: bytes, stream: Any) -> None:
        self.rest = first
        self._stream = stream

    def read(self, count: int) -> bytes:
        """Up to `count` bytes; fewer at the end only."""
        taken, self.rest = self.rest[:count], self.rest[count:]
        if len(taken) < count:
            taken += self._stream.read(count - len(taken))
        return taken


def _exactly(read: Any, count: int) -> bytes | None:
    """`count` bytes, or None where the stream ends before."""
    if count <= _MEMORY_STEP:
        body: bytes = read(count)
        return body if len(body) == count else None
    parts = []
    while count > 0:
        part = read(min(count, _MEMORY_STEP))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def frame(record: bytes) -> bytes:
    """A record as it stands in a file."""
    length = _LENGTH.pack(len(record))
    return b"".join(
        (
            length,
            _CHECKSUM.pack(masked_crc32c(length)),
            record,
            _CHECKSUM.pack(masked_crc32c(record)),
        )
    )


class RecordWriter:
    """Writes records into a file.

    Args:
        path: The file; it is begun anew.
        compression: "", "GZIP" or "ZLIB".
        level: How hard to compress, from -1 (zlib's own choice) to 9.
        append: Whether to add to what the file holds already.

    Raises:
        errors.OpError: The file can't be opened.
    """

    def __init__(
        self,
        path: Path,
        compression: str = "",
        level: int = -1,
        append: bool = False,
        window_bits: int = 15,
        mem_level: int = 8,
        strategy: int = 0,
    ) -> None:
        self._path = path
        self._encoder: Any = None
        if compression:
            wrapping = _wrapping(compression) - 15 + window_bits
            self._encoder = zlib.compressobj(
                level, zlib.DEFLATED, wrapping, mem_level, strategy
            )
        with files.naming(path):
            self._file = open(path, "ab" if append else "wb")

    def write(self, record: bytes) -> None:
        """Writes one record.

        Raises:
            errors.FailedPreconditionError: The writer is closed.
            errors.OpError: The file can't be written.
        """
        if self._file.closed:
            raise errors.FailedPreconditionError(
                None, None, f"{files.text_of(self._path)}: the writer is closed."
            )
        framed = (fast.frame_record or frame)(record)
        if self._encoder is not None:
            framed = self._encoder.compress(framed)
        try:
            self._file.write(framed)
        except OSError as problem:
            raise files.error_of(problem, self._path) from problem

    def flush(self) -> None:
        """Hands everything that was written to the operating system."""
        with files.naming(self._path):
            if self._encoder is not None:
                self._file.write(self._encoder.flush(zlib.Z_SYNC_FLUSH))
            self._file.flush()

    def close(self) -> None:
        """Ends the file; a second call does nothing."""
        if self._file.closed:
            return
        with files.naming(self._path):
            if self._encoder is not None:
                self._file.write(self._encoder.flush())
            self._file.close()
