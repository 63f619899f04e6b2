"""`tf.summary`: writers, steps, and when summaries are recorded."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from tensorbrook._src.control_flow import functional as control_flow
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import current_scope, name_scope
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.eager.tensor import object_tensor
from tensorbrook._src.formats.event_file import EventFile
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops import cast, summary_writing
from tensorbrook._src.ops.constant import constant, convert_to_tensor


class _State(threading.local):
    """What a thread records into, at which step, and on which condition."""

    def __init__(self) -> None:
        self.writer: SummaryWriter | None = None
        self.step: Any = None
        self.condition: Any = True


_state = _State()


class SummaryWriter:
    """Where summaries go; made by `tf.summary.create_file_writer`."""

    handle: Any = None

    def set_as_default(self, step: Any = None) -> None:
        """Makes this the writer of the thread, and `step` its step."""
        _state.writer = self
        if step is not None:
            _state.step = step

    @contextlib.contextmanager
    def as_default(self, step: Any = None) -> Iterator[SummaryWriter]:
        """Makes this the writer, and `step` the step, in the body of a `with`."""
        before = _state.writer, _state.step
        self.set_as_default(step)
        try:
            yield self
            self.flush()
        finally:
            _state.writer, _state.step = before

    def init(self) -> Any:
        """Does nothing: the file is made with the writer."""

    def flush(self) -> Any:
        """Hands what was written to the operating system."""

    def close(self) -> Any:
        """Ends the file."""


class FileWriter(SummaryWriter):
    """Writes summaries into an event file of a folder."""

    def __init__(
        self, logdir: Any, max_queue: int, flush_seconds: float, suffix: str
    ) -> None:
        self._file = EventFile(logdir, suffix, max_queue, flush_seconds)
        self.handle = object_tensor(self._file, dtypes.resource)

    def set_as_default(self, step: Any = None) -> None:
        """Makes this the writer of the thread.

        Raises:
            RuntimeError: The writer is closed.
        """
        if self._file.closed:
            raise RuntimeError(f"SummaryWriter {self._file.path!r} is already closed")
        super().set_as_default(step)

    def flush(self) -> Any:
        """Hands what was written to the operating system."""
        if not self._file.closed:
            return summary_writing.flush_writer_op(self.handle)
        return None

    def close(self) -> Any:
        """Ends the file."""
        return summary_writing.close_writer_op(self.handle)


class NoopWriter(SummaryWriter):
    """Records nothing."""

    def set_as_default(self, step: Any = None) -> None:
        """Makes the thread record nothing."""
        _state.writer = None
        if step is not None:
            _state.step = step


def create_file_writer(
    logdir: Any,
    max_queue: Any = None,
    flush_millis: Any = None,
    filename_suffix: Any = None,
    name: str | None = None,
    experimental_trackable: bool = False,
    experimental_mesh: Any = None,
) -> SummaryWriter:
    """A writer of summaries into a new event file.

    Args:
        logdir: The folder; it is made if needed.
        max_queue: After how many events the file is flushed; 10 by default.
        flush_millis: After how much time the file is flushed; two minutes by default.
        filename_suffix: What the name of the file ends with; ".v2" by default.
        name: Accepted for compatibility.
        experimental_trackable: Accepted for compatibility.
        experimental_mesh: Accepted for compatibility.

    Returns:
        A `SummaryWriter`.

    Raises:
        errors.OpError: The file can't be made.
        ValueError: `logdir` is None.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> with tf.summary.create_file_writer(tempfile.mkdtemp()).as_default():
        ...     written = tf.summary.scalar("loss", 0.5, step=1)
        >>> bool(written)
        True
    """
    if logdir is None:
        raise ValueError("Argument `logdir` cannot be None")
    folder = logdir.numpy() if isinstance(logdir, Tensor) else logdir
    suffix = ".v2" if filename_suffix is None else str(filename_suffix)
    queue = 10 if max_queue is None else int(max_queue)
    seconds = 120.0 if flush_millis is None else int(flush_millis) / 1000
    return FileWriter(folder, queue, seconds, suffix)


def create_noop_writer() -> SummaryWriter:
    """A writer that records nothing.

    Returns:
        A `SummaryWriter`.
    """
    return NoopWriter()


def get_step() -> Any:
    """The step of this thread, or None where none was set.

    Returns:
        What `set_step` was told: a number, a tensor or a variable.
    """
    return _state.step


def set_step(step: Any) -> None:
    """Sets the step that summaries of this thread have unless they say another.

    Args:
        step: A number, a tensor or a variable; None for no default.

    Example:
        >>> import tensorbrook as tf
        >>> tf.summary.experimental.set_step(3)
        >>> tf.summary.experimental.get_step()
        3
        >>> tf.summary.experimental.set_step(None)
    """
    _state.step = step


def should_record_summaries() -> Any:
    """Whether summaries are recorded now: there is a writer, and the condition holds.

    Returns:
        A boolean or a boolean tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.summary.should_record_summaries()
        False
    """
    condition = _state.condition() if callable(_state.condition) else _state.condition
    if _state.writer is None:
        return False
    return condition if isinstance(condition, Tensor) else bool(condition)


@contextlib.contextmanager
def record_if(condition: Any) -> Iterator[None]:
    """Records summaries in the body of a `with` only if a condition holds.

    Args:
        condition: A boolean, a boolean tensor, or a function that returns one.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.summary.record_if(False):
        ...     tf.summary.should_record_summaries()
        False
    """
    before, _state.condition = _state.condition, condition
    try:
        yield
    finally:
        _state.condition = before


class SummaryScope(NamedTuple):
    """The tag of a summary, and the name scope of its nodes."""

    tag: str
    scope: str


@contextlib.contextmanager
def summary_scope(
    name: str, default_name: str = "summary", values: Any = None
) -> Iterator[SummaryScope]:
    """A name scope for a summary; the tag keeps what a scope can't hold.

    Args:
        name: The name of the summary.
        default_name: The name of the scope, where `name` has no letter that may be in it.
        values: Accepted for compatibility.

    Yields:
        A pair `(tag, scope)`.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.name_scope("a"), tf.summary.experimental.summary_scope("b c") as pair:
        ...     pair.tag
        'a/b c'
    """
    name = name or default_name
    tag = current_scope() + name
    kept = re.sub(r"[^A-Za-z0-9_.\-/]", "", name).lstrip("_-/") or default_name
    with name_scope(kept) as scope:
        yield SummaryScope(tag, scope)


def _step_tensor(step: Any) -> Any:
    step = _state.step if step is None else step
    if step is None:
        raise ValueError(
            "No step set. Please specify one either through the `step` argument or "
            "through tf.summary.experimental.set_step()"
        )
    if isinstance(step, int):
        return constant(step, dtype=dtypes.int64)
    return cast.cast(convert_to_tensor(step), dtypes.int64)


def recorded(make: Any, step: Any) -> Tensor:
    """Calls `make(handle, step)` if summaries are recorded now; says whether."""
    writer = _state.writer
    if writer is None:
        return constant(False)
    at = _step_tensor(step)

    def record() -> Tensor:
        make(writer.handle, at)
        return constant(True)

    condition = should_record_summaries()
    if not isinstance(condition, Tensor):
        return record() if condition else constant(False)
    return control_flow.cond(condition, record, lambda: constant(False))  # type: ignore[no-any-return]


def write(
    tag: str,
    tensor: Any,
    step: Any = None,
    metadata: Any = None,
    name: str | None = None,
) -> Tensor:
    """Writes a tensor as a summary.

    Args:
        tag: The name under which it is shown.
        tensor: The tensor, or a function that makes it if summaries are recorded.
        step: The step; by default that of the writer or of `set_step`.
        metadata: A SummaryMetadata message or its bytes.
        name: Name of the node in a graph.

    Returns:
        A boolean tensor: whether it was written.

    Raises:
        ValueError: There is no step.
    """
    content = metadata or b""
    if hasattr(content, "SerializeToString"):
        content = content.SerializeToString()

    def make(handle: Any, at: Any) -> None:
        value = tensor() if callable(tensor) else tensor
        summary_writing.write_summary_op(handle, at, value, tag, content)

    with name_scope(name or "write_summary"):
        return recorded(make, step)


def write_raw_pb(tensor: Any, step: Any = None, name: str | None = None) -> Tensor:
    """Writes serialised Summary messages.

    Args:
        tensor: A string tensor with Summary messages.
        step: The step; by default that of the writer or of `set_step`.
        name: Name of the node in a graph.

    Returns:
        A boolean tensor: whether they were written.

    Raises:
        ValueError: There is no step.
    """

    def make(handle: Any, at: Any) -> None:
        summary_writing.write_raw_op(handle, at, tensor)

    with name_scope(name or "write_raw_pb"):
        return recorded(make, step)


def flush(writer: SummaryWriter | None = None, name: str | None = None) -> Any:
    """Hands what a writer wrote to the operating system.

    Args:
        writer: The writer; by default that of the thread.
        name: Accepted for compatibility.
    """
    chosen = _state.writer if writer is None else writer
    return None if chosen is None else chosen.flush()


def plugin_metadata(
    plugin: str, kind: str, description: str | None, content: bytes = b""
) -> Any:
    """The SummaryMetadata by which a plugin of TensorBoard knows its data."""
    made = message("SummaryMetadata")(
        summary_description=description or "", data_class=kind
    )
    made.plugin_data.plugin_name = plugin
    made.plugin_data.content = content
    return made
