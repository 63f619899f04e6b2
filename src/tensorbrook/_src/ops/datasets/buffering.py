"""Datasets that keep elements: ahead of their use, or for later iterations."""

from __future__ import annotations

import collections
import operator
import threading
import weakref
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.ops.datasets.stream import (
    Arranged,
    Context,
    Element,
    Stream,
    dataset_op,
    number,
    remaining,
    require,
    stream_of,
)

_DEFAULT_AHEAD = 2


class _Buffer:
    """Elements between the thread that computes them and the iterator."""

    def __init__(self, limit: int, ready: list[Any]) -> None:
        self.ready: collections.deque[tuple[Any, BaseException | None]] = (
            collections.deque(ready)
        )
        self.limit = limit
        self.changed = threading.Condition()
        self.working = threading.RLock()
        self.ended = False
        self.abandoned = False

    def wait_for_room(self) -> bool:
        """Returns once an element is wanted: True; or none ever will be: False."""
        with self.changed:
            while len(self.ready) >= self.limit and not self.abandoned:
                self.changed.wait()
            return not self.abandoned

    def put(self, element: Any, problem: BaseException | None = None) -> None:
        """Adds an element, or an error in its place."""
        with self.changed:
            self.ready.append((element, problem))
            self.changed.notify_all()

    def end(self) -> None:
        """Says that nothing follows."""
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    def abandon(self) -> None:
        """Tells the thread to stop."""
        with self.changed:
            self.abandoned = True
            self.changed.notify_all()

    def get(self) -> Any:
        """The next element, waiting for it."""
        with self.changed:
            while not self.ready:
                if self.ended:
                    raise StopIteration
                self.changed.wait()
            element, problem = self.ready.popleft()
            self.changed.notify_all()
        if problem is not None:
            raise problem
        return element

    def position(self) -> dict[str, Any]:
        """The elements that were computed and not given yet."""
        with self.changed:
            return {"ready": [_noted(*each) for each in self.ready]}


def _noted(element: Any, problem: BaseException | None) -> dict[str, Any]:
    if problem is None:
        return {"element": element}
    if not isinstance(problem, errors.OpError):
        raise errors.FailedPreconditionError(
            None, None, f"An iterator with an error ahead can't be saved: {problem}"
        )
    return {"code": problem.error_code, "message": problem.message}


def _waiting(noted: dict[str, Any]) -> tuple[Any, BaseException | None]:
    if "element" in noted:
        return noted["element"], None
    kind: Any = errors.exception_type_from_error_code(noted["code"])
    return None, kind(None, None, noted["message"])


def _fill(buffer: _Buffer, elements: Iterator[Any]) -> None:
    """What the thread does."""
    while buffer.wait_for_room():
        with buffer.working:  # between elements, positions can be stored
            try:
                buffer.put(next(elements))
            except StopIteration:
                break
            except BaseException as problem:  # handed to the thread that iterates
                buffer.put(None, problem)
                if not isinstance(problem, errors.OpError):
                    break
    buffer.end()


class _Ahead:
    """An iterator whose elements a thread computes; the thread ends with it."""

    def __init__(self, elements: Iterator[Any], buffer: _Buffer) -> None:
        self._buffer = buffer
        self._thread = threading.Thread(
            target=_fill,
            args=(buffer, elements),
            name="tensorbrook-prefetch",
            daemon=True,
        )
        self._thread.start()
        weakref.finalize(self, buffer.abandon)

    def __iter__(self) -> _Ahead:
        return self

    def __next__(self) -> Any:
        return self._buffer.get()


class Prefetched(Stream):
    """The same elements, computed ahead by a thread."""

    def __init__(self, source: Stream, limit: int) -> None:
        require(
            limit >= -1,
            f"Dataset.prefetch: buffer_size must be at least 0, or tf.data.AUTOTUNE, got "
            f"{limit}.",
        )
        self.source, self.limit = source, limit

    def iterate(self, context: Context) -> Iterator[Element]:
        elements = self.source.iterate(context.part())
        if self.limit == 0:
            return elements
        ready = [_waiting(noted) for noted in context.saved.get("ready", ())]
        buffer = _Buffer(_DEFAULT_AHEAD if self.limit < 0 else self.limit, ready)
        context.keep(buffer.position, buffer.working)
        return _Ahead(elements, buffer)

    def cardinality(self) -> int:
        return self.source.cardinality()


class Kept(Stream):
    """The elements of the first whole iteration, for all iterations."""

    def __init__(self, source: Stream, memory: dict[str, Any]) -> None:
        require(isinstance(memory, dict), "CacheDatasetV2: `cache` is no memory cache.")
        self.source, self.memory = source, memory

    def iterate(self, context: Context) -> Iterator[Element]:
        saved = context.saved
        if saved.get("complete"):
            self.memory["elements"] = saved["elements"]
        known = self.memory.get("elements")
        if known is not None and (saved.get("complete") or not saved):
            ahead = remaining(known, context)
            context.keep(
                lambda: {
                    "complete": True,
                    "elements": known,
                    "next": len(known) - operator.length_hint(ahead),
                }
            )
            yield from ahead
            return
        kept = list(saved.get("elements", ()))
        context.keep(lambda: {"elements": kept})
        for element in self.source.iterate(context.part()):
            kept.append(element)
            yield element
        self.memory["elements"] = kept

    def cardinality(self) -> int:
        return self.source.cardinality()


class Configured(Arranged):
    """A stream with options, which change nothing in what it gives."""

    def arrange(self, start: Any, context: Context) -> Any:
        return start(context.part())

    def cardinality(self) -> int:
        return self.source.cardinality()


prefetch_op = dataset_op(
    "PrefetchDataset",
    "input_dataset: variant, buffer_size: int64",
    lambda source, limit, **attrs: Prefetched(stream_of(source), number(limit)),
    attrs="slack_period: int = 0, legacy_autotune: bool = True, buffer_size_min: int = 0",
)
options_op = dataset_op(
    "OptionsDataset",
    "input_dataset: variant",
    lambda source, **attrs: Configured(stream_of(source)),
    attrs="serialized_options: string = ''",
)
