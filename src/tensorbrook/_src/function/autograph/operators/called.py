"""Calls at run time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.function.autograph.operators import backend, builtin_functions


def converted(function: Callable[..., Any], *features: str) -> Callable[..., Any]:
    """What is called in place of `function` while a graph is being built.

    Args:
        function: anything that can be called.
        *features: names of the optional features in force.

    Returns:
        The overload of a built-in function, the converted form of a user's function, or
        `function` itself.
    """
    if not backend.building_graph():
        return function
    overload = builtin_functions.OVERLOADS.get(id(function))
    if overload is not None:
        return overload
    if id(function) == builtin_functions.PRINT and "BUILTIN_FUNCTIONS" in features:
        return builtin_functions.staged_print
    # Late: the conversion itself binds these operators to what it compiles.
    from tensorbrook._src.function.autograph.conversion import convert

    return convert(function, frozenset(features))  # type: ignore[no-any-return]
