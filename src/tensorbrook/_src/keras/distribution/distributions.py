"""How models and data are spread over devices."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, MutableMapping
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.distribution.mesh import (
    DeviceMesh,
    TensorLayout,
    list_devices,
    require_one_device,
)


class LayoutMap(MutableMapping):  # type: ignore[type-arg]
    """Layouts by the paths of variables.

    Args:
        device_mesh: the grid of devices.
    """

    def __init__(self, device_mesh: DeviceMesh) -> None:
        self._layouts: dict[str, TensorLayout] = {}
        self._device_mesh = device_mesh

    @property
    def device_mesh(self) -> DeviceMesh:
        """The grid of devices."""
        return self._device_mesh

    def __getitem__(self, key: str) -> TensorLayout | None:
        if key in self._layouts:
            return self._layouts[key]
        fitting = [name for name in self._layouts if re.fullmatch(name, key)]
        if len(fitting) > 1:
            raise ValueError(
                f"The path {key!r} fits several keys of the LayoutMap: {fitting}."
            )
        return self._layouts[fitting[0]] if fitting else None

    def __setitem__(self, key: str, layout: Any) -> None:
        if key in self._layouts:
            raise ValueError(f"The LayoutMap already has a layout for {key!r}.")
        if isinstance(layout, tuple):
            layout = TensorLayout(layout)
        if not isinstance(layout, TensorLayout):
            raise ValueError(
                "The values of a LayoutMap must be TensorLayout objects or tuples. "
                f"Received: {layout!r} for {key!r}."
            )
        if layout.device_mesh is None:
            layout.device_mesh = self._device_mesh
        self._layouts[key] = layout

    def __delitem__(self, key: str) -> None:
        self._layouts.pop(key)

    def __len__(self) -> int:
        return len(self._layouts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._layouts)


class Distribution:
    """The base: a grid of devices, and one of its axes for the batch.

    Args:
        device_mesh: the grid.
        batch_dim_name: the axis along which batches are cut.
        auto_shard_dataset: whether processes take parts of a dataset on their own.
    """

    def __init__(
        self,
        device_mesh: DeviceMesh,
        batch_dim_name: str | None = None,
        auto_shard_dataset: bool = True,
    ) -> None:
        require_one_device(device_mesh, type(self).__name__)
        self._device_mesh = device_mesh
        self._batch_dim_name = batch_dim_name
        self._auto_shard_dataset = auto_shard_dataset

    @property
    def device_mesh(self) -> DeviceMesh:
        """The grid of devices."""
        return self._device_mesh

    @property
    def batch_dim_name(self) -> str | None:
        """The axis along which batches are cut."""
        return self._batch_dim_name

    @property
    def auto_shard_dataset(self) -> bool:
        """Whether processes take parts of a dataset on their own."""
        return self._auto_shard_dataset

    @auto_shard_dataset.setter
    def auto_shard_dataset(self, value: bool) -> None:
        self._auto_shard_dataset = value

    @property
    def num_processes(self) -> int:
        """How many processes take part."""
        return 1

    @property
    def num_model_replicas(self) -> int:
        """How many copies of the model there are."""
        return 1

    @property
    def data_shard_id(self) -> int:
        """Which part of the data this process takes."""
        return 0

    def get_data_layout(self, data_shape: Any) -> TensorLayout:
        """Returns the layout of a batch.

        Args:
            data_shape: the shape of the batch.
        """
        axes = [self._batch_dim_name, *[None] * (len(data_shape) - 1)]
        return TensorLayout(axes, self._device_mesh)

    def get_variable_layout(self, variable: Any) -> TensorLayout:
        """Returns the layout of a variable: a whole copy everywhere.

        Args:
            variable: the variable.
        """
        return TensorLayout([None] * len(variable.shape), self._device_mesh)

    def get_tensor_layout(self, path: str) -> TensorLayout | None:
        """Returns the layout of a tensor inside a layer; None to leave it alone.

        Args:
            path: the path of the tensor.
        """
        return None

    def distribute_dataset(self, dataset: Any) -> Any:
        """Returns the part of a dataset that this process takes: here all of it.

        Args:
            dataset: a `tf.data.Dataset`.

        Raises:
            ValueError: for anything else.
        """
        if not isinstance(dataset, tf.data.Dataset):
            raise ValueError(
                f"{type(self).__name__}.distribute_dataset takes a tf.data.Dataset. "
                f"Received: {type(dataset).__name__}."
            )
        return dataset

    def distribute_tf_dataset(self, dataset: Any) -> Any:
        """Returns the part of a dataset that this process takes.

        Args:
            dataset: a `tf.data.Dataset`.
        """
        return self.distribute_dataset(dataset)

    @contextlib.contextmanager
    def scope(self) -> Iterator[None]:
        """Makes this the distribution of models made inside."""
        before = distribution()
        set_distribution(self)
        try:
            yield
        finally:
            set_distribution(before)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} device_mesh={self.device_mesh}>"


class DataParallel(Distribution):
    """A copy of the model on each device; each takes a part of the batch.

    Args:
        device_mesh: the grid, of one axis.
        devices: the names of the devices, instead of a grid.
        auto_shard_dataset: whether processes take parts of a dataset on their own.

    Raises:
        NotImplementedError: for several devices; use a tf.distribute strategy.
    """

    def __init__(
        self,
        device_mesh: Any = None,
        devices: Any = None,
        auto_shard_dataset: bool = True,
    ) -> None:
        if device_mesh is None:
            names = list_devices() if devices is None else list(devices)
            device_mesh = DeviceMesh((len(names),), ["batch"], names)
        if not isinstance(device_mesh, DeviceMesh):
            raise ValueError(
                "DataParallel: `device_mesh` must be a DeviceMesh. Received: "
                f"{device_mesh!r}."
            )
        super().__init__(device_mesh, device_mesh.axis_names[0], auto_shard_dataset)


class ModelParallel(Distribution):
    """Parts of the variables on each device, as a map of layouts says.

    Args:
        layout_map: layouts by the paths of variables.
        batch_dim_name: the axis along which batches are cut; the first by default.
        auto_shard_dataset: whether processes take parts of a dataset on their own.
        **kwargs: kept for compatibility.

    Raises:
        ValueError: without a map.
        NotImplementedError: for several devices.
    """

    def __init__(
        self,
        *,
        layout_map: Any = None,
        batch_dim_name: str | None = None,
        auto_shard_dataset: bool = True,
        **kwargs: Any,
    ) -> None:
        if not isinstance(layout_map, LayoutMap):
            raise ValueError(
                "ModelParallel: `layout_map` must be a LayoutMap. Received: "
                f"{layout_map!r}."
            )
        mesh = layout_map.device_mesh
        name = batch_dim_name or mesh.axis_names[0]
        super().__init__(mesh, name, auto_shard_dataset)
        self._layout_map = layout_map

    def get_variable_layout(self, variable: Any) -> TensorLayout:
        """Returns the layout of a variable.

        Args:
            variable: the variable.
        """
        found = self._layout_map[variable.path]
        return super().get_variable_layout(variable) if found is None else found

    def get_tensor_layout(self, path: str) -> TensorLayout | None:
        """Returns the layout of a tensor inside a layer; None to leave it alone.

        Args:
            path: the path of the tensor.
        """
        return self._layout_map[path]


_current: list[Any] = []


def distribution() -> Any:
    """Returns the distribution of new models, or None."""
    return _current[0] if _current else None


def set_distribution(value: Any) -> None:
    """Sets the distribution of new models.

    Args:
        value: a distribution, or None for none.
    """
    _current[:] = [] if value is None else [value]


def initialize(
    job_addresses: str | None = None,
    num_processes: int | None = None,
    process_id: int | None = None,
) -> None:
    """Joins the processes of a job; here there is only one.

    Args:
        job_addresses: where the processes are, separated by commas.
        num_processes: how many there are.
        process_id: which of them this is.

    Raises:
        NotImplementedError: for several processes.
    """
    count = num_processes or len((job_addresses or "").split(","))
    if count > 1:
        raise NotImplementedError(
            f"keras.distribution.initialize for {count} processes is missing; use "
            "tf.distribute.MultiWorkerMirroredStrategy."
        )


def distribute_tensor(tensor: Any, layout: Any) -> tf.Tensor:
    """Returns a tensor as the layout says; on one device, the tensor.

    Args:
        tensor: the tensor.
        layout: its layout.

    Raises:
        NotImplementedError: for several devices.
    """
    if isinstance(layout, TensorLayout) and layout.device_mesh is not None:
        require_one_device(layout.device_mesh, "distribute_tensor")
    return tf.convert_to_tensor(tensor)
