"""`tf.train.Server`: the address of a task, and sessions that go there."""

from __future__ import annotations

import threading
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.distribute.cluster_spec import ClusterSpec
from tensorbrook._src.formats.protos import ServerDef

_DEF: Any = ServerDef


class Server:
    """One task of a cluster.

    The sessions of a program run in its own process; so a server can stand for a cluster
    of one task only, and `target` names this process.

    Args:
        server_or_cluster_def: The cluster: a dict, a `ClusterSpec`, `ClusterDef` or
            `ServerDef`.
        job_name: The job of this task; may be left out where there is one job.
        task_index: Its number; may be left out where the job has one task.
        protocol: How tasks talk, "grpc" by default.
        config: The `ConfigProto` of sessions.
        start: Accepted for compatibility.

    Raises:
        errors.InvalidArgumentError: Job or task aren't in the cluster, or not given.
        NotImplementedError: The cluster has more than one task.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> server = tf.train.Server.create_local_server()
        >>> with tf.Graph().as_default(), tf.Session(server.target) as sess:
        ...     print(sess.run(tf.constant(3)))
        3
    """

    def __init__(
        self,
        server_or_cluster_def: Any,
        job_name: str | None = None,
        task_index: int | None = None,
        protocol: str | None = None,
        config: Any = None,
        start: bool = True,
    ) -> None:
        given = server_or_cluster_def
        made = _DEF()
        if isinstance(given, _DEF):
            made.CopyFrom(given)
        else:
            made.cluster.CopyFrom(ClusterSpec(given).as_cluster_def())
        made.job_name = job_name or made.job_name or _only_job(made)
        if task_index is not None:
            made.task_index = task_index
        made.protocol = protocol or made.protocol or "grpc"
        if config is not None:
            made.default_session_config.CopyFrom(config)
        self._def = made
        cluster = ClusterSpec(made.cluster)
        self._address = _address(cluster, made)
        if sum(cluster.num_tasks(job) for job in cluster.jobs) > 1:
            raise NotImplementedError(
                "tf.train.Server: a cluster of several tasks: sessions run in their own "
                f"process only. Received: {cluster!r}."
            )
        self._ended = threading.Event()

    @staticmethod
    def create_local_server(config: Any = None, start: bool = True) -> Server:
        """A server of a cluster that consists of this process.

        Args:
            config: The `ConfigProto` of sessions.
            start: Accepted for compatibility.
        """
        return Server({"localhost": ["localhost:0"]}, config=config, start=start)

    @property
    def server_def(self) -> Any:
        """Cluster, job and task as a `ServerDef`."""
        return self._def

    @property
    def target(self) -> str:
        """What a session is given to run at this task."""
        return f"{self._def.protocol}://{self._address}"

    def start(self) -> None:
        """Accepted for compatibility: there is nothing to start."""

    def join(self) -> None:
        """Waits until the process is ended from outside."""
        self._ended.wait()


def _only_job(made: Any) -> str:
    jobs = [job.name for job in made.cluster.job]
    if len(jobs) != 1:
        raise errors.InvalidArgumentError(
            None,
            None,
            "tf.train.Server: `job_name` must be given, as the cluster has the jobs "
            f"{sorted(jobs)}.",
        )
    return str(jobs[0])


def _address(cluster: ClusterSpec, made: Any) -> str:
    tasks = cluster.task_indices(made.job_name) if made.job_name in cluster.jobs else []
    if made.task_index not in tasks:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"tf.train.Server: the cluster {cluster!r} has no task {made.task_index} of a "
            f"job {made.job_name!r}.",
        )
    return cluster.task_address(made.job_name, made.task_index)
