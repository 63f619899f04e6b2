"""How the cores of TPUs stand to each other, and which replica has which."""

from __future__ import annotations

import enum
from typing import Any, NamedTuple

import numpy as np

from tensorbrook._src.core import config, errors


class DeviceOrderMode(enum.IntEnum):
    """The order in which cores are given to replicas."""

    AUTO = 0
    RING = 1
    MESH = 2


class XLAOptions(NamedTuple):
    """Wishes about how XLA compiles for TPUs.

    Attributes:
        use_spmd_for_xla_partitioning: Whether one program runs on all cores.
        enable_xla_dynamic_padder: Whether unknown dims are padded.
        use_shardy_partitioner: Whether Shardy cuts the program.
    """

    use_spmd_for_xla_partitioning: bool = True
    enable_xla_dynamic_padder: bool = True
    use_shardy_partitioner: bool = False


class TPUSystemMetadata(NamedTuple):
    """What is known about a system of TPUs.

    Attributes:
        num_cores: The number of cores.
        num_hosts: The number of hosts.
        num_of_cores_per_host: The number of cores at each host.
        topology: A `Topology`, or None.
        devices: The devices.
    """

    num_cores: int
    num_hosts: int
    num_of_cores_per_host: int
    topology: Any
    devices: Any


class HardwareFeature:
    """What the hardware of a TPU can do beside matrix products.

    Args:
        tpu_hardware_feature_proto: A message that says so, or None.
    """

    class EmbeddingFeature(enum.Enum):
        """The hardware for embeddings."""

        UNSUPPORTED = "UNSUPPORTED"
        V1 = "V1"
        V2 = "V2"

    def __init__(self, tpu_hardware_feature_proto: Any) -> None:
        self._proto = tpu_hardware_feature_proto

    @property
    def embedding_feature(self) -> HardwareFeature.EmbeddingFeature:
        """The hardware for embeddings."""
        kinds = list(HardwareFeature.EmbeddingFeature)
        return kinds[int(getattr(self._proto, "embedding_feature", 0))]

    @property
    def num_embedding_devices_per_chip(self) -> int:
        """How many devices for embeddings a chip has."""
        return int(getattr(self._proto, "num_embedding_devices_per_chip", 0))


class Topology:
    """How the cores of TPUs stand to each other.

    Args:
        serialized: Not supported: there is no message here.
        mesh_shape: The sizes of the grid of cores, four numbers.
        device_coordinates: For each task and core its place in the grid.

    Raises:
        ValueError: An array has the wrong shape.
        NotImplementedError: `serialized` is given.

    Example:
        >>> import tensorbrook as tf
        >>> cores = [[[0, 0, 0, 0], [0, 0, 0, 1]]]
        >>> one = tf.tpu.experimental.Topology(None, [1, 1, 1, 2], cores)
        >>> one.num_tasks, one.num_tpus_per_task
        (1, 2)
    """

    def __init__(
        self,
        serialized: Any = None,
        mesh_shape: Any = None,
        device_coordinates: Any = None,
    ) -> None:
        if serialized is not None:
            raise NotImplementedError(
                "Topology: give `mesh_shape` and `device_coordinates`; messages of "
                "topologies aren't read."
            )
        self._mesh_shape = np.asarray(mesh_shape, np.int32)
        self._coordinates = np.asarray(device_coordinates, np.int32)
        if self._mesh_shape.shape != (4,) or (self._mesh_shape < 1).any():
            raise ValueError(
                f"`mesh_shape` must be four positive numbers, got {mesh_shape}."
            )
        if self._coordinates.ndim != 3 or self._coordinates.shape[2] != 4:
            raise ValueError(
                "`device_coordinates` must have shape (tasks, cores, 4), got "
                f"{self._coordinates.shape}."
            )

    @property
    def mesh_shape(self) -> Any:
        """The sizes of the grid."""
        return self._mesh_shape

    @property
    def mesh_rank(self) -> int:
        """The number of axes of the grid."""
        return len(self._mesh_shape)

    @property
    def device_coordinates(self) -> Any:
        """For each task and core its place in the grid."""
        return self._coordinates

    @property
    def missing_devices(self) -> Any:
        """The places of the grid that no core has."""
        there = {tuple(place) for place in self._coordinates.reshape(-1, 4).tolist()}
        places = np.ndindex(*self._mesh_shape.tolist())
        return np.array([place for place in places if place not in there], np.int32)

    @property
    def num_tasks(self) -> int:
        """The number of tasks."""
        return int(self._coordinates.shape[0])

    @property
    def num_tpus_per_task(self) -> int:
        """The number of cores of each task."""
        return int(self._coordinates.shape[1])

    def _find(self, device_coordinates: Any) -> tuple[int, int]:
        same = (self._coordinates == np.asarray(device_coordinates)).all(axis=-1)
        if not same.any():
            raise ValueError(f"There is no core at {device_coordinates}.")
        task, core = np.argwhere(same)[0]
        return int(task), int(core)

    def task_ordinal_at_coordinates(self, device_coordinates: Any) -> int:
        """The task of the core at a place.

        Raises:
            ValueError: There is none.
        """
        return self._find(device_coordinates)[0]

    def tpu_device_ordinal_at_coordinates(self, device_coordinates: Any) -> int:
        """The number of the core at a place, in its task.

        Raises:
            ValueError: There is none.
        """
        return self._find(device_coordinates)[1]

    def cpu_device_name_at_coordinates(
        self, device_coordinates: Any, job: str | None = None
    ) -> str:
        """The CPU of the task at a place.

        Args:
            device_coordinates: The place.
            job: The job.
        """
        return _device(job, self._find(device_coordinates)[0], "CPU", 0)

    def tpu_device_name_at_coordinates(
        self, device_coordinates: Any, job: str | None = None
    ) -> str:
        """The core at a place.

        Args:
            device_coordinates: The place.
            job: The job.
        """
        task, core = self._find(device_coordinates)
        return _device(job, task, "TPU", core)

    def serialized(self) -> bytes:
        """Would be the message.

        Raises:
            NotImplementedError: Always.
        """
        raise NotImplementedError("Topology.serialized: there is no message here.")


def _device(job: str | None, task: int, kind: str, index: int) -> str:
    return f"/job:{job or 'localhost'}/task:{task}/device:{kind}:{index}"


class DeviceAssignment:
    """Which replica has which cores.

    Args:
        topology: The cores.
        core_assignment: For each replica and each of its cores its place in the grid.

    Raises:
        ValueError: An argument has the wrong type or shape.
    """

    def __init__(self, topology: Topology, core_assignment: Any) -> None:
        if not isinstance(topology, Topology):
            raise ValueError(f"`topology` must be a Topology, got {topology!r}.")
        self._topology = topology
        self._cores = np.asarray(core_assignment, np.int32)
        if self._cores.ndim != 3 or self._cores.shape[2] != topology.mesh_rank:
            raise ValueError(
                "`core_assignment` must have shape (replicas, cores, 4), got "
                f"{self._cores.shape}."
            )

    @property
    def topology(self) -> Topology:
        """The cores."""
        return self._topology

    @property
    def core_assignment(self) -> Any:
        """For each replica and each of its cores its place in the grid."""
        return self._cores

    @property
    def num_replicas(self) -> int:
        """The number of replicas."""
        return int(self._cores.shape[0])

    @property
    def num_cores_per_replica(self) -> int:
        """The number of cores of each replica."""
        return int(self._cores.shape[1])

    def coordinates(self, replica: int, logical_core: int) -> tuple[int, ...]:
        """The place of a core.

        Args:
            replica: The replica.
            logical_core: Which of its cores.
        """
        return tuple(self._cores[replica, logical_core].tolist())

    def lookup_replicas(self, task_id: int, logical_core: int) -> list[int]:
        """The replicas whose core belongs to a task.

        Args:
            task_id: The task.
            logical_core: Which core of the replicas.

        Raises:
            ValueError: There are none.
        """
        task_of = self._topology.task_ordinal_at_coordinates
        found = [
            replica
            for replica in range(self.num_replicas)
            if task_of(self.coordinates(replica, logical_core)) == task_id
        ]
        if not found:
            raise ValueError(f"No replica has core {logical_core} in task {task_id}.")
        return found

    def tpu_ordinal(self, replica: int = 0, logical_core: int = 0) -> int:
        """The number of a core, in its task.

        Args:
            replica: The replica.
            logical_core: Which of its cores.
        """
        place = self.coordinates(replica, logical_core)
        return self._topology.tpu_device_ordinal_at_coordinates(place)

    def host_device(
        self, replica: int = 0, logical_core: int = 0, job: str | None = None
    ) -> str:
        """The CPU beside a core.

        Args:
            replica: The replica.
            logical_core: Which of its cores.
            job: The job.
        """
        place = self.coordinates(replica, logical_core)
        return self._topology.cpu_device_name_at_coordinates(place, job)

    def tpu_device(
        self, replica: int = 0, logical_core: int = 0, job: str | None = None
    ) -> str:
        """The name of a core.

        Args:
            replica: The replica.
            logical_core: Which of its cores.
            job: The job.
        """
        place = self.coordinates(replica, logical_core)
        return self._topology.tpu_device_name_at_coordinates(place, job)

    @classmethod
    def build(
        cls,
        topology: Topology,
        computation_shape: Any = None,
        computation_stride: Any = None,
        num_replicas: int = 1,
        device_order_mode: DeviceOrderMode = DeviceOrderMode.AUTO,
    ) -> DeviceAssignment:
        """Gives cores to replicas in the order of the topology.

        Args:
            topology: The cores.
            computation_shape: How many cores a replica takes along each axis.
            computation_stride: The steps between them; only ones.
            num_replicas: The number of replicas.
            device_order_mode: Accepted for compatibility.

        Raises:
            ValueError: There are too few cores.
            NotImplementedError: A step isn't one.
        """
        if computation_stride is not None and np.any(
            np.asarray(computation_stride) != 1
        ):
            raise NotImplementedError(
                "DeviceAssignment.build: `computation_stride` may only be ones; name "
                "the cores in `core_assignment` instead."
            )
        each = 1 if computation_shape is None else int(np.prod(computation_shape))
        places = topology.device_coordinates.reshape(-1, topology.mesh_rank)
        if len(places) < each * num_replicas:
            raise ValueError(
                f"{num_replicas} replicas of {each} cores need {each * num_replicas} "
                f"cores; there are {len(places)}."
            )
        chosen = places[: each * num_replicas]
        return cls(topology, chosen.reshape(num_replicas, each, topology.mesh_rank))


def initialize_tpu_system(cluster_resolver: Any = None) -> Topology:
    """Prepares the TPUs of this process.

    Args:
        cluster_resolver: What has found them.

    Returns:
        Their topology.

    Raises:
        errors.NotFoundError: There are none.
    """
    devices = config.list_physical_devices("TPU")
    if not devices:
        raise errors.NotFoundError(None, None, "No TPUs found. JAX finds none, either.")
    places = [[[0, 0, index, 0] for index in range(len(devices))]]
    return Topology(None, [1, 1, len(devices), 1], places)


def shutdown_tpu_system(cluster_resolver: Any = None) -> None:
    """Leaves the TPUs of this process.

    Args:
        cluster_resolver: What has found them.

    Raises:
        errors.NotFoundError: There are none.
    """
    initialize_tpu_system(cluster_resolver)
