"""Policies of types by configuration."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.saving import registry


def serialize(dtype_policy: Any) -> Any:
    """Returns the configuration of a policy."""
    return registry.serialize_keras_object(dtype_policy)
