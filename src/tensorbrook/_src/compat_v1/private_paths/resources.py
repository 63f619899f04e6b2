"""`tensorflow.python.ops.resources`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops.grouping import group


def shared_resources() -> list[Any]:
    """Resources other than variables; there are none."""
    return []


def local_resources() -> list[Any]:
    """Resources other than variables; there are none."""
    return []


def initialize_resources(resource_list: Any, name: str = "init") -> Any:
    """An operation that initialises resources other than variables."""
    return group(*resource_list, name=name)
