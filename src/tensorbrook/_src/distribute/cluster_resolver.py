"""What knows the machines of a cluster."""

from __future__ import annotations

import json
import os
from typing import Any

from tensorbrook._src.core.config import list_physical_devices
from tensorbrook._src.distribute.cluster_spec import ClusterSpec

Cluster = dict[str, list[str]]


class ClusterResolver:
    """The base of what knows a cluster."""

    __module__ = "tensorbrook.distribute.cluster_resolver"

    task_type: str | None = None
    task_id: int | None = None
    rpc_layer: str | None = None

    def cluster_spec(self) -> Any:
        """The addresses of the tasks, by job."""
        raise NotImplementedError(f"{type(self).__name__} lacks cluster_spec.")

    def master(
        self, task_type: Any = None, task_id: Any = None, rpc_layer: Any = None
    ) -> str:
        """The address of the master."""
        del task_type, task_id, rpc_layer
        return ""

    def num_accelerators(
        self, task_type: Any = None, task_id: Any = None, config_proto: Any = None
    ) -> dict[str, int]:
        """How many accelerators a task has."""
        del task_type, task_id, config_proto
        return {}

    @property
    def environment(self) -> str:
        """Where the program runs; empty where nobody said."""
        return ""


class SimpleClusterResolver(ClusterResolver):
    """A cluster that is given.

    Args:
        cluster_spec: The addresses of the tasks.
        master: The address of the master.
        task_type: The job of this task.
        task_id: Its number.
        environment: Where the program runs.
        num_accelerators: How many accelerators each kind has.
        rpc_layer: How tasks talk.

    Example:
        >>> import tensorbrook as tf
        >>> resolver = tf.distribute.cluster_resolver.SimpleClusterResolver(
        ...     {"worker": ["localhost:1"]}, task_type="worker", task_id=0)
        >>> resolver.task_type, resolver.task_id
        ('worker', 0)
    """

    __module__ = "tensorbrook.distribute.cluster_resolver"

    def __init__(
        self,
        cluster_spec: Any,
        master: str = "",
        task_type: str | None = None,
        task_id: int | None = None,
        environment: str = "",
        num_accelerators: dict[str, int] | None = None,
        rpc_layer: str | None = None,
    ) -> None:
        self._spec, self._master = cluster_spec, master
        self.task_type, self.task_id = task_type, task_id
        self._environment, self.rpc_layer = environment, rpc_layer
        self._accelerators = num_accelerators or {}

    def cluster_spec(self) -> Any:
        """The addresses of the tasks, by job."""
        return self._spec

    def master(
        self, task_type: Any = None, task_id: Any = None, rpc_layer: Any = None
    ) -> str:
        """The address of the master, or of a task."""
        if task_type is None or task_id is None:
            return self._master
        address = _spec_dict(self._spec)[task_type][task_id]
        layer = rpc_layer or self.rpc_layer
        return f"{layer}://{address}" if layer else address

    def num_accelerators(
        self, task_type: Any = None, task_id: Any = None, config_proto: Any = None
    ) -> dict[str, int]:
        """How many accelerators a task has."""
        del task_type, task_id, config_proto
        return self._accelerators

    @property
    def environment(self) -> str:
        """Where the program runs."""
        return self._environment


class TFConfigClusterResolver(SimpleClusterResolver):
    """The cluster that the environment variable `TF_CONFIG` describes as JSON.

    Args:
        task_type: The job of this task, if not as the variable says.
        task_id: Its number, likewise.
        rpc_layer: How tasks talk, likewise.
        environment: Where the program runs, likewise.
    """

    __module__ = "tensorbrook.distribute.cluster_resolver"

    def __init__(
        self,
        task_type: str | None = None,
        task_id: int | None = None,
        rpc_layer: str | None = None,
        environment: str | None = None,
    ) -> None:
        said = json.loads(os.environ.get("TF_CONFIG") or "{}")
        task = said.get("task", {})
        index = task.get("index", 0) if task_id is None else task_id
        super().__init__(
            ClusterSpec(said.get("cluster", {})),
            task_type=task.get("type") if task_type is None else task_type,
            task_id=int(index),
            environment=environment or said.get("environment", ""),
            rpc_layer=rpc_layer or said.get("rpc_layer"),
        )


class UnionResolver(ClusterResolver):
    """Several clusters as one.

    Args:
        *args: Resolvers.
        **kwargs: `task_type`, `task_id` and `rpc_layer`.
    """

    __module__ = "tensorbrook.distribute.cluster_resolver"

    def __init__(self, *args: ClusterResolver, **kwargs: Any) -> None:
        self._resolvers = args
        self.task_type = kwargs.get("task_type")
        self.task_id = kwargs.get("task_id")
        self.rpc_layer = kwargs.get("rpc_layer")

    def cluster_spec(self) -> Any:
        """The addresses of the tasks, by job."""
        merged: Cluster = {}
        for resolver in self._resolvers:
            for job, tasks in _spec_dict(resolver.cluster_spec()).items():
                merged.setdefault(job, []).extend(tasks)
        return ClusterSpec(merged)


class TPUClusterResolver(ClusterResolver):
    """The TPUs of a cluster; not there yet.

    Raises:
        ValueError: No TPU is named, and there is none: programs go on without.
        NotImplementedError: Always otherwise.
    """

    __module__ = "tensorbrook.distribute.cluster_resolver"

    def __init__(self, tpu: Any = None, *args: Any, **kwargs: Any) -> None:
        if not tpu and not list_physical_devices("TPU"):
            raise ValueError("Please provide a TPU Name to connect to.")
        raise NotImplementedError(
            "TPUClusterResolver: TPUs aren't reached this way yet; "
            "tf.function(jit_compile=True) runs on what JAX finds."
        )


def _spec_dict(spec: Any) -> Cluster:
    if hasattr(spec, "as_dict"):
        found: Cluster = spec.as_dict()
        return found
    return dict(spec or {})
