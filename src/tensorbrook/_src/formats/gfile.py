"""`tf.io.gfile`: files and folders, with TensorFlow's errors."""

from __future__ import annotations

import glob as globbing
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.formats.files import naming

_SCHEME = "file://"
_MODES = frozenset(
    letters + kind + plus
    for letters in "rwa"
    for kind in ("", "b")
    for plus in ("", "+")
) | {"r+b", "w+b", "a+b"}


def path_of(path: Any) -> str:
    """A path as text, without `file://`."""
    if hasattr(path, "numpy"):
        path = path.numpy()
    return os.fsdecode(path).removeprefix(_SCHEME)


class GFile:
    """A file for reading or writing; it is opened when it is first used.

    Args:
        name: The path.
        mode: "r", "w" or "a", with "b" for bytes and "+" for reading and writing.

    Raises:
        errors.InvalidArgumentError: There is no such mode.

    Example:
        >>> import os, tempfile, tensorbrook as tf
        >>> path = os.path.join(tempfile.mkdtemp(), "file")
        >>> with tf.io.gfile.GFile(path, "w") as f:
        ...     f.write("one line")
        >>> tf.io.gfile.GFile(path).read()
        'one line'
    """

    def __init__(self, name: Any, mode: str = "r") -> None:
        if mode not in _MODES:
            raise errors.InvalidArgumentError(
                None, None, f"GFile: {mode!r} is no mode; use e.g. 'r', 'wb' or 'a+'."
            )
        self._name = name
        self._path = path_of(name)
        self._mode = mode
        self._text = "b" not in mode
        self._file: Any = None

    @property
    def name(self) -> Any:
        """The path that was given."""
        return self._name

    @property
    def mode(self) -> str:
        """The mode."""
        return self._mode

    def _opened(self, verb: str) -> Any:
        allowed = "+" in self._mode or (self._mode[0] == "r") == (verb == "reading")
        if not allowed:
            raise errors.PermissionDeniedError(
                None, None, f"File isn't open for {verb}: {self._path}"
            )
        return self._any()

    def _any(self) -> Any:
        if self._file is None:
            plain = self._mode.replace("b", "")
            with naming(self._path):
                self._file = open(self._path, f"{plain[0]}b{plain[1:]}")
        return self._file

    def _shown(self, data: bytes) -> Any:
        return data.decode("utf-8") if self._text else data

    def read(self, n: int = -1) -> Any:
        """Up to `n` bytes from here on, or all: text, or bytes in a mode with "b"."""
        file = self._opened("reading")
        with naming(self._path):
            return self._shown(file.read(n))

    def readline(self) -> Any:
        """The next line with its end; empty at the end of the file."""
        file = self._opened("reading")
        with naming(self._path):
            return self._shown(file.readline())

    def readlines(self) -> list[Any]:
        """All lines from here on, with their ends."""
        return list(self)

    def write(self, file_content: Any) -> None:
        """Writes text or bytes."""
        file = self._opened("writing")
        data = file_content.encode() if isinstance(file_content, str) else file_content
        with naming(self._path):
            file.write(data)

    def seek(self, offset: Any = None, whence: int = 0, position: Any = None) -> None:
        """Goes to a place, counted from the start (0), from here (1) or the end (2).

        Raises:
            errors.InvalidArgumentError: `whence` is another number.
            TypeError: There is no offset.
        """
        where = position if offset is None else offset
        if where is None:
            raise TypeError("seek(): offset argument required")
        if whence not in (0, 1, 2):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Invalid whence argument: {whence}. Valid values are 0, 1, or 2.",
            )
        with naming(self._path):
            self._any().seek(where, whence)

    def seekable(self) -> bool:
        """Whether `seek` works."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return int(self._any().tell())

    def size(self) -> int:
        """The number of bytes of the file."""
        if self._file is not None:
            self.flush()
        with naming(self._path):
            return os.path.getsize(self._path)

    def flush(self) -> None:
        """Hands what was written to the operating system."""
        if self._file is not None:
            with naming(self._path):
                self._file.flush()

    def close(self) -> None:
        """Ends the use of the file."""
        if self._file is not None:
            with naming(self._path):
                self._file.close()
            self._file = None

    def next(self) -> Any:
        """The next line.

        Raises:
            StopIteration: There is none.
        """
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    __next__ = next  # noqa: A003

    def __iter__(self) -> GFile:
        return self

    def __enter__(self) -> GFile:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_file", None) is not None:
            self._file.close()


class FileStatistics:
    """Size, time and kind of a file."""

    def __init__(self, status: os.stat_result, is_directory: bool) -> None:
        self.length = status.st_size
        self.mtime_nsec = status.st_mtime_ns
        self.is_directory = is_directory


def exists(path: Any) -> bool:
    """Whether there is a file or folder.

    Args:
        path: The path.

    Returns:
        True or False.
    """
    return os.path.exists(path_of(path))


def isdir(path: Any) -> bool:
    """Whether there is a folder.

    Args:
        path: The path.

    Returns:
        True or False.
    """
    return os.path.isdir(path_of(path))


def listdir(path: Any) -> list[str]:
    """The names of what is in a folder, in no order.

    Args:
        path: The folder.

    Returns:
        The names.

    Raises:
        errors.NotFoundError: There is no such folder.
    """
    if not isdir(path):
        raise errors.NotFoundError(None, None, f"Could not find directory {path}")
    return os.listdir(path_of(path))


def glob(pattern: Any) -> list[str]:
    """The files and folders that match a pattern, sorted.

    Args:
        pattern: A pattern with `*`, `?` and `[...]`, or several.

    Returns:
        The paths.
    """
    patterns = pattern if isinstance(pattern, list | tuple) else [pattern]
    return sorted(found for item in patterns for found in globbing.glob(path_of(item)))


def mkdir(path: Any) -> None:
    """Makes a folder in one that exists.

    Args:
        path: The folder.

    Raises:
        errors.OpError: It can't be made.
    """
    with naming(path_of(path)):
        os.mkdir(path_of(path))


def makedirs(path: Any) -> None:
    """Makes a folder and those above it, where they are missing.

    Args:
        path: The folder.

    Raises:
        errors.OpError: It can't be made.
    """
    with naming(path_of(path)):
        os.makedirs(path_of(path), exist_ok=True)


def remove(path: Any) -> None:
    """Removes a file.

    Args:
        path: The file.

    Raises:
        errors.NotFoundError: There is no such file.
    """
    with naming(path_of(path)):
        os.unlink(path_of(path))


def rmtree(path: Any) -> None:
    """Removes a folder with all that is in it.

    Args:
        path: The folder.

    Raises:
        errors.NotFoundError: There is no such folder.
    """
    with naming(path_of(path)):
        shutil.rmtree(path_of(path))


def _check_target(path: str, overwrite: bool) -> None:
    if not overwrite and os.path.exists(path):
        raise errors.AlreadyExistsError(None, None, f"file already exists: {path}")


def copy(src: Any, dst: Any, overwrite: bool = False) -> None:
    """Copies a file.

    Args:
        src: The file.
        dst: The copy.
        overwrite: Whether the copy may replace a file.

    Raises:
        errors.AlreadyExistsError: The copy is there already.
        errors.NotFoundError: There is no such file.
    """
    target = path_of(dst)
    _check_target(target, overwrite)
    with naming(path_of(src)):
        shutil.copyfile(path_of(src), target)


def rename(src: Any, dst: Any, overwrite: bool = False) -> None:
    """Gives a file or folder another path.

    Args:
        src: The old path.
        dst: The new path.
        overwrite: Whether a file may be replaced.

    Raises:
        errors.AlreadyExistsError: The new path is there already.
        errors.NotFoundError: There is no such file.
    """
    target = path_of(dst)
    _check_target(target, overwrite)
    with naming(path_of(src)):
        os.replace(path_of(src), target)


def stat(path: Any) -> FileStatistics:
    """Size, time and kind of a file.

    Args:
        path: The path.

    Returns:
        An object with `length`, `mtime_nsec` and `is_directory`.

    Raises:
        errors.NotFoundError: There is no such file.
    """
    with naming(path_of(path)):
        return FileStatistics(os.stat(path_of(path)), isdir(path))


def walk(
    top: Any, topdown: bool = True, onerror: Callable[[Any], Any] | None = None
) -> Iterator[tuple[str, list[str], list[str]]]:
    """The folders below one, each with the names of its folders and files.

    Args:
        top: Where to begin.
        topdown: Whether a folder comes before those in it.
        onerror: Called with an error; otherwise unreadable folders are left out.

    Yields:
        Tuples of a path, folder names and file names.
    """
    return os.walk(path_of(top), topdown, onerror)


def join(path: Any, *paths: Any) -> Any:
    """Joins parts of a path; a part that begins with a slash begins anew.

    Args:
        path: The first part.
        *paths: The others.

    Returns:
        The path.

    Example:
        >>> import tensorbrook as tf
        >>> tf.io.gfile.join("a", "b")
        'a/b'
    """
    return os.path.join(path, *paths)


def get_registered_schemes() -> list[str]:
    """The beginnings of paths that are known: "" and "file".

    Returns:
        The schemes.
    """
    return ["", "file"]
