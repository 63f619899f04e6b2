"""Which nodes a result needs, and carrying them out where a call stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.ops.constant import identity


def needed_operations(
    inputs: Sequence[Any], fetches: Sequence[Any], targets: Iterable[Operation]
) -> list[Operation]:
    """The nodes that have to run, each after those that it depends on."""
    given = {id(tensor) for tensor in inputs}
    order: list[Operation] = []
    done: set[int] = set()
    wanted = [tensor.op for tensor in fetches if id(tensor) not in given]
    wanted.extend(targets)
    for root in sorted(set(wanted), key=lambda op: op._index):
        stack: list[tuple[Operation, Any]] = [(root, None)]
        while stack:
            node, pending = stack.pop()
            if id(node) in done:
                continue
            if pending is None:
                before = [t.op for t in node.inputs if id(t) not in given]
                before.extend(node.control_inputs)
                stack.append((node, True))
                later = [(op, None) for op in before if id(op) not in done]
                stack.extend(sorted(later, key=lambda item: -item[0]._index))
            else:
                done.add(id(node))
                order.append(node)
    return order


def inline(
    graph: FuncGraph, values: Sequence[Any], fetches: Sequence[Any] | None = None
) -> list[Any]:
    """Carries out the nodes of `graph` one by one where the call stands.

    In a graph this copies the nodes; eagerly it runs them, so that nested tapes see each.
    A session runs what is fetched only: there the effects follow each other, and the
    results come after them.

    Args:
        graph: A traced function.
        values: One for each of its inputs and captures.
        fetches: The tensors whose values to return; by default its outputs.
    """
    wanted = graph.outputs if fetches is None else fetches
    interpreter = current.interpreter
    known: dict[int, Any] = {}
    for placeholder, value in zip(graph.all_inputs, values, strict=True):
        known[id(placeholder)] = interpreter.convert(value, None, None, None)
    if getattr(interpreter, "is_session_graph", False):
        return _in_order(graph, wanted, known)
    for node in needed_nodes(graph, wanted):
        _replay(graph, node, known)
    return [known[id(tensor)] for tensor in wanted]


def _replay(graph: FuncGraph, node: Any, known: dict[int, Any]) -> None:
    inputs = [known[id(tensor)] for tensor in node.inputs]
    outputs = current.interpreter.replay(node, inputs, graph.kernel_states)
    for tensor, value in zip(node.outputs, outputs, strict=True):
        known[id(tensor)] = value


def _in_order(
    graph: FuncGraph, wanted: Sequence[Any], known: dict[int, Any]
) -> list[Any]:
    """Copies the nodes into the graph of a session, effects one after the other."""
    effects: list[Any] = []
    for node in needed_nodes(graph, wanted):
        stateful = node.record.stateful
        with control_dependencies(effects if stateful else None):
            _replay(graph, node, known)
        if stateful:
            effects = current.interpreter.get_operations()[-1:]
    if not effects:
        return [known[id(tensor)] for tensor in wanted]
    with control_dependencies(effects):
        return [identity(known[id(tensor)]) for tensor in wanted]


def needed_nodes(graph: FuncGraph, fetches: Sequence[Any] | None = None) -> list[Any]:
    """The nodes that outputs or effects need, in the order of the program."""
    wanted = graph.outputs if fetches is None else fetches
    effects = [op for op in graph.get_operations() if op.record.stateful]
    return needed_operations(graph.all_inputs, wanted, effects)


def has_own_gradients(graph: FuncGraph) -> bool:
    """Whether a node, or one of a branch or loop, carries a gradient of its own.

    Such a gradient may use tensors of the graph, so it can't move to another one.
    """
    return any(
        "gradient_override" in node.__dict__
        or any(
            isinstance(value, FuncGraph) and has_own_gradients(value)
            for value in node.attrs.values()
        )
        for node in graph.get_operations()
    )
