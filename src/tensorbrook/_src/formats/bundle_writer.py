"""Writing tensor bundles: either the new one is complete, or the old one is still there.

The index is what makes a bundle valid; it is renamed into place at the very end. Where a
bundle is written over an older one, the data go into files of another name than those
that the old index speaks of, which a bundle allows by its number of shards.
"""

from __future__ import annotations

import contextlib
import glob
import os
import re
import struct
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.formats import files, table
from tensorbrook._src.formats.bundle import (
    BundleReader,
    Extents,
    index_path,
    lengths_checksum,
    shard_path,
)
from tensorbrook._src.formats.crc32c import crc32c, mask
from tensorbrook._src.formats.ordered import slice_key
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.varint import varint

_PRODUCER = 1  # the version of the format
_SHARD = re.compile(r"\.data-\d{5}-of-\d{5}$")


class Item(NamedTuple):
    """A tensor to be written, or a slice of one.

    Attributes:
        name: The name of the tensor.
        value: Its value; an object array of bytes for strings.
        dtype: Its dtype.
        whole: For a slice: the dims of the whole tensor.
        extents: For a slice: start and length in each dimension.
    """

    name: str
    value: np.ndarray[Any, Any]
    dtype: DType
    whole: tuple[int, ...] | None = None
    extents: Extents | None = None


def write_bundle(prefix: str, items: Iterable[Item]) -> None:
    """Writes a bundle; an older one of the same prefix is replaced.

    Args:
        prefix: What the names of the files begin with; the folder is made if needed.
        items: The tensors, in the order in which their bytes are to lie.

    Raises:
        errors.OpError: The files can't be written; the old bundle is still there.
        errors.InvalidArgumentError: Two tensors have one name.
    """
    folder = os.path.dirname(prefix)
    files.make_folder(folder)
    with files.folder_to_oneself(folder):
        _write(prefix, items)


def _write(prefix: str, items: Iterable[Item]) -> None:
    count = _free_count(prefix)
    entries: dict[bytes, Any] = {}
    path = shard_path(prefix, 0, count)
    with files.replacing(path) as file, files.Draining(file) as draining:
        offset = 0
        for item in items:
            offset += _add(entries, draining, item, offset)
    for number in range(1, count):  # so that every shard of that count exists
        files.write(shard_path(prefix, number, count), b"")
    header = message("BundleHeaderProto")(num_shards=count)
    header.version.producer = _PRODUCER
    rows = [(key, entry.SerializeToString()) for key, entry in sorted(entries.items())]
    content = table.encode([(b"", header.SerializeToString()), *rows])
    files.write(index_path(prefix), content)
    _remove_shards(prefix, keep=count)


def _free_count(prefix: str) -> int:
    """The smallest number of shards whose files don't exist yet."""
    if not os.path.exists(index_path(prefix)):
        return 1
    count = 1
    while os.path.exists(shard_path(prefix, 0, count)):
        count += 1
    return count


def _remove_shards(prefix: str, keep: int) -> None:
    """Removes the shards of older bundles."""
    suffix = f"-of-{keep:05d}"
    for path in shards_of(prefix):
        if not path.endswith(suffix):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)


def shards_of(prefix: str) -> list[str]:
    """The files that hold data of a bundle."""
    found = glob.glob(f"{glob.escape(prefix)}.data-*")
    return sorted(path for path in found if _SHARD.search(path))


def _add(
    entries: dict[bytes, Any], file: files.Draining, item: Item, offset: int
) -> int:
    """Writes the bytes of a tensor and notes its entry; returns how many there were."""
    key = item.name.encode("utf-8", "surrogateescape")
    entry = message("BundleEntryProto")(dtype=item.dtype.as_datatype_enum)
    if item.extents is not None:
        _note_slice(entries, key, item)
        key = slice_key(item.name, item.extents)
    if key in entries:
        raise errors.InvalidArgumentError(
            None, None, f"The checkpoint would hold two tensors named {item.name!r}."
        )
    entry.shape.SetInParent()
    for dim in item.value.shape:
        entry.shape.dim.add(size=dim)
    entry.offset = offset
    if item.dtype is dtypes.string:
        entry.size, entry.crc32c = _write_strings(file, item.value)
    else:
        raw = _raw(item)
        file.write(raw)
        entry.size, entry.crc32c = len(raw), mask(crc32c(raw))
    entries[key] = entry
    return int(entry.size)


def _raw(item: Item) -> memoryview:
    if item.dtype.holds_objects:
        raise errors.UnimplementedError(
            None,
            None,
            f"The tensor {item.name!r} is a {item.dtype.name}, which can't be written "
            "into a checkpoint.",
        )
    array = np.ascontiguousarray(item.value, item.dtype.numpy_dtype)
    return memoryview(array.reshape(-1).view(np.uint8))  # type: ignore[arg-type]


def _note_slice(entries: dict[bytes, Any], key: bytes, item: Item) -> None:
    """Notes a slice with the entry of the whole tensor."""
    whole = entries.get(key)
    if whole is None:
        whole = message("BundleEntryProto")(dtype=item.dtype.as_datatype_enum)
        whole.shape.SetInParent()
        for dim in item.whole or ():
            whole.shape.dim.add(size=dim)
        entries[key] = whole
    note_extents(whole.slices.add(), item.extents or ())


def note_extents(piece: Any, extents: Extents) -> None:
    """Fills a TensorSliceProto; a negative length, to the end, is left out."""
    for start, length in extents:
        extent = piece.extent.add(start=start)
        if length >= 0:
            extent.length = length


def _write_strings(
    file: files.Draining, value: np.ndarray[Any, Any]
) -> tuple[int, int]:
    strings: Sequence[bytes] = value.reshape(-1).tolist()
    lengths = [len(text) for text in strings]
    crc = lengths_checksum(lengths)
    head = b"".join(map(varint, lengths))
    checksum = struct.pack("<I", mask(crc))
    body = b"".join(strings)
    file.write(head + checksum + body)
    return len(head) + 4 + len(body), mask(crc32c(body, crc32c(checksum, crc)))


def merge_bundles(prefixes: Sequence[str], target: str) -> None:
    """Writes the tensors of several bundles into one.

    Raises:
        errors.OpError: A bundle can't be read, or the new one can't be written.
    """
    readers = [BundleReader(prefix) for prefix in prefixes]
    write_bundle(
        target,
        (
            Item(name, reader.read(name), reader.dtype(name))
            for reader in readers
            for name in reader.names()
        ),
    )
