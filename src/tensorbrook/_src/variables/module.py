"""`tf.Module`: an object that knows the variables it holds."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.variables.variable import Variable

_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_VALID = re.compile(r"[A-Za-z_]\w*$")


class Module:
    """Base of objects that hold variables and other modules in their attributes.

    Args:
        name: A valid Python identifier; by default the class name in snake case.

    Raises:
        ValueError: The name is no identifier.

    Example:
        >>> import tensorbrook as tf
        >>> class Scale(tf.Module):
        ...     def __init__(self):
        ...         super().__init__(name="scale")
        ...         self.factor = tf.Variable(2.0)
        >>> len(Scale().trainable_variables)
        1
    """

    __module__ = "tensorbrook"
    _TF_MODULE_IGNORED_PROPERTIES: frozenset[str] = frozenset()

    def __init__(self, name: str | None = None) -> None:
        if name is None:
            name = _WORD_START.sub("_", type(self).__name__).lower()
        if not _VALID.match(name):
            raise ValueError(
                f"{name!r} is not a valid module name. Module names must be valid Python "
                "identifiers (e.g. a valid class name)."
            )
        self._name = name
        with name_scope(name) as scope:
            self._scope_name = scope

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        # A checkpoint that was restored before may have values for what is new.
        for restoration in list(self.__dict__.get("_waiting_restorations", ())):
            restoration.resume(self)

    @property
    def name(self) -> str:
        """The name of the module."""
        return self._name

    @property
    def name_scope(self) -> name_scope:
        """A name scope for what the module makes."""
        return name_scope(self._scope_name)

    @property
    def variables(self) -> tuple[Any, ...]:
        """All variables of the module and its submodules."""
        return tuple(self._flatten(predicate=lambda item: isinstance(item, Variable)))

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        """The trainable variables of the module and its submodules."""
        return tuple(
            self._flatten(
                predicate=lambda item: isinstance(item, Variable) and item.trainable
            )
        )

    @property
    def non_trainable_variables(self) -> tuple[Any, ...]:
        """The other variables of the module and its submodules."""
        return tuple(
            self._flatten(
                predicate=lambda item: isinstance(item, Variable) and not item.trainable
            )
        )

    @property
    def submodules(self) -> tuple[Any, ...]:
        """The modules inside this one, at any depth."""
        return tuple(self._flatten(predicate=lambda item: isinstance(item, Module)))

    def _flatten(
        self,
        recursive: bool = True,
        predicate: Callable[[Any], bool] | None = None,
        attribute_traversal_key: Callable[[Any], Any] | None = None,
        with_path: bool = False,
        expand_composites: bool = False,
    ) -> Iterator[Any]:
        """What the attributes hold, in the order of their names, each object once."""
        wanted = predicate or (lambda item: True)
        seen = {id(self)}
        pending: list[tuple[tuple[Any, ...], Any]] = [((), self)]
        while pending:
            path, module = pending.pop(0)
            inner = []
            for key, value in sorted(vars(module).items()):
                if key in module._TF_MODULE_IGNORED_PROPERTIES:
                    continue
                for sub, item in _leaves(value):
                    if id(item) in seen:
                        continue
                    seen.add(id(item))
                    full = (*path, key, *sub)
                    if wanted(item):
                        yield (full, item) if with_path else item
                    if recursive and isinstance(item, Module):
                        inner.append((full, item))
            pending.extend(inner)

    @classmethod
    def with_name_scope(cls, method: Callable[..., Any]) -> Callable[..., Any]:
        """Decorator: runs a method inside the module's name scope."""

        @functools.wraps(method)
        def wrapped(self: Module, *args: Any, **kwargs: Any) -> Any:
            with self.name_scope:
                return method(self, *args, **kwargs)

        return wrapped


def _leaves(value: Any) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The items of nested containers, with the keys that lead to them."""
    if isinstance(value, dict):
        for key in sorted(value, key=str):
            for path, item in _leaves(value[key]):
                yield (key, *path), item
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            for path, item in _leaves(part):
                yield (index, *path), item
    else:
        yield (), value
