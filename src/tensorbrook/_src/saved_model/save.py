"""`tf.saved_model.save`: Python objects and their functions as a SavedModel."""

from __future__ import annotations

import os
from typing import Any

from tensorbrook._src.checkpoint import saver_nodes, trackable
from tensorbrook._src.checkpoint.meta_graph import write_message
from tensorbrook._src.checkpoint.object_graph import collect, graph_item
from tensorbrook._src.core import dtypes, nest
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import type_spec_from_value
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.formats import files as disk
from tensorbrook._src.formats import folders, tensor_proto
from tensorbrook._src.formats.bundle_writer import write_bundle
from tensorbrook._src.formats.schema import message
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.graph.export import Library, graph_def
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.handle_data import HandleData
from tensorbrook._src.graph.importing import valid_name
from tensorbrook._src.ops import function_call, state
from tensorbrook._src.ops.constant import constant, no_op, placeholder_op
from tensorbrook._src.saved_model import (
    contents,
    files,
    own_gradients,
    signatures,
    structured,
)
from tensorbrook._src.saved_model.asset import Asset
from tensorbrook._src.saved_model.function_specs import function_spec
from tensorbrook._src.saved_model.options import SaveOptions
from tensorbrook._src.saved_model.table_functions import (
    INITIALIZE,
    is_table,
    make_handle,
)
from tensorbrook._src.variables import variable_def
from tensorbrook._src.variables.variable import Variable

_VERSION = "2.21.0"  # the TensorFlow whose files these are
_MAIN_OP = "saved_model_main_op"
_CONTAINERS: dict[type, str] = {
    list: "trackable_list_wrapper",
    tuple: "trackable_tuple_wrapper",
    dict: "trackable_dict_wrapper",
}


def save(
    obj: Any,
    export_dir: Any,
    signatures: Any = None,
    options: SaveOptions | None = None,
) -> None:
    """Saves an object with its variables and functions as a SavedModel.

    Functions are saved as they were traced: call a `tf.function` once, or give it an
    input signature.

    Args:
        obj: A `tf.Module`, a Keras model, or another object that can be tracked.
        export_dir: The folder.
        signatures: A function, or functions by name, that can be called without this
            package: by `saved_model_cli`, TensorFlow Serving and others.
        options: A `SaveOptions`.

    Raises:
        ValueError: The object can't be tracked, or a signature is no traced function.
        AssertionError: A function uses a variable that the object doesn't have.
        errors.OpError: A file can't be written.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> class Scale(tf.Module):
        ...     @tf.function(input_signature=[tf.TensorSpec([], tf.float32, "x")])
        ...     def double(self, x):
        ...         return {"twice": 2.0 * x}
        >>> folder = tempfile.mkdtemp()
        >>> tf.saved_model.save(Scale(), folder)
        >>> loaded = tf.saved_model.load(folder)
        >>> loaded.signatures["serving_default"](x=tf.constant(3.0))["twice"].numpy()
        np.float32(6.0)
    """
    if not trackable.is_trackable(obj):
        raise ValueError(
            f"Expected an object of type `Trackable`, such as `tf.Module` or a subclass of "
            f"the `Trackable` class, for export. Got {obj!r} with type {type(obj)}."
        )
    with init_scope(), folders.replacing(export_dir, files.OWN) as folder:
        _Writer(obj, folder, signatures, options or SaveOptions())


class _Writer:
    """Collects the parts of one SavedModel and writes them."""

    def __init__(
        self, root: Any, folder: str, given: Any, options: SaveOptions
    ) -> None:
        self.folder = folder
        self.library = Library()
        self.graph = Graph()
        self.meta = message("MetaGraphDef")()
        self.proto = self.meta.object_graph_def
        self.signatures = signatures.canonical(given, root)
        self.objects = contents.objects(root)
        self.numbers = {id(value): n for n, value in enumerate(self.objects)}
        self.owners: dict[int, int] = {}  # tensors that stand for an object
        self.graph_tensors: dict[int, Any] = {}  # what stands for them in the graph
        self.names: dict[int, str] = {}  # names of traces in the library
        self.gradients = own_gradients.OwnGradients(
            self.meta,
            self.library,
            lambda tensor: self.owners.get(id(tensor)),
            options.experimental_custom_gradients,
        )
        self.initial: list[Any] = []  # operations to run after loading
        self._keep_alive: list[Any] = []
        for value in self.objects:
            self._add_object(value)
        for value in self.objects:
            self._add_functions(value)
        self._add_signatures()
        self._add_saver(root)
        self._finish(options)
        self._write(root)

    # --- objects ---------------------------------------------------------------------

    def _add_object(self, value: Any) -> None:
        node = self.proto.nodes.add()
        for name, child in contents.children(value).items():
            node.children.add(node_id=self.numbers[id(child)], local_name=name)
        if isinstance(value, Variable):
            self._add_variable(node, value)
        elif isinstance(value, Asset):
            self._add_asset(node, value)
        elif is_table(value):
            node.resource.SetInParent()
            with self.graph.as_default():
                handle = make_handle(value)
            self._stands_for(value.resource_handle, self.numbers[id(value)], handle)
        else:
            kind = _CONTAINERS.get(type(value), "_generic_user_object")
            node.user_object.identifier = kind
            node.user_object.version.producer = 1
            node.user_object.version.min_consumer = 1

    def _add_variable(self, node: Any, value: Variable) -> None:
        made = node.variable
        made.dtype = value.dtype.as_datatype_enum
        made.shape.CopyFrom(tensor_proto.shape_to_proto(value.shape._dims))
        made.trainable = value.trainable
        made.name = value._shared_name
        made.synchronization = value.synchronization.value
        made.aggregation = value.aggregation.value
        graph, dims = self.graph, value.shape._dims
        with graph.as_default():
            name = graph.unique_name(valid_name(value._shared_name))
            handle = state.var_handle_op(
                name=f"{name}/", shared_name=name, dtype=value.dtype, shape=dims
            )
            handle.handle_data = HandleData(value.dtype, dims, name)
            with graph.name_scope(f"{name}/Read/"):
                state.read_variable_op(handle, dtype=value.dtype)
        self._stands_for(value.handle, self.numbers[id(value)], handle)

    def _add_asset(self, node: Any, value: Asset) -> None:
        name = os.path.basename(value.path)
        target = os.path.join(self.folder, files.ASSETS, name)
        disk.make_folder(os.path.dirname(target))
        disk.copy(value.path, target)
        node.asset.asset_file_def_index = len(self.meta.asset_file_def)
        with self.graph.as_default():
            tensor = constant(os.path.join(files.ASSETS, name), name="asset_path")
        made = self.meta.asset_file_def.add(filename=name)
        made.tensor_info.name = tensor.name  # type: ignore[attr-defined]
        self._stands_for(value.asset_path, self.numbers[id(value)], tensor)

    def _stands_for(self, tensor: Any, number: int, in_graph: Any) -> None:
        self.owners[id(tensor)] = number
        self.graph_tensors[id(tensor)] = in_graph
        self._keep_alive.append(tensor)

    # --- functions -------------------------------------------------------------------

    def _add_functions(self, value: Any) -> None:
        for name, function in contents.functions(value).items():
            known = self.numbers.get(id(function))
            if known is None:
                known = self._add_function(name, function)
            owner = self.proto.nodes[self.numbers[id(value)]]
            owner.children.add(node_id=known, local_name=name)
            if is_table(value) and name == INITIALIZE:
                (trace,) = contents.traces(function)
                self.initial.append(self._call(trace, []))

    def _add_function(self, name: str, function: Any) -> int:
        number = len(self.proto.nodes)
        self.numbers[id(function)] = number
        self._keep_alive.append(function)
        node = self.proto.nodes.add()
        if isinstance(function, ConcreteFunction):
            self._describe_bare(node.bare_concrete_function, function, name)
            return number
        node.function.SetInParent()
        for trace in contents.traces(function):
            if _can_be_saved(trace):
                trace_name = self._add_trace(trace, name)
                node.function.concrete_functions.append(trace_name)
        node.function.function_spec.CopyFrom(function_spec(function))
        return number

    def _describe_bare(self, made: Any, trace: ConcreteFunction, name: str) -> None:
        made.concrete_function_name = self._add_trace(trace, name)
        keywords = [
            tensor.op.attrs.get("_user_name", tensor.op.name)
            for tensor in trace.graph.inputs
        ]
        made.argument_keywords.extend(keywords)
        made.allowed_positional_arguments = len(keywords)

    def _add_trace(self, trace: ConcreteFunction, name: str) -> str:
        known = self.names.get(id(trace))
        if known is not None:
            return known
        own = self.gradients.note(trace.graph)
        made = self.library.add(trace.graph, f"__inference_{name}")
        self.names[id(trace)] = made
        self._keep_alive.append(trace)
        described = self.proto.concrete_functions[made]
        for external in trace.graph.external_captures:
            described.bound_inputs.append(self._owner(external, trace))
        signature = trace.structured_input_signature
        described.canonicalized_input_signature.CopyFrom(structured.encode(signature))
        described.output_signature.CopyFrom(structured.encode(_output_specs(trace)))
        self.gradients.add(own, trace.graph, made)
        return made

    def _owner(self, external: Any, trace: ConcreteFunction) -> int:
        """The node of what a function captures; constants get one here."""
        if id(external) in self.owners:
            return self.owners[id(external)]
        if not isinstance(external, EagerTensor) or external.dtype.holds_objects:
            what = getattr(external, "_array", lambda: external)()
            raise AssertionError(
                f"Tried to export the function {trace.name!r} which references an "
                f"'untracked' resource: {getattr(what, 'name', what)!r}. TensorFlow "
                "objects (e.g. tf.Variable) captured by functions must be 'tracked' by "
                "assigning them to an attribute of a tracked object or assigned to an "
                "attribute of the main object directly."
            )
        number = len(self.proto.nodes)
        with self.graph.as_default():
            tensor = self.graph.constant(external, "Const")
        self.proto.nodes.add().constant.operation = tensor.op.name
        self._stands_for(external, number, tensor)
        return number

    # --- signatures ------------------------------------------------------------------

    def _add_signatures(self) -> None:
        number = len(self.proto.nodes)
        holder = self.proto.nodes.add()
        holder.user_object.identifier = "signature_map"
        holder.user_object.version.producer = 1
        holder.user_object.version.min_consumer = 1
        root = self.proto.nodes[0]
        kept = [child for child in root.children if child.local_name != "signatures"]
        del root.children[:]
        root.children.extend(kept)
        root.children.add(node_id=number, local_name="signatures")
        for name, trace in self.signatures.items():
            child = len(self.proto.nodes)
            node = self.proto.nodes.add()
            self._describe_bare(
                node.bare_concrete_function, trace, f"signature_wrapper_{name}"
            )
            self.proto.nodes[number].children.add(node_id=child, local_name=name)
            self._add_signature_nodes(name, trace)
        with self.graph.as_default(), self.graph.control_dependencies(self.initial):
            nothing = no_op(name="NoOp")
        info = self.meta.signature_def[files.INIT_SIGNATURE].outputs[
            files.INIT_SIGNATURE
        ]
        info.name = nothing.name
        info.tensor_shape.unknown_rank = True
        self.meta.collection_def[_MAIN_OP].node_list.value.append(nothing.name)

    def _add_signature_nodes(self, name: str, trace: ConcreteFunction) -> None:
        """Placeholders and a call in the graph, for those who don't read objects."""
        graph = self.graph
        made = self.meta.signature_def[name]
        made.method_name = files.PREDICT
        flat = []
        with graph.as_default():
            for tensor in trace.graph.inputs:
                key = tensor.op.attrs.get("_user_name", tensor.op.name)
                fed = placeholder_op(
                    dtype=tensor.dtype,
                    shape=tensor._dims,
                    name=valid_name(f"{name}_{key}"),
                )
                flat.append(fed)
                _describe(made.inputs[key], fed)
        call = self._call(trace, flat)
        keys = sorted(trace.graph.structured_outputs)
        for key, tensor in zip(keys, call.outputs, strict=True):
            _describe(made.outputs[key], tensor)

    def _call(self, trace: ConcreteFunction, arguments: list[Any]) -> Any:
        """A node of the graph that calls a trace."""
        graph = self.graph
        captured = [
            self.graph_tensors[id(external)]
            for external in trace.graph.external_captures
        ]
        flat = [*arguments, *captured]
        record = function_call.stateful_partitioned_call_op
        attrs = {
            key: attr.default
            for key, attr in record.signature.attrs.items()
            if attr.has_default
        }
        attrs["Tin"] = tuple(tensor.dtype for tensor in flat)
        attrs["Tout"] = tuple(tensor.dtype for tensor in trace.graph.outputs)
        attrs["f"] = trace.graph
        with graph.as_default():
            return graph.add(record, flat, attrs, graph.unique_name(record.name))

    # --- values ----------------------------------------------------------------------

    def _add_saver(self, root: Any) -> None:
        """Nodes that save and restore the variables, for those who run the graph."""
        _, items = collect(root)
        values = iter(items)
        saved = {}
        for value in self.objects:
            for _ in trackable.values(value):
                key = next(values).name
                if isinstance(value, Variable):
                    saved[key] = self._graph_variable(value)
        if saved:
            with self.graph.as_default():
                made = saver_nodes.build(
                    dict(sorted(saved.items())), False, "saver", None
                )
            self.meta.saver_def.CopyFrom(made)

    def _graph_variable(self, value: Variable) -> Variable:
        handle = self.graph_tensors[id(value.handle)]
        name = handle.op.name
        definition = message("VariableDef")(
            variable_name=handle.name,
            snapshot_name=f"{name}/Read/ReadVariableOp:0",
            is_resource=True,
            trainable=value.trainable,
        )
        with self.graph.as_default():
            return variable_def.from_proto(definition)

    def _finish(self, options: SaveOptions) -> None:
        info = self.meta.meta_info_def
        info.tags.append(files.SERVING)
        info.tags.extend(options.extra_tags or ())
        info.tensorflow_version = _VERSION
        for alias, function in options.function_aliases.items():
            for trace in contents.traces(function):
                info.function_aliases[self._add_trace(trace, alias)] = alias
        definition = graph_def(self.graph, add_shapes=True, library=self.library)
        self.meta.graph_def.CopyFrom(definition)

    def _write(self, root: Any) -> None:
        graph, items = collect(root)
        items.append(graph_item(graph))
        write_bundle(files.variables_prefix(self.folder), items)
        saved = message("SavedModel")(saved_model_schema_version=files.VERSION)
        saved.meta_graphs.append(self.meta)
        write_message(os.path.join(self.folder, files.BINARY), saved, as_text=False)


def _describe(info: Any, tensor: Any) -> None:
    info.name = tensor.name
    info.dtype = tensor.dtype.as_datatype_enum
    info.tensor_shape.CopyFrom(tensor_proto.shape_to_proto(tensor._dims))


def _output_specs(trace: ConcreteFunction) -> Any:
    """The specs of what a function returns, in its structure."""

    def spec(item: Any) -> Any:
        if isinstance(item, Tensor):
            return TensorSpec(item.shape, item.dtype, item.op.name)  # type: ignore[attr-defined]
        return None if item is None else type_spec_from_value(item)

    return nest.map_structure(spec, trace.graph.structured_outputs)


def _can_be_saved(trace: ConcreteFunction) -> bool:
    """Whether the arguments of a trace have a form in a message."""
    try:
        structured.encode(trace.structured_input_signature)
    except NotImplementedError:
        return False
    return all(t.dtype is not dtypes.resource for t in trace.graph.inputs)
