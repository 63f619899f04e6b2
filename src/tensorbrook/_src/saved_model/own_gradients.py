"""Writing gradients of one's own: each becomes a function that its node names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.export import Library
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.saved_gradients import ATTRIBUTE
from tensorbrook._src.graph.tensor import SymbolicTensor
from tensorbrook._src.ops.constant import convert_to_tensor, identity, identity_n_op
from tensorbrook._src.saved_model import structured

Owner = Callable[[Any], "int | None"]
Gradient = tuple[str, FuncGraph]  # the kind that nodes name, and the function


class OwnGradients:
    """The gradients of one's own of the functions of a SavedModel.

    Args:
        meta: The MetaGraphDef that is being made.
        library: Its functions.
        owner: The number of the object that a captured tensor stands for, or None.
        wanted: Whether they are saved at all.
    """

    def __init__(self, meta: Any, library: Library, owner: Owner, wanted: bool) -> None:
        self._wanted = wanted
        self._objects = meta.object_graph_def
        self._library = library
        self._owner = owner
        self._count = 0

    def note(self, graph: FuncGraph) -> list[Gradient]:
        """Lets nodes name their gradients; call before `graph` joins the library.

        Returns:
            Their kinds and the functions that compute them, for `add`.
        """
        made = []
        for node in _marked_nodes(graph):
            node.attrs.pop(ATTRIBUTE, None)
            if not self._wanted:
                continue
            try:
                function = _traced(node, graph)
            except errors.InaccessibleTensorError:
                continue  # it uses tensors of a branch or loop, which have no name
            externals = function.external_captures
            if all(self._can_be_bound(external, graph) for external in externals):
                self._count += 1
                kind = node.attrs[ATTRIBUTE] = f"CustomGradient-{self._count}"
                made.append((kind, function))
        return made

    def _can_be_bound(self, external: Any, graph: FuncGraph) -> bool:
        inside = isinstance(external, SymbolicTensor) and external.op.graph is graph
        return inside or self._owner(external) is not None

    def add(self, functions: list[Gradient], graph: FuncGraph, name: str) -> None:
        """Writes the functions for the nodes of `graph`, whose name is `name`."""
        for kind, function in functions:
            made = self._library.add(function, "__inference_internal_grad_fn")
            self._library.gradients.append(
                message("RegisteredGradient")(
                    gradient_func=made, registered_op_type=kind
                )
            )
            described = self._objects.concrete_functions[made]
            for external in function.external_captures:
                number = self._owner(external)
                if number is None:
                    number = self._captured(external, graph, name)
                described.bound_inputs.append(number)
            given = tuple(TensorSpec(t.shape, t.dtype) for t in function.inputs)
            signature = structured.encode((given, {}))
            described.canonicalized_input_signature.CopyFrom(signature)
            found = [
                None if t is None else TensorSpec(t.shape, t.dtype)
                for t in function.structured_outputs
            ]
            described.output_signature.CopyFrom(structured.encode(found))

    def _captured(self, tensor: Any, graph: FuncGraph, name: str) -> int:
        """The number of an object for a tensor inside a function."""
        (definition,) = (
            each for each in self._library.definitions if each.signature.name == name
        )
        operation = tensor.op.name
        for arg, given in zip(
            definition.signature.input_arg, graph.all_inputs, strict=True
        ):
            if given is tensor:
                operation = arg.name
        number = len(self._objects.nodes)
        captured = self._objects.nodes.add().captured_tensor
        captured.name = f"{operation}:{tensor.value_index}"
        captured.concrete_function = name
        return number


def _marked_nodes(graph: FuncGraph) -> Iterator[Any]:
    """The nodes of a graph, and of its branches and loops, with such gradients."""
    for node in graph.get_operations():
        own = "gradient_override" in node.__dict__
        if own and node.record is identity_n_op:
            if not any(tensor.dtype.holds_objects for tensor in node.outputs):
                yield node
        for value in node.attrs.values():
            for inner in value if isinstance(value, tuple) else (value,):
                if isinstance(inner, FuncGraph):
                    yield from _marked_nodes(inner)


def _traced(node: Any, outer: FuncGraph) -> FuncGraph:
    """The gradient of a node as a function of the gradients of its outputs."""
    graph = FuncGraph("internal_grad_fn", outer if node.graph is outer else None)
    graph.called_elsewhere = True
    with graph.as_default(), stop_tapes():
        dys = [
            graph.add_input(output.dtype, output._dims, f"result_grads_{index}")
            for index, output in enumerate(node.outputs)
        ]
        found: list[Any] = [
            None if each is None else identity(convert_to_tensor(each))
            for each in node.__dict__["gradient_override"](node, *dys)
        ]
    graph.outputs = [each for each in found if each is not None]
    graph.structured_outputs = found
    return graph
