"""What counts as a container in nested structures, and how each kind is taken apart."""

from __future__ import annotations

import collections
import functools
import types
from collections.abc import (
    Callable,
    ItemsView,
    KeysView,
    Mapping,
    Sequence,
    ValuesView,
)
from typing import Any, NamedTuple, TypeAlias

_VIEWS = (KeysView, ValuesView, ItemsView)


class Container(NamedTuple):
    """How to take one kind of container apart, and to build another like it."""

    name: str
    children: Callable[[Any], Sequence[Any]]
    keys: Callable[[Any], Sequence[Any]]
    rebuild: Callable[[Any, Sequence[Any]], Any]


ContainerOf: TypeAlias = Callable[[type], Container | None]


def _positions(instance: Any) -> Sequence[Any]:
    return range(len(instance))


def _rebuild_sequence(instance: Any, values: Sequence[Any]) -> Any:
    return type(instance)(values)


def _rebuild_list(instance: Any, values: Sequence[Any]) -> list[Any]:
    del instance
    return list(values)


def _rebuild_namedtuple(instance: Any, values: Sequence[Any]) -> Any:
    return type(instance)(*values)


def _sorted_keys(instance: Any) -> list[Any]:
    try:
        return sorted(instance)
    except TypeError as error:
        raise TypeError(
            "The keys of a dictionary in a nested structure must be sortable. "
            f"Received keys: {list(instance)}."
        ) from error


def _mapping_children(instance: Any) -> list[Any]:
    return [instance[key] for key in _sorted_keys(instance)]


def _rebuild_mapping(instance: Any, values: Sequence[Any]) -> Any:
    by_key = dict(zip(_sorted_keys(instance), values, strict=True))
    in_order = {key: by_key[key] for key in instance}
    kind = type(instance)
    if kind is dict:
        return in_order
    if isinstance(instance, collections.defaultdict):
        return kind(instance.default_factory, in_order)
    if isinstance(instance, dict | types.MappingProxyType):
        return kind(in_order)
    try:
        return kind(list(in_order.items()))
    except Exception as error:
        raise TypeError(
            f"A mapping in a nested structure must be constructible from a list of "
            f"(key, value) pairs. {kind.__name__} raised: {error}"
        ) from error


def _attrs_names(instance: Any) -> list[str]:
    return [attribute.name for attribute in type(instance).__attrs_attrs__]


def _attrs_children(instance: Any) -> list[Any]:
    return [getattr(instance, name) for name in _attrs_names(instance)]


def _rebuild_attrs(instance: Any, values: Sequence[Any]) -> Any:
    names = [
        getattr(attribute, "alias", None) or attribute.name.lstrip("_")
        for attribute in type(instance).__attrs_attrs__
    ]
    return type(instance)(**dict(zip(names, values, strict=True)))


def _flattened_children(instance: Any) -> Sequence[Any]:
    return instance.__tf_flatten__()[1]  # type: ignore[no-any-return]


def _flattened_positions(instance: Any) -> Sequence[Any]:
    return range(len(_flattened_children(instance)))


def _rebuild_flattened(instance: Any, values: Sequence[Any]) -> Any:
    metadata = instance.__tf_flatten__()[0]
    return type(instance).__tf_unflatten__(metadata, tuple(values))


def _composite_children(instance: Any) -> Sequence[Any]:
    return (instance._type_spec._to_components(instance),)


def _rebuild_composite(instance: Any, values: Sequence[Any]) -> Any:
    return instance._type_spec._from_components(values[0])


def _type_name(instance: Any) -> Sequence[Any]:
    return (type(instance).__name__,)


def _spec_children(instance: Any) -> Sequence[Any]:
    return (instance._component_specs,)


def _rebuild_spec(instance: Any, values: Sequence[Any]) -> Any:
    return instance._from_components(values[0])


_SEQUENCE = Container(
    "sequence", lambda instance: instance, _positions, _rebuild_sequence
)
_LISTED = Container("sequence", list, _positions, _rebuild_list)
NAMEDTUPLE = Container(
    "namedtuple",
    lambda instance: instance,
    lambda instance: instance._fields,
    _rebuild_namedtuple,
)
MAPPING = Container("mapping", _mapping_children, _sorted_keys, _rebuild_mapping)
_ATTRS = Container("attrs", _attrs_children, _attrs_names, _rebuild_attrs)
_FLATTENED = Container(
    "flattened", _flattened_children, _flattened_positions, _rebuild_flattened
)
COMPOSITE = Container("composite", _composite_children, _type_name, _rebuild_composite)
_SPEC = Container("composite", _spec_children, _type_name, _rebuild_spec)


def _is_namedtuple(kind: type) -> bool:
    fields = getattr(kind, "_fields", None)
    return (
        issubclass(kind, tuple)
        and isinstance(fields, tuple)
        and all(isinstance(field, str) for field in fields)
    )


def _plain(kind: type) -> Container | None:
    """Returns the kind of container that a class is; None for leaves."""
    if issubclass(kind, str | bytes):
        return None
    if _is_namedtuple(kind):
        return NAMEDTUPLE
    if issubclass(kind, Mapping):
        return MAPPING
    if issubclass(kind, _VIEWS) or kind is range:
        return _LISTED
    if issubclass(kind, Sequence):
        return _SEQUENCE
    if hasattr(kind, "__attrs_attrs__"):
        return _ATTRS
    if hasattr(kind, "__tf_flatten__") and hasattr(kind, "__tf_unflatten__"):
        return _FLATTENED
    return None


def _composite(kind: type) -> Container | None:
    """Like `_plain`, with composite tensors and their specs as containers."""
    if getattr(kind, "_is_dense", False):
        return None
    if hasattr(kind, "_type_spec"):
        return COMPOSITE
    if hasattr(kind, "_component_specs"):
        return _SPEC
    return plain_container(kind)


plain_container: ContainerOf = functools.lru_cache(maxsize=4096)(_plain)
composite_container: ContainerOf = functools.lru_cache(maxsize=4096)(_composite)


def containers(expand_composites: bool) -> ContainerOf:
    return composite_container if expand_composites else plain_container
