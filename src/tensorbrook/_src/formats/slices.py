"""Checkpoints of before 2016 (V1): one table, or several, with the values inside.

Under the empty key stands what tensors there are and in which slices; the values of each
slice stand in a message of their own.
"""

from __future__ import annotations

import glob
import math
import os
from collections.abc import Iterable
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.formats import files, table, tensor_proto
from tensorbrook._src.formats.bundle import BundleReader, index_path
from tensorbrook._src.formats.bundle_writer import Item, note_extents
from tensorbrook._src.formats.files import data_loss
from tensorbrook._src.formats.ordered import slice_key
from tensorbrook._src.formats.schema import message

_PRODUCER = 1


def files_of(prefix: str) -> list[str]:
    """The files of a V1 checkpoint: the one of that name, or those that it matches."""
    if os.path.isfile(prefix):
        return [prefix]
    if not any(sign in prefix for sign in "*?["):
        return []
    return sorted(path for path in glob.glob(prefix) if os.path.isfile(path))


def reader_of(prefix: str) -> BundleReader:
    """A reader of a checkpoint, whatever its format is.

    Args:
        prefix: What the names of its files begin with; for a V1 checkpoint, its name.

    Raises:
        errors.NotFoundError: There is no such checkpoint.
        errors.DataLossError: It is damaged.
    """
    if os.path.exists(index_path(prefix)):
        return BundleReader(prefix)
    paths = files_of(prefix)
    return SliceReader(prefix, paths) if paths else BundleReader(prefix)


class SliceReader(BundleReader):
    """Reads the tensors of a V1 checkpoint by name.

    Args:
        prefix: Its name, for errors.
        paths: Its files.

    Raises:
        errors.DataLossError: It is damaged.
    """

    def __init__(self, prefix: str, paths: Iterable[str]) -> None:
        self.prefix = self._path = prefix
        self._found: dict[bytes, bytes] = {}
        self._entries: dict[str, Any] = {}
        for path in paths:
            self._path = path
            found = table.decode(files.read(path), path)
            if b"" not in found:
                raise data_loss(path, "the table says nowhere what is in it")
            told = self._parse("SavedTensorSlices", found.pop(b"")).meta
            for tensor in told.tensor:
                self._note(tensor)
            self._found.update(found)

    def _note(self, tensor: Any) -> None:
        """Keeps what is said of a tensor in the form in which bundles say it."""
        made = message("BundleEntryProto")(dtype=tensor.type)
        made.shape.CopyFrom(tensor.shape)
        made.slices.extend(tensor.slice)
        known = self._entries.setdefault(tensor.name, made)
        if known is made:
            return
        if known.dtype != made.dtype or known.shape != made.shape:
            raise data_loss(
                self._path, f"the tensor {tensor.name!r} has two dtypes or shapes"
            )
        known.slices.extend(tensor.slice)

    def names(self) -> list[str]:
        return sorted(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def _load(self, entry: Any, name: str) -> np.ndarray[Any, Any]:
        raise data_loss(self._path, f"the tensor {name!r} has no slices")

    def _piece(
        self, key: bytes, name: str, shape: tuple[int, ...]
    ) -> np.ndarray[Any, Any]:
        stored = self._parse("SavedTensorSlices", self._found[key]).data.data
        values = tensor_proto.values(stored, self.dtype(name))
        if len(values) != math.prod(shape):
            raise data_loss(
                self._path,
                f"a slice of {name!r} of shape {shape} has {len(values)} values",
            )
        return values.reshape(shape)


def write_slices(path: str, items: Iterable[Item]) -> None:
    """Writes tensors, or parts of them, as a V1 checkpoint of one file.

    Args:
        path: The file.
        items: The tensors.

    Raises:
        errors.OpError: The file can't be written; an old one is still there.
        errors.InvalidArgumentError: Two tensors have one name.
    """
    head = message("SavedTensorSlices")()
    head.meta.versions.producer = _PRODUCER
    told: dict[str, Any] = {}
    rows: dict[bytes, bytes] = {}
    for item in items:
        dims = item.value.shape if item.whole is None else item.whole
        extents = item.extents or [(0, -1)] * len(dims)
        key = slice_key(item.name, extents)
        if key in rows:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"The checkpoint would hold two tensors named {item.name!r}.",
            )
        if item.name not in told:
            told[item.name] = head.meta.tensor.add(
                name=item.name, type=item.dtype.as_datatype_enum
            )
            told[item.name].shape.CopyFrom(tensor_proto.shape_to_proto(tuple(dims)))
        made = message("SavedTensorSlices")()
        made.data.name = item.name
        note_extents(made.data.slice, extents)
        told[item.name].slice.append(made.data.slice)
        values = np.ascontiguousarray(item.value).reshape(-1)
        tensor_proto.add_values(made.data.data, values, item.dtype)
        rows[key] = made.SerializeToString()
    content = [(b"", head.SerializeToString()), *sorted(rows.items())]
    files.make_folder(os.path.dirname(path))
    files.write(path, table.encode(content))
