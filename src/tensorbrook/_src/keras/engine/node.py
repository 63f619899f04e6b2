"""One call of an operation in a functional model."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.backend.keras_tensor import KerasTensor


def map_leaves(function: Any, structure: Any) -> Any:
    """Applies `function` to every leaf; dicts keep their order, None is a leaf."""
    if isinstance(structure, tuple) and hasattr(structure, "_fields"):
        return type(structure)(*(map_leaves(function, item) for item in structure))
    if isinstance(structure, list | tuple):
        return type(structure)(map_leaves(function, item) for item in structure)
    if isinstance(structure, dict):
        return {key: map_leaves(function, value) for key, value in structure.items()}
    if isinstance(structure, slice):
        parts = (structure.start, structure.stop, structure.step)
        return slice(*(map_leaves(function, part) for part in parts))
    return function(structure)


def leaves(structure: Any) -> list[Any]:
    """Returns the leaves of a nested structure, in order."""
    found: list[Any] = []
    map_leaves(found.append, structure)
    return found


def symbolic_leaves(structure: Any) -> list[KerasTensor]:
    """Returns the `KerasTensor`s in a nested structure, in order."""
    return [leaf for leaf in leaves(structure) if isinstance(leaf, KerasTensor)]


class Node:
    """One call of an operation: its arguments and its symbolic outputs.

    Args:
        operation: the layer or function that was called.
        args: its positional arguments.
        kwargs: its keyword arguments.
        outputs: a nested structure of `KerasTensor`s.
    """

    def __init__(
        self,
        operation: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        outputs: Any,
    ) -> None:
        self.operation = operation
        self.args = args
        self.kwargs = kwargs
        self.outputs = outputs
        self.input_tensors = symbolic_leaves((args, kwargs))
        self.output_tensors = symbolic_leaves(outputs)
        self.index = len(operation.nodes)
        operation.nodes.append(self)
        for position, tensor in enumerate(self.output_tensors):
            tensor.history = (operation, self.index, position)

    @property
    def is_input(self) -> bool:
        """Whether the node is a model's input."""
        return not self.input_tensors

    @property
    def parent_nodes(self) -> list[Node]:
        """The nodes that made this node's inputs, without repetitions."""
        parents = {}
        for tensor in self.input_tensors:
            if tensor.history is None:
                raise ValueError(
                    f"{tensor!r} was not made by `keras.Input` or a layer; it "
                    "cannot be part of a functional model."
                )
            operation, index, _ = tensor.history
            node = operation.nodes[index]
            parents[id(node)] = node
        return list(parents.values())

    def fill(self, values: dict[int, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Returns the arguments with the symbolic values replaced."""

        def value_of(leaf: Any) -> Any:
            return values[id(leaf)] if isinstance(leaf, KerasTensor) else leaf

        return map_leaves(value_of, self.args), map_leaves(value_of, self.kwargs)
