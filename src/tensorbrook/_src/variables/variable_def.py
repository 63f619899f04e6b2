"""Variables of a graph as VariableDef messages, there and back."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.formats.schema import message
from tensorbrook._src.ops import state
from tensorbrook._src.variables.enums import (
    VariableAggregation,
    VariableSynchronization,
)
from tensorbrook._src.variables.variable import Variable


def to_proto(variable: Any, export_scope: str | None = None) -> Any:
    """The VariableDef of a variable of a graph.

    Args:
        variable: The variable.
        export_scope: A scope that is left out of names; variables outside give None.

    Returns:
        The message, or None.
    """
    if export_scope and not variable.name.startswith(f"{export_scope}/"):
        return None

    def bare(name: str) -> str:
        return name.removeprefix(f"{export_scope}/") if export_scope else name

    made = message("VariableDef")(
        variable_name=bare(variable.handle.name),
        is_resource=True,
        trainable=variable.trainable,
        synchronization=variable.synchronization.value,
        aggregation=variable.aggregation.value,
    )
    if variable.initializer is not None:
        made.initializer_name = bare(variable.initializer.name)
    if variable._initial_value is not None:
        made.initial_value_name = bare(variable._initial_value.name)
    if variable._snapshot is not None:
        made.snapshot_name = bare(variable._snapshot.name)
    return made


def from_proto(definition: Any, import_scope: str | None = None) -> Variable:
    """The variable whose nodes are in the current graph already.

    Args:
        definition: The VariableDef.
        import_scope: A scope that the names of the nodes begin with.

    Raises:
        KeyError: A node is not in the graph.
    """
    graph = current.interpreter
    prefix = f"{import_scope}/" if import_scope else ""

    def element(name: str) -> Any:
        return graph.as_graph_element(prefix + name) if name else None

    made: Variable = Variable.__new__(Variable)
    handle = element(definition.variable_name)
    if handle.op.record is state.read_variable_op:  # it was a reference variable
        handle = handle.op.inputs[0]
    attrs = handle.op.attrs
    made._handle = handle
    made._name = f"{attrs['shared_name'] or handle.op.name}:0"
    if prefix:
        made._name = f"{handle.op.name}:0"
    made._dtype = attrs["dtype"]
    made._static_dims = attrs["shape"]
    made._trainable = definition.trainable
    made._constraint = None
    made._synchronization = VariableSynchronization(definition.synchronization)
    made._aggregation = VariableAggregation(definition.aggregation)
    made._graph_key = graph
    made._initial_value = element(definition.initial_value_name)
    made._initializer = _assignment(element(definition.initializer_name))
    made._snapshot = element(definition.snapshot_name)
    if made._snapshot is None:
        made._snapshot = state.read_variable_op(handle, dtype=made._dtype)
    return made


def _assignment(operation: Any) -> Any:
    """The operation that assigns; where one of references stood, it precedes a read."""
    if operation is not None and operation.record is state.read_variable_op:
        return operation.control_inputs[0]
    return operation
