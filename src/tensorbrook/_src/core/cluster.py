"""Remote hosts as 2.x programs ask for them in `tf.config`."""

from __future__ import annotations

from typing import Any


class ClusterDeviceFilters:
    """Which devices each task of a cluster can see.

    Example:
        >>> import tensorbrook as tf
        >>> filters = tf.config.experimental.ClusterDeviceFilters()
        >>> filters.set_device_filters("worker", 0, ["/job:ps"])
    """

    def __init__(self) -> None:
        self._filters: dict[tuple[str, int], list[str]] = {}

    def set_device_filters(
        self, job_name: str, task_index: int, device_filters: list[str]
    ) -> None:
        """Sets what one task can see.

        Args:
            job_name: The job.
            task_index: The number of the task.
            device_filters: Devices, or parts of their names.

        Raises:
            TypeError: `device_filters` is not a list of strings.
        """
        if not all(isinstance(item, str) for item in device_filters):
            raise TypeError(
                f"`device_filters` must be a list of strings, got {device_filters!r}."
            )
        self._filters[job_name, task_index] = list(device_filters)


def experimental_connect_to_host(
    remote_host: Any = None, job_name: str = "worker"
) -> None:
    """Would let operations run on other machines.

    Args:
        remote_host: The addresses of the machines.
        job_name: The name of their job.

    Raises:
        ValueError: No machine is named.
        NotImplementedError: Always otherwise.
    """
    if not remote_host:
        raise ValueError("experimental_connect_to_host needs `remote_host`.")
    raise NotImplementedError(
        f"Operations can't be sent to {remote_host!r} (job {job_name!r}): several hosts "
        "work together by tf.distribute, each with a process of its own."
    )


def experimental_connect_to_cluster(
    cluster_spec_or_resolver: Any,
    job_name: str = "localhost",
    task_index: int = 0,
    protocol: str | None = None,
    make_master_device_default: bool = True,
    cluster_device_filters: ClusterDeviceFilters | None = None,
) -> None:
    """Connects to the other tasks of a cluster; for a cluster of one there is nothing to do.

    Args:
        cluster_spec_or_resolver: A `ClusterSpec`, or a resolver that gives one.
        job_name: The job of this task.
        task_index: The number of this task.
        protocol: Accepted for compatibility.
        make_master_device_default: Accepted for compatibility.
        cluster_device_filters: Accepted for compatibility.

    Raises:
        NotImplementedError: The cluster has other tasks.
    """
    spec = cluster_spec_or_resolver
    if hasattr(spec, "cluster_spec"):
        spec = spec.cluster_spec()
    jobs = spec.as_dict() if hasattr(spec, "as_dict") else dict(spec or {})
    if sum(len(tasks) for tasks in jobs.values()) > 1:
        raise NotImplementedError(
            "Operations can't be sent to other tasks of a cluster: several hosts work "
            "together by tf.distribute, each with a process of its own. Received: "
            f"{jobs}."
        )
