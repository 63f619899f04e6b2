"""Things that can be called with symbolic values: layers and plain functions."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import names
from tensorbrook._src.keras.backend.keras_tensor import any_symbolic
from tensorbrook._src.keras.engine.node import Node
from tensorbrook._src.keras.engine.tracing import infer_outputs

_OPERATORS: dict[Any, str] = {
    operator.add: "add",
    operator.sub: "subtract",
    operator.mul: "multiply",
    operator.truediv: "true_divide",
    operator.floordiv: "floor_divide",
    operator.mod: "mod",
    operator.pow: "power",
    operator.matmul: "matmul",
    operator.lt: "less",
    operator.le: "less_equal",
    operator.gt: "greater",
    operator.ge: "greater_equal",
    operator.and_: "logical_and",
    operator.or_: "logical_or",
    operator.getitem: "get_item",
    tf.negative: "negative",
    tf.abs: "absolute",
    tf.math.logical_not: "logical_not",
    tf.reshape: "reshape",
    tf.squeeze: "squeeze",
}


class Operation:
    """Something that a functional model can contain, with a node for each call."""

    name: str
    nodes: list[Node]

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """Returns symbolic outputs for symbolic arguments."""
        return infer_outputs(self.call, args, kwargs)

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs."""
        raise NotImplementedError(
            f"{type(self).__name__} `{self.name}` has no `call` method."
        )

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """Draws a call: returns symbolic outputs that remember where they came from."""
        outputs = self.compute_output_spec(*args, **kwargs)
        Node(self, args, kwargs, outputs)
        return outputs

    def quantized_call(self, *args: Any, **kwargs: Any) -> Any:
        """Raises: an operation has no weights of few bits.

        Args:
            *args: the arguments of `call`.
            **kwargs: the arguments of `call`.

        Raises:
            NotImplementedError: always.
        """
        raise NotImplementedError(f"{type(self).__name__} cannot be quantized.")

    def rematerialized_call(self, layer_call: Any, *args: Any, **kwargs: Any) -> Any:
        """Calls a function whose values are computed again for its gradient.

        Args:
            layer_call: the function.
            *args: its arguments.
            **kwargs: its arguments.
        """
        return tf.recompute_grad(layer_call)(*args, **kwargs)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal operation."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes an operation from what `get_config` returned.

        Args:
            config: the arguments.
        """
        return cls(**config)

    @property
    def input(self) -> Any:
        """The symbolic inputs of the only call."""
        node = self._only_node("input")
        tensors = node.input_tensors or [node.outputs]  # an input layer is its own
        return tensors[0] if len(tensors) == 1 else tensors

    @property
    def output(self) -> Any:
        """The symbolic outputs of the only call."""
        return self._only_node("output").outputs

    def _only_node(self, attribute: str) -> Node:
        """Returns the first call's node."""
        if not self.nodes:
            raise AttributeError(
                f"The layer {self.name} has never been called with a symbolic "
                f"input and thus has no defined {attribute}."
            )
        return self.nodes[0]


class FunctionOperation(Operation):
    """A function of tensors as part of a functional model.

    Args:
        function: called with the node's arguments.
        label: the start of the automatic name.
    """

    def __init__(self, function: Callable[..., Any], label: str) -> None:
        self.function = function
        self.label = label
        self.name = names.auto_name(label)
        self.nodes = []
        self.restored: tuple[str, dict[str, Any]] | None = None

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Calls the function."""
        return self.function(*args, **kwargs)

    def get_config(self) -> dict[str, Any]:
        """Returns the name; the arguments belong to the call."""
        return {"name": self.name, **(self.restored[1] if self.restored else {})}

    @property
    def public_name(self) -> str | None:
        """The name in `keras.ops` of what is computed, None if it is not there."""
        if self.restored is not None:
            return self.restored[0]
        name = _OPERATORS.get(self.function, self.label)
        found = getattr(tf.keras.ops, name, None)
        inside = getattr(found, "__wrapped__", found)
        known = self.function in _OPERATORS or inside is self.function
        return name if known else None

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Draws the call when an argument is symbolic, else runs it."""
        if any_symbolic((args, kwargs)):
            return self.symbolic_call(*args, **kwargs)
        return self.call(*args, **kwargs)
