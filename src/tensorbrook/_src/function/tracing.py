"""Tracing: a Python function runs once on placeholders and leaves a graph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.ops.constant import convert_to_tensor, identity

#: Functions that are told of every graph that is traced.
observers: list[Callable[[FuncGraph], Any]] = []


def trace(
    name: str,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    names: Sequence[str],
    examples: Sequence[Any] = (),
) -> FuncGraph:
    """The graph of a call of `function`.

    Args:
        name: Name of the graph.
        function: The Python function, already converted by autograph where wanted.
        args: Positional arguments; a `TypeSpec` stands for a value made of tensors.
        kwargs: Keyword arguments, likewise.
        names: Names for the placeholders, one for each tensor of the specs, flat.
        examples: The tensors of the call, from which variables may take first values.

    Returns:
        The graph, with `outputs` and `structured_outputs` set.

    Raises:
        TypeError: The function returns something that can't become a tensor.
    """
    graph = FuncGraph(name)
    graph.called_elsewhere = True
    graph.examples = examples
    context = _Placeholders(graph, names)

    def placeholder(leaf: Any) -> Any:
        return leaf.placeholder_value(context) if isinstance(leaf, TypeSpec) else leaf

    with graph.as_default(), stop_tapes():
        inner_args, inner_kwargs = nest.map_structure(placeholder, (args, kwargs))
        returned = function(*inner_args, **inner_kwargs)
        finish(graph, returned)
    graph.examples = ()
    for observer in observers:
        observer(graph)
    return graph


class _Placeholders:
    """Makes the inputs of a graph for the tensors of specs."""

    def __init__(self, graph: FuncGraph, names: Sequence[str]) -> None:
        self._graph = graph
        self._names = iter(names)

    def placeholder(self, spec: TensorSpec) -> Any:
        name = next(self._names, None)
        return self._graph.add_input(spec.dtype, spec.shape._dims, spec.name or name)


def finish(graph: FuncGraph, returned: Any) -> None:
    """Makes what the function returned the outputs of its graph."""
    leaves = nest.flatten(returned, expand_composites=True)
    tensors = [_output(graph, leaf) for leaf in leaves]
    graph.structured_outputs = nest.pack_sequence_as(
        returned, tensors, expand_composites=True
    )
    graph.outputs = [tensor for tensor in tensors if tensor is not None]


def _output(graph: FuncGraph, leaf: Any) -> Any:
    if leaf is None or isinstance(leaf, Operation):
        return None
    try:
        tensor = convert_to_tensor(leaf)
    except (TypeError, ValueError) as problem:
        raise TypeError(
            "To be compatible with tf.function, Python functions must return zero or more "
            f"Tensors or ExtensionTypes or None values; in compilation of {graph.name}, "
            f"found return value of type {type(leaf).__name__}, which is not a Tensor or "
            f"ExtensionType. ({problem})"
        ) from None
    return identity(graph.convert(tensor, None, None, None))
