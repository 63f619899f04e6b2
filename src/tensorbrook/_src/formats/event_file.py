"""Event files, which TensorBoard shows: records of Event messages."""

from __future__ import annotations

import itertools
import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.formats import files
from tensorbrook._src.formats.files import Path, data_loss
from tensorbrook._src.formats.records import RecordWriter, read_records
from tensorbrook._src.formats.schema import message

_VERSION = "brain.Event:2"
_numbers = itertools.count()


class EventFile:
    """A new event file in a folder.

    Args:
        folder: The folder; it is made if needed.
        suffix: What the name of the file ends with.
        max_queue: After how many events the file is flushed.
        flush_seconds: After how many seconds the file is flushed.

    Raises:
        errors.OpError: The file can't be made.
    """

    def __init__(
        self,
        folder: Path,
        suffix: str = "",
        max_queue: int = 10,
        flush_seconds: float = 120.0,
    ) -> None:
        files.make_folder(folder)
        self.folder = files.text_of(folder)
        name = (
            f"events.out.tfevents.{int(time.time()):010d}.{socket.gethostname()}."
            f"{os.getpid()}.{next(_numbers)}{suffix}"
        )
        self.path = os.path.join(self.folder, name)
        self._max_queue = max_queue
        self._flush_seconds = flush_seconds
        self._waiting = 0
        self._flushed = time.monotonic()
        self._lock = threading.Lock()
        self._writer = RecordWriter(self.path)
        self.closed = False
        self.add(message("Event")(wall_time=time.time(), file_version=_VERSION))
        self.flush()

    def add(self, event: Any) -> None:
        """Appends an Event message.

        Raises:
            errors.OpError: The file can't be written, or is closed.
        """
        record = event.SerializeToString()
        with self._lock:
            self._writer.write(record)
            self._waiting += 1
            age = time.monotonic() - self._flushed
            if self._waiting >= self._max_queue or age >= self._flush_seconds:
                self._flush()

    def _flush(self) -> None:
        self._writer.flush()
        self._waiting = 0
        self._flushed = time.monotonic()

    def flush(self) -> None:
        """Hands all events to the operating system."""
        with self._lock:
            if not self.closed:
                self._flush()

    def close(self) -> None:
        """Ends the file; a second call does nothing."""
        with self._lock:
            self.closed = True
            self._writer.close()

    def __del__(self) -> None:
        if hasattr(self, "_writer"):
            self._writer.close()


def read_events(path: Path) -> Iterator[Any]:
    """The Event messages of a file.

    Raises:
        errors.DataLossError: A record is damaged.
    """
    from google.protobuf.message import DecodeError

    kind = message("Event")
    for record in read_records(path):
        try:
            event = kind.FromString(record)
        except DecodeError as problem:
            raise data_loss(path, f"a record that is no Event: {problem}") from problem
        yield event
