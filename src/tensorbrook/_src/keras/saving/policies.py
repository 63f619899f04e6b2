"""Policies of types by configuration."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.saving import registry


def serialize(dtype_policy: Any) -> Any:
    """Returns the configuration of a policy."""
    return registry.serialize_keras_object(dtype_policy)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a policy from what `serialize` returned.

    Args:
        config: the configuration.
        custom_objects: classes by name.
    """
    return registry.deserialize_keras_object(config, custom_objects)
