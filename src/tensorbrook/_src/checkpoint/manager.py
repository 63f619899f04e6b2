"""`tf.train.CheckpointManager`: numbers checkpoints and removes old ones."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from tensorbrook._src.checkpoint.checkpoint import Checkpoint, CheckpointOptions
from tensorbrook._src.checkpoint.state import (
    checkpoint_exists,
    get_checkpoint_state,
    remove_checkpoint,
    write_state,
)
from tensorbrook._src.core.current import current
from tensorbrook._src.formats import files
from tensorbrook._src.variables.variable import Variable


class CheckpointManager:
    """Keeps the newest checkpoints of a folder and removes the older ones.

    Args:
        checkpoint: The `Checkpoint` to save and restore.
        directory: The folder; it is made if needed.
        max_to_keep: How many to keep; None keeps all.
        keep_checkpoint_every_n_hours: Keeps one for good each time so many hours passed.
        checkpoint_name: What the names of the files begin with.
        step_counter: A variable that counts steps, for `checkpoint_interval`.
        checkpoint_interval: `save` does nothing unless so many steps passed.
        init_fn: Called by `restore_or_initialize` where there is no checkpoint.
        last_checkpoint_step: The step of the last checkpoint, from which
            `checkpoint_interval` counts.

    Raises:
        ValueError: `max_to_keep` isn't positive, or an interval has no counter.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> manager = tf.train.CheckpointManager(
        ...     tf.train.Checkpoint(v=tf.Variable(1.0)), tempfile.mkdtemp(), max_to_keep=2)
        >>> saved = [manager.save() for _ in range(3)]
        >>> manager.checkpoints == saved[1:]
        True
    """

    def __init__(
        self,
        checkpoint: Checkpoint,
        directory: Any,
        max_to_keep: int | None,
        keep_checkpoint_every_n_hours: float | None = None,
        checkpoint_name: str = "ckpt",
        step_counter: Any = None,
        checkpoint_interval: int | None = None,
        init_fn: Callable[[], Any] | None = None,
        last_checkpoint_step: int | None = None,
    ) -> None:
        if max_to_keep is not None and max_to_keep <= 0:
            raise ValueError(
                "Expected a positive integer or `None` for `max_to_keep`, got "
                f"{max_to_keep}."
            )
        if checkpoint_interval is not None and step_counter is None:
            raise ValueError(
                "`step_counter` should be passed if `checkpoint_interval` is not None."
            )
        self._checkpoint = checkpoint
        self._directory = os.fspath(directory)
        self._max_to_keep = max_to_keep
        self._every = keep_checkpoint_every_n_hours
        self._name = checkpoint_name
        self._step_counter = step_counter
        self._interval = checkpoint_interval
        self._last_step = last_checkpoint_step
        self._init_fn = init_fn
        self._kept: dict[
            str, float
        ] = {}  # prefixes that may be removed, and their times
        self._latest: str | None = None
        self._last_preserved = time.time()
        files.make_folder(self._directory)
        self._take_up()

    def _take_up(self) -> None:
        """Goes on where an earlier manager of the folder ended."""
        state = get_checkpoint_state(self._directory)
        if state is None:
            return
        self._latest = state.model_checkpoint_path
        times = list(state.all_model_checkpoint_timestamps)
        paths = list(state.all_model_checkpoint_paths)
        if len(times) != len(paths):
            times = [time.time()] * len(paths)
        if state.last_preserved_timestamp:
            self._last_preserved = state.last_preserved_timestamp
        self._kept = {
            path: saved
            for path, saved in zip(paths, times, strict=True)
            if checkpoint_exists(path)
        }

    @property
    def checkpoint(self) -> Checkpoint:
        """The `Checkpoint`."""
        return self._checkpoint

    @property
    def directory(self) -> str:
        """The folder."""
        return self._directory

    @property
    def checkpoint_interval(self) -> int | None:
        """How many steps there are between two checkpoints."""
        return self._interval

    @property
    def latest_checkpoint(self) -> str | None:
        """The newest checkpoint, or None."""
        return self._latest

    @property
    def checkpoints(self) -> list[str]:
        """The checkpoints that are kept, the oldest first."""
        return list(self._kept)

    def save(
        self,
        checkpoint_number: Any = None,
        check_interval: bool = True,
        options: CheckpointOptions | None = None,
    ) -> str | None:
        """Writes the next checkpoint and removes what is too old.

        Args:
            checkpoint_number: The number; by default the checkpoint's own counter.
            check_interval: Whether `checkpoint_interval` counts.
            options: A `CheckpointOptions`.

        Returns:
            The prefix of the checkpoint, or None where it isn't time yet.

        Raises:
            errors.OpError: The files can't be written; the old ones are kept.
        """
        if self._interval is not None and check_interval and not self._is_time():
            return None
        session = current.sessions[-1] if current.sessions else None
        counted = self._checkpoint._count(session)
        number = counted if checkpoint_number is None else _integer(checkpoint_number)
        prefix = os.path.join(self._directory, f"{self._name}-{number}")
        path = self._checkpoint._write(prefix, options, session)
        self._latest = path
        self._kept.pop(path, None)
        self._kept[path] = time.time()
        gone = self._sweep()
        write_state(
            self._directory,
            path,
            list(self._kept),
            times=list(self._kept.values()),
            preserved=self._last_preserved,
        )
        for old in gone:
            remove_checkpoint(old)
        return path

    def _is_time(self) -> bool:
        step = _integer(self._step_counter)
        if self._last_step is not None and step - self._last_step < self._interval:  # type: ignore[operator]
            return False
        self._last_step = step
        return True

    def _sweep(self) -> list[str]:
        """The checkpoints to be removed; some are kept for good."""
        gone = []
        while self._max_to_keep is not None and len(self._kept) > self._max_to_keep:
            path, saved = next(iter(self._kept.items()))
            del self._kept[path]
            hours = (saved - self._last_preserved) / 3600
            if self._every and hours >= self._every:
                self._last_preserved = saved
            else:
                gone.append(path)
        return gone

    def restore_or_initialize(self) -> str | None:
        """Restores the newest checkpoint; without one, calls `init_fn`.

        Returns:
            The prefix of the checkpoint, or None.
        """
        if self._latest is not None:
            self._checkpoint.restore(self._latest)
            if self._step_counter is not None:
                self._last_step = _integer(self._step_counter)
            return self._latest
        if self._init_fn is not None:
            self._init_fn()
        return None

    def sync(self) -> None:
        """Waits for a save in the background; here `save` has always finished."""


def _integer(value: Any) -> int:
    return int(value.numpy()) if isinstance(value, Variable) else int(value)
