"""`tf.contrib.summary`: the summaries of 2.x, with the global step as their step."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.compat_v1.global_step import get_or_create_global_step


def create_file_writer(
    logdir: str | None,
    max_queue: int | None = None,
    flush_millis: int | None = None,
    filename_suffix: str | None = None,
    name: str | None = None,
) -> Any:
    """A writer of events.

    Args:
        logdir: The folder; None writes nothing.
        max_queue: How many summaries wait at most.
        flush_millis: After how many milliseconds they are written.
        filename_suffix: The end of the file's name.
        name: Name of the writer.

    Returns:
        The writer, with `as_default`, `flush` and `close`.
    """
    from tensorbrook import summary

    if logdir is None:
        return summary.create_noop_writer()
    return summary.create_file_writer(
        logdir, max_queue, flush_millis, filename_suffix, name
    )


create_summary_file_writer = create_file_writer


@contextlib.contextmanager
def always_record_summaries() -> Iterator[None]:
    """Records the summaries in the body of a `with`."""
    from tensorbrook import summary

    with summary.record_if(True):
        yield


@contextlib.contextmanager
def never_record_summaries() -> Iterator[None]:
    """Leaves the summaries in the body of a `with` out."""
    from tensorbrook import summary

    with summary.record_if(False):
        yield


@contextlib.contextmanager
def record_summaries_every_n_global_steps(
    n: int, global_step: Any = None
) -> Iterator[None]:
    """Records the summaries in the body of a `with` at every nth step."""
    from tensorbrook import summary

    step = get_or_create_global_step() if global_step is None else global_step
    with summary.record_if(lambda: step % n == 0):
        yield


def _step(given: Any) -> Any:
    return get_or_create_global_step() if given is None else given


def _name(name: str, family: str | None) -> str:
    return f"{family}/{name}" if family else name


def scalar(name: str, tensor: Any, family: str | None = None, step: Any = None) -> Any:
    """Writes a number.

    Args:
        name: Its name.
        tensor: The number.
        family: What stands before the name.
        step: The step; by default the global step.

    Returns:
        Whether it was written.
    """
    from tensorbrook import summary

    return summary.scalar(_name(name, family), tensor, step=_step(step))


def histogram(
    name: str, tensor: Any, family: str | None = None, step: Any = None
) -> Any:
    """Writes how the elements of a tensor are distributed; as `scalar`."""
    from tensorbrook import summary

    return summary.histogram(_name(name, family), tensor, step=_step(step))


def image(
    name: str,
    tensor: Any,
    bad_color: Any = None,
    max_images: int = 3,
    family: str | None = None,
    step: Any = None,
) -> Any:
    """Writes images; `bad_color` isn't used, and other arguments are as for `scalar`."""
    from tensorbrook import summary

    return summary.image(
        _name(name, family), tensor, step=_step(step), max_outputs=max_images
    )


def audio(
    name: str,
    tensor: Any,
    sample_rate: Any,
    max_outputs: int,
    family: str | None = None,
    step: Any = None,
) -> Any:
    """Writes sounds; arguments as for `scalar`."""
    from tensorbrook import summary

    return summary.audio(
        _name(name, family), tensor, sample_rate, _step(step), max_outputs
    )


def flush(writer: Any = None, name: str | None = None) -> Any:
    """Writes what waits."""
    from tensorbrook import summary

    return summary.flush(writer, name)


def all_summary_ops() -> list[Any]:
    """The operations that write summaries, in a graph; eagerly there are none."""
    return []
