"""What a SavedModel holds of Python objects: their functions, besides their values.

These are the `tf.function`s among their attributes and methods, and what a method
`_functions_to_save` of their class adds.
"""

from __future__ import annotations

from typing import Any

from tensorbrook._src.checkpoint import trackable
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.function.polymorphic import PolymorphicFunction
from tensorbrook._src.saved_model.asset import Asset
from tensorbrook._src.saved_model.restored import RestoredFunction, SignatureMap
from tensorbrook._src.saved_model.table_functions import is_table, table_functions

FunctionLike = PolymorphicFunction | ConcreteFunction | RestoredFunction


def functions(value: Any) -> dict[str, Any]:
    """The traced functions among the attributes and methods of an object, by name."""
    if isinstance(value, list | tuple | dict | Asset | SignatureMap):
        return {}
    if is_table(value):
        return table_functions(value)
    added: dict[str, Any] = {}
    if hasattr(type(value), "_functions_to_save"):
        added = dict(value._functions_to_save())
    found: dict[str, Any] = {}
    for kind in type(value).__mro__:
        for name, item in vars(kind).items():
            if isinstance(item, PolymorphicFunction) and name not in found:
                found[name] = getattr(value, name)
    for name, item in getattr(value, "__dict__", {}).items():
        if isinstance(item, FunctionLike):
            found[name] = item
    known = {id(item) for item in added.values()}
    own = {
        name: item
        for name, item in found.items()
        if id(item) not in known and traces(item)
    }
    return own | added


def traces(function: Any) -> list[ConcreteFunction]:
    """The traces of a function; one is made where its input signature says which."""
    if isinstance(function, ConcreteFunction):
        return [function]
    if isinstance(function, RestoredFunction):
        return list(function.concrete_functions)
    if not function._concrete and function.input_signature is not None:
        function.get_concrete_function()
    return list({id(item): item for item in function._concrete.values()}.values())


def objects(root: Any) -> list[Any]:
    """The objects below `root`, the nearest first."""
    found = [value for value, _ in trackable.walk(root)]
    return [value for value in found if not isinstance(value, FunctionLike)]


def children(value: Any) -> dict[str, Any]:
    """The children of an object that aren't functions, by name."""
    return {
        name: item
        for name, item in trackable.children(value).items()
        if not isinstance(item, FunctionLike)
    }
