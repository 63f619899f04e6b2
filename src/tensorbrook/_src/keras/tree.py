"""Nested structures: `keras.tree`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf


class MAP_TO_NONE:  # noqa: N801
    """What a function returns to `traverse` for None as the result."""


def is_nested(structure: Any) -> bool:
    """Says whether something is a list, tuple or dict.

    Example:
        >>> is_nested([1])
        True
    """
    return isinstance(structure, list | tuple | dict)


def flatten(structure: Any) -> list[Any]:
    """Returns the leaves of a structure; those of dicts by sorted key.

    Example:
        >>> flatten({"b": 1, "a": [2, 3]})
        [2, 3, 1]
    """
    return list(tf.nest.flatten(structure))


def flatten_with_path(structure: Any) -> list[tuple[tuple[Any, ...], Any]]:
    """Returns the leaves with the keys and places that lead to them."""
    if isinstance(structure, dict):
        items: Any = [(key, structure[key]) for key in sorted(structure)]
    elif isinstance(structure, list | tuple):
        items = enumerate(structure)
    else:
        return [((), structure)]
    return [
        ((key, *path), leaf)
        for key, inner in items
        for path, leaf in flatten_with_path(inner)
    ]


def map_structure(
    func: Callable[..., Any], *structures: Any, none_is_leaf: bool = True
) -> Any:
    """Applies a function to the leaves of structures.

    Args:
        func: called with a leaf of each structure.
        *structures: structures of the same form.
        none_is_leaf: whether the function is called for None, too.
    """
    if not structures:
        raise ValueError("map_structure: at least one structure is needed.")
    if none_is_leaf:
        return tf.nest.map_structure(func, *structures)

    def call(*leaves: Any) -> Any:
        return None if all(leaf is None for leaf in leaves) else func(*leaves)

    return tf.nest.map_structure(call, *structures)


def map_structure_up_to(
    shallow_structure: Any, func: Callable[..., Any], *structures: Any
) -> Any:
    """Applies a function to what structures hold at the leaves of a shallow one.

    Args:
        shallow_structure: says how deep to go.
        func: called with a part of each structure.
        *structures: structures that start like the shallow one.
    """
    if isinstance(shallow_structure, dict):
        return {
            key: map_structure_up_to(inner, func, *(s[key] for s in structures))
            for key, inner in shallow_structure.items()
        }
    if isinstance(shallow_structure, list | tuple):
        found = [
            map_structure_up_to(inner, func, *(s[place] for s in structures))
            for place, inner in enumerate(shallow_structure)
        ]
        return type(shallow_structure)(found)
    return func(*structures)


def map_shape_structure(func: Callable[[Any], Any], structure: Any) -> Any:
    """Applies a function to the shapes in a structure: tuples of numbers and None."""
    if _is_shape(structure):
        return func(tuple(structure))
    if isinstance(structure, dict):
        return {k: map_shape_structure(func, v) for k, v in structure.items()}
    if isinstance(structure, list | tuple):
        return type(structure)(map_shape_structure(func, v) for v in structure)
    raise ValueError(f"map_shape_structure: {structure!r} is no structure of shapes.")


def _is_shape(value: Any) -> bool:
    """Says whether a value is a shape."""
    return isinstance(value, list | tuple) and all(
        item is None or isinstance(item, int) for item in value
    )


def traverse(func: Callable[[Any], Any], structure: Any, top_down: bool = True) -> Any:
    """Applies a function to a structure and its parts.

    Args:
        func: returns None to go on, or what stands in the place.
        structure: the structure.
        top_down: whether parts come after the whole.
    """
    if top_down:
        found = func(structure)
        if found is not None:
            return None if found is MAP_TO_NONE else found
    if isinstance(structure, dict):
        parts: Any = {k: traverse(func, v, top_down) for k, v in structure.items()}
    elif isinstance(structure, list | tuple):
        parts = type(structure)(traverse(func, v, top_down) for v in structure)
    else:
        parts = structure
    if top_down:
        return parts
    found = func(parts)
    if found is None:
        return parts
    return None if found is MAP_TO_NONE else found


def assert_same_structure(a: Any, b: Any, check_types: Any = None) -> None:
    """Raises when two structures have different forms.

    Raises:
        ValueError: when they have.
    """
    tf.nest.assert_same_structure(a, b, check_types=bool(check_types))


def assert_same_paths(a: Any, b: Any) -> None:
    """Raises when the leaves of two structures have different paths.

    Raises:
        ValueError: when they have.
    """
    first = {path for path, _ in flatten_with_path(a)}
    second = {path for path, _ in flatten_with_path(b)}
    if first != second:
        raise ValueError(
            f"The structures have different paths: {sorted(map(str, first ^ second))}."
        )


def pack_sequence_as(structure: Any, flat_sequence: Any) -> Any:
    """Returns leaves in the form of a structure."""
    return tf.nest.pack_sequence_as(structure, list(flat_sequence))


def lists_to_tuples(structure: Any) -> Any:
    """Turns all lists into tuples."""
    if isinstance(structure, list | tuple):
        return tuple(lists_to_tuples(item) for item in structure)
    if isinstance(structure, dict):
        return {key: lists_to_tuples(value) for key, value in structure.items()}
    return structure
