"""Meshes: devices in a grid whose axes have names."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tensorbrook._src.core import config
from tensorbrook._src.core.device import DeviceSpec


class MeshDimension(NamedTuple):
    """An axis of a mesh.

    Attributes:
        name: Its name.
        size: How many devices stand along it.
    """

    name: str
    size: int


class Mesh:
    """Devices in a grid whose axes have names.

    Args:
        dim_names: The names of the axes.
        global_device_ids: An array of numbers of the devices, in the form of the grid.
        local_device_ids: The numbers of those that belong to this client.
        local_devices: Their names.
        mesh_name: A name for the mesh.
        global_devices: The names of all devices.
        use_xla_spmd: Accepted for compatibility.

    Raises:
        ValueError: The names don't fit the grid, or one is repeated.

    Example:
        >>> import tensorbrook as tf
        >>> mesh = tf.experimental.dtensor.create_mesh([("x", 1)], devices=["CPU:0"])
        >>> mesh.dim_names, mesh.size, mesh["x"]
        (['x'], 1, MeshDimension(name='x', size=1))
    """

    def __init__(
        self,
        dim_names: Sequence[str],
        global_device_ids: Any,
        local_device_ids: Sequence[int],
        local_devices: Sequence[Any],
        mesh_name: str = "",
        global_devices: Sequence[Any] | None = None,
        use_xla_spmd: bool = False,
    ) -> None:
        ids = np.asarray(global_device_ids)
        if ids.ndim != len(dim_names):
            raise ValueError(
                f"Mesh: {len(dim_names)} names {list(dim_names)} for a grid of shape "
                f"{list(ids.shape)}."
            )
        if len(set(dim_names)) < len(dim_names):
            raise ValueError(f"Mesh: the names {list(dim_names)} are not unique.")
        self._names = list(dim_names)
        self._ids = ids
        self._local_ids = [int(number) for number in local_device_ids]
        self._local = [_name(device) for device in local_devices]
        self._mesh_name = mesh_name
        self._global = [_name(device) for device in global_devices or []]
        self._spmd = bool(use_xla_spmd)

    @property
    def name(self) -> str:
        """The name of the mesh."""
        return self._mesh_name

    @property
    def dim_names(self) -> list[str]:
        """The names of the axes."""
        return list(self._names)

    @property
    def size(self) -> int:
        """How many devices there are."""
        return int(self._ids.size)

    @property
    def strides(self) -> list[int]:
        """How far apart neighbours along each axis are in the list of devices."""
        sizes = self.shape()
        return [math.prod(sizes[axis + 1 :]) for axis in range(len(sizes))]

    @property
    def single_device(self) -> str:
        """The device of a mesh with one.

        Raises:
            ValueError: There are more.
        """
        if not self.is_single_device():
            raise ValueError(f"The mesh {self} has {self.size} devices, not one.")
        return self._local[0]

    def shape(self) -> list[int]:
        """The sizes of the axes."""
        return [int(size) for size in self._ids.shape]

    def dim_size(self, dim_name: str) -> int:
        """The size of an axis.

        Raises:
            ValueError: There is no such axis.
        """
        return self[dim_name].size

    def contains_dim(self, dim_name: str) -> bool:
        """Whether there is an axis of that name."""
        return dim_name in self._names

    def __getitem__(self, dim_name: str) -> MeshDimension:
        if dim_name not in self._names:
            raise ValueError(
                f"The mesh has no axis {dim_name!r}; it has {self._names}."
            )
        size = self._ids.shape[self._names.index(dim_name)]
        return MeshDimension(dim_name, int(size))

    def __contains__(self, dim_name: object) -> bool:
        return dim_name in self._names

    def global_device_ids(self) -> Any:
        """The numbers of the devices, in the form of the grid."""
        return self._ids

    def local_device_ids(self) -> list[int]:
        """The numbers of the devices of this client."""
        return list(self._local_ids)

    def local_devices(self) -> list[str]:
        """The names of the devices of this client."""
        return list(self._local)

    def global_devices(self) -> list[str]:
        """The names of all devices, where they were given."""
        return list(self._global)

    def num_local_devices(self) -> int:
        """How many devices belong to this client."""
        return len(self._local)

    def min_global_device_id(self) -> int:
        """The least number of a device."""
        return int(self._ids.min())

    def device_type(self) -> str:
        """The type of the devices, such as CPU."""
        return DeviceSpec.from_string(self._local[0]).device_type or "CPU"

    def is_remote(self) -> bool:
        """Whether no device belongs to this client."""
        return not self._local and bool(self._global)

    def is_single_device(self) -> bool:
        """Whether there is one device only."""
        return self.size == 1

    def use_xla_spmd(self) -> bool:
        """Whether XLA was asked to spread computations."""
        return self._spmd

    def coords(self, device_idx: int) -> Any:
        """The place of a device in the grid.

        Args:
            device_idx: Its place in the list of devices.
        """
        return np.array(np.unravel_index(device_idx, self._ids.shape), np.int32)

    def device_location(self, device_idx: int) -> dict[str, int]:
        """The place of a device along each axis.

        Args:
            device_idx: Its place in the list of devices.
        """
        place = (int(step) for step in self.coords(device_idx))
        return dict(zip(self._names, place, strict=True))

    def local_device_locations(self) -> list[dict[str, int]]:
        """The places of the devices of this client."""
        flat = self._ids.ravel().tolist()
        return [self.device_location(flat.index(number)) for number in self._local_ids]

    def unravel_index(self) -> dict[int, dict[str, int]]:
        """The place along each axis of each device, by its place in the list."""
        ranges = (range(size) for size in self.shape())
        places = itertools.product(*ranges)
        return {
            index: dict(zip(self._names, place, strict=True))
            for index, place in enumerate(places)
        }

    def host_mesh(self) -> Mesh:
        """The mesh of CPUs beside the devices."""
        specs = [DeviceSpec.from_string(name) for name in self._local]
        hosts = [spec.replace(device_type="CPU").to_string() for spec in specs]
        return Mesh(self._names, self._ids, self._local_ids, hosts, self._mesh_name)

    def to_string(self) -> str:
        """The mesh as text, as TensorFlow writes it."""
        pairs = zip(self._names, self.shape(), strict=True)
        parts = [
            self._mesh_name,
            ",".join(f"{name}={size}" for name, size in pairs),
            ",".join(map(str, self._ids.ravel().tolist())),
            ",".join(map(str, self._local_ids)),
            ",".join(self._local),
        ]
        return "|".join(parts)

    @classmethod
    def from_string(cls, mesh_str: str) -> Mesh:
        """The mesh that `to_string` has written.

        Args:
            mesh_str: The text.

        Raises:
            ValueError: The text has another form.
        """
        parts = mesh_str.split("|")
        if len(parts) < 5:
            raise ValueError(f"Mesh.from_string: {mesh_str!r} has no five parts.")
        name, dims, ids, local_ids, devices = parts[:5]
        pairs = [dim.split("=") for dim in dims.split(",") if dim]
        shape = [int(size) for _, size in pairs]
        return cls(
            [dim for dim, _ in pairs],
            np.array(_numbers(ids)).reshape(shape),
            _numbers(local_ids),
            [device for device in devices.split(",") if device],
            name,
        )

    @classmethod
    def from_device(cls, device: str) -> Mesh:
        """The mesh of a single device.

        Args:
            device: Its name.
        """
        return cls([], np.array(0), [0], [device])

    def as_proto(self) -> Any:
        """Would be the MeshProto message.

        Raises:
            NotImplementedError: Always; `to_string` gives a text.
        """
        raise NotImplementedError("Mesh.as_proto: use to_string; there is no message.")

    @classmethod
    def from_proto(cls, proto: Any) -> Mesh:
        """Would be the mesh of a MeshProto message.

        Raises:
            NotImplementedError: Always; `from_string` reads a text.
        """
        raise NotImplementedError("Mesh.from_proto: use from_string.")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mesh):
            return NotImplemented
        return self.to_string() == other.to_string()

    def __hash__(self) -> int:
        return hash(self.to_string())

    def __repr__(self) -> str:
        return f"Mesh.from_string({self.to_string()})"


def _name(device: Any) -> str:
    """The full name of a device of this process."""
    given = device if isinstance(device, DeviceSpec) else DeviceSpec.from_string(device)
    return (
        DeviceSpec.from_string("/job:localhost/replica:0/task:0")
        .make_merged_spec(given)
        .to_string()
    )


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part]


def create_mesh(
    mesh_dims: Any = None,
    mesh_name: str = "",
    devices: Sequence[Any] | None = None,
    device_type: str | None = None,
    use_xla_spmd: bool = False,
) -> Mesh:
    """A mesh of devices of this process.

    Args:
        mesh_dims: Names and sizes of the axes: a dictionary or pairs.
        mesh_name: A name for the mesh.
        devices: The names of the devices; by default all of a type.
        device_type: The type; by default that of an accelerator, else CPU.
        use_xla_spmd: Accepted for compatibility.

    Returns:
        A mesh.

    Raises:
        ValueError: There are more or fewer devices than places.

    Example:
        >>> import tensorbrook as tf
        >>> tf.experimental.dtensor.create_mesh({"batch": 1}, device_type="CPU").shape()
        [1]
    """
    if devices is None:
        kind = device_type or preferred_device_type()
        devices = local_devices(kind)
    dims = [("", len(devices))] if mesh_dims is None else mesh_dims
    pairs = list(dims.items() if isinstance(dims, dict) else dims)
    shape = [int(size) for _, size in pairs]
    if math.prod(shape) != len(devices):
        raise ValueError(
            f"A mesh of shape {shape} needs {math.prod(shape)} devices, got "
            f"{len(devices)}."
        )
    ids = np.arange(len(devices)).reshape(shape)
    names = [str(name) for name, _ in pairs]
    return Mesh(names, ids, range(len(devices)), devices, mesh_name, None, use_xla_spmd)


def local_devices(
    device_type: str, for_client_id: int | None = None
) -> list[DeviceSpec]:
    """The devices of a type.

    Args:
        device_type: The type, such as CPU.
        for_client_id: Accepted for compatibility: there is one client.

    Returns:
        Their specs.
    """
    return [
        DeviceSpec.from_string(_name(device.name))
        for device in config.list_logical_devices(device_type)
    ]


def preferred_device_type() -> str:
    """The type of the best devices there are.

    Returns:
        TPU, GPU or CPU.
    """
    kinds = [kind for kind in ("TPU", "GPU") if config.list_physical_devices(kind)]
    return [*kinds, "CPU"][0]
