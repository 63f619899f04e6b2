"""`tf.train.Supervisor`: a session that initialises, saves and summarises by itself."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.compat_v1 import variable
from tensorbrook._src.compat_v1.file_writer import FileWriter
from tensorbrook._src.compat_v1.global_step import get_global_step, global_step
from tensorbrook._src.compat_v1.training.coordinator import Coordinator, LooperThread
from tensorbrook._src.compat_v1.training.queue_runner import start_queue_runners
from tensorbrook._src.compat_v1.training.scaffold import (
    Scaffold,
    default_saver,
    global_init_op,
    merged_summaries,
)
from tensorbrook._src.compat_v1.training.session_manager import SessionManager
from tensorbrook._src.core.current import current
from tensorbrook._src.formats.protos import SessionLog, Summary
from tensorbrook._src.graph.default_graph import get_default_graph

_LOG = logging.getLogger("tensorflow")
_LOGGED: Any = SessionLog
_SUMMARY: Any = Summary


class Supervisor:
    """Looks after a training session: initialises, restores, saves and summarises.

    Args:
        graph: The graph; by default the current one.
        ready_op: The names of variables without a value.
        ready_for_local_init_op: As `ready_op`, for what `local_init_op` needs.
        is_chief: Whether this process initialises and writes.
        init_op: Initialises the variables.
        init_feed_dict: What `init_op` is fed.
        local_init_op: Initialises local variables and tables.
        logdir: The folder of checkpoints and events; None writes nothing.
        summary_op: The summaries that are written now and then.
        saver: Saves and restores.
        global_step: The variable that counts steps.
        save_summaries_secs: Seconds between two summaries; 0 writes none.
        save_model_secs: Seconds between two checkpoints; 0 writes none.
        recovery_wait_secs: Seconds between two looks at what isn't ready.
        stop_grace_secs: Seconds that threads have at the end.
        checkpoint_basename: What the names of checkpoints begin with.
        session_manager: Makes the session ready.
        summary_writer: Writes the events.
        init_fn: A function of the session that runs after `init_op`.
        local_init_run_options: Accepted for compatibility.

    Raises:
        RuntimeError: Eager execution is on.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     v = tf.Variable(3)
        ...     supervisor = tf.train.Supervisor()
        ...     with supervisor.managed_session() as sess:
        ...         print(sess.run(v))
        3
    """

    USE_DEFAULT = 0

    def __init__(
        self,
        graph: Any = None,
        ready_op: Any = USE_DEFAULT,
        ready_for_local_init_op: Any = USE_DEFAULT,
        is_chief: bool = True,
        init_op: Any = USE_DEFAULT,
        init_feed_dict: Any = None,
        local_init_op: Any = USE_DEFAULT,
        logdir: str | None = None,
        summary_op: Any = USE_DEFAULT,
        saver: Any = USE_DEFAULT,
        global_step: Any = USE_DEFAULT,  # the name is TensorFlow's
        save_summaries_secs: float = 120,
        save_model_secs: float = 600,
        recovery_wait_secs: float = 30,
        stop_grace_secs: float = 120,
        checkpoint_basename: str = "model.ckpt",
        session_manager: Any = None,
        summary_writer: Any = USE_DEFAULT,
        init_fn: Any = None,
        local_init_run_options: Any = None,
    ) -> None:
        if graph is None and current.interpreter.executing_eagerly:
            raise RuntimeError(
                "tf.train.Supervisor needs a graph; build one in `with "
                "tf.Graph().as_default():`."
            )
        self._graph = get_default_graph() if graph is None else graph
        self._is_chief, self._logdir = is_chief, logdir
        self._coord = Coordinator()
        self._stop_grace_secs, self._init_fn = stop_grace_secs, init_fn
        self._secs = save_summaries_secs, save_model_secs
        self.init_feed_dict = init_feed_dict
        with self._graph.as_default():
            makers: dict[str, Callable[[], Any]] = {
                "ready_op": variable.report_uninitialized_variables,
                "ready_for_local_init_op": lambda: None,
                "init_op": global_init_op,
                "local_init_op": Scaffold.default_local_init_op,
                "summary_op": merged_summaries if logdir else lambda: None,
                "saver": default_saver,
                "global_step": get_global_step,
            }
            given = {
                "ready_op": ready_op,
                "ready_for_local_init_op": ready_for_local_init_op,
                "init_op": init_op if is_chief else None,
                "local_init_op": local_init_op,
                "summary_op": summary_op,
                "saver": saver,
                "global_step": global_step,
            }
            self._parts = {
                name: makers[name]() if part is self.USE_DEFAULT else part
                for name, part in given.items()
            }
        self._save_path = (
            os.path.join(logdir, checkpoint_basename) if logdir and is_chief else None
        )
        self._writer: Any = (
            None if summary_writer is self.USE_DEFAULT else summary_writer
        )
        if summary_writer is self.USE_DEFAULT and logdir and is_chief:
            self._writer = FileWriter(logdir)
        self._graph_written = False
        self._manager = session_manager or SessionManager(
            self._parts["local_init_op"],
            self._parts["ready_op"],
            self._parts["ready_for_local_init_op"]
            if self._parts["local_init_op"] is not None
            else None,
            self._graph,
            recovery_wait_secs,
        )
        if is_chief:
            self._graph.finalize()

    @property
    def coord(self) -> Coordinator:
        """What the threads are stopped with."""
        return self._coord

    @property
    def init_op(self) -> Any:
        """Initialises the variables."""
        return self._parts["init_op"]

    @property
    def ready_op(self) -> Any:
        """The names of variables without a value."""
        return self._parts["ready_op"]

    @property
    def ready_for_local_init_op(self) -> Any:
        """As `ready_op`, for what the local initialisation needs."""
        return self._parts["ready_for_local_init_op"]

    @property
    def summary_op(self) -> Any:
        """The summaries."""
        return self._parts["summary_op"]

    @property
    def saver(self) -> Any:
        """The Saver."""
        return self._parts["saver"]

    @property
    def global_step(self) -> Any:
        """The variable that counts steps, or None."""
        return self._parts["global_step"]

    @property
    def is_chief(self) -> bool:
        """Whether this process initialises and writes."""
        return self._is_chief

    @property
    def session_manager(self) -> Any:
        """What makes the session ready."""
        return self._manager

    @property
    def summary_writer(self) -> Any:
        """The writer of the events, or None."""
        return self._writer

    @property
    def save_path(self) -> str | None:
        """What the names of checkpoints begin with, or None."""
        return self._save_path

    @property
    def save_summaries_secs(self) -> float:
        """Seconds between two summaries."""
        return self._secs[0]

    @property
    def save_model_secs(self) -> float:
        """Seconds between two checkpoints."""
        return self._secs[1]

    def prepare_or_wait_for_session(
        self,
        master: str = "",
        config: Any = None,
        wait_for_checkpoint: bool = False,
        max_wait_secs: float = 7200,
        start_standard_services: bool = True,
    ) -> Any:
        """A session that is ready.

        Args:
            master: The target of the session.
            config: The `ConfigProto` of the session.
            wait_for_checkpoint: Whether to wait for a checkpoint.
            max_wait_secs: How long to wait, in seconds.
            start_standard_services: Whether summaries and checkpoints begin.
        """
        self._coord.clear_stop()
        if not self._is_chief:
            return self._manager.wait_for_session(master, config, max_wait_secs)
        session = self._manager.prepare_session(
            master,
            init_op=self.init_op,
            saver=self.saver,
            checkpoint_dir=self._logdir,
            wait_for_checkpoint=wait_for_checkpoint,
            max_wait_secs=max_wait_secs,
            config=config,
            init_feed_dict=self.init_feed_dict,
            init_fn=self._init_fn,
        )
        if self._writer is not None and not self._graph_written:
            self._writer.add_graph(self._graph)
            self._graph_written = True
        if start_standard_services:
            self.start_standard_services(session)
        return session

    def start_standard_services(self, sess: Any) -> list[Any]:
        """Starts the threads that write summaries, speed and checkpoints.

        Args:
            sess: The session.

        Returns:
            The threads.

        Raises:
            RuntimeError: This process isn't the chief.
        """
        if not self._is_chief:
            raise RuntimeError(
                "tf.train.Supervisor.start_standard_services: only the chief starts them."
            )
        if not self._logdir:
            _LOG.warning("Standard services need a 'logdir' passed to the Supervisor")
            return []
        threads: list[Any] = []
        summaries, models = self._secs
        if self.global_step is not None and self._writer is not None:
            self._writer.add_session_log(
                _LOGGED(status=_LOGGED.START), global_step(sess, self.global_step)
            )
        if self._writer is not None and summaries:
            if self.summary_op is not None:
                threads.append(self.loop(summaries, self._summarise, (sess,)))
            if self.global_step is not None:
                threads.append(self.loop(summaries, _Speed(self, sess)))
        if self.saver is not None and models:
            threads.append(self.loop(models, self._save, (sess,)))
        return threads

    def start_queue_runners(self, sess: Any, queue_runners: Any = None) -> list[Any]:
        """Starts the threads of queue runners.

        Args:
            sess: The session.
            queue_runners: The runners; by default those of the graph.

        Returns:
            The threads.
        """
        if queue_runners is None:
            with self._graph.as_default():
                return list(start_queue_runners(sess=sess, coord=self._coord))
        threads: list[Any] = []
        for runner in queue_runners:
            threads += runner.create_threads(
                sess, coord=self._coord, daemon=True, start=True
            )
        return threads

    def loop(
        self,
        timer_interval_secs: float | None,
        target: Any,
        args: Any = None,
        kwargs: Any = None,
    ) -> LooperThread:
        """Starts a thread that calls a function again and again.

        Args:
            timer_interval_secs: Seconds between two calls.
            target: The function.
            args: Its arguments.
            kwargs: Its arguments by name.

        Returns:
            The thread.
        """
        thread = LooperThread(self._coord, timer_interval_secs, target, args, kwargs)
        thread.start()
        return thread

    def _summarise(self, sess: Any) -> None:
        found = sess.run(
            {
                "summary": self.summary_op,
                "step": () if self.global_step is None else self.global_step,
            }
        )
        step = None if self.global_step is None else int(found["step"])
        self._writer.add_summary(found["summary"], step)
        self._writer.flush()

    def _save(self, sess: Any) -> None:
        self.saver.save(sess, self._save_path, global_step=self.global_step)

    def should_stop(self) -> bool:
        """Whether the threads shall end."""
        return self._coord.should_stop()

    def request_stop(self, ex: Any = None) -> None:
        """Asks the threads to end.

        Args:
            ex: The exception that is the reason.
        """
        self._coord.request_stop(ex)

    def stop_on_exception(self) -> Any:
        """A `with` block whose exceptions end the threads."""
        return self._coord.stop_on_exception()

    def wait_for_stop(self) -> None:
        """Waits until somebody asks the threads to end."""
        self._coord.wait_for_stop()

    def summary_computed(
        self, sess: Any, summary: Any, global_step: int | None = None
    ) -> None:
        """Writes a summary.

        Args:
            sess: The session, which knows the step.
            summary: The summary.
            global_step: The step.

        Raises:
            RuntimeError: There is no writer.
        """
        if self._writer is None:
            raise RuntimeError(
                "tf.train.Supervisor.summary_computed needs a `summary_writer`, or a "
                "`logdir`."
            )
        if global_step is None and self.global_step is not None:
            global_step = int(sess.run(self.global_step))
        self._writer.add_summary(summary, global_step)

    def stop(
        self,
        threads: Any = None,
        close_summary_writer: bool = True,
        ignore_live_threads: bool = False,
    ) -> None:
        """Ends the threads.

        Args:
            threads: The threads to wait for.
            close_summary_writer: Whether the event file is closed.
            ignore_live_threads: Whether threads that go on are no error.
        """
        self._coord.request_stop()
        try:
            self._coord.join(
                threads,
                stop_grace_period_secs=self._stop_grace_secs,
                ignore_live_threads=ignore_live_threads,
            )
        finally:
            if close_summary_writer and self._writer is not None:
                self._writer.add_session_log(_LOGGED(status=_LOGGED.STOP))
                self._writer.close()
                self._graph_written = False

    @contextlib.contextmanager
    def managed_session(
        self,
        master: str = "",
        config: Any = None,
        start_standard_services: bool = True,
        close_summary_writer: bool = True,
    ) -> Iterator[Any]:
        """A `with` block with a session that is ready, and its threads.

        Args:
            master: The target of the session.
            config: The `ConfigProto` of the session.
            start_standard_services: Whether summaries and checkpoints begin.
            close_summary_writer: Whether the event file is closed at the end.
        """
        session = self.prepare_or_wait_for_session(
            master, config, start_standard_services=start_standard_services
        )
        try:
            with self._graph.as_default(), session.as_default():
                self.start_queue_runners(session)
                yield session
        except Exception as problem:
            self.request_stop(problem)  # `stop` raises it, unless the input has ended
        finally:
            try:
                self.stop(
                    close_summary_writer=close_summary_writer, ignore_live_threads=True
                )
            finally:
                session.close()

    PrepareSession = prepare_or_wait_for_session
    StartStandardServices = start_standard_services
    StartQueueRunners = start_queue_runners
    Loop = loop
    ShouldStop = should_stop
    RequestStop = request_stop
    StopOnException = stop_on_exception
    WaitForStop = wait_for_stop
    SummaryComputed = summary_computed
    Stop = stop


class _Speed:
    """Writes how many steps a second there were."""

    def __init__(self, supervisor: Supervisor, sess: Any) -> None:
        self._supervisor, self._session = supervisor, sess
        self._step = global_step(sess, supervisor.global_step)
        self._time = time.monotonic()

    def __call__(self) -> None:
        step = global_step(self._session, self._supervisor.global_step)
        now = time.monotonic()
        rate = (step - self._step) / max(now - self._time, 1e-9)
        self._step, self._time = step, now
        value = _SUMMARY.Value(tag="global_step/sec", simple_value=rate)
        self._supervisor.summary_writer.add_summary(_SUMMARY(value=[value]), step)


def basic_train_loop(
    supervisor: Supervisor,
    train_step_fn: Callable[..., Any],
    args: Any = None,
    kwargs: Any = None,
    master: str = "",
) -> None:
    """Calls a function with a session until it is time to stop.

    Args:
        supervisor: Makes the session.
        train_step_fn: A function of the session, `args` and `kwargs`.
        args: Its arguments.
        kwargs: Its arguments by name.
        master: The target of the session.
    """
    with supervisor.managed_session(master) as session:
        while not supervisor.should_stop():
            train_step_fn(session, *(args or ()), **(kwargs or {}))
