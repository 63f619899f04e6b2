"""GraphDef messages as nodes of a graph, FunctionDef messages as traced graphs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tensorbrook._src.core.op import Op
from tensorbrook._src.core.shapes import compatible, merge_dims
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.graph import (
    attributes,
    old_control_flow,
    reference_variables,
)
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.handle_data import HandleData
from tensorbrook._src.graph.inline import has_own_gradients, inline
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.graph.saved_gradients import ATTRIBUTE, SavedGradient
from tensorbrook._src.ops import function_call, state

#: Attributes that hold functions of which one runs; they see the tensors around them.
_BRANCHES = {"then_branch", "branches"}
_UNKNOWN_LINE = ("<imported graph>", 0, "")


class Functions:
    """The functions of a library; each becomes a traced graph when it is first used.

    Args:
        definitions: The FunctionDef messages.
        gradients: The RegisteredGradient messages.
    """

    def __init__(
        self, definitions: Iterable[Any], gradients: Iterable[Any] = ()
    ) -> None:
        self.definitions = {item.signature.name: item for item in definitions}
        #: By the kind that nodes name.
        self.gradients = {
            item.registered_op_type: SavedGradient(item.gradient_func)
            for item in gradients
            if item.gradient_func in self.definitions
        }
        self._made: dict[str, FuncGraph] = {}
        self._open: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self.definitions

    def find(self, name: str) -> FuncGraph:
        """The traced graph of a function.

        Raises:
            ValueError: The library has no such function, or it calls itself.
        """
        if name not in self._made:
            if name not in self.definitions:
                raise ValueError(f"The library has no function {name!r}.")
            if name in self._open:
                raise ValueError(f"The function {name!r} calls itself.")
            self._open.add(name)
            self._made[name] = self._build(self.definitions[name])
            self._open.discard(name)
        return self._made[name]

    def build(self, name: str, handles: Mapping[int, Any]) -> FuncGraph:
        """A traced graph of a function some of whose arguments are known resources."""
        if name not in self.definitions:
            raise ValueError(f"The library has no function {name!r}.")
        return self._build(self.definitions[name], handles)

    def branch(self, name: str, outer: Graph, arguments: Sequence[Any]) -> FuncGraph:
        """A traced graph of a branch, which captures its arguments from around it."""
        if name not in self.definitions:
            raise ValueError(f"The library has no function {name!r}.")
        wanted = len(self.definitions[name].signature.input_arg)
        if wanted != len(arguments):
            raise ValueError(
                f"The branch {name!r} takes {wanted} arguments, the node gives it "
                f"{len(arguments)}."
            )
        return self._build(self.definitions[name], around=(outer, arguments))

    def _build(
        self,
        definition: Any,
        handles: Mapping[int, Any] | None = None,
        around: tuple[Graph, Sequence[Any]] | None = None,
    ) -> FuncGraph:
        graph = FuncGraph(definition.signature.name, around and around[0])
        known: dict[str, Any] = {}
        for index, arg in enumerate(definition.signature.input_arg):
            if around is not None:
                known[arg.name] = graph.capture(around[1][index])
                continue
            described = definition.arg_attr[index].attr
            dims = None
            if described["_output_shapes"].list.shape:
                shape = described["_output_shapes"].list.shape[0]
                dims = tensor_proto.shape_from_proto(shape)
            name = described["_user_specified_name"].s.decode() or arg.name
            dtype = attributes._dtype(arg.type)
            tensor = graph.add_input(dtype, dims, valid_name(name))
            if handles and index in handles:
                tensor.handle_data = handles[index]
            known[arg.name] = tensor
        importer = Importer(graph, self, known)
        importer.inside_function = True
        with graph.as_default(), stop_tapes():
            importer.add_all(definition.node_def)
        graph.outputs = [
            importer.tensor(definition.ret[arg.name], "the results")
            for arg in definition.signature.output_arg
        ]
        graph.structured_outputs = list(graph.outputs)
        return graph


def valid_name(name: str) -> str:
    """A name that a node may have."""
    kept = "".join(c if c.isalnum() or c in "_.-/" else "_" for c in name)
    return kept if kept[:1].isalnum() else f"arg{kept}"


class Importer:
    """Adds the nodes of one message to one graph.

    Args:
        graph: The graph that gets the nodes.
        functions: The library that attributes refer to.
        known: Tensors by the names that the message uses; more are added.
    """

    def __init__(
        self, graph: Graph, functions: Functions, known: dict[str, Any]
    ) -> None:
        self.graph = graph
        self.functions = functions
        self.known = known
        self.operations: dict[str, Operation] = {}
        self.inside_function = False
        self.prefix = ""

    def add_all(self, nodes: Sequence[Any]) -> None:
        """Adds the nodes, each after those that it needs.

        Raises:
            NotImplementedError: There are ops that Tensorbrook lacks; names them all.
            ValueError: The message contradicts itself.
        """
        nodes = reference_variables.translated(nodes)
        nodes = old_control_flow.functional(
            nodes, self.functions.definitions, self.inside_function
        )
        missing = sorted(
            {
                node.op
                for node in nodes
                if node.op not in Op.registry and node.op not in self.functions
            }
        )
        if missing:
            raise NotImplementedError(
                f"The graph uses operations that Tensorbrook lacks yet: "
                f"{', '.join(missing)}."
            )
        for node in _in_order(nodes, self.known):
            self._add(node)

    def tensor(self, name: str, user: str) -> Any:
        """The tensor that a name of the message means."""
        if name in self.known:
            return self.known[name]
        base, _, index = name.partition(":")
        if not index and f"{base}:0" in self.known:
            return self.known[f"{base}:0"]
        if index == "0" and base in self.known:
            return self.known[base]  # an argument of a function
        raise ValueError(f"{user}: the input {name!r} is nowhere in the graph.")

    def _add(self, node: Any) -> None:
        flat: list[Any] = []
        control: list[Operation] = []
        for name in node.input:
            if name.startswith("^"):
                if name[1:] in self.operations:
                    control.append(self.operations[name[1:]])
                continue
            flat.append(self.tensor(name, f"The node {node.name!r}"))
        record, attrs = self._settled(node, flat)
        _check_inputs(record, node, flat, attrs)
        if _BRANCHES & attrs.keys():
            # The branches capture each tensor once, though the message may repeat it.
            flat = [flat[0], *{id(tensor): tensor for tensor in flat[1:]}.values()]
            attrs["Tin"] = tuple(tensor.dtype for tensor in flat[1:])
        if self.inside_function and attrs.get("f") is not None:
            if record.name.endswith("PartitionedCall"):
                self._inline(node, record, attrs, flat, control)
                return
        name = self.prefix + node.name
        made = self._make(record, flat, attrs, name, control)
        made.device = node.device
        if ATTRIBUTE in node.attr:
            own = self.functions.gradients.get(node.attr[ATTRIBUTE].s.decode())
            if own is not None:
                gradient = own.of_node(self.functions.find, self.tensor)
                made.__dict__["gradient_override"] = gradient
        self._refine(node, made)
        self._note(node, record, attrs, made.outputs, made)

    def _make(
        self, record: Op, flat: Any, attrs: Any, name: str, control: Any
    ) -> Operation:
        graph = self.graph
        previous, graph._control = graph._control, []
        try:
            unique = graph.unique_name(f"{name}/", mark_as_used=False)
            if unique in graph._by_name:
                unique = graph.unique_name(name)
            else:
                graph._names_in_use[unique.lower()] = max(
                    1, graph._names_in_use.get(unique.lower(), 0)
                )
            made = graph.add(record, flat, attrs, unique, _UNKNOWN_LINE)
        finally:
            graph._control = previous
        made.control_inputs.extend(control)
        return made

    def _inline(
        self, node: Any, record: Op, attrs: Any, flat: Any, control: Any
    ) -> None:
        """Carries a call out where it stands, so that gradients see through it."""
        called = attrs["f"]
        if has_own_gradients(called) and called.name in self.functions:
            outputs = self._imported(called.name, f"{node.name}/", flat)
        else:
            with self.graph.control_dependencies(control):
                outputs = inline(called, flat)
        last = self.graph.get_operations()[-1]
        self._note(node, record, attrs, outputs, last)

    def _imported(self, name: str, prefix: str, flat: Sequence[Any]) -> list[Any]:
        """The results of a function whose nodes join the graph with their gradients."""
        definition = self.functions.definitions[name]
        args = [arg.name for arg in definition.signature.input_arg]
        known = dict(zip(args, flat, strict=True))
        inner = Importer(self.graph, self.functions, known)
        inner.inside_function = True
        inner.prefix = self.prefix + prefix
        inner.add_all(definition.node_def)
        return [
            inner.tensor(definition.ret[arg.name], "the results")
            for arg in definition.signature.output_arg
        ]

    def _note(
        self, node: Any, record: Op, attrs: Any, outputs: Any, made: Operation
    ) -> None:
        """Remembers the outputs under the names that the message gives them."""
        self.operations[node.name] = made
        for index, tensor in enumerate(outputs):
            self.known.setdefault(f"{node.name}:{index}", tensor)
        if not self.inside_function:
            return
        position = 0
        for arg in record.signature.outputs:
            count = 1
            if arg.number_attr is not None:
                count = attrs[arg.number_attr]
            elif arg.type_list_attr is not None:
                count = len(attrs[arg.type_list_attr])
            for index in range(count):
                self.known[f"{node.name}:{arg.name}:{index}"] = outputs[position]
                position += 1

    def _settled(self, node: Any, flat: Sequence[Any]) -> tuple[Op, dict[str, Any]]:
        """The record of a node and its attributes, those left out included."""
        if node.op not in Op.registry:
            return self._call(node)
        record = Op.registry[node.op]
        shown = _shown_types(record, flat)
        attrs: dict[str, Any] = {}
        find = self.functions.find
        if _BRANCHES & record.signature.attrs.keys():
            find = lambda name: self.functions.branch(name, self.graph, flat[1:])  # noqa: E731
        for name, attr in record.signature.attrs.items():
            if name in node.attr:
                attrs[name] = attributes.from_proto(attr, node.attr[name], find)
            elif name in shown:
                attrs[name] = shown[name]
            elif attr.has_default:
                attrs[name] = attr.default
            else:
                raise ValueError(
                    f"The node {node.name!r} ({node.op}) lacks the attribute {name!r}."
                )
        for name, proto in node.attr.items():
            if name.startswith("_") and name not in attrs:
                value = attributes.free_value(proto)
                if value is not None:
                    attrs[name] = value
        return record, attrs

    def _call(self, node: Any) -> tuple[Op, dict[str, Any]]:
        """A node whose op is a function of the library."""
        graph = self.functions.find(node.op)
        record = function_call.stateful_partitioned_call_op
        attrs = {
            name: attr.default
            for name, attr in record.signature.attrs.items()
            if attr.has_default
        }
        attrs["Tin"] = tuple(tensor.dtype for tensor in graph.inputs)
        attrs["Tout"] = tuple(tensor.dtype for tensor in graph.outputs)
        attrs["f"] = graph
        return record, attrs

    def _refine(self, node: Any, made: Operation) -> None:
        """Adds what the message knows of shapes and of variables."""
        if made.record is state.var_handle_op:
            attrs = made.attrs
            name = attrs["shared_name"] or made.name
            made.outputs[0].__dict__["handle_data"] = HandleData(
                attrs["dtype"], attrs["shape"], name
            )
        if "_output_shapes" not in node.attr:
            return
        shapes = node.attr["_output_shapes"].list.shape
        for tensor, shape in zip(made.outputs, shapes, strict=False):
            dims = tensor_proto.shape_from_proto(shape)
            if compatible(tensor._dims, dims):
                tensor._dims = merge_dims(tensor._dims, dims)


def _shown_types(record: Op, flat: Sequence[Any]) -> dict[str, Any]:
    """The type attributes that the inputs show, as far as none of them is a list."""
    found: dict[str, Any] = {}
    for arg, tensor in zip(record.signature.inputs, flat, strict=False):
        if arg.is_list:
            break
        if arg.type_attr is not None:
            found.setdefault(arg.type_attr, tensor.dtype.base_dtype)
    return found


def _check_inputs(record: Op, node: Any, flat: Sequence[Any], attrs: Any) -> None:
    """Compares the inputs with what the signature and the attributes promise."""
    wanted: list[Any] = []
    for arg in record.signature.inputs:
        if arg.type_list_attr is not None:
            wanted.extend(attrs[arg.type_list_attr])
            continue
        dtype = arg.dtype if arg.type_attr is None else attrs[arg.type_attr]
        wanted.extend(
            [dtype] * (1 if arg.number_attr is None else attrs[arg.number_attr])
        )
    found = [tensor.dtype.base_dtype for tensor in flat]
    if found != wanted:
        raise ValueError(
            f"The node {node.name!r} ({node.op}) needs inputs of types "
            f"{[dtype.name for dtype in wanted]}, the graph gives it "
            f"{[dtype.name for dtype in found]}."
        )


def _in_order(nodes: Sequence[Any], known: Mapping[str, Any]) -> list[Any]:
    """The nodes in an order in which each comes after what it needs.

    Raises:
        ValueError: Two nodes have one name, or nodes wait for each other.
    """
    by_name = {node.name: node for node in nodes}
    if len(by_name) != len(nodes):
        raise ValueError("Two nodes of the graph have the same name.")
    order: list[Any] = []
    done: set[str] = set()
    entered: set[str] = set()
    for root in nodes:
        stack = [(root, False)]
        while stack:
            node, ready = stack.pop()
            if node.name in done:
                continue
            if ready:
                done.add(node.name)
                order.append(node)
                continue
            if node.name in entered:
                raise ValueError(
                    f"The node {node.name!r} depends on itself: loops of 1.x "
                    "(Enter, Exit, NextIteration) are not supported."
                )
            entered.add(node.name)
            stack.append((node, True))
            for name in reversed(node.input):
                base = name.lstrip("^").partition(":")[0]
                if base in by_name and base not in done:
                    stack.append((by_name[base], False))
    return order


def import_into(
    graph: Graph,
    definition: Any,
    known: dict[str, Any],
    prefix: str,
) -> Importer:
    """Adds the nodes of a GraphDef to a graph.

    Args:
        graph: The graph that gets them.
        definition: The GraphDef.
        known: Tensors that take the place of names of the message.
        prefix: What the names of the new nodes begin with.

    Returns:
        The importer, which knows the new nodes and tensors by their old names.
    """
    library = definition.library
    functions = Functions(library.function, library.registered_gradients)
    importer = Importer(graph, functions, known)
    importer.prefix = prefix
    with graph.as_default():
        importer.add_all(definition.node)
    return importer
