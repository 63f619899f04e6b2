"""Graphs as GraphDef messages, and traced functions as FunctionDef messages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph import attributes, counted_loops
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.ops.constant import convert_to_tensor

#: The version of GraphDef that we write: that of TensorFlow 2.21.
PRODUCER = 2474
_MIN_CONSUMER = 12
_CALL = "PartitionedCall"


class Library:
    """The functions that a GraphDef brings along, each under a name of its own."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._taken: set[str] = set()
        self._keep_alive: list[Any] = []
        self.definitions: list[Any] = []
        self.gradients: list[Any] = []  # RegisteredGradient messages

    def name_of(self, graph: FuncGraph) -> str:
        """The name of a traced graph; it joins the library at its first use."""
        known = self._names.get(id(graph))
        if known is None:
            known = self.reserve(graph.name)
            self._names[id(graph)] = known
            self._keep_alive.append(graph)
            self.definitions.append(function_def(graph, known, self))
        return known

    def reserve(self, name: str) -> str:
        """A name that no other function of the library has."""
        made, count = name, 0
        while made in self._taken:
            count += 1
            made = f"{name}_{count}"
        self._taken.add(made)
        return made

    def add(self, graph: FuncGraph, name: str) -> str:
        """Adds a traced graph under a name; returns the name that it got."""
        made = self._names[id(graph)] = self.reserve(name)
        self._keep_alive.append(graph)
        self.definitions.append(function_def(graph, made, self))
        return made

    def counted(self, name: str, counts: bool) -> str:
        """The name of a function of a loop in the form that has a counter."""
        made = f"{name}_counted"
        if made not in self._taken:
            self._taken.add(made)
            (plain,) = [d for d in self.definitions if d.signature.name == name]
            self.definitions.append(counted_loops.counted_function(plain, made, counts))
        return made

    def to_proto(self) -> Any:
        """The FunctionDefLibrary."""
        return message("FunctionDefLibrary")(
            function=self.definitions, registered_gradients=self.gradients
        )


def graph_def(
    graph: Graph,
    from_version: int | None = None,
    add_shapes: bool = False,
    library: Library | None = None,
) -> Any:
    """The GraphDef of a graph.

    Args:
        graph: The graph.
        from_version: Leaves out the nodes that were there at this version.
        add_shapes: Whether to note the shapes of outputs with each node.
        library: Functions that are there already, with their names.

    Returns:
        A GraphDef message.
    """
    made = message("GraphDef")()
    made.versions.producer = PRODUCER
    made.versions.min_consumer = _MIN_CONSUMER
    library = library or Library()
    nodes = graph.get_operations()[from_version or 0 :]
    for node in nodes:
        made.node.append(node_def(node, library, graph_inputs(node), add_shapes))
    if library.definitions:
        made.library.CopyFrom(library.to_proto())
    return made


def graph_inputs(node: Operation) -> list[str]:
    """The inputs of a node as a GraphDef names them."""
    names = [
        tensor.op.name if tensor.value_index == 0 else tensor.name
        for tensor in node.inputs
    ]
    return names + [f"^{op.name}" for op in node.control_inputs]


def node_def(
    node: Operation, library: Library, inputs: Sequence[str], add_shapes: bool = False
) -> Any:
    """The NodeDef of a node.

    Args:
        node: The node.
        library: Takes the functions that attributes name.
        inputs: The inputs as the surrounding message names them.
        add_shapes: Whether to note the shapes of the outputs.
    """
    made = message("NodeDef")(
        name=node.name, op=node.type, input=inputs, device=node.device
    )
    signature = node.record.signature
    attrs = node.attrs
    if node.record.expansion is not None:
        made.op, attrs = _CALL, {}
        _note_call(made.attr, node, library)
    for name, value in attrs.items():
        kind = signature.attrs.get(name)
        if kind is not None:
            if value is None and kind.kind != "shape":
                continue  # its default has no form here
            encoded = attributes.to_proto(kind, value, library.name_of)
        else:
            encoded = attributes.free_proto(value)
        if encoded is not None:
            made.attr[name].CopyFrom(encoded)
    if add_shapes and node.outputs:
        _note_shapes(made.attr["_output_shapes"], node.outputs)
    return made


def expanded(node: Operation) -> FuncGraph:
    """What stands for a node whose op TensorFlow lacks, as a function of its inputs."""
    graph = FuncGraph(node.type)
    inputs = [
        graph.add_input(tensor.dtype, tensor._dims, f"arg{index}")
        for index, tensor in enumerate(node.inputs)
    ]
    expansion: Any = node.record.expansion
    with graph.as_default(), stop_tapes():
        outputs = expansion(inputs, node.attrs)
        made: list[Any] = [convert_to_tensor(output) for output in outputs]
    graph.outputs = made
    return graph


def _note_call(attrs: Any, node: Operation, library: Library) -> None:
    """The attributes of a call of what stands for an op that TensorFlow lacks."""
    attrs["f"].func.name = library.name_of(expanded(node))
    for name, tensors in (("Tin", node.inputs), ("Tout", node.outputs)):
        attrs[name].list.type.extend(t.dtype.as_datatype_enum for t in tensors)


def _note_shapes(attr: Any, tensors: Iterable[Any]) -> None:
    attr.list.SetInParent()
    for tensor in tensors:
        attr.list.shape.append(tensor_proto.shape_to_proto(tensor._dims))


def function_def(graph: FuncGraph, name: str, library: Library) -> Any:
    """The FunctionDef of a traced graph: arguments first, then captures.

    What has an effect is chained in the order of the program, which in a FunctionDef
    holds only where control inputs say it.
    """
    made = message("FunctionDef")()
    made.signature.name = name
    taken: set[str] = set()
    known: dict[int, str] = {}
    for index, tensor in enumerate(graph.all_inputs):
        arg = _argument_name(tensor.op.name, taken)
        made.signature.input_arg.add(name=arg, type=tensor.dtype.as_datatype_enum)
        known[id(tensor)] = arg
        described = made.arg_attr[index].attr
        described["_user_specified_name"].s = tensor.op.name.encode()
        if not tensor.dtype.holds_objects:
            _note_shapes(described["_output_shapes"], [tensor])
    effects: list[Operation] = []
    for node in graph.get_operations():
        if node.outputs and id(node.outputs[0]) in known:
            continue
        _name_outputs(node, known)
        inputs = [known[id(tensor)] for tensor in node.inputs]
        before = {op.name: None for op in node.control_inputs}
        if node.record.stateful:
            if effects:
                before[effects[-1].name] = None
            effects.append(node)
        arguments = {id(tensor.op) for tensor in graph.all_inputs}
        gone = {op.name for op in node.control_inputs if id(op) in arguments}
        inputs += [f"^{op}" for op in before if op not in gone]
        written = node_def(node, library, inputs)
        if counted_loops.is_loop(node):
            made.node_def.extend(counted_loops.counted_node(written, library))
        else:
            made.node_def.append(written)
    made.signature.is_stateful = bool(effects)
    _name_results(made, graph, known)
    if effects:
        made.signature.control_output.append(effects[-1].name)
        made.control_ret[effects[-1].name] = effects[-1].name
    return made


def _name_outputs(node: Operation, known: dict[int, str]) -> None:
    """Notes the outputs of a node in the form `node:output:index`."""
    if node.record.expansion is not None:
        for index, tensor in enumerate(node.outputs):
            known[id(tensor)] = f"{node.name}:output:{index}"
        return
    position = 0
    first = counted_loops.ADDED if counted_loops.is_loop(node) else 0
    for arg in node.record.signature.outputs:
        count = 1
        if arg.number_attr is not None:
            count = node.attrs[arg.number_attr]
        elif arg.type_list_attr is not None:
            count = len(node.attrs[arg.type_list_attr])
        for index in range(count):
            known[id(node.outputs[position])] = (
                f"{node.name}:{arg.name}:{first + index}"
            )
            position += 1


def _name_results(made: Any, graph: FuncGraph, known: dict[int, str]) -> None:
    taken: set[str] = set()
    for tensor in graph.outputs:
        name = _argument_name(tensor.op.name, taken)
        made.signature.output_arg.add(name=name, type=tensor.dtype.as_datatype_enum)
        made.ret[name] = known[id(tensor)]


def _argument_name(name: str, taken: set[str]) -> str:
    """A name in the form that arguments of functions have."""
    base = re.sub(r"[^a-z0-9_]", "_", name.lower())
    if not re.match(r"[a-z]", base):
        base = f"arg_{base}"
    made, count = base, 0
    while made in taken:
        count += 1
        made = f"{base}_{count}"
    taken.add(made)
    return made
