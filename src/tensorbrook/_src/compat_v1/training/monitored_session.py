"""`tf.train.MonitoredSession`: a session with hooks that initialises and restores."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.training.coordinator import Coordinator
from tensorbrook._src.compat_v1.training.hooks import StepCounterHook
from tensorbrook._src.compat_v1.training.queue_runner import start_queue_runners
from tensorbrook._src.compat_v1.training.saving_hooks import (
    CheckpointSaverHook,
    SummarySaverHook,
)
from tensorbrook._src.compat_v1.training.scaffold import Scaffold
from tensorbrook._src.compat_v1.training.session_run_hook import (
    SessionRunArgs,
    SessionRunContext,
    SessionRunValues,
)
from tensorbrook._src.core import errors
from tensorbrook._src.core.current import current
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.runtime.session import Session

USE_DEFAULT = object()


class SessionCreator:
    """Base of what makes a session that is ready."""

    def create_session(self) -> Any:
        """The session."""
        raise NotImplementedError(f"{type(self).__name__} must define create_session.")


class ChiefSessionCreator(SessionCreator):
    """Makes a session and initialises it, or restores it from a checkpoint.

    Args:
        scaffold: How the graph is made ready.
        master: Accepted for compatibility.
        config: Accepted for compatibility.
        checkpoint_dir: The folder of checkpoints.
        checkpoint_filename_with_path: The checkpoint.
    """

    def __init__(
        self,
        scaffold: Scaffold | None = None,
        master: str = "",
        config: Any = None,
        checkpoint_dir: str | None = None,
        checkpoint_filename_with_path: str | None = None,
    ) -> None:
        self._scaffold = scaffold or Scaffold()
        self._config = config
        self._folder = checkpoint_dir
        self._file = checkpoint_filename_with_path

    def create_session(self) -> Any:
        """The session, with all variables set.

        Raises:
            RuntimeError: A variable has no value even then.
        """
        scaffold = self._scaffold.finalize()
        session = Session(config=self._config)
        path = self._checkpoint()
        if path is not None:
            scaffold.saver.restore(session, path)
        else:
            if scaffold.init_op is not None:
                session.run(scaffold.init_op, scaffold.init_feed_dict)
            if scaffold.init_fn is not None:
                scaffold.init_fn(session)
        session.run(scaffold.local_init_op, scaffold.local_init_feed_dict)
        missing = session.run(scaffold.ready_op)
        if len(missing):
            names = ", ".join(name.decode() for name in missing)
            raise RuntimeError(
                f"Init operations did not make model ready. Variables without a value: "
                f"{names}."
            )
        return session

    def _checkpoint(self) -> str | None:
        if self._file or not self._folder:
            return self._file
        from tensorbrook.compat.v1 import train

        return train.latest_checkpoint(self._folder)


class WorkerSessionCreator(ChiefSessionCreator):
    """Makes a session in a process that isn't the chief; the same in one process.

    Args:
        scaffold: How the graph is made ready.
        master: Accepted for compatibility.
        config: Accepted for compatibility.
        max_wait_secs: Accepted for compatibility.
    """

    def __init__(
        self,
        scaffold: Scaffold | None = None,
        master: str = "",
        config: Any = None,
        max_wait_secs: float = 1800,
    ) -> None:
        super().__init__(scaffold, master, config)


class MonitoredSession:
    """A session with hooks.

    Args:
        session_creator: Makes the session.
        hooks: `SessionRunHook`s.
        stop_grace_period_secs: How long threads may go on at the end.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     step = tf.train.get_or_create_global_step()
        ...     train = step.assign_add(1)
        ...     with tf.train.MonitoredSession(
        ...         hooks=[tf.train.StopAtStepHook(last_step=3)]
        ...     ) as sess:
        ...         while not sess.should_stop():
        ...             last = sess.run(train)
        ...     print(last)
        3
    """

    def __init__(
        self,
        session_creator: SessionCreator | None = None,
        hooks: Any = None,
        stop_grace_period_secs: float = 120,
    ) -> None:
        self._graph = get_default_graph()
        self._hooks = list(hooks or ())
        self._grace = stop_grace_period_secs
        self._stopped = False
        self._closed = False
        for hook in self._hooks:
            hook.begin()
        self._session = (session_creator or ChiefSessionCreator()).create_session()
        self._coord = Coordinator(clean_stop_exception_types=())
        start_queue_runners(sess=self._session, coord=self._coord)
        for hook in self._hooks:
            hook.after_create_session(self._session, self._coord)

    @property
    def graph(self) -> Any:
        """The graph."""
        return self._graph

    def should_stop(self) -> bool:
        """Whether training is over."""
        return self._stopped or self._closed or self._coord.should_stop()

    def run(
        self,
        fetches: Any,
        feed_dict: Any = None,
        options: Any = None,
        run_metadata: Any = None,
    ) -> Any:
        """Runs `fetches`, and what the hooks ask for.

        Args:
            fetches: As for `Session.run`.
            feed_dict: What is fed.
            options: Accepted for compatibility.
            run_metadata: Accepted for compatibility.

        Returns:
            The values of `fetches`.

        Raises:
            RuntimeError: The session is closed.
        """
        if self._closed:
            raise RuntimeError("Run called even after should_stop requested.")
        given = SessionRunArgs(fetches, feed_dict)
        context = SessionRunContext(given, self._session)
        wanted: dict[Any, Any] = {"caller": fetches}
        feeds = dict(feed_dict or {})
        for hook in self._hooks:
            asked = hook.before_run(context)
            if asked is None:
                continue
            if asked.fetches is not None:
                wanted[hook] = asked.fetches
            feeds.update(asked.feed_dict or {})
        values = self._session.run(wanted, feeds)
        for hook in self._hooks:
            hook.after_run(
                context, SessionRunValues(values.get(hook), options, run_metadata)
            )
        if context.stop_requested:
            self._stopped = True
        return values["caller"]

    class StepContext:
        """What a `step_fn` gets.

        Args:
            session: The session.
            run_with_hooks_fn: Runs with the hooks.
        """

        def __init__(self, session: Any, run_with_hooks_fn: Any) -> None:
            self._session = session
            self._run = run_with_hooks_fn

        @property
        def session(self) -> Any:
            """The session without hooks."""
            return self._session

        def run_with_hooks(self, *args: Any, **kwargs: Any) -> Any:
            """As `MonitoredSession.run`."""
            return self._run(*args, **kwargs)

        def request_stop(self) -> None:
            """Ends the training.

            Raises:
                StopIteration: Always; `run_step_fn` catches it.
            """
            raise StopIteration("step_fn has requested the iterations to stop.")

    def run_step_fn(self, step_fn: Any) -> Any:
        """Calls a function of a `StepContext`."""
        try:
            return step_fn(self.StepContext(self._session, self.run))
        except StopIteration:
            self._stopped = True
            return None

    def __enter__(self) -> MonitoredSession:
        current.sessions.append(self._session)
        return self

    def __exit__(self, kind: Any, value: Any, trace: Any) -> bool:
        current.sessions.remove(self._session)
        ended = kind is not None and issubclass(
            kind, errors.OutOfRangeError | StopIteration
        )
        self._close(fine=kind is None or ended)
        return ended

    def close(self) -> None:
        """Ends the session; the hooks learn of it."""
        self._close(fine=True)

    def _close(self, fine: bool) -> None:
        if self._closed:
            return
        try:
            if fine:
                for hook in self._hooks:
                    hook.end(self._session)
        finally:
            self._closed = True
            self._coord.request_stop()
            try:
                self._coord.join(
                    stop_grace_period_secs=self._grace, ignore_live_threads=True
                )
            finally:
                self._session.close()


class SingularMonitoredSession(MonitoredSession):
    """A monitored session that hands out the plain one.

    Args:
        hooks: `SessionRunHook`s.
        scaffold: How the graph is made ready.
        master: Accepted for compatibility.
        config: Accepted for compatibility.
        checkpoint_dir: The folder of checkpoints.
        stop_grace_period_secs: How long threads may go on at the end.
        checkpoint_filename_with_path: The checkpoint.
    """

    def __init__(
        self,
        hooks: Any = None,
        scaffold: Scaffold | None = None,
        master: str = "",
        config: Any = None,
        checkpoint_dir: str | None = None,
        stop_grace_period_secs: float = 120,
        checkpoint_filename_with_path: str | None = None,
    ) -> None:
        creator = ChiefSessionCreator(
            scaffold, master, config, checkpoint_dir, checkpoint_filename_with_path
        )
        super().__init__(creator, hooks, stop_grace_period_secs)

    def raw_session(self) -> Any:
        """The session without hooks."""
        return self._session


def MonitoredTrainingSession(  # noqa: N802 - the public name
    master: str = "",
    is_chief: bool = True,
    checkpoint_dir: str | None = None,
    scaffold: Scaffold | None = None,
    hooks: Any = None,
    chief_only_hooks: Any = None,
    save_checkpoint_secs: Any = USE_DEFAULT,
    save_summaries_steps: Any = USE_DEFAULT,
    save_summaries_secs: Any = USE_DEFAULT,
    config: Any = None,
    stop_grace_period_secs: float = 120,
    log_step_count_steps: int | None = 100,
    max_wait_secs: float = 7200,
    save_checkpoint_steps: Any = USE_DEFAULT,
    summary_dir: str | None = None,
    save_graph_def: bool = True,
) -> MonitoredSession:
    """A monitored session that restores, and writes checkpoints and summaries.

    Args:
        master: Accepted for compatibility.
        is_chief: Whether this process initialises and writes.
        checkpoint_dir: The folder of checkpoints.
        scaffold: How the graph is made ready.
        hooks: `SessionRunHook`s.
        chief_only_hooks: Hooks for the chief.
        save_checkpoint_secs: Seconds between two checkpoints; by default 600.
        save_summaries_steps: Steps between two summaries; by default 100.
        save_summaries_secs: Seconds between two summaries.
        config: Accepted for compatibility.
        stop_grace_period_secs: How long threads may go on at the end.
        log_step_count_steps: Steps between two logs of the speed.
        max_wait_secs: Accepted for compatibility.
        save_checkpoint_steps: Steps between two checkpoints.
        summary_dir: The folder of summaries; by default that of the checkpoints.
        save_graph_def: Accepted for compatibility.

    Returns:
        The session.
    """
    if save_summaries_steps is USE_DEFAULT and save_summaries_secs is USE_DEFAULT:
        save_summaries_steps = 100
    if save_checkpoint_secs is USE_DEFAULT and save_checkpoint_steps is USE_DEFAULT:
        save_checkpoint_secs = 600
    every = [
        None if value is USE_DEFAULT else value
        for value in (
            save_summaries_steps,
            save_summaries_secs,
            save_checkpoint_steps,
            save_checkpoint_secs,
        )
    ]
    scaffold = scaffold or Scaffold()
    found = list(hooks or ())
    if is_chief:
        found += list(chief_only_hooks or ())
        folder = summary_dir or checkpoint_dir
        if folder:
            if log_step_count_steps and log_step_count_steps > 0:
                found.append(StepCounterHook(log_step_count_steps, output_dir=folder))
            if any(value and value > 0 for value in every[:2]):
                found.append(
                    SummarySaverHook(every[0], every[1], folder, scaffold=scaffold)
                )
        if checkpoint_dir and any(value and value > 0 for value in every[2:]):
            found.append(
                CheckpointSaverHook(
                    checkpoint_dir, every[3], every[2], scaffold=scaffold
                )
            )
    creator = ChiefSessionCreator(scaffold, master, config, checkpoint_dir)
    return MonitoredSession(creator, found, stop_grace_period_secs)
