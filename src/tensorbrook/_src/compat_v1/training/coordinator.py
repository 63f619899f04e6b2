"""`tf.train.Coordinator`: threads that begin and end together."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.core import errors


class Coordinator:
    """Tells threads when to stop, and passes the first exception on.

    Args:
        clean_stop_exception_types: Exceptions that mean a regular end; by default
            `errors.OutOfRangeError`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> coordinator = tf.train.Coordinator()
        >>> coordinator.request_stop()
        >>> coordinator.should_stop()
        True
    """

    def __init__(self, clean_stop_exception_types: Any = None) -> None:
        if clean_stop_exception_types is None:
            clean_stop_exception_types = (errors.OutOfRangeError,)
        self._clean = tuple(clean_stop_exception_types)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._problem: Any = None
        self._registered: set[threading.Thread] = set()
        self._joined = False

    @property
    def joined(self) -> bool:
        """Whether `join` has ended."""
        return self._joined

    def should_stop(self) -> bool:
        """Whether somebody has asked to stop."""
        return self._stop.is_set()

    def request_stop(self, ex: Any = None) -> None:
        """Asks all threads to stop.

        Args:
            ex: An exception, or the tuple of `sys.exc_info()`, that `join` raises.
        """
        with self._lock:
            problem = ex[1] if isinstance(ex, tuple) else ex
            if isinstance(problem, self._clean):
                problem = None
            if not self._stop.is_set():  # what comes later is a consequence
                self._problem = problem
            self._stop.set()

    def clear_stop(self) -> None:
        """Lets the coordinator be used again."""
        with self._lock:
            self._joined = False
            self._problem = None
            self._stop.clear()

    def raise_requested_exception(self) -> None:
        """Raises the exception that a thread has passed to `request_stop`."""
        if self._problem is not None:
            raise self._problem

    def wait_for_stop(self, timeout: float | None = None) -> bool:
        """Waits until somebody asks to stop; whether that has happened."""
        return self._stop.wait(timeout)

    def register_thread(self, thread: threading.Thread) -> None:
        """Adds a thread that `join` waits for."""
        with self._lock:
            self._registered.add(thread)

    @contextlib.contextmanager
    def stop_on_exception(self) -> Iterator[None]:
        """Asks to stop when the body of the `with` raises."""
        try:
            yield
        except Exception:
            self.request_stop(sys.exc_info())

    def join(
        self,
        threads: Any = None,
        stop_grace_period_secs: float = 120,
        ignore_live_threads: bool = False,
    ) -> None:
        """Waits until all threads have ended, and raises what one of them has raised.

        Args:
            threads: Threads to wait for, besides the registered ones.
            stop_grace_period_secs: How long they may go on after the request to stop.
            ignore_live_threads: Whether threads that go on even then are no error.

        Raises:
            RuntimeError: Threads go on although they should stop.
        """
        with self._lock:
            waiting = [
                *self._registered,
                *(t for t in threads or () if t not in self._registered),
            ]
        while any(thread.is_alive() for thread in waiting) and not self._stop.wait(1.0):
            pass
        deadline = time.monotonic() + stop_grace_period_secs
        for thread in waiting:
            thread.join(max(deadline - time.monotonic(), 0.0))
        alive = [thread.name for thread in waiting if thread.is_alive()]
        with self._lock:
            self._joined = True
            self._registered.clear()
        self.raise_requested_exception()
        if alive and not ignore_live_threads:
            raise RuntimeError(
                f"Coordinator stopped with threads still running: {' '.join(alive)}"
            )


class LooperThread(threading.Thread):
    """A thread that calls a function again and again until the coordinator stops.

    Args:
        coord: The coordinator.
        timer_interval_secs: Seconds between two calls; None calls at once.
        target: The function.
        args: Its arguments.
        kwargs: Its keyword arguments.
    """

    def __init__(
        self,
        coord: Coordinator,
        timer_interval_secs: float | None,
        target: Any = None,
        args: Any = None,
        kwargs: Any = None,
    ) -> None:
        super().__init__(daemon=True)
        self._coord = coord
        self._interval = timer_interval_secs
        self._function = target
        self._given = tuple(args or ()), dict(kwargs or {})
        coord.register_thread(self)

    @staticmethod
    def loop(
        coord: Coordinator,
        timer_interval_secs: float | None,
        target: Any,
        args: Any = None,
        kwargs: Any = None,
    ) -> LooperThread:
        """A thread that has been started."""
        thread = LooperThread(coord, timer_interval_secs, target, args, kwargs)
        thread.start()
        return thread

    def run(self) -> None:
        """The loop."""
        with self._coord.stop_on_exception():
            self.start_loop()
            following = time.time()
            while not self._coord.should_stop():
                if self._interval is not None:
                    following += self._interval
                    if self._coord.wait_for_stop(max(following - time.time(), 0.0)):
                        break
                self.run_loop()
            self.stop_loop()

    def start_loop(self) -> None:
        """Called once, before the loop."""

    def stop_loop(self) -> None:
        """Called once, after the loop."""

    def run_loop(self) -> None:
        """Called in each round."""
        if self._function is not None:
            args, kwargs = self._given
            self._function(*args, **kwargs)
