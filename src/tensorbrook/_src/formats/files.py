"""Reading and replacing files so that nothing is lost, with TensorFlow's errors."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any, BinaryIO

from tensorbrook._src.core import errors

_DRAIN_BYTES = 1 << 25
Path = str | bytes | os.PathLike[Any]

_KINDS: dict[int, type[errors.OpError]] = {
    errno.ENOENT: errors.NotFoundError,
    errno.EACCES: errors.PermissionDeniedError,
    errno.EPERM: errors.PermissionDeniedError,
    errno.EROFS: errors.PermissionDeniedError,
    errno.EEXIST: errors.AlreadyExistsError,
    errno.ENOTEMPTY: errors.FailedPreconditionError,
    errno.EISDIR: errors.FailedPreconditionError,
    errno.ENOTDIR: errors.FailedPreconditionError,
    errno.ENOSPC: errors.ResourceExhaustedError,
    errno.EDQUOT: errors.ResourceExhaustedError,
    errno.EMFILE: errors.ResourceExhaustedError,
    errno.EFBIG: errors.OutOfRangeError,
    errno.EINVAL: errors.InvalidArgumentError,
}


def error_of(problem: OSError, path: Path) -> errors.OpError:
    """TensorFlow's error for what the operating system said about a file."""
    kind = _KINDS.get(problem.errno or 0, errors.UnknownError)
    text = problem.strerror or str(problem)
    return kind(None, None, f"{text_of(path)}; {text}")  # type: ignore[call-arg]


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turns the operating system's errors in the body into errors that name `path`."""
    try:
        yield
    except OSError as problem:
        raise error_of(problem, path) from problem


def text_of(path: Path) -> str:
    """A path as text."""
    return os.fsdecode(path)


def read(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        errors.OpError: It can't be read; a `NotFoundError` where it isn't there.
    """
    with naming(path), open(path, "rb") as file:
        return file.read()


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes the place of `path` when the body of the `with` is done.

    The bytes are written beside, synced, and renamed. Whatever goes wrong on the way
    leaves the old file as it was.

    Raises:
        errors.OpError: The file can't be written; the message says why.
    """
    target = text_of(path)
    beside = f"{target}.{os.getpid()}.{os.urandom(4).hex()}.part"
    with naming(target):
        try:
            with open(beside, "xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(beside)
            raise
        sync_folder(os.path.dirname(target))
        _remove_leftovers(target)


class Draining:
    """Hands what is written to a large file to the disk while more is written.

    Args:
        file: The file, open for writing.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting = 0
        self._worker: threading.Thread | None = None
        self._problems: list[OSError] = []  # the system tells of each but once

    def write(self, data: Any) -> None:
        """Writes bytes."""
        self._file.write(data)
        self._waiting += len(data)
        if self._waiting >= _DRAIN_BYTES and not self._is_busy():
            self._waiting = 0
            self._worker = threading.Thread(target=self._drain)
            self._worker.start()

    def _is_busy(self) -> bool:
        return self._worker is not None and self._worker.is_alive()

    def _drain(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except OSError as problem:
            self._problems.append(problem)

    def __enter__(self) -> Draining:
        return self

    def __exit__(self, kind: Any, *error: Any) -> None:
        if self._worker is not None:
            self._worker.join()
        if kind is None and self._problems:
            raise self._problems[0]


def _remove_leftovers(target: str) -> None:
    """Removes what writers of the same file left beside it when they were killed."""
    for path in glob.glob(f"{glob.escape(target)}.*.part"):
        if is_left_over(path, target) and not os.path.isdir(path):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)


def is_left_over(path: str, target: str) -> bool:
    """Whether a file beside `target` is that of a writer that doesn't run any more."""
    process = path.removeprefix(f"{target}.").partition(".")[0]
    return process.isdigit() and not _is_alive(int(process))


def _is_alive(process: int) -> bool:
    """Whether a process of this number runs; where that can't be known, yes."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def write(path: Path, content: bytes) -> None:
    """Replaces a file by one with this content.

    Raises:
        errors.OpError: The file can't be written.
    """
    with replacing(path) as file:
        file.write(content)


def copy(source: Path, target: Path) -> None:
    """Replaces a file by a copy of another one; nothing happens where both are one.

    Raises:
        errors.OpError: One can't be read, or the other one can't be written.
    """
    if os.path.abspath(text_of(source)) == os.path.abspath(text_of(target)):
        return
    with naming(source), open(source, "rb") as content, replacing(target) as file:
        shutil.copyfileobj(content, file)


def sync_folder(folder: str) -> None:
    """Makes sure that a rename in the folder outlives a loss of power."""
    if os.name != "posix":
        return
    handle = os.open(folder or ".", os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def folder_to_oneself(folder: str) -> Iterator[None]:
    """Waits until no other writer is in the body of such a `with` for the folder.

    Where a file system has no locks, nobody waits.
    """
    try:
        import fcntl
    except ImportError:  # no POSIX system
        yield
        return
    handle = os.open(folder or ".", os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)  # gives the lock back


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it, where they are missing.

    Raises:
        errors.OpError: It can't be made.
    """
    with naming(folder):
        os.makedirs(folder or ".", exist_ok=True)


@contextlib.contextmanager
def telling(path: Path) -> Iterator[None]:
    """Names the file with whatever goes wrong while its content is made use of.

    Raises:
        errors.DataLossError: The body raised what only damaged content leads to.
    """
    try:
        yield
    except Exception as problem:
        if text_of(path) in str(problem):
            raise
        raise _told(problem, path) from problem


def _told(problem: Exception, path: Path) -> Exception:
    """The error with the name of the file."""
    text = f"{text_of(path)}: {getattr(problem, 'message', problem)}"
    if isinstance(problem, errors.OpError):
        return type(problem)(problem.node_def, problem.op, text)  # type: ignore[call-arg]
    for kind in (NotImplementedError, ImportError, ValueError):
        if isinstance(problem, kind):
            return kind(text)
    return data_loss(path, f"damaged: {type(problem).__name__}: {problem}")


def data_loss(path: Path, reason: str) -> errors.DataLossError:
    """The error for a file whose bytes are damaged."""
    return errors.DataLossError(None, None, f"{text_of(path)}: {reason}")
