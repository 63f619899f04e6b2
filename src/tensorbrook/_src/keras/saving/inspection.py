"""What a file may not be: an archive or HDF5 file that is larger or elsewhere than it says.

The files are read by libraries that follow links to other files and unpack whatever they
are told to. Here is looked at what a file declares before any of it is read.
"""

from __future__ import annotations

import contextlib
import math
import os
import pathlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import h5py

import tensorbrook as tf
from tensorbrook._src.keras.saving.hdf5_strings import Reader

_FREE = 1 << 26  # bytes that any file may unpack to
_LARGEST_RATIO = 1000  # what compression reaches for zeros
_DAMAGES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    RuntimeError,
    SystemError,
    struct.error,
    tf.errors.OpError,
    zipfile.BadZipFile,
    zlib.error,
)


@contextlib.contextmanager
def naming(path: Any, part: str) -> Iterator[None]:
    """Turns what reading a damaged file raises into one error that names the file.

    Args:
        path: the file.
        part: what of it is being read.

    Raises:
        ValueError: when the body raises what damaged files lead to.
    """
    try:
        yield
    except NotImplementedError as error:
        if str(path) in str(error):
            raise
        raise NotImplementedError(f"{path}: {part} can't be read ({error}).") from error
    except UnicodeError as error:
        raise ValueError(
            f"{path} is damaged: {part} can't be read ({error})."
        ) from error
    except (TypeError, ValueError) as error:
        if str(path) in str(error):
            raise
        kind = TypeError if isinstance(error, TypeError) else ValueError
        raise kind(f"{path}: {error}") from error
    except _DAMAGES as error:
        reason = str(error) or type(error).__name__
        raise ValueError(
            f"{path} is damaged or no saved model: {part} can't be read ({reason})."
        ) from error


def read_part(archive: zipfile.ZipFile, name: str, path: pathlib.Path) -> bytes:
    """Returns a part of an archive.

    Args:
        archive: the open archive.
        name: the name of the part.
        path: the file, for errors.

    Raises:
        ValueError: when there is no such part, it is damaged, or it would unpack to
            more than an honest file.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise ValueError(f"{path} holds no '{name}': it is no saved model.") from error
    _check_size(entry.file_size, entry.compress_size, f"'{name}' in {path}")
    with naming(path, f"'{name}'"):
        return archive.read(entry)


def _check_size(size: int, stored: int, what: str) -> None:
    if size > max(_FREE, _LARGEST_RATIO * stored):
        raise ValueError(
            f"{what} says that it unpacks to {size} bytes, but takes {stored} bytes: it "
            "is no honest file."
        )


def check_hdf5(file: h5py.File, path: Any, stream: Any) -> None:
    """Looks whether an HDF5 file holds its data itself.

    Args:
        file: the open file.
        path: the file, for errors.
        stream: its bytes, open for reading.

    Raises:
        ValueError: when it refers to other files, or says that it holds more than it
            can.
    """
    with naming(path, "its HDF5 part"):
        size = stream.seek(0, os.SEEK_END)
        widths = file.id.get_create_plist().get_sizes()
        reader = Reader(stream, size, file.userblock_size, widths)
        waiting: list[Any] = [file]
        seen: set[Any] = set()
        while waiting:
            group = waiting.pop()
            _check_attributes(group, path, size, reader)
            for name in group:
                _check_item(group, name, path, size, reader)
                item = group[name]
                place = h5py.h5o.get_info(item.id).addr
                if isinstance(item, h5py.Group) and place not in seen:
                    seen.add(place)
                    waiting.append(item)


def _check_attributes(group: h5py.Group, path: Any, size: int, reader: Reader) -> None:
    """Looks at how large the attributes of a group say that they are."""
    for name in group.attrs:
        declared = group.attrs.get_id(name)
        count = math.prod(declared.shape)
        kind = declared.get_type()
        length = max(declared.dtype.itemsize, kind.get_size())
        if count * length > size:
            raise ValueError(
                f"{path} is damaged: attribute '{name}' of '{group.name}' says that it has "
                f"{count} values of {length} bytes; the file has {size} bytes."
            )
        what = f"attribute '{name}' of '{group.name}'"
        if _of_open_length(kind, what, path):
            with _naming_texts(what, path):
                place = h5py.h5o.get_info(group.id).addr
                reader.check_attribute(place, name, count)


def _of_open_length(kind: Any, what: str, path: Any) -> bool:
    """Says whether values of a type are texts or rows whose length only they know."""
    if isinstance(kind, h5py.h5t.TypeStringID):
        return bool(kind.is_variable_str())
    if isinstance(kind, h5py.h5t.TypeVlenID):
        return True
    several = isinstance(kind, h5py.h5t.TypeCompoundID | h5py.h5t.TypeArrayID)
    if several and kind.dtype.hasobject:
        raise ValueError(
            f"{path}: {what} holds rows of texts or references, which are not read."
        )
    return False


@contextlib.contextmanager
def _naming_texts(what: str, path: Any) -> Iterator[None]:
    try:
        yield
    except (ValueError, struct.error) as error:
        raise ValueError(f"{path} is damaged: in {what}, {error}.") from error


def _check_item(
    group: h5py.Group, name: str, path: Any, size: int, reader: Reader
) -> None:
    link = group.get(name, getlink=True)
    if not isinstance(link, h5py.HardLink):
        raise ValueError(
            f"{path}: '{group.name}/{name}' is a link to another place or file. Such "
            "links are not followed."
        )
    item = group[name]
    if not isinstance(item, h5py.Dataset):
        return
    if item.external or item.is_virtual:
        raise ValueError(
            f"{path}: the data of '{item.name}' lie in other files, which are not read."
        )
    _check_size(item.nbytes, size, f"'{item.name}' in {path}")
    if item.size and _of_open_length(item.id.get_type(), f"'{item.name}'", path):
        _check_texts(item, path, reader)


def _check_texts(item: h5py.Dataset, path: Any, reader: Reader) -> None:
    place = item.id.get_offset()
    if place is None:
        raise ValueError(
            f"{path}: the texts of '{item.name}' lie in pieces, which are not read."
        )
    kind = item.id.get_type()
    text = isinstance(kind, h5py.h5t.TypeStringID)
    width = 1 if text else kind.get_super().get_size()
    with _naming_texts(f"'{item.name}'", path):
        reader.check_data(place, item.size, width)


def open_hdf5(path: Any) -> h5py.File:
    """Opens an HDF5 file that holds its data itself.

    Args:
        path: the file.

    Raises:
        ValueError: when it is damaged, or no such file.
    """
    name = os.fspath(path)
    try:
        file = h5py.File(name, "r")
    except (OSError, RuntimeError) as error:
        raise ValueError(f"{name} is damaged or no HDF5 file: {error}") from error
    try:
        with open(name, "rb") as stream:
            check_hdf5(file, name, stream)
    except ValueError:
        file.close()
        raise
    return file
