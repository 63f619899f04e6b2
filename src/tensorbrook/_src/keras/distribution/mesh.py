"""Devices in a grid, and how a tensor lies on them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import tensorbrook as tf


class DeviceMesh:
    """Devices in a grid with named axes.

    Args:
        shape: the size of each axis.
        axis_names: the name of each axis.
        devices: the names of the devices; by default all there are.

    Raises:
        ValueError: when the sizes do not fit.

    Example:
        >>> from tensorbrook.keras import distribution
        >>> distribution.DeviceMesh((1,), ["batch"], devices=["cpu:0"])
        <DeviceMesh shape=(1,), axis_names=['batch']>
    """

    def __init__(self, shape: Any, axis_names: Any, devices: Any = None) -> None:
        if not shape or not axis_names:
            raise ValueError(
                "DeviceMesh: `shape` and `axis_names` cannot be empty. Received: "
                f"shape={shape}, axis_names={axis_names}."
            )
        if len(shape) != len(axis_names):
            raise ValueError(
                "DeviceMesh: `shape` and `axis_names` must have the same length. "
                f"Received: shape={shape}, axis_names={axis_names}."
            )
        found = np.array(list_devices() if devices is None else devices)
        if math.prod(shape) != found.size:
            raise ValueError(
                f"DeviceMesh: the shape {tuple(shape)} does not fit the number of "
                f"devices, {found.size}."
            )
        self._shape = tuple(shape)
        self._axis_names = list(axis_names)
        self._devices = found.reshape(shape)

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of each axis."""
        return self._shape

    @property
    def axis_names(self) -> list[str]:
        """The name of each axis."""
        return self._axis_names

    @property
    def devices(self) -> np.ndarray:
        """The names of the devices, in the shape of the grid."""
        return self._devices

    @property
    def backend_mesh(self) -> DeviceMesh:
        """The grid itself: there is no other form of it."""
        return self

    def __repr__(self) -> str:
        names = self.axis_names
        return f"<DeviceMesh shape={self.shape}, axis_names={names}>"


class TensorLayout:
    """Says along which axis of the grid each axis of a tensor is cut.

    Args:
        axes: the name of an axis of the grid, or None, for each axis of the tensor.
        device_mesh: the grid; may be set later.

    Raises:
        ValueError: for a name that the grid does not have.
    """

    def __init__(self, axes: Any, device_mesh: DeviceMesh | None = None) -> None:
        self._axes = tuple(axes)
        self._device_mesh = device_mesh
        self._check()

    @property
    def axes(self) -> tuple[str | None, ...]:
        """The axis of the grid for each axis of the tensor."""
        return self._axes

    @property
    def device_mesh(self) -> DeviceMesh | None:
        """The grid."""
        return self._device_mesh

    @device_mesh.setter
    def device_mesh(self, device_mesh: DeviceMesh) -> None:
        if self._device_mesh is not None:
            raise ValueError(
                f"TensorLayout: the device mesh is set already, {self._device_mesh}."
            )
        self._device_mesh = device_mesh
        self._check()

    @property
    def backend_layout(self) -> TensorLayout:
        """The layout itself: there is no other form of it."""
        if self._device_mesh is None:
            raise ValueError("TensorLayout: the device mesh is not set yet.")
        return self

    def _check(self) -> None:
        """Raises for names that the grid does not have."""
        if self._device_mesh is None:
            return
        known = set(self._device_mesh.axis_names)
        unknown = {name for name in self._axes if name is not None} - known
        if unknown:
            raise ValueError(
                f"TensorLayout: the axes {sorted(unknown)} are not among those of the "
                f"mesh, {sorted(known)}."
            )

    def __repr__(self) -> str:
        return f"<TensorLayout axes={self.axes}, device_mesh={self.device_mesh}>"


def list_devices(device_type: str | None = None) -> list[str]:
    """Returns the names of the devices, the fastest kind only.

    Args:
        device_type: `"cpu"`, `"gpu"` or `"tpu"`, if not the fastest.

    Example:
        >>> from tensorbrook.keras import distribution
        >>> distribution.list_devices("cpu")
        ['cpu:0']
    """
    kinds = [device_type.upper()] if device_type else ["TPU", "GPU", "CPU"]
    for kind in kinds:
        found = tf.config.list_logical_devices(kind)
        if found:
            return [
                f"{kind.lower()}:{device.name.rsplit(':', 1)[-1]}" for device in found
            ]
    return []


def get_device_count(device_type: str | None = None) -> int:
    """Returns how many devices there are.

    Args:
        device_type: `"cpu"`, `"gpu"` or `"tpu"`; the fastest kind by default.
    """
    return len(list_devices(device_type))


def require_one_device(mesh: DeviceMesh, what: str) -> None:
    """Raises for a grid of several devices.

    Args:
        mesh: the grid.
        what: what was asked for.

    Raises:
        NotImplementedError: when the grid has more than one device.
    """
    if mesh.devices.size > 1:
        raise NotImplementedError(
            f"{what} on {mesh.devices.size} devices is missing in Keras; train within "
            "the scope of a tf.distribute strategy."
        )
