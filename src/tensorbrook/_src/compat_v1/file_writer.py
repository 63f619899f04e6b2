"""`tf.summary.FileWriter` and `tf.train.summary_iterator` of 1.x."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.formats.event_file import EventFile, read_events
from tensorbrook._src.formats.schema import message


class FileWriter:
    """Writes Summary messages into an event file.

    Args:
        logdir: The folder; it is made if needed.
        graph: A graph that is written, too.
        max_queue: After how many events the file is flushed.
        flush_secs: After how many seconds the file is flushed.
        graph_def: A GraphDef in place of `graph`.
        filename_suffix: What the name of the file ends with.
        session: Accepted for compatibility.

    Raises:
        RuntimeError: Executing eagerly.
        errors.OpError: The file can't be made.

    Example:
        >>> import tempfile, tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     loss = tf.summary.scalar("loss", 0.5)
        ...     with tf.summary.FileWriter(tempfile.mkdtemp(), sess.graph) as writer:
        ...         writer.add_summary(sess.run(loss), global_step=1)
    """

    def __init__(
        self,
        logdir: Any,
        graph: Any = None,
        max_queue: int = 10,
        flush_secs: float = 120,
        graph_def: Any = None,
        filename_suffix: str | None = None,
        session: Any = None,
    ) -> None:
        if current.interpreter.executing_eagerly:
            raise RuntimeError(
                "tf.summary.FileWriter is not compatible with eager execution. Use "
                "`tf.summary.create_file_writer`, or a `with v1.Graph().as_default():` "
                "context"
            )
        self._folder = os.fspath(logdir)
        self._options = (filename_suffix or "", max_queue, flush_secs)
        self._file = EventFile(self._folder, *self._options)
        self._seen: set[str] = set()
        if graph is not None or graph_def is not None:
            self.add_graph(graph, graph_def=graph_def)

    def __enter__(self) -> FileWriter:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()

    def get_logdir(self) -> str:
        """The folder."""
        return self._folder

    def add_summary(self, summary: Any, global_step: Any = None) -> None:
        """Writes a Summary message, or its bytes, at a step."""
        kind = message("Summary")
        content = summary if isinstance(summary, bytes) else summary.SerializeToString()
        made = kind.FromString(content)
        for value in made.value:  # what a tag is shows with its first summary
            if value.HasField("metadata"):
                if value.tag in self._seen:
                    value.ClearField("metadata")
                self._seen.add(value.tag)
        self._add(global_step, summary=made)

    def _add(self, step: Any, **content: Any) -> None:
        event = message("Event")(wall_time=time.time(), **content)
        if step is not None:
            event.step = int(step)
        self.add_event(event)

    def add_event(self, event: Any) -> None:
        """Writes an Event message."""
        kind = message("Event")
        if not isinstance(event, kind):
            event = kind.FromString(event.SerializeToString())
        if self._file.closed:
            self.reopen()
        self._file.add(event)

    def add_graph(
        self, graph: Any, global_step: Any = None, graph_def: Any = None
    ) -> None:
        """Writes a graph, or a GraphDef.

        Raises:
            ValueError: Both are given, or neither.
        """
        if graph is not None and graph_def is not None:
            raise ValueError(
                "Please pass only graph, or graph_def (deprecated), but not both."
            )
        if graph is None and graph_def is None:
            raise ValueError("The argument `graph` must be given.")
        if hasattr(graph, "SerializeToString"):  # the old order of arguments
            graph, graph_def = None, graph
        definition = (
            graph.as_graph_def(add_shapes=True) if graph_def is None else graph_def
        )
        self._add(global_step, graph_def=definition.SerializeToString())

    def add_meta_graph(self, meta_graph_def: Any, global_step: Any = None) -> None:
        """Writes a MetaGraphDef."""
        self._add(global_step, meta_graph_def=meta_graph_def.SerializeToString())

    def add_run_metadata(
        self, run_metadata: Any, tag: str, global_step: Any = None
    ) -> None:
        """Writes the RunMetadata of a run, once for each tag.

        Raises:
            ValueError: The tag is there already.
        """
        if f"run {tag}" in self._seen:
            raise ValueError("The provided tag was already used for this event type")
        self._seen.add(f"run {tag}")
        tagged = message("TaggedRunMetadata")(
            tag=tag, run_metadata=run_metadata.SerializeToString()
        )
        self._add(global_step, tagged_run_metadata=tagged)

    def add_session_log(self, session_log: Any, global_step: Any = None) -> None:
        """Writes a SessionLog message."""
        kind = message("SessionLog")
        self._add(
            global_step, session_log=kind.FromString(session_log.SerializeToString())
        )

    def flush(self) -> None:
        """Hands what was written to the operating system."""
        self._file.flush()

    def close(self) -> None:
        """Ends the file."""
        self._file.close()

    def reopen(self) -> None:
        """Begins a new file in the folder, where the old one is closed."""
        if self._file.closed:
            self._file = EventFile(self._folder, *self._options)


class FileWriterCache:
    """One `FileWriter` for each folder."""

    _writers: dict[str, FileWriter] = {}
    _lock = threading.RLock()

    @staticmethod
    def clear() -> None:
        """Closes and forgets all writers."""
        with FileWriterCache._lock:
            for writer in FileWriterCache._writers.values():
                writer.close()
            FileWriterCache._writers = {}

    @staticmethod
    def get(logdir: Any) -> FileWriter:
        """The writer of a folder, made at the first call."""
        with FileWriterCache._lock:
            if logdir not in FileWriterCache._writers:
                FileWriterCache._writers[logdir] = FileWriter(logdir)
            return FileWriterCache._writers[logdir]


def summary_iterator(path: Any) -> Iterator[Any]:
    """The Event messages of an event file.

    Args:
        path: The file.

    Yields:
        One Event after the other.

    Raises:
        errors.NotFoundError: There is no such file.
        errors.DataLossError: It is damaged.
    """
    return read_events(os.fspath(path))
