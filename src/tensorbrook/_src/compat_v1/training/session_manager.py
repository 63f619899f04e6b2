"""`tf.train.SessionManager`: sessions that are initialised or restored."""

from __future__ import annotations

import math
import time
from typing import Any

from tensorbrook._src.checkpoint.state import latest_checkpoint
from tensorbrook._src.core import errors
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.runtime.session import Session


class SessionManager:
    """Makes sessions ready.

    Args:
        local_init_op: Runs once the rest is ready.
        ready_op: The names of variables without a value; ready when there is none.
        ready_for_local_init_op: As `ready_op`, for what `local_init_op` needs.
        graph: The graph; by default the current one.
        recovery_wait_secs: Seconds between two looks at a checkpoint or session.
        local_init_run_options: Accepted for compatibility.
        local_init_feed_dict: What `local_init_op` is fed.

    Raises:
        ValueError: `ready_for_local_init_op` is given without `local_init_op`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     v = tf.Variable(3)
        ...     manager = tf.train.SessionManager()
        ...     init = tf.global_variables_initializer()
        ...     with manager.prepare_session("", init_op=init) as sess:
        ...         print(sess.run(v))
        3
    """

    def __init__(
        self,
        local_init_op: Any = None,
        ready_op: Any = None,
        ready_for_local_init_op: Any = None,
        graph: Any = None,
        recovery_wait_secs: float = 30,
        local_init_run_options: Any = None,
        local_init_feed_dict: Any = None,
    ) -> None:
        if ready_for_local_init_op is not None and local_init_op is None:
            raise ValueError(
                "tf.train.SessionManager: `ready_for_local_init_op` needs a "
                "`local_init_op`; that is None."
            )
        self._local_init_op = local_init_op
        self._ready_op = ready_op
        self._ready_for_local = ready_for_local_init_op
        self._graph = get_default_graph() if graph is None else graph
        self._wait = recovery_wait_secs
        self._local_feed = local_init_feed_dict

    def prepare_session(
        self,
        master: str,
        init_op: Any = None,
        saver: Any = None,
        checkpoint_dir: str | None = None,
        checkpoint_filename_with_path: str | None = None,
        wait_for_checkpoint: bool = False,
        max_wait_secs: float = 7200,
        config: Any = None,
        init_feed_dict: Any = None,
        init_fn: Any = None,
    ) -> Session:
        """A session whose variables are restored, or else initialised.

        Args:
            master: The target of the session.
            init_op: Initialises the variables.
            saver: Restores them.
            checkpoint_dir: A folder of checkpoints.
            checkpoint_filename_with_path: A checkpoint.
            wait_for_checkpoint: Whether to wait for the checkpoint.
            max_wait_secs: How long, in seconds.
            config: The `ConfigProto` of the session.
            init_feed_dict: What `init_op` is fed.
            init_fn: A function of the session that runs after `init_op`.

        Raises:
            RuntimeError: A variable has no value even then, or there is nothing to
                initialise with.
            ValueError: A folder and a checkpoint are given.
        """
        session, restored = self._restored(
            master,
            saver,
            checkpoint_dir,
            checkpoint_filename_with_path,
            wait_for_checkpoint,
            max_wait_secs,
            config,
        )
        if not restored:
            if init_op is None and init_fn is None and self._local_init_op is None:
                raise RuntimeError(
                    "tf.train.SessionManager.prepare_session: the model isn't initialised "
                    "and no `init_op`, `init_fn` or `local_init_op` was given."
                )
            if init_op is not None:
                session.run(init_op, init_feed_dict)
            if init_fn is not None:
                init_fn(session)
        self._local_init(session)
        missing = self._missing(session, self._ready_op)
        if missing:
            raise RuntimeError(
                "tf.train.SessionManager.prepare_session: init_op did not make the model "
                f"ready. Variables without a value: {missing}."
            )
        return session

    def recover_session(
        self,
        master: str,
        saver: Any = None,
        checkpoint_dir: str | None = None,
        checkpoint_filename_with_path: str | None = None,
        wait_for_checkpoint: bool = False,
        max_wait_secs: float = 7200,
        config: Any = None,
    ) -> tuple[Session, bool]:
        """A session, and whether it could be restored and is ready.

        Args:
            master: The target of the session.
            saver: Restores the variables.
            checkpoint_dir: A folder of checkpoints.
            checkpoint_filename_with_path: A checkpoint.
            wait_for_checkpoint: Whether to wait for the checkpoint.
            max_wait_secs: How long, in seconds.
            config: The `ConfigProto` of the session.

        Raises:
            ValueError: A folder and a checkpoint are given.
        """
        session, restored = self._restored(
            master,
            saver,
            checkpoint_dir,
            checkpoint_filename_with_path,
            wait_for_checkpoint,
            max_wait_secs,
            config,
        )
        if not restored:
            return session, False
        self._local_init(session)
        return session, not self._missing(session, self._ready_op)

    def wait_for_session(
        self, master: str, config: Any = None, max_wait_secs: float = math.inf
    ) -> Session:
        """A session that somebody else has made ready.

        Args:
            master: The target of the session.
            config: The `ConfigProto` of the session.
            max_wait_secs: How long to wait, in seconds.

        Raises:
            errors.DeadlineExceededError: It isn't ready in that time.
        """
        end = time.monotonic() + max_wait_secs
        while True:
            session = Session(master, self._graph, config)
            self._local_init(session)
            missing = self._missing(session, self._ready_op)
            if not missing:
                return session
            session.close()
            if time.monotonic() + self._wait > end:
                raise errors.DeadlineExceededError(
                    None,
                    None,
                    "tf.train.SessionManager.wait_for_session: the session was not ready "
                    f"after {max_wait_secs} s. Variables without a value: {missing}.",
                )
            time.sleep(self._wait)

    def _restored(
        self,
        master: str,
        saver: Any,
        folder: str | None,
        path: str | None,
        wait: bool,
        longest: float,
        config: Any,
    ) -> tuple[Session, bool]:
        if folder and path:
            raise ValueError(
                "tf.train.SessionManager: give `checkpoint_dir` or "
                f"`checkpoint_filename_with_path`, not both: {folder!r} and {path!r}."
            )
        session = Session(master, self._graph, config)
        if saver is None or not (folder or path):
            return session, False
        end = time.monotonic() + longest
        found = path or latest_checkpoint(folder)
        while found is None and wait and time.monotonic() + self._wait < end:
            time.sleep(self._wait)
            found = latest_checkpoint(folder)
        if found is None:
            return session, False
        saver.restore(session, found)
        return session, True

    def _local_init(self, session: Session) -> None:
        if self._local_init_op is None or self._missing(session, self._ready_for_local):
            return
        session.run(self._local_init_op, self._local_feed)

    @staticmethod
    def _missing(session: Session, ready_op: Any) -> str:
        """The names of variables without a value, or nothing."""
        if ready_op is None:
            return ""
        return ", ".join(name.decode() for name in session.run(ready_op))
