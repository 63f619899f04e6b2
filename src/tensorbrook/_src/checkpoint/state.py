"""The file `checkpoint`, which says what the newest checkpoint of a folder is."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.formats import files
from tensorbrook._src.formats.bundle import index_path
from tensorbrook._src.formats.bundle_writer import shards_of
from tensorbrook._src.formats.schema import message
from tensorbrook._src.formats.slices import files_of

_FILE = "checkpoint"


def state_path(folder: str, latest_filename: str | None = None) -> str:
    """Where the state of the checkpoints of a folder lies."""
    return os.path.join(folder, latest_filename or _FILE)


def get_checkpoint_state(
    checkpoint_dir: Any, latest_filename: str | None = None
) -> Any:
    """The CheckpointState message of a folder.

    Args:
        checkpoint_dir: The folder.
        latest_filename: The name of the file, "checkpoint" by default.

    Returns:
        A message whose paths are complete, or None where there is no such file or it
        can't be read.

    Example:
        >>> import tensorbrook as tf
        >>> tf.train.get_checkpoint_state("/no/such/folder") is None
        True
    """
    from google.protobuf import text_format

    folder = os.fspath(checkpoint_dir)
    try:
        content = files.read(state_path(folder, latest_filename))
        state = text_format.Parse(content, message("CheckpointState")())
    except (errors.OpError, text_format.ParseError, UnicodeDecodeError):
        return None
    if not state.model_checkpoint_path:
        return None
    state.model_checkpoint_path = os.path.join(folder, state.model_checkpoint_path)
    paths = [os.path.join(folder, p) for p in state.all_model_checkpoint_paths]
    state.all_model_checkpoint_paths[:] = paths
    return state


def latest_checkpoint(
    checkpoint_dir: Any, latest_filename: str | None = None
) -> str | None:
    """The newest checkpoint of a folder, by what its file `checkpoint` says.

    Args:
        checkpoint_dir: The folder.
        latest_filename: The name of the file, "checkpoint" by default.

    Returns:
        What the names of the checkpoint's files begin with, or None.

    Example:
        >>> import tensorbrook as tf
        >>> tf.train.latest_checkpoint("/no/such/folder") is None
        True
    """
    state = get_checkpoint_state(checkpoint_dir, latest_filename)
    if state is None:
        return None
    prefix: str = state.model_checkpoint_path
    return prefix if checkpoint_exists(prefix) else None


def checkpoint_exists(checkpoint_prefix: Any) -> bool:
    """Whether there is a checkpoint of that prefix.

    Args:
        checkpoint_prefix: What the names of its files begin with.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.train.checkpoint_exists("/no/such/checkpoint")
        False
    """
    prefix = os.fsdecode(os.fspath(checkpoint_prefix))
    return os.path.exists(index_path(prefix)) or bool(files_of(prefix))


def update_checkpoint_state(
    save_dir: Any,
    model_checkpoint_path: Any,
    all_model_checkpoint_paths: Sequence[Any] | None = None,
    latest_filename: str | None = None,
    all_model_checkpoint_timestamps: Sequence[float] | None = None,
    last_preserved_timestamp: float | None = None,
) -> None:
    """Writes the file `checkpoint` of a folder.

    Args:
        save_dir: The folder.
        model_checkpoint_path: The newest checkpoint.
        all_model_checkpoint_paths: All that are kept, the oldest first.
        latest_filename: The name of the file, "checkpoint" by default.
        all_model_checkpoint_timestamps: When they were written, in seconds since 1970.
        last_preserved_timestamp: When the last one that is kept for good was written.

    Raises:
        errors.OpError: The file can't be written.
        ValueError: There are other numbers of times and paths.
    """
    write_state(
        save_dir,
        model_checkpoint_path,
        all_model_checkpoint_paths,
        latest_filename,
        all_model_checkpoint_timestamps,
        last_preserved_timestamp,
        relative=False,
    )


def write_state(
    folder: Any,
    newest: Any,
    paths: Sequence[Any] | None = None,
    latest_filename: str | None = None,
    times: Sequence[float] | None = None,
    preserved: float | None = None,
    relative: bool = True,
) -> None:
    """Writes the file; with `relative`, paths in it are relative to the folder."""
    from google.protobuf import text_format

    state = _state(folder, newest, paths, times, preserved, relative)
    text = text_format.MessageToString(state)
    files.write(state_path(os.fspath(folder), latest_filename), text.encode())


def generate_checkpoint_state_proto(
    save_dir: Any,
    model_checkpoint_path: Any,
    all_model_checkpoint_paths: Sequence[Any] | None = None,
    all_model_checkpoint_timestamps: Sequence[float] | None = None,
    last_preserved_timestamp: float | None = None,
) -> Any:
    """What `update_checkpoint_state` writes, as a `CheckpointState`.

    Args:
        save_dir: The folder.
        model_checkpoint_path: The newest checkpoint.
        all_model_checkpoint_paths: All that are kept, the oldest first.
        all_model_checkpoint_timestamps: When they were written, in seconds since 1970.
        last_preserved_timestamp: When the last one that is kept for good was written.

    Returns:
        The message.

    Raises:
        ValueError: There are other numbers of times and paths.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> state = tf.train.generate_checkpoint_state_proto("/runs", "/runs/m-1")
        >>> list(state.all_model_checkpoint_paths)
        ['/runs/m-1']
    """
    return _state(
        save_dir,
        model_checkpoint_path,
        all_model_checkpoint_paths,
        all_model_checkpoint_timestamps,
        last_preserved_timestamp,
        relative=False,
    )


def _state(
    folder: Any,
    newest: Any,
    paths: Sequence[Any] | None,
    times: Sequence[float] | None,
    preserved: float | None,
    relative: bool,
) -> Any:
    folder = os.fspath(folder)
    newest = os.fspath(newest)
    kept = [os.fspath(path) for path in paths or ()]
    if newest not in kept:
        kept.append(newest)
        times = None if times is None else [*times, time.time()]
    if times is not None and len(times) != len(kept):
        raise ValueError(
            "Checkpoint timestamps, if provided, must match checkpoint paths (got paths "
            f"{kept} and timestamps {list(times)})"
        )
    if relative or not os.path.isabs(folder):
        newest = os.path.relpath(newest, folder)
        kept = [os.path.relpath(path, folder) for path in kept]
    state = message("CheckpointState")(
        model_checkpoint_path=newest,
        all_model_checkpoint_paths=kept,
        all_model_checkpoint_timestamps=times or (),
    )
    if preserved is not None:
        state.last_preserved_timestamp = preserved
    return state


def remove_checkpoint(
    checkpoint_prefix: str,
    checkpoint_format_version: int = 2,
    meta_graph_suffix: str = "meta",
) -> None:
    """Removes the files of a checkpoint.

    Args:
        checkpoint_prefix: What their names begin with.
        checkpoint_format_version: 1 for checkpoints of before 2016.
        meta_graph_suffix: The suffix of the file with the graph.
    """
    paths = [index_path(checkpoint_prefix), *shards_of(checkpoint_prefix)]
    if checkpoint_format_version == 1:
        paths = files_of(checkpoint_prefix)
    for path in [*paths, f"{checkpoint_prefix}.{meta_graph_suffix}"]:
        if os.path.exists(path):
            with files.naming(path):
                os.unlink(path)


def get_checkpoint_mtimes(checkpoint_prefixes: Sequence[str]) -> list[float]:
    """When checkpoints were written, in seconds since 1970.

    Args:
        checkpoint_prefixes: What the names of their files begin with.

    Returns:
        One number for each checkpoint that exists.
    """
    found = []
    for prefix in checkpoint_prefixes:
        index = index_path(prefix)
        paths = [index] if os.path.exists(index) else files_of(prefix)[:1]
        found += [os.path.getmtime(path) for path in paths]
    return found


def checkpoints_iterator(
    checkpoint_dir: Any,
    min_interval_secs: float = 0,
    timeout: float | None = None,
    timeout_fn: Any = None,
) -> Iterator[str]:
    """New checkpoints of a folder, as they appear.

    Args:
        checkpoint_dir: The folder.
        min_interval_secs: The shortest time between two of them.
        timeout: How many seconds to wait for the next one; None waits for ever.
        timeout_fn: Called after a timeout; True ends the iteration.

    Yields:
        What the names of the files of a new checkpoint begin with.
    """
    known: str | None = None
    while True:
        fresh = _wait(checkpoint_dir, known, timeout)
        if fresh is None:
            if timeout_fn is None or timeout_fn():
                return
            continue
        started, known = time.time(), fresh
        yield fresh
        time.sleep(max(0.0, started + min_interval_secs - time.time()))


def _wait(folder: Any, known: str | None, timeout: float | None) -> str | None:
    limit = None if timeout is None else time.time() + timeout
    while True:
        newest = latest_checkpoint(folder)
        if newest is not None and newest != known:
            return newest
        if limit is not None and time.time() >= limit:
            return None
        time.sleep(0.1 if limit is None else min(0.1, max(0.0, limit - time.time())))
