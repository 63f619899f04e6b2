"""Tracing the functions that branches and loops run, and lining up what they capture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import Op
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops.cast import cast
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.indexed_slices import IndexedSlices


def trace_branch(name: str, function: Callable[..., Any], *arguments: Any) -> FuncGraph:
    """Traces `function` with placeholders like `arguments` into a graph of its own."""
    graph = FuncGraph(name)
    with graph.as_default(), stop_tapes():
        inner = [graph.add_input(t.dtype, t._dims) for t in arguments]
        for outer, placeholder in zip(arguments, inner, strict=True):
            if "handle_data" in getattr(outer, "__dict__", {}):
                placeholder.handle_data = outer.handle_data
        set_outputs(graph, function(*inner))
    return graph


def set_outputs(graph: FuncGraph, returned: Any) -> None:
    """Makes what a branch returned the outputs of its graph; operations give None."""
    leaves = nest.flatten(returned, expand_composites=True)
    tensors: list[Any] = []
    for leaf in leaves:
        if leaf is None or isinstance(leaf, Operation):
            tensors.append(None)
        else:
            tensors.append(graph.convert(convert_to_tensor(leaf), None, None, None))
    graph.structured_outputs = nest.pack_sequence_as(
        returned, tensors, expand_composites=True
    )
    graph.outputs = [tensor for tensor in tensors if tensor is not None]


def match_indices(graphs: Sequence[FuncGraph]) -> None:
    """Makes the indices of `IndexedSlices` int64 where branches don't agree on a dtype."""
    leaves = [nest.flatten(graph.structured_outputs) for graph in graphs]
    slices = [
        [leaf.indices.dtype for leaf in found if isinstance(leaf, IndexedSlices)]
        for found in leaves
    ]
    if not any(slices) or all(found == slices[0] for found in slices):
        return
    for graph, found in zip(graphs, leaves, strict=True):
        with graph.as_default(), stop_tapes():
            cast_leaves = [
                IndexedSlices(
                    leaf.values, cast(leaf.indices, dtypes.int64), leaf.dense_shape
                )
                if isinstance(leaf, IndexedSlices)
                else leaf
                for leaf in found
            ]
            structure = nest.pack_sequence_as(graph.structured_outputs, cast_leaves)
            set_outputs(graph, structure)


def align_captures(graphs: Sequence[FuncGraph]) -> list[Any]:
    """Gives all graphs the same captures in the same order; returns the outer tensors."""
    union: dict[int, Any] = {}
    for graph in graphs:
        for external in graph.external_captures:
            union.setdefault(id(external), external)
    for graph in graphs:
        with stop_tapes():
            inner = {key: graph.capture(external) for key, external in union.items()}
        order = {
            id(placeholder): index for index, placeholder in enumerate(inner.values())
        }
        graph._captures = dict(
            sorted(graph._captures.items(), key=lambda item: order[id(item[1][1])])
        )
        graph._plan = None
    return list(union.values())


def is_stateful(graphs: Sequence[FuncGraph]) -> bool:
    """Whether running one of the graphs changes something."""
    return any(op.record.stateful for graph in graphs for op in graph.get_operations())


def add_node(
    record: Op, inputs: list[Any], attrs: dict[str, Any], name: str
) -> Operation:
    """Adds a node with settled attributes to the graph that is being built."""
    graph = current.interpreter
    flat = [graph.convert(tensor, None, None, None) for tensor in inputs]
    if current.tapes and isinstance(graph, FuncGraph) and record.inner_graphs:
        _tell_tapes(graph, flat, record.inner_graphs(attrs)[1])
    return graph.add(record, flat, attrs, graph.unique_name(name))  # type: ignore[no-any-return]


def _tell_tapes(graph: FuncGraph, inputs: list[Any], inner: Sequence[Any]) -> None:
    """Tells the tapes what came in from outside while they weren't listening."""
    variables = {id(each): each for part in inner for each in part.variables}
    for variable in variables.values():
        for tape in current.tapes:
            tape.variable_accessed(variable)
        graph.capture(variable.handle)
    externals = {id(own): external for external, own in graph.captures}
    for tensor in inputs:
        if id(tensor) in externals:
            graph.capture(externals[id(tensor)])


def extend_outputs(
    node: Operation, tensors: Sequence[SymbolicTensor], attr: str
) -> list[Any]:
    """Gives a node more outputs, for values that its gradient needs."""
    made = []
    for tensor in tensors:
        output = SymbolicTensor(node, len(node.outputs), tensor.dtype, tensor._dims)
        node.outputs.append(output)
        made.append(output)
    node.attrs[attr] = (*node.attrs[attr], *(tensor.dtype for tensor in tensors))
    return made
