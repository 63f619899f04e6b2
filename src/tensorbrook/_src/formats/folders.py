"""Replacing folders of files as one: either the new one is complete, or the old one stays."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import glob
import os
import shutil
from collections.abc import Collection, Iterator

from tensorbrook._src.formats import files
from tensorbrook._src.formats.files import Path

_FROM_HERE = -100  # AT_FDCWD: paths are relative to the current folder
_EXCHANGE = 2  # RENAME_EXCHANGE


@contextlib.contextmanager
def replacing(path: Path, own: Collection[str]) -> Iterator[str]:
    """A folder to write into, which takes the place of `path` when the body is done.

    The files are written into a folder beside, synced, and the folders exchanged. Where
    `path` holds anything else than is to be replaced, or is the current folder, the body
    writes into it directly, file by file.

    Args:
        path: The folder; those above it are made if needed.
        own: The names in it that may be replaced.

    Raises:
        errors.OpError: It can't be written; the old one is as it was.
    """
    target = os.path.realpath(files.text_of(path))
    parent = os.path.dirname(target)
    files.make_folder(parent)
    if os.path.isdir(target) and (
        _is_current(target) or set(os.listdir(target)) - {*own}
    ):
        yield target
        return
    beside = f"{target}.{os.getpid()}.{os.urandom(4).hex()}.part"
    with files.naming(target):
        try:
            os.mkdir(beside)
            yield beside
            _sync_tree(beside)
            _take_place(beside, target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        files.sync_folder(parent)
        _remove_leftovers(target)


def _is_current(folder: str) -> bool:
    """Whether a folder is the one in which this process works."""
    with contextlib.suppress(OSError):
        return os.path.samefile(folder, os.curdir)
    return False


def _sync_tree(folder: str) -> None:
    for inside, _, _ in os.walk(folder):
        files.sync_folder(inside)


def _take_place(made: str, target: str) -> None:
    """Moves a folder to where another one is, or none; the other one moves to its place."""
    try:
        os.rename(made, target)
    except OSError as problem:
        if problem.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        shutil.copymode(target, made)
        if not _exchange(made, target):
            old = f"{made.removesuffix('.part')}.old.part"
            os.rename(target, old)
            os.rename(made, target)
            os.rename(old, made)


def _exchange(first: str, second: str) -> bool:
    """Exchanges two folders in one step; False where the system can't."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    pair = os.fsencode(first), os.fsencode(second)
    found: int = rename(_FROM_HERE, pair[0], _FROM_HERE, pair[1], _EXCHANGE)
    return found == 0


def _remove_leftovers(target: str) -> None:
    """Removes what writers of the same folder left beside it when they were killed."""
    for path in glob.glob(f"{glob.escape(target)}.*.part"):
        if os.path.isdir(path) and files.is_left_over(path, target):
            shutil.rmtree(path, ignore_errors=True)
