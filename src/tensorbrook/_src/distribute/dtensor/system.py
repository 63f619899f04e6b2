"""The clients and devices of a mesh, and checkpoints and datasets on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tensorbrook._src.checkpoint.checkpoint import Checkpoint
from tensorbrook._src.core import config, nest
from tensorbrook._src.core.device import LogicalDeviceConfiguration
from tensorbrook._src.data.dataset import Dataset
from tensorbrook._src.distribute.dtensor.mesh import (
    Mesh,
    create_mesh,
    local_devices,
    preferred_device_type,
)
from tensorbrook._src.distribute.dtensor.tensors import copy_to_mesh


def client_id() -> int:
    """The number of this client: 0."""
    return 0


def num_clients() -> int:
    """The number of clients: 1."""
    return 1


def num_local_devices(device_type: str) -> int:
    """How many devices of a type there are.

    Args:
        device_type: The type, such as CPU.
    """
    return len(local_devices(device_type))


def num_global_devices(device_type: str) -> int:
    """How many devices of a type all clients have together.

    Args:
        device_type: The type, such as CPU.
    """
    return num_local_devices(device_type) * num_clients()


def job_name() -> str:
    """The job of the clients."""
    return "localhost"


def full_job_name(task_id: int | None = None) -> str:
    """The job and task of a client.

    Args:
        task_id: Its number; by default that of this one.
    """
    return f"{job_name()}/replica:0/task:{client_id() if task_id is None else task_id}"


def jobs() -> list[str]:
    """The addresses of the clients; none, for there is one."""
    return []


def heartbeat_enabled() -> bool:
    """Whether clients watch each other."""
    return False


def device_name() -> str:
    """The name of the device that operations on a mesh run on."""
    return "/job:localhost/replica:0/task:0/device:CUSTOM:0"


def barrier(
    mesh: Mesh, barrier_name: str | None = None, timeout_in_ms: int | None = None
) -> None:
    """Waits for the other clients of a mesh; there are none.

    Args:
        mesh: The mesh.
        barrier_name: Accepted for compatibility.
        timeout_in_ms: Accepted for compatibility.
    """


def initialize_accelerator_system(
    device_type: str | None = None,
    enable_coordination_service: bool = True,
    num_logical_cpu_devices: int | None = None,
    experimental_reset_context: bool = False,
    experimental_enable_megcore: bool = False,
) -> str:
    """Prepares the devices.

    Args:
        device_type: Their type; by default the best there is.
        enable_coordination_service: Accepted for compatibility.
        num_logical_cpu_devices: Into how many devices the CPU is divided.
        experimental_reset_context: Accepted for compatibility.
        experimental_enable_megcore: Accepted for compatibility.

    Returns:
        The type.
    """
    if num_logical_cpu_devices:
        (cpu,) = config.list_physical_devices("CPU")
        parts = [LogicalDeviceConfiguration()] * num_logical_cpu_devices
        config.set_logical_device_configuration(cpu, parts)
    return device_type or preferred_device_type()


def shutdown_accelerator_system() -> None:
    """Accepted for compatibility: devices need no end."""


def create_distributed_mesh(
    mesh_dims: Any,
    mesh_name: str = "",
    local_devices: Sequence[str] | None = None,
    device_type: str | None = None,
    use_xla_spmd: bool = False,
) -> Mesh:
    """A mesh of the devices of all clients; there is one client.

    Args:
        mesh_dims: Names and sizes of the axes: a dictionary or pairs.
        mesh_name: A name for the mesh.
        local_devices: The names of the devices of this client.
        device_type: Their type.
        use_xla_spmd: Accepted for compatibility.

    Returns:
        A mesh.
    """
    return create_mesh(mesh_dims, mesh_name, local_devices, device_type, use_xla_spmd)


def create_tpu_mesh(
    mesh_dim_names: Sequence[str],
    mesh_shape: Sequence[int],
    mesh_name: str,
    ring_dims: int | None = None,
    ring_axes: Any = None,
    ring_bounds: Any = None,
    can_split_host_across_rings: bool = True,
    build_ring_across_rings: bool = False,
    rotate_ring_across_rings: bool = False,
    use_xla_spmd: bool = False,
) -> Mesh:
    """A mesh of TPUs.

    Args:
        mesh_dim_names: The names of the axes.
        mesh_shape: Their sizes.
        mesh_name: A name for the mesh.
        ring_dims: Accepted for compatibility.
        ring_axes: Accepted for compatibility.
        ring_bounds: Accepted for compatibility.
        can_split_host_across_rings: Accepted for compatibility.
        build_ring_across_rings: Accepted for compatibility.
        rotate_ring_across_rings: Accepted for compatibility.
        use_xla_spmd: Accepted for compatibility.

    Returns:
        A mesh.
    """
    dims = list(zip(mesh_dim_names, mesh_shape, strict=True))
    return create_mesh(dims, mesh_name, device_type="TPU", use_xla_spmd=use_xla_spmd)


class DTensorCheckpoint(Checkpoint):
    """A checkpoint of variables with layouts; it holds their global values.

    Args:
        mesh: The mesh.
        root: An object whose variables are saved.
        **kwargs: Further objects by name.
    """

    def __init__(self, mesh: Mesh, root: Any = None, **kwargs: Any) -> None:
        super().__init__(root, **kwargs)
        self._mesh = mesh


class DTensorDataset(Dataset):
    """A dataset whose elements get layouts.

    Args:
        dataset: The dataset.
        mesh: The mesh.
        layouts: A layout for each component of an element.
        global_batch_size: How many elements a batch has.
        dataset_already_batched: Whether the dataset has batches already.
        batch_dim: The axis of the mesh along which batches are cut.
        prefetch: How many batches are made ahead.
        tf_data_service_config: Accepted for compatibility.
    """

    def __init__(
        self,
        dataset: Any,
        *,
        mesh: Mesh,
        layouts: Any,
        global_batch_size: int,
        dataset_already_batched: bool = False,
        batch_dim: str | None = None,
        prefetch: int | None = None,
        tf_data_service_config: Any = None,
    ) -> None:
        if dataset_already_batched:
            dataset = dataset.unbatch()
        dataset = dataset.batch(global_batch_size, drop_remainder=True)
        made = dataset if prefetch is None else dataset.prefetch(prefetch)
        self._setup(made._variant, made._spec, made._kind, made._options)
        self._layouts = layouts
        self.mesh = mesh

    def __iter__(self) -> Iterator[Any]:
        for element in super().__iter__():
            yield nest.map_structure(copy_to_mesh, element, self._layouts)


def _by_tensors(function: str) -> NotImplementedError:
    return NotImplementedError(
        f"dtensor.{function}: use dtensor.DTensorCheckpoint or tf.train.Checkpoint."
    )


def name_based_save(
    mesh: Mesh, checkpoint_prefix: Any, name_tensor_dict: dict[str, Any]
) -> None:
    """Would save tensors by name.

    Args:
        mesh: The mesh.
        checkpoint_prefix: The name of the files.
        name_tensor_dict: The tensors.

    Raises:
        NotImplementedError: Always.
    """
    raise _by_tensors("name_based_save")


def name_based_restore(
    mesh: Mesh, checkpoint_prefix: str, name_tensor_dict: dict[str, Any]
) -> dict[str, Any]:
    """Would read tensors by name.

    Args:
        mesh: The mesh.
        checkpoint_prefix: The name of the files.
        name_tensor_dict: Tensors of the same shapes and layouts.

    Raises:
        NotImplementedError: Always.
    """
    raise _by_tensors("name_based_restore")


def sharded_save(
    mesh: Mesh,
    file_prefix: Any,
    tensor_names: Any,
    shape_and_slices: Any,
    tensors: Any,
) -> Any:
    """Would save the parts of tensors.

    Args:
        mesh: The mesh.
        file_prefix: The name of the files.
        tensor_names: The names of the tensors.
        shape_and_slices: Which slices they are.
        tensors: The tensors.

    Raises:
        NotImplementedError: Always.
    """
    raise _by_tensors("sharded_save")
