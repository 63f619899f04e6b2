"""`tf.train.SessionRunHook`: what happens before and after each run of a session."""

from __future__ import annotations

import collections
from typing import Any

_Args = collections.namedtuple(
    "_Args", ("fetches", "feed_dict", "options"), defaults=(None, None)
)


class SessionRunArgs(_Args):
    """What a hook adds to a run: fetches, feeds, options."""

    __slots__ = ()


SessionRunValues = collections.namedtuple(
    "SessionRunValues", ("results", "options", "run_metadata")
)
SessionRunValues.__doc__ = """What a hook gets back: the values of its fetches."""


class SessionRunContext:
    """What a hook knows of a run, and how it ends the training.

    Args:
        original_args: Fetches and feeds of the caller.
        session: The session.
    """

    def __init__(self, original_args: Any, session: Any) -> None:
        self._original_args = original_args
        self._session = session
        self._stop_requested = False

    @property
    def original_args(self) -> Any:
        """Fetches and feeds of the caller."""
        return self._original_args

    @property
    def session(self) -> Any:
        """The session."""
        return self._session

    @property
    def stop_requested(self) -> bool:
        """Whether a hook has asked to stop."""
        return self._stop_requested

    def request_stop(self) -> None:
        """Asks to stop after this run."""
        self._stop_requested = True


class SessionRunHook:
    """Base of the hooks of a monitored session; every method may be left out.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> class Printer(tf.train.SessionRunHook):
        ...     def after_run(self, run_context, run_values):
        ...         print("ran")
        >>> with tf.Graph().as_default():
        ...     step = tf.train.get_or_create_global_step()
        ...     with tf.train.MonitoredSession(hooks=[Printer()]) as sess:
        ...         _ = sess.run(step)
        ran
    """

    def begin(self) -> None:
        """Called once, while the graph can still be changed."""

    def after_create_session(self, session: Any, coord: Any) -> None:
        """Called when the session has been made."""

    def before_run(self, run_context: SessionRunContext) -> Any:
        """Called before each run; may return `SessionRunArgs`."""
        return None

    def after_run(self, run_context: SessionRunContext, run_values: Any) -> None:
        """Called after each run, with the values of what `before_run` asked for."""

    def end(self, session: Any) -> None:
        """Called at the end, unless there was an exception."""
