"""Turns names, configurations, classes and objects into objects of one kind."""

from __future__ import annotations

import inspect
from typing import Any

from tensorbrook._src.keras.saving import registry


def resolve(
    identifier: Any,
    known: dict[str, Any],
    kind: str,
    custom_objects: dict[str, Any] | None = None,
) -> Any:
    """Returns the object that `identifier` means.

    Args:
        identifier: a name, a configuration, a class, an object, or None.
        known: classes and functions by name.
        kind: what is looked for, such as `"optimizer"`; for the error.
        custom_objects: more classes and functions by name.

    Raises:
        ValueError: when there is no such object.
    """
    if identifier is None:
        return None
    if isinstance(identifier, dict):
        return _from_config(identifier, known, kind, custom_objects)
    if isinstance(identifier, str):
        custom = registry.get_registered_object(identifier, custom_objects)
        found = custom if custom is not None else known.get(identifier)
        if found is None:
            found = known.get(identifier.lower())
        if found is None:
            raise ValueError(
                f"Could not interpret {kind} identifier: {identifier}. Known names "
                f"are: {', '.join(sorted(known)[:60])}."
            )
        return found() if inspect.isclass(found) else found
    if inspect.isclass(identifier):
        return identifier()
    if callable(identifier) or hasattr(identifier, "get_config"):
        return identifier
    raise ValueError(f"Could not interpret {kind} identifier: {identifier}")


def _from_config(
    config: dict[str, Any], known: dict[str, Any], kind: str, custom_objects: Any
) -> Any:
    """Makes the object that a configuration of class name and arguments describes."""
    if "class_name" not in config:
        raise ValueError(
            f"A {kind} configuration needs a 'class_name'. Received: {config}."
        )
    name = config["class_name"]
    found = known.get(name)
    if found is None or config.get("registered_name") not in (None, name):
        return registry.deserialize_keras_object(config, custom_objects)
    if name == "function" or not inspect.isclass(found):
        return found
    arguments = registry.deserialize_keras_object(config.get("config") or {})
    if hasattr(found, "from_config"):
        return found.from_config(arguments)
    return found(**arguments)
