"""Functions cut out of the graph of a 1.x SavedModel, with one state for all of them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.eager.tensor import tensor_of
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.bundle import BundleReader, index_path
from tensorbrook._src.formats.schema import message
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.graph import reference_variables
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.graph_util import extract_sub_graph, node_name
from tensorbrook._src.graph.handle_data import HandleData
from tensorbrook._src.graph.importing import Functions, Importer, valid_name
from tensorbrook._src.ops import array_creation, state
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.ops.sparse_tensor import SparseTensor, SparseTensorSpec
from tensorbrook._src.saved_model.files import variables_prefix
from tensorbrook._src.variables.variable import Variable


class GraphFunctions:
    """The graph of a SavedModel, from which functions can be cut.

    Variables, tables and whatever else the graph keeps are made once, so that all
    functions see the same.

    Args:
        folder: The SavedModel.
        meta: Its MetaGraphDef.
        assets: Paths of the files that come with it, by the tensors that name them.
    """

    def __init__(self, folder: str, meta: Any, assets: Mapping[str, str]) -> None:
        self._definition = message("GraphDef")()
        self._definition.CopyFrom(meta.graph_def)
        del self._definition.node[:]
        self._definition.node.extend(
            reference_variables.translated(meta.graph_def.node)
        )
        self._assets = {_full(name): path for name, path in assets.items()}
        self.variables: dict[str, Variable] = {}
        self._handles: dict[str, Any] = {}
        saved = self._make_variables(folder, meta)
        self._make_resources()
        if not saved:
            self._restore(folder, meta.saver_def)

    def _make_variables(self, folder: str, meta: Any) -> bool:
        """Makes the variables; whether each has its value from the checkpoint."""
        prefix = variables_prefix(folder)
        reader = BundleReader(prefix) if os.path.exists(index_path(prefix)) else None
        trainable = {
            node_name(message("VariableDef").FromString(content).variable_name)
            for content in meta.collection_def["trainable_variables"].bytes_list.value
        }
        complete = True
        for node in self._definition.node:
            if node.op != state.var_handle_op.name:
                continue
            shared = node.attr["shared_name"].s.decode() or node.name
            dtype = dtypes.as_dtype(node.attr["dtype"].type)
            dims = tensor_proto.shape_from_proto(node.attr["shape"].shape)
            value: Any
            if reader is not None and shared in reader:
                value = tensor_of(reader.read(shared), dtype)
            else:
                complete = False
                value = array_creation.zeros([size or 0 for size in dims or ()], dtype)
            self.variables[node.name] = Variable(
                value, trainable=shared in trainable, name=shared, shape=dims
            )
        return complete

    def _make_resources(self) -> None:
        """Makes the tables and queues, which the functions then share."""
        for node in self._definition.node:
            record = None if node.name in self.variables else Op.registry.get(node.op)
            if record is None or not _makes_handle(record):
                continue
            info = message("TensorInfo")(name=f"{node.name}:0")
            made = self.function(node.name, {}, {"handle": info})
            self._handles[info.name] = made()["handle"]

    def _restore(self, folder: str, saver: Any) -> None:
        """Lets the graph restore what the checkpoint has under other names."""
        prefix = variables_prefix(folder)
        if saver.restore_op_name and os.path.exists(index_path(prefix)):
            self.run(saver.restore_op_name, {saver.filename_tensor_name: prefix})

    def run(self, operation: str, feeds: Mapping[str, str] | None = None) -> None:
        """Runs an operation for its effect, once; `feeds` are strings by tensor."""
        given = {_full(name): text for name, text in (feeds or {}).items()}
        graph, _ = self._cut("run", [node_name(operation)], {}, given)
        ConcreteFunction(graph)()

    def function(
        self, name: str, inputs: Mapping[str, Any], outputs: Mapping[str, Any]
    ) -> ConcreteFunction:
        """The function from some tensors of the graph to others.

        Args:
            name: A name for it.
            inputs: The arguments: a TensorInfo message by keyword.
            outputs: The results: a TensorInfo message by key.

        Returns:
            The function; it takes keywords and gives a dict.
        """
        names = {key: tensor_names(outputs[key]) for key in sorted(outputs)}
        wanted = [node_name(part) for parts in names.values() for part in parts]
        graph, importer = self._cut(name, wanted, inputs, {})
        found = {
            key: [importer.tensor(part, f"the signature {name!r}") for part in parts]
            for key, parts in names.items()
        }
        graph.outputs = [tensor for parts in found.values() for tensor in parts]
        graph.structured_outputs = {
            key: parts[0] if len(parts) == 1 else SparseTensor(*parts)
            for key, parts in found.items()
        }
        return ConcreteFunction(graph)

    def _cut(
        self,
        name: str,
        wanted: Sequence[str],
        inputs: Mapping[str, Any],
        texts: Mapping[str, str],
    ) -> tuple[FuncGraph, Importer]:
        """A graph of what some nodes need, and the importer that made it."""
        cut = extract_sub_graph(self._definition, wanted)
        graph = FuncGraph(f"signature_{name}")
        known, specs = _arguments(graph, inputs)
        names = {node.name for node in cut.node}
        with graph.as_default(), stop_tapes():
            for tensor, text in {**self._assets, **texts}.items():
                if node_name(tensor) in names:
                    known.setdefault(tensor, constant(text))
        for node in names & self.variables.keys():
            variable = self.variables[node]
            inner = graph.capture(variable.handle)
            inner.handle_data = HandleData(
                variable.dtype, variable.shape._dims, variable._shared_name
            )
            known.setdefault(f"{node}:0", inner)
            graph.variables.append(variable)
        for tensor, handle in self._handles.items():
            if node_name(tensor) in names:
                known.setdefault(tensor, graph.capture(handle))
        given = {node_name(key) for key in known}
        library = cut.library
        functions = Functions(library.function, library.registered_gradients)
        importer = Importer(graph, functions, known)
        with graph.as_default(), stop_tapes():
            importer.add_all([node for node in cut.node if node.name not in given])
        graph.structured_input_signature = ((), specs)
        return graph, importer


def _arguments(
    graph: FuncGraph, inputs: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arguments of a function: its tensors by their old names, and their specs."""
    known: dict[str, Any] = {}
    specs: dict[str, Any] = {}
    for key in sorted(inputs):
        info = inputs[key]
        dims = tensor_proto.shape_from_proto(info.tensor_shape)
        dtype = dtypes.as_dtype(info.dtype)
        names = tensor_names(info)
        plain = TensorSpec(dims, dtype, key)
        specs[key] = plain if len(names) == 1 else SparseTensorSpec(dims, dtype)
        parts = [plain] if len(names) == 1 else specs[key]._component_specs
        for number, (name, spec) in enumerate(zip(names, parts, strict=True)):
            known[name] = graph.add_input(spec.dtype, spec.shape._dims, valid_name(key))
            keyword = f"{key}_{number}" if number else key
            known[name].op.attrs["_user_name"] = keyword
    return known, specs


def _makes_handle(record: Op) -> bool:
    """Whether an op makes something that outlives a run, and gives a handle to it."""
    return "shared_name" in record.signature.attrs and any(
        arg.is_ref or arg.dtype is dtypes.resource for arg in record.signature.outputs
    )


def _full(name: str) -> str:
    return name if ":" in name else f"{name}:0"


def tensor_names(info: Any) -> list[str]:
    """The names of the tensors that a TensorInfo message stands for."""
    if info.WhichOneof("encoding") != "coo_sparse":
        return [_full(info.name)]
    sparse = info.coo_sparse
    parts = (
        sparse.indices_tensor_name,
        sparse.values_tensor_name,
        sparse.dense_shape_tensor_name,
    )
    return [_full(part) for part in parts]
