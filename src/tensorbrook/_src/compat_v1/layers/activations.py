"""Activations and regularizers that layers may be given by name."""

from __future__ import annotations

from typing import Any


def function(activation: Any) -> Any:
    """The function of an activation, which may be given by its name; None stays."""
    if isinstance(activation, str):
        from tensorbrook._src.keras import activations

        return activations.get(activation)
    return activation


def initializer(given: Any) -> Any:
    """The initializer of a name, or what was given."""
    if isinstance(given, str):
        from tensorbrook._src.keras.initializers import lookup

        return lookup.get(given)
    return given
