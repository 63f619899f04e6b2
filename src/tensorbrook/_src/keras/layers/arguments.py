"""Constructor arguments that many layers share: kept as attributes, and described."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras import activations, constraints, regularizers
from tensorbrook._src.keras.initializers import lookup as initializers
from tensorbrook._src.keras.saving import registry

_KINDS: dict[str, Any] = {
    "activation": activations,
    "initializer": initializers,
    "regularizer": regularizers,
    "constraint": constraints,
}


def _kind(name: str) -> Any:
    """Returns the module that reads an argument of this name, or None."""
    return _KINDS.get(name.rpartition("_")[2])


def set_arguments(layer: Any, **arguments: Any) -> None:
    """Sets attributes; activations, initializers and the like are looked up.

    What is looked up is known by the end of the name: `kernel_initializer` is an
    initializer. They are read in the order given, for each seedless initializer
    draws a seed.

    Args:
        layer: the layer.
        **arguments: values by name.
    """
    for name, value in arguments.items():
        kind = _kind(name)
        setattr(layer, name, value if kind is None else kind.get(value))


def describe_arguments(layer: Any, *names: str) -> dict[str, Any]:
    """Returns the attributes of these names in a form that can be saved.

    Args:
        layer: the layer.
        *names: the arguments' names.
    """
    found = {}
    for name in names:
        value = getattr(layer, name)
        kind = _kind(name)
        if kind is not None:
            found[name] = kind.serialize(value)
        else:
            found[name] = registry.serialize_keras_object(value)
    return found


def positive(owner: Any, name: str, value: Any) -> int:
    """Returns a positive integer.

    Args:
        owner: the layer that asks.
        name: the argument's name.
        value: what was given.

    Raises:
        ValueError: for anything else.
    """
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value <= 0:
        raise ValueError(
            f"{type(owner).__name__}: `{name}` must be a positive integer. Received: "
            f"{name}={value!r}."
        )
    return int(value)


def not_negative(owner: Any, name: str, value: Any, optional: bool = False) -> None:
    """Raises for a number below zero.

    Args:
        owner: the layer that asks.
        name: the argument's name.
        value: what was given.
        optional: whether None is allowed.

    Raises:
        ValueError: for a negative number, and for None unless it is allowed.
    """
    if value is None and optional:
        return
    if value is None or value < 0:
        raise ValueError(
            f"{type(owner).__name__}: `{name}` must be a number of 0 or more. Received: "
            f"{name}={value}."
        )
