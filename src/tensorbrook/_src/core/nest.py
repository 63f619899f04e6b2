"""Nested structures: lists, tuples, dictionaries and the like around leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from tensorbrook._src.core.containers import (
    COMPOSITE,
    MAPPING,
    NAMEDTUPLE,
    Container,
    ContainerOf,
    composite_container,
    containers,
    plain_container,
)


def is_nested(seq: Any) -> bool:
    """Returns whether `seq` is a container, and not a leaf.

    Sequences other than strings and bytes, mappings and their views, attrs classes,
    and classes with `__tf_flatten__` are containers. Tensors, arrays and sets aren't.

    Example:
      >>> is_nested([1]), is_nested({"a": 1}), is_nested("ab"), is_nested({1, 2})
      (True, True, False, False)
    """
    return plain_container(type(seq)) is not None


def is_nested_or_composite(seq: Any) -> bool:
    """Returns whether `seq` is a container, or a composite tensor or its spec."""
    return composite_container(type(seq)) is not None


def flatten(structure: Any, expand_composites: bool = False) -> list[Any]:
    """Returns the leaves of `structure`, depth first, dictionaries in order of keys.

    Args:
      structure: A nested structure, or a single leaf.
      expand_composites: Whether to take composite tensors (sparse, ragged ...) apart.

    Returns:
      The list of leaves.

    Raises:
      TypeError: A dictionary has keys that can't be sorted.

    Example:
      >>> flatten([1, (2, {"b": 3, "a": 4})])
      [1, 2, 4, 3]
    """
    kind_of = containers(expand_composites)
    kind = kind_of(type(structure))
    if kind is None:
        return [structure]
    leaves: list[Any] = []
    _flatten_into(leaves, structure, kind, kind_of)
    return leaves


def _flatten_into(
    leaves: list[Any], structure: Any, kind: Container, kind_of: ContainerOf
) -> None:
    for child in kind.children(structure):
        child_kind = kind_of(type(child))
        if child_kind is None:
            leaves.append(child)
        else:
            _flatten_into(leaves, child, child_kind, kind_of)


def map_structure(func: Callable[..., Any], *structure: Any, **kwargs: Any) -> Any:
    """Applies `func` to the leaves and returns them in the same structure.

    Args:
      func: Called with one leaf of each structure.
      *structure: One or more structures of the same form.
      **kwargs: `check_types=False` lets containers of different types match,
        `expand_composites=True` takes composite tensors apart.

    Returns:
      A structure like the first.

    Raises:
      TypeError: `func` can't be called, or container types differ.
      ValueError: The structures differ, none is given, or an argument is unknown.

    Example:
      >>> map_structure(lambda a, b: a + b, {"x": 1, "y": [2]}, {"x": 10, "y": [20]})
      {'x': 11, 'y': [22]}
    """
    if not callable(func):
        raise TypeError(f"func must be callable. Received: {func!r}.")
    if not structure:
        raise ValueError("map_structure needs at least one structure.")
    check_types = kwargs.pop("check_types", True)
    expand_composites = kwargs.pop("expand_composites", False)
    if kwargs:
        raise ValueError(
            "map_structure takes the keywords `check_types` and `expand_composites` "
            f"only. Received: {', '.join(kwargs)}."
        )
    first, *others = structure
    kind_of = containers(expand_composites)
    if not others:
        return _map_one(func, first, kind_of)
    for other in others:
        assert_same_structure(first, other, check_types, expand_composites)
    flat = (flatten(each, expand_composites) for each in structure)
    results = [func(*leaves) for leaves in zip(*flat, strict=True)]
    return _pack(first, iter(results), kind_of)


def _map_one(func: Callable[[Any], Any], structure: Any, kind_of: ContainerOf) -> Any:
    kind = kind_of(type(structure))
    if kind is None:
        return func(structure)
    children = [_map_one(func, child, kind_of) for child in kind.children(structure)]
    return kind.rebuild(structure, children)


def pack_sequence_as(
    structure: Any, flat_sequence: Any, expand_composites: bool = False
) -> Any:
    """Returns the leaves `flat_sequence` in the form of `structure`.

    Args:
      structure: A nested structure; its own leaves don't matter.
      flat_sequence: The leaves, in the order in which `flatten` gives them.
      expand_composites: Whether composite tensors in `structure` are to be rebuilt
        from their components.

    Raises:
      TypeError: `flat_sequence` isn't a sequence.
      ValueError: It has more or fewer items than `structure` has leaves.

    Example:
      >>> pack_sequence_as({"b": 0, "a": [0, 0]}, [1, 2, 3])
      {'b': 3, 'a': [1, 2]}
    """
    sequence_kind = plain_container(type(flat_sequence))
    if sequence_kind is None or sequence_kind is MAPPING:
        raise TypeError(
            "flat_sequence must be a sequence of leaves. Received: "
            f"{flat_sequence!r} of type {type(flat_sequence).__name__}."
        )
    wanted = len(flatten(structure, expand_composites))
    if wanted != len(flat_sequence):
        raise ValueError(
            f"flat_sequence must have as many items as structure has leaves, {wanted}. "
            f"Received {len(flat_sequence)} items: {flat_sequence!r}, structure: "
            f"{structure!r}."
        )
    return _pack(structure, iter(flat_sequence), containers(expand_composites))


def _pack(structure: Any, leaves: Iterator[Any], kind_of: ContainerOf) -> Any:
    kind = kind_of(type(structure))
    if kind is None:
        return next(leaves)
    children = [_pack(child, leaves, kind_of) for child in kind.children(structure)]
    return kind.rebuild(structure, children)


def assert_same_structure(
    nest1: Any, nest2: Any, check_types: bool = True, expand_composites: bool = False
) -> None:
    """Checks that two structures have the same form.

    Args:
      nest1: A nested structure, or a leaf.
      nest2: Another.
      check_types: Whether containers must be of the same type, and dictionaries have
        the same keys. All mappings count as one type, and so do all lists, and
        namedtuples of the same name and fields.
      expand_composites: Whether composite tensors are containers too; then their
        specs must be compatible.

    Raises:
      TypeError: `check_types` is set, and container types differ.
      ValueError: The structures differ otherwise.

    Example:
      >>> assert_same_structure([1, {"a": 2}], ["x", {"a": "y"}])
    """
    problem = _difference(nest1, nest2, check_types, containers(expand_composites))
    if problem is not None:
        kind, text = problem
        raise kind(
            f"The two structures don't have the same nested structure: {text}.\n"
            f"First: {nest1!r}\nSecond: {nest2!r}"
        )


_Problem: TypeAlias = tuple[type[Exception], str] | None


def _difference(
    first: Any, second: Any, check_types: bool, kind_of: ContainerOf
) -> _Problem:
    kind1, kind2 = kind_of(type(first)), kind_of(type(second))
    if kind1 is None and kind2 is None:
        return None
    if kind1 is None or kind2 is None:
        nested, leaf = (second, first) if kind1 is None else (first, second)
        return ValueError, f"{nested!r} is nested while {leaf!r} is not"
    problem = _composite_difference(first, second, kind1, kind2)
    if problem is None and check_types:
        problem = _type_difference(first, second, kind1, kind2)
    if problem is not None:
        return problem
    children1, children2 = kind1.children(first), kind2.children(second)
    if len(children1) != len(children2):
        return ValueError, (
            f"{first!r} has {len(children1)} elements and {second!r} has "
            f"{len(children2)}"
        )
    for child1, child2 in zip(children1, children2, strict=True):
        problem = _difference(child1, child2, check_types, kind_of)
        if problem is not None:
            return problem
    return None


def _composite_difference(
    first: Any, second: Any, kind1: Container, kind2: Container
) -> _Problem:
    if kind1.name != "composite" or kind2.name != "composite":
        return None
    spec1 = first._type_spec if kind1 is COMPOSITE else first
    spec2 = second._type_spec if kind2 is COMPOSITE else second
    try:
        spec1.most_specific_compatible_type(spec2)
    except (TypeError, ValueError):
        return ValueError, f"{spec1!r} and {spec2!r} are incompatible"
    return None


def _type_difference(
    first: Any, second: Any, kind1: Container, kind2: Container
) -> _Problem:
    if kind1 is MAPPING and kind2 is MAPPING:
        if set(first) != set(second):
            return ValueError, f"keys {list(first)} differ from keys {list(second)}"
        return None
    if _same_container_type(type(first), type(second), kind1, kind2):
        return None
    return TypeError, (
        f"{first!r} is a {type(first).__name__} while {second!r} is a "
        f"{type(second).__name__}"
    )


def _same_container_type(
    type1: type, type2: type, kind1: Container, kind2: Container
) -> bool:
    if type1 is type2 or (issubclass(type1, list) and issubclass(type2, list)):
        return True
    if kind1 is NAMEDTUPLE and kind2 is NAMEDTUPLE:
        return _namedtuple_form(type1) == _namedtuple_form(type2)
    return kind1.name == kind2.name == "composite"


def _namedtuple_form(kind: Any) -> tuple[str, tuple[str, ...]]:
    return kind.__name__, kind._fields


def flatten_with_tuple_paths(
    structure: Any, expand_composites: bool = False
) -> list[tuple[tuple[Any, ...], Any]]:
    """Returns `(path, leaf)` pairs; a path is the tuple of keys and positions.

    Example:
      >>> flatten_with_tuple_paths({"a": [5, 6]})
      [(('a', 0), 5), (('a', 1), 6)]
    """
    pairs: list[tuple[tuple[Any, ...], Any]] = []
    _flatten_paths_into(pairs, (), structure, containers(expand_composites))
    return pairs


def _flatten_paths_into(
    pairs: list[tuple[tuple[Any, ...], Any]],
    path: tuple[Any, ...],
    structure: Any,
    kind_of: ContainerOf,
) -> None:
    kind = kind_of(type(structure))
    if kind is None:
        pairs.append((path, structure))
        return
    entries = zip(kind.keys(structure), kind.children(structure), strict=True)
    for key, child in entries:
        _flatten_paths_into(pairs, (*path, key), child, kind_of)


def flatten_with_joined_string_paths(
    structure: Any, separator: str = "/", expand_composites: bool = False
) -> list[tuple[str, Any]]:
    """Returns `(path, leaf)` pairs; a path is the keys and positions joined.

    Example:
      >>> flatten_with_joined_string_paths({"a": [5, 6]})
      [('a/0', 5), ('a/1', 6)]
    """
    return [
        (separator.join(map(str, path)), leaf)
        for path, leaf in flatten_with_tuple_paths(structure, expand_composites)
    ]


def assert_shallow_structure(
    shallow_tree: Any,
    input_tree: Any,
    check_types: bool = True,
    expand_composites: bool = False,
) -> None:
    """Checks that `input_tree` has the form of `shallow_tree`, as deep as that goes.

    Raises:
      TypeError: A leaf stands where a container should, or container types differ.
      ValueError: Lengths or keys differ.
    """
    flatten_up_to(shallow_tree, input_tree, check_types, expand_composites)


def flatten_up_to(
    shallow_tree: Any,
    input_tree: Any,
    check_types: bool = True,
    expand_composites: bool = False,
) -> list[Any]:
    """Flattens `input_tree` only as deep as `shallow_tree` is.

    Args:
      shallow_tree: The form down to which `input_tree` is taken apart.
      input_tree: A structure that has at least that form.
      check_types: Whether containers must be of the same type.
      expand_composites: Whether composite tensors are containers too.

    Raises:
      TypeError: A leaf stands where a container should, or container types differ.
      ValueError: Lengths or keys differ.

    Example:
      >>> flatten_up_to([0, 0], [1, [2, 3]])
      [1, [2, 3]]
    """
    parts: list[Any] = []
    kind_of = containers(expand_composites)
    _flatten_up_to_into(parts, shallow_tree, input_tree, check_types, kind_of)
    return parts


def _flatten_up_to_into(
    parts: list[Any], shallow: Any, tree: Any, check_types: bool, kind_of: ContainerOf
) -> None:
    kind = kind_of(type(shallow))
    if kind is None:
        parts.append(tree)
        return
    tree_kind = kind_of(type(tree))
    if tree_kind is None:
        raise TypeError(
            f"Where the shallow structure has {shallow!r}, the input must be nested "
            f"too. Received: {tree!r} of type {type(tree).__name__}."
        )
    if check_types:
        _check_shallow_type(shallow, tree, kind, tree_kind)
    branches = _branches_like(shallow, tree, kind, tree_kind)
    for branch, child in zip(kind.children(shallow), branches, strict=True):
        _flatten_up_to_into(parts, branch, child, check_types, kind_of)


def _check_shallow_type(
    shallow: Any, tree: Any, kind: Container, tree_kind: Container
) -> None:
    if kind is MAPPING and tree_kind is MAPPING:
        return
    if isinstance(tree, type(shallow)):
        return
    if _same_container_type(type(shallow), type(tree), kind, tree_kind):
        return
    raise TypeError(
        "The shallow structure and the input must have containers of the same type. "
        f"Received: {type(shallow).__name__} and {type(tree).__name__}."
    )


def _branches_like(
    shallow: Any, tree: Any, kind: Container, tree_kind: Container
) -> Iterable[Any]:
    """Returns the children of `tree` that belong to those of `shallow`."""
    by_key = kind is MAPPING and tree_kind is MAPPING
    children: Any = tree if by_key else tree_kind.children(tree)
    wanted = len(kind.children(shallow))
    if len(children) != wanted:
        raise ValueError(
            "The shallow structure and the input must have containers of the same "
            f"length. Received: {wanted} and {len(children)} elements."
        )
    if not by_key:
        return children  # type: ignore[no-any-return]
    missing = [key for key in shallow if key not in tree]
    if missing:
        raise ValueError(
            "The input must have all keys of the shallow structure. Missing: "
            f"{missing}."
        )
    return [tree[key] for key in kind.keys(shallow)]


def map_structure_up_to(
    shallow_tree: Any,
    func: Callable[..., Any],
    *inputs: Any,
    check_types: bool = True,
    expand_composites: bool = False,
) -> Any:
    """Applies `func` to the parts of `inputs` that stand at the leaves of a form.

    Args:
      shallow_tree: The form down to which the inputs are taken apart.
      func: Called with one part of each input.
      *inputs: Structures that have at least that form.
      check_types: Whether containers must be of the same type.
      expand_composites: Whether composite tensors are containers too.

    Returns:
      The results in the form of `shallow_tree`.

    Raises:
      TypeError: A leaf stands where a container should, or container types differ.
      ValueError: Lengths or keys differ, or there are no inputs.

    Example:
      >>> map_structure_up_to([0, 0], len, [[1], [2, 3]])
      [1, 2]
    """
    if not inputs:
        raise ValueError("map_structure_up_to needs at least one input.")
    flat = [
        flatten_up_to(shallow_tree, each, check_types, expand_composites)
        for each in inputs
    ]
    results = [func(*parts) for parts in zip(*flat, strict=True)]
    return _pack(shallow_tree, iter(results), containers(expand_composites))
