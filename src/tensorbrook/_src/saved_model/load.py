"""`tf.saved_model.load`: a SavedModel becomes Python objects again."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import Any

from tensorbrook._src.checkpoint import restoring
from tensorbrook._src.core import dtypes, errors, nest
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.eager.tensor import tensor_of
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.bundle import BundleReader, index_path
from tensorbrook._src.formats.files import data_loss, telling
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.graph.func_graph import init_scope
from tensorbrook._src.graph.handle_data import HandleData
from tensorbrook._src.graph.importing import Functions
from tensorbrook._src.graph.saved_gradients import Captured, SavedGradient
from tensorbrook._src.ops import array_creation
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.saved_model import structured
from tensorbrook._src.saved_model.asset import Asset
from tensorbrook._src.saved_model.files import (
    ASSETS,
    find_meta_graph,
    read_saved_model,
    text_of,
    variables_prefix,
)
from tensorbrook._src.saved_model.options import LoadOptions
from tensorbrook._src.saved_model.restored import (
    RestoredFunction,
    RestoredObject,
    RestoredResource,
    SignatureMap,
    signature_of,
)
from tensorbrook._src.variables.enums import (
    VariableAggregation,
    VariableSynchronization,
)
from tensorbrook._src.variables.variable import Variable


def load(export_dir: Any, tags: Any = None, options: LoadOptions | None = None) -> Any:
    """Loads a SavedModel.

    No code of the file is run but that of its graphs, when their functions are called.

    Args:
        export_dir: The folder.
        tags: The tags of the graph to load, where there are several.
        options: A `LoadOptions`.

    Returns:
        An object with the attributes that were saved: variables, functions, further
        objects, and `signatures`. For a SavedModel of 1.x: `signatures` and `variables`.

    Raises:
        OSError: There is no SavedModel.
        ValueError: No graph has these tags.
        NotImplementedError: It uses operations or objects that Tensorbrook lacks.
        errors.DataLossError: A file is damaged.

    Example:
        >>> import tempfile, tensorbrook as tf
        >>> class Scale(tf.Module):
        ...     @tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
        ...     def __call__(self, x):
        ...         return 2.0 * x
        >>> folder = tempfile.mkdtemp()
        >>> tf.saved_model.save(Scale(), folder)
        >>> tf.saved_model.load(folder)(3.0).numpy()
        np.float32(6.0)
    """
    folder = text_of(export_dir)
    saved = read_saved_model(folder)
    meta = find_meta_graph(saved, folder, tags)
    with init_scope(), telling(folder):
        if not meta.object_graph_def.nodes:
            from tensorbrook._src.saved_model.load_v1 import Loaded

            return Loaded(folder, meta)
        return _Loader(folder, meta, options or LoadOptions()).root


class _Loader:
    """Makes the objects of one graph of a SavedModel."""

    def __init__(self, folder: str, meta: Any, options: LoadOptions) -> None:
        self.folder = folder
        self.meta = meta
        library = meta.graph_def.library
        self.functions = Functions(library.function, library.registered_gradients)
        self.constants = {node.name: node for node in meta.graph_def.node}
        self.protos = list(meta.object_graph_def.nodes)
        self._check()
        self._bind_gradients()
        self.objects: list[Any] = [None] * len(self.protos)
        for number, proto in enumerate(self.protos):
            if proto.WhichOneof("kind") not in _FUNCTIONS:
                self.objects[number] = self._make(proto)
        self._attach(functions=False)
        self._create_resources()
        self.root = self.objects[0]
        if not options.experimental_skip_checkpoint:
            self._restore(options.allow_partial_checkpoint)
        self._make_functions()
        self._attach(functions=True)
        self._initialize_resources()
        self._finish()

    def _check(self) -> None:
        """Compares the numbers and names in the message with what there is."""
        count = len(self.protos)
        traces = self.meta.object_graph_def.concrete_functions
        wanted: list[str] = []
        numbers: list[int] = []
        assets: list[int] = []
        for proto in self.protos:
            numbers += [child.node_id for child in proto.children]
            wanted += proto.function.concrete_functions
            if proto.HasField("bare_concrete_function"):
                wanted.append(proto.bare_concrete_function.concrete_function_name)
            if proto.HasField("asset"):
                assets.append(proto.asset.asset_file_def_index)
        for name, trace in traces.items():
            numbers += trace.bound_inputs
            wanted.append(name)
        missing = {name for name in wanted if name not in traces}
        missing |= {name for name in wanted if name not in self.functions}
        files = len(self.meta.asset_file_def)
        damaged = any(not 0 <= number < count for number in numbers)
        damaged = damaged or any(not 0 <= number < files for number in assets)
        if missing or damaged:
            raise data_loss(
                self.folder,
                "the SavedModel contradicts itself: "
                + (
                    f"there is no function {sorted(missing)}"
                    if missing
                    else "a number leads to no object"
                ),
            )

    def _finish(self) -> None:
        info = self.meta.meta_info_def
        root = self.root.__dict__
        root.setdefault("signatures", SignatureMap())
        root["tensorflow_version"] = info.tensorflow_version
        root["tensorflow_git_version"] = info.tensorflow_git_version

    # --- objects ---------------------------------------------------------------------

    def _make(self, proto: Any) -> Any:
        kind = proto.WhichOneof("kind")
        make: dict[str | None, Callable[[Any], Any]] = {
            "user_object": self._user_object,
            "variable": self._variable,
            "constant": self._constant,
            "asset": self._asset,
            "resource": lambda proto: RestoredResource(),
            "captured_tensor": lambda proto: Captured(
                proto.name, proto.concrete_function
            ),
        }
        if kind not in make:
            raise NotImplementedError(
                f"{self.folder}: the SavedModel has an object of the kind {kind}, which "
                "isn't supported yet."
            )
        return make[kind](getattr(proto, kind))

    @staticmethod
    def _user_object(proto: Any) -> Any:
        made: dict[str, Callable[[], Any]] = {
            "trackable_list_wrapper": list,
            "trackable_tuple_wrapper": list,
            "trackable_dict_wrapper": dict,
            "signature_map": SignatureMap,
        }
        return made.get(proto.identifier, RestoredObject)()

    @staticmethod
    def _variable(proto: Any) -> Variable:
        dims = tensor_proto.shape_from_proto(proto.shape)
        dtype = dtypes.as_dtype(proto.dtype)
        first = array_creation.zeros([dim or 0 for dim in dims or ()], dtype)
        if dtype is dtypes.string:
            first = array_creation.fill([dim or 0 for dim in dims or ()], "")
        return Variable(
            first,
            trainable=proto.trainable,
            name=proto.name or None,
            dtype=dtype,
            shape=dims,
            synchronization=VariableSynchronization(proto.synchronization),
            aggregation=VariableAggregation(proto.aggregation),
        )

    def _constant(self, proto: Any) -> Any:
        node = self.constants.get(proto.operation)
        if node is None:
            raise errors.DataLossError(
                None, None, f"{self.folder}: there is no node {proto.operation!r}."
            )
        return tensor_of(*tensor_proto.from_proto(node.attr["value"].tensor))

    def _asset(self, proto: Any) -> Asset:
        name = self.meta.asset_file_def[proto.asset_file_def_index].filename
        inside = os.path.normpath(name)
        if os.path.isabs(inside) or inside.startswith(".."):
            raise errors.DataLossError(
                None, None, f"{self.folder}: the asset {name!r} lies outside."
            )
        return Asset(os.path.join(self.folder, ASSETS, inside))

    def _attach(self, functions: bool) -> None:
        """Gives objects their children: first all others, then functions."""
        for proto, owner in zip(self.protos, self.objects, strict=True):
            if isinstance(owner, list) and not functions:
                owner.extend([None] * len(proto.children))
            for child in proto.children:
                value = self.objects[child.node_id]
                kind = self.protos[child.node_id].WhichOneof("kind")
                if (kind in _FUNCTIONS) is not functions or value is None:
                    continue
                _attach_one(owner, child.local_name, value)

    # --- values ----------------------------------------------------------------------

    def _restore(self, partial: bool) -> None:
        prefix = variables_prefix(self.folder)
        if not os.path.exists(index_path(prefix)):
            return
        reader = BundleReader(prefix)
        graph = restoring.read_object_graph(reader)
        if graph is None:
            return
        restoration = restoring.Restoration(reader, graph, self.root)
        status = restoring.LoadStatus(restoration)
        if partial:
            status.expect_partial()
            return
        missing = [
            value
            for value in self.objects
            if isinstance(value, Variable) and id(value) not in restoration.restored
        ]
        if missing:
            raise errors.DataLossError(
                None,
                None,
                f"{self.folder}: the files hold no values for the variables "
                f"{[variable.name for variable in missing]}.",
            )

    # --- tables and their like -------------------------------------------------------

    def _create_resources(self) -> None:
        """Makes the resources, which functions and values need."""
        for proto, value in zip(self.protos, self.objects, strict=True):
            if not isinstance(value, RestoredResource):
                continue
            name = self._trace_of(proto, "_create_resource")
            described = self.meta.object_graph_def.concrete_functions[name]
            handle = self._concrete(name, described).flat_outputs([])[0]
            value.__dict__["resource_handle"] = handle

    def _trace_of(self, proto: Any, child_name: str) -> str:
        """The name of the trace of a function that is a child of an object."""
        for child in proto.children:
            if child.local_name == child_name:
                node = self.protos[child.node_id]
                if node.WhichOneof("kind") == "bare_concrete_function":
                    return str(node.bare_concrete_function.concrete_function_name)
                return str(node.function.concrete_functions[0])
        raise NotImplementedError(
            f"{self.folder}: a resource of the SavedModel has no function {child_name}."
        )

    def _initialize_resources(self) -> None:
        for value in self.objects:
            if isinstance(value, RestoredResource):
                initialize = value.__dict__.get("_initialize")
                if initialize is not None:
                    initialize()

    # --- functions -------------------------------------------------------------------

    def _bind_gradients(self) -> None:
        """Tells the gradients of one's own what they take and give."""
        traces = self.meta.object_graph_def.concrete_functions
        for kind, gradient in self.functions.gradients.items():
            if gradient.function not in traces:
                continue
            trace = traces[gradient.function]
            form = structured.decode(trace.output_signature)
            wanted = [leaf is not None for leaf in nest.flatten(form)]
            self.functions.gradients[kind] = SavedGradient(
                gradient.function, functools.partial(self._bound, trace), wanted
            )

    def _bound(self, trace: Any) -> list[Any]:
        """What a trace takes beside its arguments."""
        return [_captured(self.objects[number]) for number in trace.bound_inputs]

    def _make_functions(self) -> None:
        gradients = {item.function for item in self.functions.gradients.values()}
        traces = {
            name: self._concrete(name, proto)
            for name, proto in self.meta.object_graph_def.concrete_functions.items()
            if name not in gradients
        }
        for number, proto in enumerate(self.protos):
            kind = proto.WhichOneof("kind")
            if kind == "function":
                spec = structured.decode(proto.function.function_spec.fullargspec)
                if proto.function.function_spec.is_method and spec is not None:
                    spec = spec._replace(args=spec.args[1:])
                names = proto.function.concrete_functions
                self.objects[number] = RestoredFunction(
                    names[0] if names else "function",
                    [traces[name] for name in names],
                    signature_of(spec),
                )
            elif kind == "bare_concrete_function":
                bare = proto.bare_concrete_function
                trace = traces[bare.concrete_function_name]
                for tensor, keyword in zip(
                    trace.graph.inputs, bare.argument_keywords, strict=False
                ):
                    tensor.op.attrs["_user_name"] = keyword
                self.objects[number] = trace

    def _concrete(self, name: str, proto: Any) -> ConcreteFunction:
        """A trace whose captures are the loaded variables and constants."""
        definition = self.functions.definitions[name]
        bound = [self.objects[number] for number in proto.bound_inputs]
        first = len(definition.signature.input_arg) - len(bound)
        handles = {
            first + index: HandleData(item.dtype, item.shape._dims, item._shared_name)
            for index, item in enumerate(bound)
            if isinstance(item, Variable)
        }
        graph = self.functions.build(name, handles)
        captured = graph.inputs[first:]
        graph.inputs = graph.inputs[:first]
        for item, inner in zip(bound, captured, strict=True):
            external = _captured(item)
            graph._captures[id(inner)] = (external, inner)
            if isinstance(item, Variable):
                graph.variables.append(item)
        signature = structured.decode(proto.canonicalized_input_signature)
        graph.structured_input_signature = signature
        graph.structured_outputs = _packed_outputs(
            structured.decode(proto.output_signature), graph.outputs
        )
        return ConcreteFunction(graph)


_FUNCTIONS = frozenset(("function", "bare_concrete_function"))


def _captured(item: Any) -> Any:
    """The tensor by which a function uses an object."""
    if isinstance(item, Variable):
        return item.handle
    if isinstance(item, Asset):
        return constant(item.path, dtype=dtypes.string)
    if isinstance(item, RestoredResource):
        return item.__dict__["resource_handle"]
    return item


def _packed_outputs(structure: Any, outputs: list[Any]) -> Any:
    """The outputs in the structure that their specs have."""
    leaves = nest.flatten(structure, expand_composites=True)
    flat = iter(outputs)
    filled = [
        next(flat) if isinstance(leaf, TensorSpec | TypeSpec) else None
        for leaf in leaves
    ]
    return nest.pack_sequence_as(structure, filled, expand_composites=True)


def _attach_one(owner: Any, name: str, value: Any) -> None:
    if isinstance(owner, list):
        if name.isdigit() and int(name) < len(owner):
            owner[int(name)] = value
    elif isinstance(owner, dict):
        owner[name] = value
    elif isinstance(owner, RestoredObject | SignatureMap):
        owner.attach(name, value)
