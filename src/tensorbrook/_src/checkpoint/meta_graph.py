"""MetaGraphDef messages: a graph with its collections and its saver."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats import files
from tensorbrook._src.formats.files import data_loss, telling
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.import_graph_def import as_graph_def, import_graph_def
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.variables import variable_def
from tensorbrook._src.variables.variable import Variable

#: The collections whose messages stand for variables.
_VARIABLES = frozenset(
    (
        "variables",
        "trainable_variables",
        "local_variables",
        "model_variables",
        "moving_average_variables",
        "metric_variables",
        "global_step",
        "concatenated_variables",
    )
)
_VERSION = "2.21.0"  # the TensorFlow whose files these are


def export_meta_graph(
    filename: Any = None,
    meta_info_def: Any = None,
    graph_def: Any = None,
    saver_def: Any = None,
    collection_list: Iterable[str] | None = None,
    as_text: bool = False,
    graph: Graph | None = None,
    export_scope: str | None = None,
    clear_devices: bool = False,
    clear_extraneous_savers: bool = False,
    strip_default_attrs: bool = False,
    save_debug_info: bool = False,
    **kwargs: Any,
) -> Any:
    """A MetaGraphDef of a graph, also written into a file.

    Args:
        filename: The file, or None.
        meta_info_def: What is to be said of the graph.
        graph_def: The GraphDef; by default that of `graph`.
        saver_def: The SaverDef.
        collection_list: The collections to export; by default all.
        as_text: Whether the file is text.
        graph: The graph; by default the default graph.
        export_scope: Exports only nodes below this name scope, without it.
        clear_devices: Whether to leave out devices.
        clear_extraneous_savers: Accepted for compatibility.
        strip_default_attrs: Accepted for compatibility.
        save_debug_info: Accepted for compatibility.
        **kwargs: Accepted for compatibility.

    Returns:
        A MetaGraphDef message.

    Raises:
        errors.OpError: The file can't be written.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     a = tf.constant(1, name="a")
        ...     meta = tf.train.export_meta_graph()
        >>> [node.name for node in meta.graph_def.node]
        ['a']
    """
    graph = get_default_graph() if graph is None else graph
    made = message("MetaGraphDef")()
    if meta_info_def is not None:
        made.meta_info_def.CopyFrom(meta_info_def)
    made.meta_info_def.tensorflow_version = _VERSION
    definition = (
        graph.as_graph_def(add_shapes=True)
        if graph_def is None
        else as_graph_def(graph_def)
    )
    made.graph_def.CopyFrom(definition)
    if export_scope:
        _cut_scope(made.graph_def, export_scope)
    if clear_devices:
        for node in made.graph_def.node:
            node.device = ""
    if saver_def is not None:
        made.saver_def.CopyFrom(saver_def)
    keys = graph.get_all_collection_keys()
    for key in keys if collection_list is None else collection_list:
        if isinstance(key, str):
            _add_collection(made, key, graph.get_collection(key), export_scope)
    if filename is not None:
        write_message(filename, made, as_text)
    return made


def write_message(path: Any, item: Any, as_text: bool) -> None:
    """Writes a message into a file, as text or as bytes."""
    if as_text:
        from google.protobuf import text_format

        files.write(path, text_format.MessageToString(item).encode())
    else:
        files.write(path, item.SerializeToString(deterministic=True))


def _cut_scope(definition: Any, scope: str) -> None:
    """Keeps the nodes below a scope, under names without it."""
    prefix = f"{scope}/"
    kept = [node for node in definition.node if node.name.startswith(prefix)]
    nodes = []
    for node in kept:
        copy = message("NodeDef")()
        copy.CopyFrom(node)
        copy.name = node.name.removeprefix(prefix)
        copy.input[:] = [
            name.replace(prefix, "", 1) if name.lstrip("^").startswith(prefix) else name
            for name in node.input
        ]
        nodes.append(copy)
    del definition.node[:]
    definition.node.extend(nodes)


def _add_collection(made: Any, key: str, items: list[Any], scope: Any) -> None:
    """Adds a collection, as far as its items have a form in a message."""
    target = made.collection_def[key]
    for item in items:
        if isinstance(item, Tensor | Operation):
            name: str = item.name  # type: ignore[union-attr]
            if not scope or name.startswith(f"{scope}/"):
                target.node_list.value.append(name.removeprefix(f"{scope}/"))
        elif isinstance(item, bool | int):
            target.int64_list.value.append(int(item))
        elif isinstance(item, float):
            target.float_list.value.append(item)
        elif (content := _item_bytes(item, scope)) is not None:
            target.bytes_list.value.append(content)
    if target.WhichOneof("kind") is None:
        del made.collection_def[key]


def _item_bytes(item: Any, scope: Any) -> bytes | None:
    """The bytes that stand for an item of a collection; None where there are none."""
    if isinstance(item, Variable):
        definition = variable_def.to_proto(item, scope)
        return None if definition is None else definition.SerializeToString()
    if isinstance(item, str | bytes):
        return item.encode() if isinstance(item, str) else item
    if hasattr(item, "to_proto"):
        item = item.to_proto()
    if hasattr(item, "SerializeToString"):
        return item.SerializeToString()  # type: ignore[no-any-return]
    return None


def read_message(path: Any, kind: str) -> Any:
    """A message from a file that holds it as bytes or as text.

    Raises:
        errors.OpError: The file can't be read.
        errors.DataLossError: It holds no such message.
    """
    from google.protobuf import text_format
    from google.protobuf.message import DecodeError

    content = files.read(path)
    try:
        return message(kind).FromString(content)
    except DecodeError:
        pass  # it may be text
    try:
        return text_format.Parse(content, message(kind)())
    except (text_format.ParseError, UnicodeDecodeError) as problem:
        raise data_loss(path, f"not a {kind}, neither binary nor text") from problem


def import_scoped_meta_graph(
    meta_graph_or_file: Any,
    clear_devices: bool = False,
    import_scope: str | None = None,
    input_map: Mapping[str, Any] | None = None,
    return_elements: Any = None,
) -> tuple[Any, Any]:
    """Adds the graph and the collections of a MetaGraphDef to the current graph.

    Returns:
        The message, and what `return_elements` names.

    Raises:
        errors.OpError: The file can't be read.
        NotImplementedError: The graph has operations that Tensorbrook lacks.
    """
    if hasattr(meta_graph_or_file, "SerializeToString"):
        meta = message("MetaGraphDef").FromString(
            meta_graph_or_file.SerializeToString()
        )
    else:
        path = os.fspath(meta_graph_or_file)
        meta = read_message(path, "MetaGraphDef")
        with telling(path):
            return _imported(
                meta, clear_devices, import_scope, input_map, return_elements
            )
    return _imported(meta, clear_devices, import_scope, input_map, return_elements)


def _imported(
    meta: Any, clear_devices: bool, import_scope: Any, input_map: Any, wanted: Any
) -> tuple[Any, Any]:
    if clear_devices:
        for node in meta.graph_def.node:
            node.device = ""
    graph = current.interpreter
    graph = graph if isinstance(graph, Graph) else get_default_graph()
    with graph.as_default():
        outer = graph.get_name_scope()
        found = import_graph_def(
            meta.graph_def, input_map, wanted, name=import_scope or ""
        )
        parts = [part for part in (outer, (import_scope or "").rstrip("/")) if part]
        _restore_collections(graph, meta, "/".join(parts))
    return meta, found


def _restore_collections(graph: Graph, meta: Any, scope: str) -> None:
    known: dict[str, Variable] = {}
    for key in sorted(meta.collection_def):
        definition = meta.collection_def[key]
        kind = definition.WhichOneof("kind")
        if kind == "bytes_list" and key in _VARIABLES:
            for content in definition.bytes_list.value:
                item = message("VariableDef").FromString(content)
                name = item.variable_name
                if name not in known:
                    known[name] = variable_def.from_proto(item, scope)
                graph.add_to_collection(key, known[name])
        elif kind == "node_list":
            for name in definition.node_list.value:
                full = f"{scope}/{name}" if scope else name
                graph.add_to_collection(key, graph.as_graph_element(full))
        elif kind is not None and kind != "any_list":
            for value in getattr(definition, kind).value:
                graph.add_to_collection(key, value)
