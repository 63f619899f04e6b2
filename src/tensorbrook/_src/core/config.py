"""The devices of this process (`tf.config`)."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.device import LogicalDevice, PhysicalDevice


def list_physical_devices(device_type: str | None = None) -> list[Any]:
    """The devices of the machine that tensors can be computed on.

    Args:
        device_type: Only devices of this type, such as "CPU" or "GPU".

    Returns:
        A list of `PhysicalDevice`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.config.list_physical_devices("CPU")
        [PhysicalDevice(name='/physical_device:CPU:0', device_type='CPU')]
    """
    devices = [PhysicalDevice("/physical_device:CPU:0", "CPU")]
    return [d for d in devices if device_type in (None, d.device_type)]


def list_logical_devices(device_type: str | None = None) -> list[Any]:
    """The devices as operations name them.

    Args:
        device_type: Only devices of this type.

    Returns:
        A list of `LogicalDevice`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.config.list_logical_devices("CPU")
        [LogicalDevice(name='/device:CPU:0', device_type='CPU')]
    """
    devices = [LogicalDevice("/device:CPU:0", "CPU")]
    return [d for d in devices if device_type in (None, d.device_type)]
