"""`tf.gfile` of 1.x: the functions of `tf.io.gfile` by their old names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.formats import gfile


def Exists(filename: Any) -> bool:  # noqa: N802
    """Whether there is a file or folder; see `tf.io.gfile.exists`."""
    return gfile.exists(filename)


def IsDirectory(dirname: Any) -> bool:  # noqa: N802
    """Whether there is a folder; see `tf.io.gfile.isdir`."""
    return gfile.isdir(dirname)


def ListDirectory(dirname: Any) -> list[str]:  # noqa: N802
    """The names of what is in a folder; see `tf.io.gfile.listdir`."""
    return gfile.listdir(dirname)


def Glob(filename: Any) -> list[str]:  # noqa: N802
    """What matches a pattern; see `tf.io.gfile.glob`."""
    return gfile.glob(filename)


def MkDir(dirname: Any) -> None:  # noqa: N802
    """Makes a folder; see `tf.io.gfile.mkdir`."""
    gfile.mkdir(dirname)


def MakeDirs(dirname: Any) -> None:  # noqa: N802
    """Makes a folder and those above it; see `tf.io.gfile.makedirs`."""
    gfile.makedirs(dirname)


def Remove(filename: Any) -> None:  # noqa: N802
    """Removes a file; see `tf.io.gfile.remove`."""
    gfile.remove(filename)


def DeleteRecursively(dirname: Any) -> None:  # noqa: N802
    """Removes a folder with all that is in it; see `tf.io.gfile.rmtree`."""
    gfile.rmtree(dirname)


def Copy(oldpath: Any, newpath: Any, overwrite: bool = False) -> None:  # noqa: N802
    """Copies a file; see `tf.io.gfile.copy`."""
    gfile.copy(oldpath, newpath, overwrite)


def Rename(oldname: Any, newname: Any, overwrite: bool = False) -> None:  # noqa: N802
    """Gives a file another path; see `tf.io.gfile.rename`."""
    gfile.rename(oldname, newname, overwrite)


def Stat(filename: Any) -> gfile.FileStatistics:  # noqa: N802
    """Size, time and kind of a file; see `tf.io.gfile.stat`."""
    return gfile.stat(filename)


def Walk(  # noqa: N802
    top: Any, in_order: bool = True
) -> Iterator[tuple[str, list[str], list[str]]]:
    """The folders below one; see `tf.io.gfile.walk`.

    Raises:
        errors.NotFoundError: There is no such folder.
    """
    if not gfile.isdir(top):
        raise errors.NotFoundError(None, None, f"Could not find directory {top}")
    return gfile.walk(top, in_order)
