"""The tasks of a cluster and where they are reached."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.formats.protos import ClusterDef

_DEF: Any = ClusterDef


class ClusterSpec:
    """The tasks of a cluster, by job.

    Args:
        cluster: For each job the addresses of its tasks: a list, or a dict by number;
            or another cluster as a `ClusterSpec` or a `ClusterDef`.

    Raises:
        TypeError: `cluster` is something else, or an address is no text.

    Example:
        >>> import tensorbrook as tf
        >>> cluster = tf.train.ClusterSpec({"ps": ["a:1"], "worker": ["b:1", "b:2"]})
        >>> cluster.num_tasks("worker")
        2
        >>> cluster.task_address("ps", 0)
        'a:1'
    """

    def __init__(self, cluster: Any) -> None:
        if isinstance(cluster, ClusterSpec):
            jobs: Any = cluster.as_dict()
        elif isinstance(cluster, _DEF):
            jobs = {job.name: dict(job.tasks) for job in cluster.job}
        elif isinstance(cluster, dict):
            jobs = cluster
        else:
            raise TypeError(
                "`cluster` must map the names of jobs to the addresses of their tasks, "
                f"or be a `ClusterDef`; got {cluster!r}."
            )
        self._jobs = {str(job): _numbered(job, tasks) for job, tasks in jobs.items()}

    def __bool__(self) -> bool:
        return bool(self._jobs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClusterSpec) and self._jobs == other._jobs

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        jobs = self.as_dict()
        inside = ", ".join(f"{job!r}: {jobs[job]!r}" for job in sorted(jobs))
        return f"ClusterSpec({{{inside}}})"

    def as_dict(self) -> dict[str, Any]:
        """The addresses by job: lists, or dicts where numbers are left out."""
        return {
            job: list(tasks.values())
            if list(tasks) == list(range(len(tasks)))
            else tasks
            for job, tasks in self._jobs.items()
        }

    def as_cluster_def(self) -> Any:
        """The cluster as a `ClusterDef`."""
        made = ClusterDef()
        for name in sorted(self._jobs):
            job = made.job.add()
            job.name = name
            for index, address in self._jobs[name].items():
                job.tasks[index] = address
        return made

    @property
    def jobs(self) -> list[str]:
        """The names of the jobs."""
        return list(self._jobs)

    def _tasks(self, job_name: str) -> dict[int, str]:
        if job_name not in self._jobs:
            raise ValueError(f"No such job in cluster: {job_name!r}")
        return self._jobs[job_name]

    def num_tasks(self, job_name: str) -> int:
        """The number of tasks of a job.

        Args:
            job_name: The job.

        Raises:
            ValueError: There is no such job.
        """
        return len(self._tasks(job_name))

    def task_indices(self, job_name: str) -> list[int]:
        """The numbers of the tasks of a job.

        Args:
            job_name: The job.

        Raises:
            ValueError: There is no such job.
        """
        return sorted(self._tasks(job_name))

    def task_address(self, job_name: str, task_index: int) -> str:
        """Where a task is reached.

        Args:
            job_name: The job.
            task_index: The number of the task.

        Raises:
            ValueError: There is no such job or task.
        """
        tasks = self._tasks(job_name)
        if task_index not in tasks:
            raise ValueError(f"No task with index {task_index!r} in job {job_name!r}")
        return tasks[task_index]

    def job_tasks(self, job_name: str) -> list[str | None]:
        """The addresses of a job by number, None where there is no task.

        Args:
            job_name: The job.

        Raises:
            ValueError: There is no such job.
        """
        tasks = self._tasks(job_name)
        return [tasks.get(index) for index in range(max(tasks, default=-1) + 1)]


def _numbered(job: Any, tasks: Any) -> dict[int, str]:
    if isinstance(tasks, list | tuple):
        tasks = dict(enumerate(tasks))
    if not isinstance(tasks, dict):
        raise TypeError(
            f"The tasks for job {job!r} must be a list or a dictionary from integers "
            f"to strings, got {tasks!r}."
        )
    found = {}
    for index, address in tasks.items():
        if isinstance(address, bytes):
            address = address.decode()
        if not isinstance(address, str):
            raise TypeError(f"Task address {address!r} must be bytes or unicode")
        found[int(index)] = address
    return dict(sorted(found.items()))
