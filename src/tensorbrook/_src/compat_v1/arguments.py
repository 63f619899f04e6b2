"""Arguments that have had two names in the course of the years."""

from __future__ import annotations

from typing import Any


def renamed(new_name: str, new: Any, old_name: str, old: Any) -> Any:
    """The value of an argument that may come under its old name.

    Raises:
        ValueError: Both names are used.
    """
    if old is None:
        return new
    if new is not None:
        raise ValueError(f"Cannot specify both '{old_name}' and '{new_name}'.")
    return old


def needed(function: str, name: str, value: Any) -> Any:
    """The value of an argument that only looks optional, for its sake of two names.

    Raises:
        ValueError: It isn't given.
    """
    if value is None:
        raise ValueError(f"{function}: the argument `{name}` must be given.")
    return value
