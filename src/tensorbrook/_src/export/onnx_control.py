"""Walking a traced graph: constants are computed, calls opened, branches and loops nested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import Unsupported
from tensorbrook._src.export.onnx_builder import (
    Builder,
    NotTranslatable,
    Translation,
    Value,
    load_onnx,
)
from tensorbrook._src.export.onnx_elementwise import ELEMENTWISE
from tensorbrook._src.export.onnx_layers import LAYERS
from tensorbrook._src.export.onnx_lists import Lists, counters, origin
from tensorbrook._src.export.onnx_shapes import SHAPES
from tensorbrook._src.graph.export import expanded
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.graph.inline import needed_operations
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.runtime.xla import lower

_LARGEST_CONSTANT = 1 << 24  # elements; larger ones are computed where the model runs
_UNKNOWN = "unknown"
_UNNEEDED = ("Assert", "NoOp", "PrintV2")  # what they do is nothing of a model's


class Walker:
    """Translates traced graphs and gathers what ONNX has no word for."""

    def __init__(self) -> None:
        self.missing: dict[str, None] = {}
        self._lists = Lists()
        self._translations: dict[str, Translation] = {
            **ELEMENTWISE,
            **SHAPES,
            **LAYERS,
            **self._lists.translations(),
            "PartitionedCall": self._call,
            "StatefulPartitionedCall": self._call,
            "If": self._if,
            "StatelessIf": self._if,
            "While": self._while,
            "StatelessWhile": self._while,
            "IdentityN": lambda b, node, inputs: list(inputs),
        }

    def walk(
        self, b: Builder, graph: FuncGraph, values: Sequence[Value]
    ) -> list[Value]:
        """The outputs of a graph.

        Args:
            b: The ONNX graph that its nodes join.
            graph: The traced graph.
            values: One for each of its inputs and captures.
        """
        known: dict[int, Value] = {}
        for placeholder, value in zip(graph.all_inputs, values, strict=True):
            known[id(placeholder)] = value
        effects = [op for op in graph.get_operations() if op.record.stateful]
        for node in needed_operations(graph.all_inputs, graph.outputs, effects):
            inputs = [known[id(tensor)] for tensor in node.inputs]
            b.scope = node.name
            outputs = self._outputs(b, node, inputs)
            for tensor, value in zip(node.outputs, outputs, strict=True):
                known[id(tensor)] = value
        return [known[id(tensor)] for tensor in graph.outputs]

    def _outputs(self, b: Builder, node: Operation, inputs: list[Value]) -> list[Value]:
        read = _variable_value(node, inputs)
        if read is not None:
            inputs = [read, *inputs[1:]]
            if node.type == "ReadVariableOp":
                return [read]
        if _is_known(inputs) and _is_foldable(node):
            return lower(node, np, inputs)
        if node.type in _UNNEEDED:
            return []
        translation = self._translations.get(node.type)
        if translation is None:
            self.missing[node.type] = None
            return [_UNKNOWN] * len(node.outputs)
        try:
            return translation(b, node, inputs)
        except NotTranslatable as problem:
            if node.record.expansion is not None:
                return self.walk(b, expanded(node), inputs)
            self.missing[f"{node.type} with {problem}"] = None
            return [_UNKNOWN] * len(node.outputs)

    # --- calls, branches, loops ------------------------------------------------------

    def _call(self, b: Builder, node: Operation, inputs: list[Value]) -> list[Value]:
        graph = node.attrs["f"]
        return self.walk(b, graph, inputs)

    def _if(self, b: Builder, node: Operation, inputs: list[Value]) -> list[Value]:
        condition, *given = inputs
        graphs = [node.attrs["then_branch"], node.attrs["else_branch"]]
        if isinstance(condition, np.ndarray):
            return self.walk(b, graphs[0 if condition.any() else 1], given)
        branches = {}
        for name, graph in zip(("then_branch", "else_branch"), graphs, strict=True):
            inner = b.inner()
            found = self.walk(inner, graph, given)
            branches[name] = self._nested(inner, graph.name, [], found, graph.outputs)
        if node.inputs[0].dtype is not dtypes.as_dtype("bool"):
            condition = b.cast(condition, dtypes.as_dtype("bool"))
        return list(b.several("If", [condition], len(node.outputs), **branches))

    def _while(self, b: Builder, node: Operation, inputs: list[Value]) -> list[Value]:
        condition, body = node.attrs["cond"], node.attrs["body"]
        changing = [
            index
            for index, output in enumerate(body.outputs)
            if origin(output) is not body.all_inputs[index]
        ]
        (first,) = self.walk(b, condition, inputs)
        inner = b.inner()
        onnx = load_onnx()
        turn = inner.names.unique("turn")
        before = inner.names.unique("condition")
        number = onnx.TensorProto.INT64
        flag = onnx.TensorProto.BOOL
        given = [
            onnx.helper.make_tensor_value_info(turn, number, []),
            onnx.helper.make_tensor_value_info(before, flag, []),
        ]
        carried = list(inputs)
        for index in changing:
            tensor = body.all_inputs[index]
            name = inner.names.unique("carried")
            given.append(self._lists.carried(name, inputs[index], tensor.dtype))
            carried[index] = name
        self._lists.counters |= counters(node, inputs)
        found = self.walk(inner, body, carried)
        new = list(carried)
        for index in changing:
            new[index] = found[index]
        (goes_on,) = self.walk(inner, condition, new)
        graph = self._nested(
            inner,
            body.name,
            given,
            [goes_on, *(found[index] for index in changing)],
            [condition.outputs[0], *(body.outputs[index] for index in changing)],
        )
        starts = [inputs[index] for index in changing]
        made = b.several("Loop", [None, first, *starts], len(changing), body=graph)
        outputs = list(inputs)
        for index, name in zip(changing, made, strict=True):
            outputs[index] = name
            self._lists.note_result(name, inputs[index])
        return outputs

    def _nested(
        self,
        b: Builder,
        name: str,
        inputs: Sequence[Any],
        values: Sequence[Value],
        tensors: Sequence[Any],
    ) -> Any:
        """The graph of a branch or a loop; its results are nodes of its own."""
        onnx = load_onnx()
        outputs = []
        for value, tensor in zip(values, tensors, strict=True):
            made = b.add("Identity", value)
            outputs.append(self._lists.described(made, value, tensor.dtype))
        return onnx.helper.make_graph(b.nodes, b.names.unique(name), inputs, outputs)


def _is_known(inputs: Sequence[Value]) -> bool:
    return all(isinstance(value, np.ndarray | np.generic) for value in inputs)


def _is_foldable(node: Operation) -> bool:
    """Whether constants give constants, small enough to stand in the file."""
    if node.record.stateful or isinstance(node.record.xla, Unsupported):
        return False
    return all(
        tensor._dims is None
        or None in tensor._dims
        or int(np.prod(tensor._dims)) <= _LARGEST_CONSTANT  # type: ignore[arg-type]
        for tensor in node.outputs
    )


def _variable_value(node: Operation, inputs: Sequence[Value]) -> Any:
    """The value of the variable that a node reads."""
    if node.type not in ("ReadVariableOp", "ResourceGather", "ResourceGatherNd"):
        return None
    resource = inputs[0]
    if isinstance(resource, str | np.ndarray):
        return None
    try:
        return np.asarray(resource.read()._array())
    except errors.FailedPreconditionError:
        raise NotTranslatable("a variable without a value") from None
