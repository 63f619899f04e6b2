"""`tf.train.QueueRunner`: threads that fill a queue."""

from __future__ import annotations

import logging
import threading
from typing import Any

from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.core import errors
from tensorbrook._src.core.current import current
from tensorbrook._src.graph.default_graph import get_default_graph


class QueueRunner:
    """Runs operations that fill a queue, each in a thread of its own.

    Args:
        queue: The queue.
        enqueue_ops: The operations; one that appears twice runs in two threads.
        close_op: The operation that closes the queue.
        cancel_op: The operation that closes it and wakes who waits to fill it.
        queue_closed_exception_types: Exceptions that mean a regular end.
        queue_runner_def: Not supported.
        import_scope: Accepted for compatibility.

    Raises:
        ValueError: The queue or the operations are missing.
    """

    def __init__(
        self,
        queue: Any = None,
        enqueue_ops: Any = None,
        close_op: Any = None,
        cancel_op: Any = None,
        queue_closed_exception_types: Any = None,
        queue_runner_def: Any = None,
        import_scope: str | None = None,
    ) -> None:
        if queue_runner_def is not None:
            raise NotImplementedError(
                "tf.train.QueueRunner: queue_runner_def is not supported."
            )
        if queue is None or not enqueue_ops:
            raise ValueError("Must provide queue and enqueue_ops.")
        self._queue = queue
        self._enqueue_ops = list(enqueue_ops)
        self._close_op = queue.close() if close_op is None else close_op
        if cancel_op is None:
            cancel_op = queue.close(cancel_pending_enqueues=True)
        self._cancel_op = cancel_op
        self._ends = queue_closed_exception_types or (errors.OutOfRangeError,)
        self._lock = threading.Lock()
        self._running: dict[int, int] = {}
        self._exceptions: list[Any] = []

    @property
    def queue(self) -> Any:
        """The queue."""
        return self._queue

    @property
    def enqueue_ops(self) -> list[Any]:
        """The operations that fill it."""
        return self._enqueue_ops

    @property
    def close_op(self) -> Any:
        """The operation that closes it."""
        return self._close_op

    @property
    def cancel_op(self) -> Any:
        """The operation that closes it and wakes who waits to fill it."""
        return self._cancel_op

    @property
    def queue_closed_exception_types(self) -> Any:
        """Exceptions that mean a regular end."""
        return self._ends

    @property
    def exceptions_raised(self) -> list[Any]:
        """What was raised where there is no coordinator."""
        return self._exceptions

    @property
    def name(self) -> str:
        """The name of the queue."""
        return str(self._queue.name)

    def _run(self, sess: Any, enqueue_op: Any, coord: Any) -> None:
        """Fills the queue until it is closed or everybody stops."""
        try:
            while coord is None or not coord.should_stop():
                try:
                    sess.run(enqueue_op)
                except self._ends:
                    if self._last(sess):
                        _quietly(sess, self._close_op)
                    return
            self._last(sess)
        except Exception as problem:  # noqa: BLE001 - it goes to the coordinator
            self._last(sess)
            if coord is None:
                with self._lock:
                    self._exceptions.append(problem)
                raise
            coord.request_stop(problem)

    def _last(self, sess: Any) -> bool:
        """Counts a thread as ended; whether it was the last one of the session."""
        with self._lock:
            self._running[id(sess)] -= 1
            return self._running[id(sess)] == 0

    def _close_on_stop(self, sess: Any, coord: Any) -> None:
        coord.wait_for_stop()
        _quietly(sess, self._cancel_op)

    def create_threads(
        self, sess: Any, coord: Any = None, daemon: bool = False, start: bool = False
    ) -> list[threading.Thread]:
        """Threads that run the operations.

        Args:
            sess: The session.
            coord: A coordinator that says when to stop.
            daemon: Whether the program may end while they run.
            start: Whether to start them.

        Returns:
            The threads; none where they run already in that session.
        """
        with self._lock:
            if self._running.get(id(sess), 0) > 0:
                return []
            self._running[id(sess)] = len(self._enqueue_ops)
            self._exceptions = []
        threads = [
            threading.Thread(
                target=self._run,
                args=(sess, op, coord),
                name=f"QueueRunnerThread-{self.name}-{op.name}",
            )
            for op in self._enqueue_ops
        ]
        if coord is not None:
            threads.append(
                threading.Thread(
                    target=self._close_on_stop,
                    args=(sess, coord),
                    name=f"QueueRunnerThread-{self.name}-close_on_stop",
                )
            )
        for thread in threads:
            if coord is not None:
                coord.register_thread(thread)
            thread.daemon = daemon
            if start:
                thread.start()
        return threads


def _quietly(sess: Any, op: Any) -> None:
    """Runs an operation of a session that may have ended already."""
    try:
        sess.run(op)
    except (RuntimeError, errors.OpError) as problem:
        logging.getLogger("tensorflow").debug("Ignored exception: %s", problem)


def add_queue_runner(
    qr: QueueRunner, collection: str = GraphKeys.QUEUE_RUNNERS
) -> None:
    """Adds a runner to those that `start_queue_runners` starts."""
    get_default_graph().add_to_collection(collection, qr)


def start_queue_runners(
    sess: Any = None,
    coord: Any = None,
    daemon: bool = True,
    start: bool = True,
    collection: str = GraphKeys.QUEUE_RUNNERS,
) -> list[threading.Thread]:
    """Starts the threads of all queue runners of the graph.

    Args:
        sess: The session; by default the innermost one.
        coord: A coordinator that says when to stop.
        daemon: Whether the program may end while they run.
        start: Whether to start them.
        collection: The collection of the runners.

    Returns:
        The threads.

    Raises:
        ValueError: There is no session.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     number = tf.train.range_input_producer(3, shuffle=False).dequeue()
        ...     coord = tf.train.Coordinator()
        ...     threads = tf.train.start_queue_runners(sess, coord)
        ...     print([int(sess.run(number)) for _ in range(4)])
        ...     coord.request_stop()
        ...     coord.join(threads)
        [0, 1, 2, 0]
    """
    if sess is None:
        sess = current.sessions[-1] if current.sessions else None
        if sess is None:
            raise ValueError(
                "Cannot start queue runners: No default session is registered. Use `with "
                "sess.as_default()` or pass an explicit session to "
                "tf.start_queue_runners(sess=sess)"
            )
    threads: list[threading.Thread] = []
    for runner in sess.graph.get_collection(collection):
        threads += runner.create_threads(sess, coord=coord, daemon=daemon, start=start)
    return threads
