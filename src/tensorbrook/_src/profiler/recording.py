"""What a running profile notes: events with a beginning, a duration and a thread."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from tensorbrook._src.core.op import Op
from tensorbrook._src.eager import backend
from tensorbrook._src.function.polymorphic import PolymorphicFunction


class Event(NamedTuple):
    """Something that took time.

    Attributes:
        name: What it is called.
        start: Microseconds since the profile began.
        duration: Microseconds.
        thread: The number of the thread.
        details: What else is known, by name.
    """

    name: str
    start: float
    duration: float
    thread: int
    details: dict[str, Any]


class Recording:
    """The events of one profile."""

    def __init__(self) -> None:
        self._begin = time.perf_counter()
        self._lock = threading.Lock()
        self.events: list[Event] = []

    def now(self) -> float:
        """Microseconds since the profile began."""
        return (time.perf_counter() - self._begin) * 1e6

    def note(self, name: str, start: float, details: dict[str, Any]) -> None:
        """Notes an event that ends now."""
        event = Event(
            name, start, self.now() - start, threading.get_ident(), dict(details)
        )
        with self._lock:
            self.events.append(event)


class Timed:
    """Notes each call of an operation or of a traced function while a profile runs.

    The methods of the classes are replaced for that time, so that a program that isn't
    profiled pays nothing.

    Args:
        recording: Where the calls are noted.
    """

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._before: list[tuple[type, str, Any]] = []

    def start(self) -> None:
        """Begins to note calls."""
        self._replace(Op, "__call__", lambda op: op.name)
        self._replace(PolymorphicFunction, "__call__", lambda function: function.name)
        backend.slow_slots(+1)

    def stop(self) -> None:
        """Puts the methods back."""
        for cls, name, method in self._before:
            setattr(cls, name, method)
        self._before = []
        backend.slow_slots(-1)

    def _replace(self, cls: type, name: str, title: Callable[[Any], str]) -> None:
        method = getattr(cls, name)
        recording = self._recording

        @functools.wraps(method)
        def timed(self: Any, *args: Any, **kwargs: Any) -> Any:
            start = recording.now()
            try:
                return method(self, *args, **kwargs)
            finally:
                recording.note(title(self), start, {"kind": cls.__name__})

        self._before.append((cls, name, method))
        setattr(cls, name, timed)
