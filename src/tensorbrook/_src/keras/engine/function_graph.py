"""The calls between a functional model's inputs and outputs, in running order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.node import Node, map_leaves, symbolic_leaves


class FunctionGraph:
    """Nodes from inputs to outputs.

    Args:
        inputs: a nested structure of `KerasTensor`s.
        outputs: a nested structure of `KerasTensor`s.

    Raises:
        ValueError: when an output needs an input that is not given.
    """

    def __init__(self, inputs: Any, outputs: Any) -> None:
        self.input_structure = inputs
        self.output_structure = outputs
        self.inputs = symbolic_leaves(inputs)
        self.outputs = symbolic_leaves(outputs)
        self._fed = {id(tensor) for tensor in self.inputs}
        self._ranks: dict[Any, int] = {}
        order = self._depth_first()
        depths, operation_depths = self._depths(order)
        inner = [node for node in order if not self._is_fed(node)]
        positions = {id(node): place for place, node in enumerate(order)}
        inner.sort(key=lambda node: (-depths[id(node)], positions[id(node)]))
        self.nodes: list[Node] = inner
        self.operations = sorted(
            operation_depths, key=lambda op: (-operation_depths[op], self._ranks[op])
        )

    def _is_fed(self, node: Node) -> bool:
        """Says whether all outputs of a node are inputs of the graph."""
        return all(id(tensor) in self._fed for tensor in node.output_tensors)

    def _depth_first(self) -> list[Node]:
        """Returns the nodes, each after the nodes that it needs."""
        order: list[Node] = []
        finished: set[int] = set()

        def visit(node: Node) -> None:
            if id(node) in finished:
                return
            self._ranks.setdefault(node.operation, len(self._ranks))
            if not self._is_fed(node):
                if node.is_input and not self._is_constant(node):
                    raise ValueError(
                        "The outputs depend on the input "
                        f"'{node.operation.name}', which is not among the model's "
                        "inputs."
                    )
                for tensor in self._made(node.input_tensors):
                    visit(_node_of(tensor))
            finished.add(id(node))
            order.append(node)

        for tensor in self.outputs:
            visit(_node_of(tensor))
        for tensor in self.inputs:
            if tensor.history is not None:
                visit(_node_of(tensor))
        return order

    def _made(self, tensors: list[KerasTensor]) -> list[KerasTensor]:
        """Returns the tensors that a call made; inputs of a function may have none."""
        fed = self._fed
        return [t for t in tensors if t.history is not None or id(t) not in fed]

    @staticmethod
    def _is_constant(node: Node) -> bool:
        """Says whether a node without inputs can run by itself."""
        return type(node.operation).__name__ != "InputLayer"

    def _depths(self, order: list[Node]) -> tuple[dict[int, int], dict[Any, int]]:
        """Returns how many calls are between each node, or operation, and the end."""
        depths: dict[int, int] = {}
        operation_depths: dict[Any, int] = {}
        for node in reversed(order):
            operation = node.operation
            depth = max(depths.get(id(node), 0), operation_depths.get(operation, 0))
            depths[id(node)] = operation_depths[operation] = depth
            if self._is_fed(node):
                continue
            for tensor in self._made(node.input_tensors):
                parent = id(_node_of(tensor))
                depths[parent] = max(depth + 1, depths.get(parent, 0))
        return depths, operation_depths

    def run(self, inputs: list[Any], call: Callable[[Any], Callable[..., Any]]) -> Any:
        """Computes the outputs.

        Args:
            inputs: the value of each input, in the order of `self.inputs`.
            call: returns what to call for an operation.

        Returns:
            Values in the structure of the outputs.
        """
        values = {
            id(tensor): value for tensor, value in zip(self.inputs, inputs, strict=True)
        }
        for node in self.nodes:
            args, kwargs = node.fill(values)
            results = _flat_results(call(node.operation)(*args, **kwargs))
            for tensor, value in zip(node.output_tensors, results, strict=True):
                values[id(tensor)] = value

        def value_of(leaf: Any) -> Any:
            return values[id(leaf)] if isinstance(leaf, KerasTensor) else leaf

        return map_leaves(value_of, self.output_structure)


def _node_of(tensor: KerasTensor) -> Node:
    """Returns the node that made a symbolic value."""
    if tensor.history is None:
        raise ValueError(
            f"{tensor!r} was not made by `keras.Input` or a layer; it cannot be "
            "part of a functional model."
        )
    operation, index, _ = tensor.history
    return operation.nodes[index]


def _flat_results(results: Any) -> list[Any]:
    """Returns the tensors of a call's results, in order."""
    found: list[Any] = []

    def keep(leaf: Any) -> None:
        if leaf is not None and not isinstance(leaf, bool | int | float | str):
            found.append(leaf)

    map_leaves(keep, results)
    return found
