"""SavedModels of 1.x: as an object with signatures, or into a session."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from tensorbrook._src.checkpoint.meta_graph import import_scoped_meta_graph
from tensorbrook._src.checkpoint.saver import Saver
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.eager.tensor import tensor_of
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.bundle import BundleReader, index_path
from tensorbrook._src.formats.files import telling
from tensorbrook._src.formats.schema import message
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.graph.graph_util import extract_sub_graph, node_name
from tensorbrook._src.graph.handle_data import HandleData
from tensorbrook._src.graph.importing import Functions, Importer
from tensorbrook._src.ops import state
from tensorbrook._src.saved_model.files import (
    ASSETS,
    INIT_SIGNATURE,
    find_meta_graph,
    read_saved_model,
    text_of,
    variables_prefix,
)
from tensorbrook._src.saved_model.restored import RestoredObject, SignatureMap
from tensorbrook._src.variables.variable import Variable

_MAIN_OP = "saved_model_main_op"
_LEGACY_INIT = "legacy_init_op"
_ASSETS = "saved_model_assets"


def load_v1(folder: str, meta: Any) -> RestoredObject:
    """The variables and signatures of a SavedModel of 1.x as an object.

    Raises:
        NotImplementedError: It uses operations that Tensorbrook lacks.
        errors.OpError: A file can't be read.
    """
    root = RestoredObject()
    variables = _variables(folder, meta)
    signatures = SignatureMap()
    for name, signature in meta.signature_def.items():
        if name != INIT_SIGNATURE:
            signatures.attach(
                name, _function(meta.graph_def, name, signature, variables)
            )
    root.__dict__["variables"] = list(variables.values())
    root.__dict__["signatures"] = signatures
    root.__dict__["graph"] = meta.graph_def
    root.__dict__["tensorflow_version"] = meta.meta_info_def.tensorflow_version
    return root


def _variables(folder: str, meta: Any) -> dict[str, Variable]:
    """The variables by the names of the nodes that make their handles."""
    nodes = {
        node.name: node
        for node in meta.graph_def.node
        if node.op == state.var_handle_op.name
    }
    prefix = variables_prefix(folder)
    if not nodes or not os.path.exists(index_path(prefix)):
        return {}
    reader = BundleReader(prefix)
    trainable = {
        node_name(message("VariableDef").FromString(content).variable_name)
        for content in meta.collection_def["trainable_variables"].bytes_list.value
    }
    made = {}
    for name, node in nodes.items():
        shared = node.attr["shared_name"].s.decode() or name
        if shared not in reader:
            continue
        dtype = dtypes.as_dtype(node.attr["dtype"].type)
        made[name] = Variable(
            tensor_of(reader.read(shared), dtype),
            trainable=name in trainable,
            name=shared,
            shape=tensor_proto.shape_from_proto(node.attr["shape"].shape),
        )
    return made


def _function(
    definition: Any, name: str, signature: Any, variables: dict[str, Variable]
) -> ConcreteFunction:
    """A signature as a function of its inputs, that gives its outputs as a dict."""
    wanted = [node_name(info.name) for info in signature.outputs.values()]
    cut = extract_sub_graph(definition, wanted)
    graph = FuncGraph(f"signature_{name}")
    known: dict[str, Any] = {}
    specs = {}
    for key in sorted(signature.inputs):
        info = signature.inputs[key]
        dims = tensor_proto.shape_from_proto(info.tensor_shape)
        dtype = dtypes.as_dtype(info.dtype)
        specs[key] = TensorSpec(dims, dtype, key)
        tensor = graph.add_input(dtype, dims, _node_name(key))
        tensor.op.attrs["_user_name"] = key
        known[_full(info.name)] = tensor
    for node in cut.node:
        if node.name in variables:
            variable = variables[node.name]
            inner = graph.capture(variable.handle)
            inner.handle_data = HandleData(
                variable.dtype, variable.shape._dims, variable._shared_name
            )
            known[f"{node.name}:0"] = inner
            graph.variables.append(variable)
    given = {node_name(key) for key in known}
    importer = Importer(graph, Functions(cut.library.function), known)
    with graph.as_default(), stop_tapes():
        importer.add_all([node for node in cut.node if node.name not in given])
    outputs = {
        key: importer.tensor(_full(signature.outputs[key].name), f"signature {name!r}")
        for key in sorted(signature.outputs)
    }
    graph.outputs = list(outputs.values())
    graph.structured_outputs = outputs
    graph.structured_input_signature = ((), specs)
    return ConcreteFunction(graph)


def _node_name(key: str) -> str:
    return "".join(c if c.isalnum() or c in "_./-" else "_" for c in key)


def _full(name: str) -> str:
    return name if ":" in name else f"{name}:0"


def maybe_saved_model_directory(export_dir: Any) -> bool:
    """Whether a folder holds a SavedModel.

    Args:
        export_dir: The folder.

    Returns:
        True or False.
    """
    from tensorbrook._src.saved_model.files import contains_saved_model

    return contains_saved_model(export_dir)


def load_into_session(
    sess: Any,
    tags: Iterable[str],
    export_dir: Any,
    import_scope: str | None = None,
    **saver_kwargs: Any,
) -> Any:
    """Adds the graph of a SavedModel to a session's graph and restores its variables.

    Args:
        sess: The session.
        tags: The tags of the graph, such as ["serve"].
        export_dir: The folder.
        import_scope: What the names of the new nodes begin with.
        **saver_kwargs: `input_map` and its like, as for `import_meta_graph`.

    Returns:
        The MetaGraphDef message; its signatures name the tensors to feed and fetch.

    Raises:
        OSError: There is no SavedModel.
        RuntimeError: No graph has these tags.
        NotImplementedError: It uses operations that Tensorbrook lacks.
    """
    folder = text_of(export_dir)
    meta = find_meta_graph(read_saved_model(folder), folder, tags)
    with sess.graph.as_default(), telling(folder):
        import_scoped_meta_graph(meta, import_scope=import_scope, **saver_kwargs)
        prefix = variables_prefix(folder)
        if meta.HasField("saver_def") and os.path.exists(index_path(prefix)):
            Saver.from_proto(meta.saver_def, import_scope).restore(sess, prefix)
        operation = _init_operation(meta, import_scope)
        if operation is not None:
            sess.run(operation, _asset_feeds(folder, meta, import_scope))
    return meta


def _scoped(name: str, scope: str | None) -> str:
    return f"{scope}/{name}" if scope else name


def _init_operation(meta: Any, scope: str | None) -> str | None:
    """The operation that has to run after the variables are restored."""
    if INIT_SIGNATURE in meta.signature_def:
        info = meta.signature_def[INIT_SIGNATURE].outputs[INIT_SIGNATURE]
        return _scoped(info.name, scope)
    for key in (_MAIN_OP, _LEGACY_INIT):
        if key in meta.collection_def:
            names = meta.collection_def[key].node_list.value
            if names:
                return _scoped(names[0], scope)
    return None


def _asset_feeds(folder: str, meta: Any, scope: str | None) -> dict[str, str]:
    assets = list(meta.asset_file_def)
    if not assets and _ASSETS in meta.collection_def:
        kind = message("AssetFileDef")
        for item in meta.collection_def[_ASSETS].any_list.value:
            assets.append(kind.FromString(item.value))
    return {
        _scoped(asset.tensor_info.name, scope): os.path.join(
            folder, ASSETS, asset.filename
        )
        for asset in assets
    }
