"""Layers by configuration."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.saving import registry


def serialize(layer: Any) -> Any:
    """Returns the configuration of a layer."""
    return registry.serialize_keras_object(layer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Makes a layer from what `serialize` returned.

    Raises:
        ValueError: when the configuration is not one of a layer.
    """
    found = registry.deserialize_keras_object(config, custom_objects)
    if not isinstance(found, Layer):
        raise ValueError(
            "layers.deserialize: `config` is not the configuration of a layer. "
            f"Received: config={config}."
        )
    return found
