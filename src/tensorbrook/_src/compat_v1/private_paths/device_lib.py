"""`tensorflow.python.client.device_lib`."""

from __future__ import annotations

from typing import Any


def list_local_devices(session_config: Any = None) -> list[Any]:
    """The devices of this computer.

    Args:
        session_config: Accepted for compatibility.

    Returns:
        Objects with `name`, `device_type`, `memory_limit` and `physical_device_desc`.
    """
    from tensorbrook.compat import v1

    return [
        v1.config.experimental.list_logical_devices(kind)[number]
        for kind in ("CPU", "GPU")
        for number in range(len(v1.config.experimental.list_logical_devices(kind)))
    ]
