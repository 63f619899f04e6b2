"""Tensor bundles, the files of a checkpoint: an index and shards of data.

`prefix.index` is a sorted table from names to what is known of each tensor: type, shape,
shard, place and checksum. The bytes lie in `prefix.data-00000-of-00001` and its like.
"""

from __future__ import annotations

import math
import mmap
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.formats import files, table
from tensorbrook._src.formats.crc32c import crc32c, mask
from tensorbrook._src.formats.files import data_loss
from tensorbrook._src.formats.ordered import slice_key
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.varint import read_varints

Extents = Sequence[tuple[int, int]]
_BIG_ENDIAN = 1


def index_path(prefix: str) -> str:
    """The file that holds the index of a bundle."""
    return f"{prefix}.index"


def shard_path(prefix: str, shard: int, count: int) -> str:
    """The file that holds one shard of the data of a bundle."""
    return f"{prefix}.data-{shard:05d}-of-{count:05d}"


class BundleReader:
    """Reads the tensors of a bundle by name.

    Args:
        prefix: What the names of the files begin with.

    Raises:
        errors.NotFoundError: There is no such bundle.
        errors.DataLossError: The index is damaged.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._path = index_path(prefix)
        try:
            content = files.read(self._path)
        except errors.NotFoundError:
            raise errors.NotFoundError(
                None,
                None,
                "Unsuccessful TensorSliceReader constructor: Failed to find any matching "
                f"files for {prefix}",
            ) from None
        found = table.decode(content, self._path)
        if b"" not in found:
            raise data_loss(self._path, "the index has no header")
        self._header = self._parse("BundleHeaderProto", found.pop(b""))
        self._found = found
        self._entries: dict[str, Any] = {}
        self._shards: dict[int, Any] = {}

    def _parse(self, kind: str, content: bytes) -> Any:
        from google.protobuf.message import DecodeError

        try:
            return message(kind).FromString(content)
        except DecodeError as problem:
            raise data_loss(self._path, f"damaged {kind}: {problem}") from problem

    def names(self) -> list[str]:
        """The names of the tensors, sorted."""
        return [
            key.decode("utf-8", "surrogateescape")
            for key in self._found
            if not key.startswith(b"\0")
        ]

    def __contains__(self, name: str) -> bool:
        return name.encode("utf-8", "surrogateescape") in self._found

    def _entry(self, name: str) -> Any:
        if name not in self._entries:
            if name not in self:
                raise errors.NotFoundError(
                    None, None, f"Key {name} not found in checkpoint {self.prefix}"
                )
            key = name.encode("utf-8", "surrogateescape")
            self._entries[name] = self._parse("BundleEntryProto", self._found[key])
        return self._entries[name]

    def dtype(self, name: str) -> DType:
        """The dtype of a tensor.

        Raises:
            errors.NotFoundError: The bundle has no tensor of that name.
        """
        return self._dtype(self._entry(name), name)

    def _dtype(self, entry: Any, name: str) -> DType:
        try:
            return dtypes.as_dtype(entry.dtype).base_dtype
        except TypeError:
            raise data_loss(
                self._path, f"the tensor {name!r} has the unknown dtype {entry.dtype}"
            ) from None

    def shape(self, name: str) -> tuple[int, ...]:
        """The dims of a tensor.

        Raises:
            errors.NotFoundError: The bundle has no tensor of that name.
        """
        return self._dims(self._entry(name), name)

    def _dims(self, entry: Any, name: str) -> tuple[int, ...]:
        dims = tuple(dim.size for dim in entry.shape.dim)
        if any(dim < 0 for dim in dims):
            raise data_loss(self._path, f"the tensor {name!r} has the shape {dims}")
        return dims

    def read(self, name: str) -> np.ndarray[Any, Any]:
        """The value of a tensor; an object array of bytes for strings.

        Raises:
            errors.NotFoundError: The bundle has no tensor of that name.
            errors.DataLossError: The bytes are damaged.
        """
        entry = self._entry(name)
        if not entry.slices:
            return self._load(entry, name)
        dims = self._dims(entry, name)
        extents = [(0, dim) for dim in dims]
        return self.read_slice(name, extents)

    def read_slice(self, name: str, extents: Extents) -> np.ndarray[Any, Any]:
        """A part of a tensor, also where the bundle keeps it in slices.

        Args:
            name: The name of the whole tensor.
            extents: Start and length in each dimension; -1 means to the end.

        Raises:
            errors.DataLossError: The slices don't cover what is asked for.
        """
        entry = self._entry(name)
        dims = self._dims(entry, name)
        wanted = _resolved(extents, dims)
        cut = tuple(slice(start, start + length) for start, length in wanted)
        if not entry.slices:
            return self._load(entry, name)[cut]
        dtype = self._dtype(entry, name)
        shape = [length for _, length in wanted]
        stored = [[_extent(part) for part in piece.extent] for piece in entry.slices]
        self._check_cover(name, wanted, [_resolved(piece, dims) for piece in stored])
        out = np.empty(shape, dtype.numpy_dtype)
        for piece in stored:
            place = _resolved(piece, dims)
            inner, outer = _overlap(place, wanted)
            if inner is None:
                continue
            key = slice_key(name, piece)
            if key not in self._found:
                raise data_loss(self._path, f"a slice of {name!r} is missing")
            part = self._piece(key, name, tuple(length for _, length in place))
            out[outer] = part[inner]
        return out

    def _piece(
        self, key: bytes, name: str, shape: tuple[int, ...]
    ) -> np.ndarray[Any, Any]:
        """The values of a slice that the bundle keeps."""
        part = self._load(self._parse("BundleEntryProto", self._found[key]), name)
        if part.shape != shape:
            raise data_loss(self._path, f"a slice of {name!r} has a wrong shape")
        return part

    def _check_cover(self, name: str, wanted: Any, pieces: Any) -> None:
        covered = 0
        for piece in pieces:
            sizes = [
                max(0, min(a + n, b + m) - max(a, b))
                for (a, n), (b, m) in zip(piece, wanted, strict=True)
            ]
            covered += math.prod(sizes)
        if covered < math.prod(length for _, length in wanted):
            raise data_loss(self._path, f"slices of {name!r} are missing")

    def _load(self, entry: Any, name: str) -> np.ndarray[Any, Any]:
        dtype, dims = self._dtype(entry, name), self._dims(entry, name)
        raw = self._bytes(entry, name)
        if dtype is dtypes.string:
            return self._strings(raw, entry, name, dims)
        if dtype.holds_objects:
            raise NotImplementedError(
                f"{self.prefix}: the tensor {name!r} is a {dtype.name}, which can't be "
                "read from a checkpoint yet."
            )
        if math.prod(dims) * dtype.numpy_dtype.itemsize != len(raw):
            raise data_loss(
                self._path,
                f"the tensor {name!r} of shape {dims} and dtype {dtype.name} has "
                f"{len(raw)} bytes",
            )
        self._check(name, crc32c(raw), entry.crc32c)
        array = np.frombuffer(raw, dtype.numpy_dtype).reshape(dims).copy()
        return array.byteswap() if self._header.endianness == _BIG_ENDIAN else array

    def _bytes(self, entry: Any, name: str) -> memoryview:
        """Where the bytes of a tensor lie in its shard."""
        if entry.size == 0:
            return memoryview(b"")
        shard = self._shard(entry.shard_id)
        end = entry.offset + entry.size
        if entry.offset < 0 or entry.size < 0 or end > len(shard):
            path = shard_path(self.prefix, entry.shard_id, self._header.num_shards)
            raise data_loss(
                path,
                f"the tensor {name!r} ends at byte {end}, the file at {len(shard)}",
            )
        return shard[entry.offset : end]

    def _shard(self, number: int) -> memoryview:
        if number not in self._shards:
            path = shard_path(self.prefix, number, self._header.num_shards)
            with files.naming(path), open(path, "rb") as file:
                empty = file.seek(0, 2) == 0
                self._shards[number] = memoryview(
                    b""
                    if empty
                    else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                )
        shard: memoryview = self._shards[number]
        return shard

    def _check(self, name: str, computed: int, stored: int) -> None:
        if mask(computed) != stored:
            raise data_loss(
                self._path,
                f"Checksum does not match for the tensor {name!r}: stored {stored:#010x}, "
                f"computed {mask(computed):#010x}",
            )

    def _strings(
        self, raw: memoryview, entry: Any, name: str, dims: tuple[int, ...]
    ) -> np.ndarray[Any, Any]:
        """Strings: their lengths, a checksum of the lengths, and all their bytes."""
        count = math.prod(dims)
        content = bytes(raw)
        if count == len(content) == 0:
            return np.empty(dims, object)
        if count > len(content):
            raise data_loss(self._path, f"the tensor {name!r} is cut off")
        try:
            lengths, at = read_varints(content, 0, count)
        except IndexError:
            raise data_loss(self._path, f"the tensor {name!r} is cut off") from None
        crc = lengths_checksum(lengths)
        stored = content[at : at + 4]
        if stored != struct.pack("<I", mask(crc)):
            raise data_loss(self._path, f"wrong checksum of lengths in {name!r}")
        at += 4
        if at + sum(lengths) != len(content):
            raise data_loss(self._path, f"the tensor {name!r} has a wrong size")
        self._check(name, crc32c(content[at:], crc32c(stored, crc)), entry.crc32c)
        out = np.empty(count, object)
        for index, length in enumerate(lengths):
            out[index] = content[at : at + length]
            at += length
        return out.reshape(dims)


def lengths_checksum(lengths: Sequence[int]) -> int:
    """The checksum that stands between the lengths of strings and their bytes."""
    wide = struct.Struct("<Q").pack
    narrow = struct.Struct("<I").pack
    packed = (
        narrow(length) if length < 1 << 32 else wide(length) for length in lengths
    )
    return crc32c(b"".join(packed))


def _extent(part: Any) -> tuple[int, int]:
    """Start and length as a key has them: a missing length means all."""
    return part.start, part.length if part.HasField("length") else -1


def _resolved(extents: Extents, dims: tuple[int, ...]) -> list[tuple[int, int]]:
    if len(extents) != len(dims):
        raise errors.InvalidArgumentError(
            None, None, f"A slice of rank {len(extents)} of a tensor of shape {dims}."
        )
    found = []
    for (start, length), dim in zip(extents, dims, strict=True):
        size = dim - start if length < 0 else length
        if start < 0 or size < 0 or start + size > dim:
            raise errors.InvalidArgumentError(
                None, None, f"The slice {list(extents)} of a tensor of shape {dims}."
            )
        found.append((start, size))
    return found


def _overlap(piece: Extents, wanted: Extents) -> Any:
    """The overlap of two boxes, as seen from each; None where there is none."""
    inner, outer = [], []
    for (start, length), (first, count) in zip(piece, wanted, strict=True):
        low, high = max(start, first), min(start + length, first + count)
        if low >= high:
            return None, None
        inner.append(slice(low - start, high - start))
        outer.append(slice(low - first, high - first))
    return tuple(inner), tuple(outer)
