"""Starting and stopping a profile, and the file that it leaves."""

from __future__ import annotations

import gzip
import json
import os
import socket
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from tensorbrook._src.core import errors
from tensorbrook._src.profiler.recording import Recording, Timed


class ProfilerOptions(NamedTuple):
    """What a profile notes.

    Attributes:
        host_tracer_level: 0 for nothing but `Trace` blocks, else operations, too.
        python_tracer_level: Accepted for compatibility.
        device_tracer_level: Accepted for compatibility.
        delay_ms: Accepted for compatibility.
    """

    host_tracer_level: int = 2
    python_tracer_level: int = 0
    device_tracer_level: int = 1
    delay_ms: int | None = None


class _Running(NamedTuple):
    recording: Recording
    timed: Timed | None
    logdir: str


_running: list[_Running] = []


def active() -> Recording | None:
    """The profile that is running, or None."""
    return _running[-1].recording if _running else None


def start(logdir: str, options: ProfilerOptions | None = None) -> None:
    """Begins a profile of the process.

    Args:
        logdir: The folder that gets the file; TensorBoard's profile page looks there.
        options: What is noted.

    Raises:
        errors.AlreadyExistsError: A profile is running.

    Example:
        >>> import tempfile
        >>> import tensorbrook as tf
        >>> tf.profiler.experimental.start(tempfile.mkdtemp())
        >>> y = tf.exp(1.0)
        >>> tf.profiler.experimental.stop()
    """
    if _running:
        raise errors.AlreadyExistsError(None, None, "Another profiler is running.")
    recording = Recording()
    wanted = ProfilerOptions() if options is None else options
    timed = Timed(recording) if wanted.host_tracer_level > 0 else None
    _running.append(_Running(recording, timed, str(logdir)))
    if timed is not None:
        timed.start()


def stop(save: bool = True) -> None:
    """Ends the profile, and writes its file.

    Args:
        save: Whether to write it.

    Raises:
        errors.UnavailableError: No profile is running.
    """
    if not _running:
        raise errors.UnavailableError(
            None, None, "Cannot export profiling results. No profiler is running."
        )
    recording, timed, logdir = _running.pop()
    if timed is not None:
        timed.stop()
    if save:
        _write(recording, Path(logdir))


def _write(recording: Recording, logdir: Path) -> Path:
    """The trace as Chrome and TensorBoard read it, written whole or not at all."""
    folder = logdir / "plugins" / "profile" / time.strftime("%Y_%m_%d_%H_%M_%S")
    folder.mkdir(parents=True, exist_ok=True)
    host = socket.gethostname()
    head: list[dict[str, Any]] = [
        {"ph": "M", "pid": 1, "name": "process_name", "args": {"name": f"{host}:CPU"}}
    ]
    events = [
        {
            "ph": "X",
            "pid": 1,
            "tid": event.thread,
            "ts": round(event.start, 3),
            "dur": round(event.duration, 3),
            "name": event.name,
            "args": {key: str(value) for key, value in event.details.items()},
        }
        for event in recording.events
    ]
    text = json.dumps({"displayTimeUnit": "ns", "traceEvents": head + events})
    path = folder / f"{host}.trace.json.gz"
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(gzip.compress(text.encode()))
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, path)
    return path


class Profile:
    """A profile of the body of a `with`.

    Args:
        logdir: The folder that gets the file.
        options: What is noted.

    Example:
        >>> import tempfile
        >>> import tensorbrook as tf
        >>> with tf.profiler.experimental.Profile(tempfile.mkdtemp()):
        ...     y = tf.exp(1.0)
    """

    def __init__(self, logdir: str, options: ProfilerOptions | None = None) -> None:
        self._logdir = logdir
        self._options = options

    def __enter__(self) -> None:
        start(self._logdir, self._options)

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        stop()


class Trace:
    """Notes the body of a `with` in the profile that is running, if one is.

    Args:
        name: What it is called there.
        **kwargs: What else to note, such as `step_num`.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.profiler.experimental.Trace("train", step_num=3, _r=1):
        ...     y = tf.exp(1.0)
    """

    def __init__(self, name: str, **kwargs: Any) -> None:
        self._name = name
        self._details = kwargs
        self._recording: Recording | None = None
        self._start = 0.0

    def __enter__(self) -> Trace:
        self._recording = active()
        if self._recording is not None:
            self._start = self._recording.now()
        return self

    def set_metadata(self, **kwargs: Any) -> None:
        """Notes more about the body.

        Args:
            **kwargs: Values by name.
        """
        self._details.update(kwargs)

    def __exit__(self, kind: Any, value: Any, trace: Any) -> None:
        if self._recording is not None:
            self._recording.note(self._name, self._start, self._details)
