"""Descriptions of objects as Keras 2 wrote them: a class name and a configuration."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.saving import registry


def serialize_keras_object(instance: Any) -> Any:
    """Returns a dict of class name and configuration; for a function its name.

    Args:
        instance: the object, or None.

    Raises:
        ValueError: when it can be neither named nor described.
    """
    if instance is None:
        return None
    if hasattr(instance, "get_config"):
        name = registry.get_registered_name(type(instance))
        return {"class_name": name, "config": instance.get_config()}
    if hasattr(instance, "__name__"):
        return registry.get_registered_name(instance)
    raise ValueError(
        f"Cannot serialize {instance!r}: it has neither get_config() nor a name."
    )


def deserialize_keras_object(
    identifier: Any,
    module_objects: dict[str, Any] | None = None,
    custom_objects: dict[str, Any] | None = None,
    printable_module_name: str = "object",
) -> Any:
    """Makes an object of its old description.

    Args:
        identifier: a dict of class name and configuration, a name, or None.
        module_objects: objects by name, besides the registered ones.
        custom_objects: objects by name, which come first.
        printable_module_name: what is looked for, for the error.

    Raises:
        ValueError: when it is not known.
    """
    if identifier is None:
        return None
    named = isinstance(identifier, str)
    if not named and not (isinstance(identifier, dict) and "class_name" in identifier):
        raise ValueError(
            f"The description of a {printable_module_name} must be a name or a dict of "
            f"'class_name' and 'config'. Received: {identifier!r}."
        )
    name = identifier if named else identifier["class_name"]
    known = {**(module_objects or {}), **(custom_objects or {})}
    found = known.get(name) or registry.get_registered_object(name)
    if found is None:
        try:
            found = registry.find_object(name, None, name.rsplit(">", 1)[-1])
        except TypeError as error:
            raise ValueError(f"Unknown {printable_module_name}: {name}.") from error
    if named:
        return found() if isinstance(found, type) else found
    config = dict(identifier.get("config") or {})
    with registry.CustomObjectScope(custom_objects):
        return found.from_config(config)
