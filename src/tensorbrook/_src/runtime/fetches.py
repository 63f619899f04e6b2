"""What `Session.run` was asked for, flat, and how to give it back in the same form."""

from __future__ import annotations

import collections.abc
from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.operation import Operation


class Fetches:
    """The tensors and operations of a fetch structure.

    Args:
        graph: The graph that they belong to.
        structure: Tensors, operations, names, variables, sparse tensors or slices, in
            any nesting of lists, tuples, named tuples and dicts.
    """

    def __init__(self, graph: Graph, structure: Any) -> None:
        self.graph = graph
        self.tensors: list[Any] = []
        self.operations: list[Operation] = []
        self.variables: list[tuple[int, Any]] = []  # fetched themselves, by position
        self._form = self._take(structure)

    def _take(self, item: Any) -> Any:
        """Notes what is fetched; returns a recipe for the answer."""
        if item is None:
            raise TypeError(
                "Argument `fetch` = None has invalid type NoneType. Cannot be None."
            )
        if isinstance(item, list | tuple):
            return item, [self._take(part) for part in item]
        if isinstance(item, collections.abc.Mapping):
            return item, {key: self._take(part) for key, part in item.items()}
        if hasattr(item, "_component_tensors"):
            return item, [self._take(part) for part in item._component_tensors()]
        try:
            element = self.graph.as_graph_element(item)
        except TypeError:
            raise TypeError(
                f"Argument `fetch` = {item!r} has invalid type "
                f'"{type(item).__name__}" must be a string or Tensor. (Can not convert a '
                f"{type(item).__name__} into a Tensor or Operation.)"
            ) from None
        except (ValueError, KeyError) as problem:
            text = problem.args[0]
            raise ValueError(
                f"Argument `fetch` = {item!r} cannot be interpreted as a Tensor. ({text})"
            ) from None
        if not self.graph.is_fetchable(element):
            raise ValueError(f"{item!r} has been marked as not fetchable.")
        if isinstance(element, Tensor):
            self.tensors.append(element)
            if hasattr(item, "handle"):
                self.variables.append((len(self.tensors) - 1, item))
            return len(self.tensors) - 1
        self.operations.append(element)
        return None

    @property
    def form(self) -> Any:
        """Where the answer's parts lie: a position or None, a list or tuple of these.

        For any other form it is `pack`.
        """
        if not isinstance(self._form, tuple):
            return self._form
        item, parts = self._form
        flat = type(item) in (list, tuple) and not any(
            isinstance(part, tuple) for part in parts
        )
        return type(item)(parts) if flat else self.pack

    def pack(self, values: list[Any]) -> Any:
        """The answer in the form of the question; operations answer None."""
        return self._pack(self._form, values)

    def _pack(self, form: Any, values: list[Any]) -> Any:
        if form is None:
            return None
        if isinstance(form, int):
            return values[form]
        item, parts = form
        if isinstance(parts, dict):
            packed = {key: self._pack(part, values) for key, part in parts.items()}
            return packed if type(item) is dict else type(item)(packed)
        found = [self._pack(part, values) for part in parts]
        if hasattr(item, "_component_tensors"):
            return item._from_component_values(found)
        if isinstance(item, list):
            return found
        return type(item)(*found) if hasattr(item, "_fields") else tuple(found)
