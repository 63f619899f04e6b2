"""The devices of this process (`tf.config`): what there is, what is used, and how."""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core.device import (
    LogicalDevice,
    LogicalDeviceConfiguration,
    PhysicalDevice,
)

_CPU = PhysicalDevice("/physical_device:CPU:0", "CPU")


class Devices:
    """What the program has chosen among the devices, for the whole process."""

    visible: dict[str, list[PhysicalDevice]] = {}
    logical: dict[PhysicalDevice, list[LogicalDeviceConfiguration]] = {}
    memory_growth: dict[PhysicalDevice, bool] = {}
    soft_placement = True


@functools.cache
def accelerators() -> dict[PhysicalDevice, Any]:
    """The accelerators that JAX offers, where a plugin for some is installed."""
    try:
        if importlib.util.find_spec("jax_plugins") is None:
            return {}
        jax = importlib.import_module("jax")
        found = [device for device in jax.local_devices() if device.platform != "cpu"]
    except (ImportError, RuntimeError):
        return {}
    devices: dict[PhysicalDevice, Any] = {}
    for index, device in enumerate(found):
        kind = "TPU" if device.platform == "tpu" else "GPU"
        devices[PhysicalDevice(f"/physical_device:{kind}:{index}", kind)] = device
    return devices


def list_physical_devices(device_type: str | None = None) -> list[PhysicalDevice]:
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
    devices = [_CPU] if device_type == "CPU" else [_CPU, *accelerators()]
    return [d for d in devices if device_type in (None, d.device_type)]


def get_visible_devices(device_type: str | None = None) -> list[PhysicalDevice]:
    """The devices that this program uses.

    Args:
        device_type: Only devices of this type.

    Returns:
        A list of `PhysicalDevice`.

    Example:
        >>> import tensorbrook as tf
        >>> [d.device_type for d in tf.config.get_visible_devices("CPU")]
        ['CPU']
    """
    return [
        device
        for device in list_physical_devices(device_type)
        if device in Devices.visible.get(device.device_type, [device])
    ]


def set_visible_devices(devices: Any, device_type: str | None = None) -> None:
    """Chooses the devices that this program uses.

    Args:
        devices: A `PhysicalDevice`, or a list of them.
        device_type: Only devices of this type are chosen anew; by default all.

    Raises:
        ValueError: There is no such device, or it is of another type.

    Example:
        >>> import tensorbrook as tf
        >>> tf.config.set_visible_devices([], "GPU")
        >>> tf.config.get_visible_devices("GPU")
        []
    """
    chosen = _as_list(devices)
    there = list_physical_devices()
    for device in chosen:
        if device not in there:
            raise ValueError(f"Unrecognized device: {device!r}")
        if device_type is not None and device.device_type != device_type:
            raise ValueError(f"The device {device!r} is not of type {device_type}.")
    kinds = {d.device_type for d in there} if device_type is None else {device_type}
    for kind in kinds:
        Devices.visible[kind] = [d for d in chosen if d.device_type == kind]


def _as_list(devices: Any) -> list[Any]:
    single = isinstance(devices, PhysicalDevice) or not isinstance(
        devices, list | tuple
    )
    return [devices] if single else list(devices)


def list_logical_devices(device_type: str | None = None) -> list[LogicalDevice]:
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
    counts: dict[str, int] = {}
    found = []
    for device in get_visible_devices(device_type):
        kind = device.device_type
        for _ in Devices.logical.get(device) or [LogicalDeviceConfiguration()]:
            index = counts.get(kind, 0)
            counts[kind] = index + 1
            found.append(LogicalDevice(f"/device:{kind}:{index}", kind))
    return found


def get_logical_device_configuration(
    device: PhysicalDevice,
) -> list[LogicalDeviceConfiguration] | None:
    """How a device is divided.

    Args:
        device: One of `tf.config.list_physical_devices()`.

    Returns:
        A configuration for each part, or None for a device that isn't divided.

    Raises:
        ValueError: There is no such device.
    """
    _check(device)
    return Devices.logical.get(device)


def set_logical_device_configuration(
    device: PhysicalDevice, logical_devices: Sequence[LogicalDeviceConfiguration] | None
) -> None:
    """Divides a device into several that operations can name.

    Args:
        device: One of `tf.config.list_physical_devices()`.
        logical_devices: A configuration for each part.

    Raises:
        ValueError: There is no such device, or the part of a CPU has a memory limit.

    Example:
        >>> import tensorbrook as tf
        >>> (cpu,) = tf.config.list_physical_devices("CPU")
        >>> two = [tf.config.LogicalDeviceConfiguration()] * 2
        >>> tf.config.set_logical_device_configuration(cpu, two)
        >>> len(tf.config.list_logical_devices("CPU"))
        2
        >>> tf.config.set_logical_device_configuration(cpu, None)
    """
    _check(device)
    parts = list(logical_devices or [])
    if device.device_type == "CPU":
        for part in parts:
            if part.memory_limit is not None:
                raise ValueError("A part of a CPU can't have a memory limit.")
            if part.experimental_priority is not None:
                raise ValueError("A part of a CPU can't have a priority.")
    if parts:
        Devices.logical[device] = parts
    else:
        Devices.logical.pop(device, None)


def _check(device: Any) -> None:
    if device not in list_physical_devices():
        raise ValueError(f"Unrecognized device: {device!r}")


def get_soft_device_placement() -> bool:
    """Whether operations run elsewhere when their device isn't there.

    Returns:
        True or False.
    """
    return Devices.soft_placement


def set_soft_device_placement(enabled: bool) -> None:
    """Sets whether operations run elsewhere when their device isn't there.

    Args:
        enabled: Whether they do.
    """
    Devices.soft_placement = bool(enabled)


def get_device_details(device: PhysicalDevice) -> dict[str, Any]:
    """What is known about a device.

    Args:
        device: One of `tf.config.list_physical_devices()`.

    Returns:
        A dictionary; for accelerators it has the key "device_name".

    Raises:
        ValueError: `device` is not a `PhysicalDevice`.
    """
    if not isinstance(device, PhysicalDevice):
        raise ValueError(
            "tf.config.experimental.get_device_details needs a PhysicalDevice. "
            f"Received: {device!r}."
        )
    if device == _CPU:
        return {}
    return {"device_name": accelerators()[device].device_kind}


def get_memory_growth(device: PhysicalDevice) -> bool | None:
    """Whether an accelerator takes memory only as it is needed.

    Args:
        device: One of `tf.config.list_physical_devices()`.

    Returns:
        True or False, or None where nothing was chosen.

    Raises:
        ValueError: There is no such device.
    """
    _check(device)
    return Devices.memory_growth.get(device)


def set_memory_growth(device: PhysicalDevice, enable: bool) -> None:
    """Chooses whether an accelerator takes memory only as it is needed.

    Args:
        device: One of `tf.config.list_physical_devices()`.
        enable: Whether it does.

    Raises:
        ValueError: There is no such device, or it is a CPU.
    """
    _check(device)
    if device.device_type == "CPU":
        raise ValueError(
            "Memory growth can be set for accelerators only, not for CPUs."
        )
    Devices.memory_growth[device] = bool(enable)


def get_memory_info(device: str) -> dict[str, int]:
    """The memory in use on an accelerator.

    Args:
        device: Its name, such as "GPU:0".

    Returns:
        A dictionary with the bytes in use, "current", and the most so far, "peak".

    Raises:
        ValueError: There is no such accelerator.
    """
    wanted = device.upper().removeprefix("/").removeprefix("DEVICE:")
    for known, backend in accelerators().items():
        if known.name.removeprefix("/physical_device:") == wanted:
            stats = backend.memory_stats() or {}
            current = int(stats.get("bytes_in_use", 0))
            return {
                "current": current,
                "peak": int(stats.get("peak_bytes_in_use", current)),
            }
    raise ValueError(
        f"There is no accelerator {device!r} whose memory is counted; there are "
        f"{[known.name for known in accelerators()]}."
    )


def get_memory_usage(device: str) -> int:
    """The bytes in use on an accelerator.

    Args:
        device: Its name, such as "GPU:0".

    Returns:
        The bytes.

    Raises:
        ValueError: There is no such accelerator.
    """
    return get_memory_info(device)["current"]


def reset_memory_stats(device: str) -> None:
    """Would set the peak of an accelerator's memory to what is in use.

    Args:
        device: Its name, such as "GPU:0".

    Raises:
        ValueError: There is no such accelerator.
        NotImplementedError: JAX doesn't offer that.
    """
    get_memory_info(device)
    raise NotImplementedError(
        "reset_memory_stats: JAX has no way to reset the peak of a device."
    )
