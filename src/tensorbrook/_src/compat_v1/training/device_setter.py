"""`tf.train.replica_device_setter`: which task a variable or operation belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.device import DeviceSpec, canonical_name, merge_names
from tensorbrook._src.distribute.cluster_spec import ClusterSpec

_VARIABLES = (
    "Variable",
    "VariableV2",
    "AutoReloadVariable",
    "MutableHashTable",
    "MutableHashTableV2",
    "MutableHashTableOfTensors",
    "MutableHashTableOfTensorsV2",
    "MutableDenseHashTable",
    "MutableDenseHashTableV2",
    "VarHandleOp",
    "BoostedTreesEnsembleResourceHandleOp",
    "BoostedTreesQuantileStreamResourceHandleOp",
    "ResourceConditionalAccumulator",
    "DecisionTreeResource",
)


def replica_device_setter(
    ps_tasks: int = 0,
    ps_device: str = "/job:ps",
    worker_device: str = "/job:worker",
    merge_devices: bool = True,
    cluster: Any = None,
    ps_ops: Any = None,
    ps_strategy: Any = None,
) -> Callable[[Any], str] | None:
    """A function for `tf.device` that spreads variables over parameter servers.

    Args:
        ps_tasks: The number of parameter servers.
        ps_device: Where variables go, without the number of the task.
        worker_device: Where all else goes.
        merge_devices: Accepted for compatibility: devices of inner scopes win.
        cluster: The cluster, which then says how many servers the job of `ps_device` has.
        ps_ops: The types of operations that go to the servers.
        ps_strategy: A function from an operation to the number of a server; by default
            one after the other.

    Returns:
        The function, or None where there is no parameter server.

    Raises:
        TypeError: `cluster` is no cluster, or `ps_strategy` no function.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     with tf.device(tf.train.replica_device_setter(ps_tasks=2)):
        ...         weights, bias = tf.Variable(1.0), tf.Variable(2.0)
        ...         total = weights + bias
        ...     weights.device, bias.device, total.device
        ('/job:ps/task:0', '/job:ps/task:1', '/job:worker')
    """
    if cluster is not None:
        jobs = ClusterSpec(cluster).as_dict()
        ps_tasks = len(jobs.get(DeviceSpec.from_string(ps_device).job or "", ()))
    if not ps_tasks:
        return None
    if ps_strategy is not None and not callable(ps_strategy):
        raise TypeError(
            "tf.train.replica_device_setter: `ps_strategy` must be a function. Received: "
            f"{ps_strategy!r}."
        )
    strategy = ps_strategy or _RoundRobin(ps_tasks)
    kinds = _VARIABLES if ps_ops is None else tuple(ps_ops)

    def chosen(op: Any) -> str:
        wanted = worker_device
        if op.type in kinds:
            wanted = ps_device
            if DeviceSpec.from_string(op.device or "").task is None:
                spec = DeviceSpec.from_string(ps_device)
                wanted = spec.replace(task=strategy(op)).to_string()
        return merge_names(
            canonical_name(wanted or ""), canonical_name(op.device or "")
        )

    return chosen


class _RoundRobin:
    """Gives out the numbers of servers in turn."""

    def __init__(self, tasks: int) -> None:
        self._tasks, self._next = tasks, 0

    def __call__(self, op: Any) -> int:
        task = self._next
        self._next = (task + 1) % self._tasks
        return task
