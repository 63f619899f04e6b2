"""`tf.graph_util.import_graph_def`: a GraphDef becomes part of the current graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph.default_graph import get_default_graph
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.graph.importing import import_into


def import_graph_def(
    graph_def: Any,
    input_map: Mapping[str, Any] | None = None,
    return_elements: Sequence[str] | None = None,
    name: str | None = None,
    op_dict: Any = None,
    producer_op_list: Any = None,
) -> list[Any] | None:
    """Adds the nodes of a GraphDef to the graph that is being built.

    Args:
        graph_def: A GraphDef message, or its bytes.
        input_map: Tensors that take the place of tensors of the GraphDef, by name.
        return_elements: Names of tensors and operations to return.
        name: What the names of the new nodes begin with; "import" by default, nothing
            for an empty string.
        op_dict: Ignored, as in TensorFlow.
        producer_op_list: Accepted for compatibility.

    Returns:
        What `return_elements` names, or None.

    Raises:
        NotImplementedError: The GraphDef has operations that Tensorbrook lacks; they
            are all named.
        ValueError: A name of `input_map` or `return_elements` is not in the GraphDef, or
            the GraphDef contradicts itself.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.Graph().as_default() as one:
        ...     y = tf.add(tf.constant(1), 2, name="y")
        >>> with tf.Graph().as_default():
        ...     y, = tf.graph_util.import_graph_def(
        ...         one.as_graph_def(), return_elements=["y:0"], name="copy")
        >>> y.name
        'copy/y:0'
    """
    definition = as_graph_def(graph_def)
    graph = current.interpreter
    if not isinstance(graph, Graph):
        graph = get_default_graph()
    wanted = "import" if name is None else name.rstrip("/")
    prefix = ""
    with graph.as_default():
        known = {
            _tensor_name(key): graph.convert(value, None, None, None)
            for key, value in (input_map or {}).items()
        }
        if wanted:
            with graph.name_scope(wanted) as prefix:
                pass
        elif graph.get_name_scope():
            prefix = f"{graph.get_name_scope()}/"
    _check_map(definition, input_map or {})
    with graph.as_default(), graph.name_scope(None):
        importer = import_into(graph, definition, known, prefix)
    if return_elements is None:
        return None
    return [_element(importer, element) for element in return_elements]


def as_graph_def(value: Any) -> Any:
    """A GraphDef message of ours, for a message or bytes.

    Raises:
        TypeError: It is neither.
    """
    kind = message("GraphDef")
    if isinstance(value, kind):
        return value
    if isinstance(value, bytes):
        return kind.FromString(value)
    if hasattr(value, "SerializeToString"):
        return kind.FromString(value.SerializeToString())
    raise TypeError(
        f"Argument `graph_def` must be a GraphDef proto. Received: {value!r}"
    )


def _tensor_name(name: str) -> str:
    base, _, index = name.partition(":")
    return base if name.startswith("^") else f"{base}:{index or 0}"


def _check_map(definition: Any, input_map: Mapping[str, Any]) -> None:
    names = {node.name for node in definition.node}
    used = {
        part.lstrip("^").partition(":")[0] for n in definition.node for part in n.input
    }
    missing = [
        key
        for key in input_map
        if key.lstrip("^").partition(":")[0] not in names | used
    ]
    if missing:
        raise ValueError(
            "Attempted to map inputs that were not found in graph_def: "
            f"[{', '.join(missing)}]"
        )


def _element(importer: Any, name: str) -> Any:
    if not isinstance(name, str):
        raise TypeError(
            f"Argument `return_elements` must be a list of strings. Received: {name!r}"
        )
    found = (importer.known if ":" in name else importer.operations).get(name)
    if found is None:
        raise ValueError(f"Requested return_element '{name}' not found in graph_def.")
    return found
