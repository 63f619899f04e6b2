"""A function drawn with symbolic values."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.backend import names
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor, any_symbolic
from tensorbrook._src.keras.engine.function_graph import FunctionGraph
from tensorbrook._src.keras.engine.node import leaves, map_leaves
from tensorbrook._src.keras.engine.operation import FunctionOperation, Operation


class Function(Operation):
    """Computes symbolic outputs from symbolic inputs; a model without training.

    Args:
        inputs: a `KerasTensor`, or a nested structure of them.
        outputs: a `KerasTensor`, or a nested structure of them.
        name: the name.

    Raises:
        ValueError: when an output needs an input that is not given.

    Example:
        >>> from tensorbrook import keras
        >>> x = keras.KerasTensor((2, 3))
        >>> double = keras.Function(x, x * 2)
        >>> double(keras.ops.ones((2, 3))).numpy()[0]
        array([2., 2., 2.], dtype=float32)
    """

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None) -> None:
        for tensor in (*leaves(inputs), *leaves(outputs)):
            if not isinstance(tensor, KerasTensor):
                raise ValueError(
                    "Function: `inputs` and `outputs` must be KerasTensors. Received: "
                    f"{tensor!r}."
                )
        self.name = name or names.class_auto_name(type(self))
        self.nodes = []
        self._graph = FunctionGraph(inputs, outputs)

    @property
    def operations(self) -> list[Any]:
        """What is computed, in order."""
        return list(self._graph.operations)

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic inputs."""
        return list(self._graph.inputs)

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs."""
        return list(self._graph.outputs)

    def call(self, inputs: Any) -> Any:
        """Computes the outputs.

        Args:
            inputs: values in the structure of the symbolic inputs.

        Raises:
            ValueError: when their number is wrong.
        """
        values = leaves(inputs)
        if len(values) != len(self._graph.inputs):
            raise ValueError(
                f"Function '{self.name}' takes {len(self._graph.inputs)} input(s). "
                f"Received: {len(values)}."
            )
        return self._graph.run(values, _runnable)

    def __call__(self, inputs: Any) -> Any:
        """Computes the outputs, or draws them for symbolic inputs."""
        return self.symbolic_call(inputs) if any_symbolic(inputs) else self.call(inputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shapes of the outputs.

        Args:
            input_shape: the shape of the input, or a list of shapes.
        """
        shapes = input_shape
        if len(self._graph.inputs) == 1 and not isinstance(shapes[0], list | tuple):
            shapes = [shapes]
        symbols = [
            KerasTensor(tuple(shape), tensor.dtype)
            for shape, tensor in zip(shapes, self._graph.inputs, strict=True)
        ]
        found = self.compute_output_spec(symbols)
        return map_leaves(lambda tensor: tensor.shape, found)


def _runnable(operation: Any) -> Any:
    """Returns what computes an operation on concrete values."""
    return operation.function if isinstance(operation, FunctionOperation) else operation
