"""Cutting and freezing GraphDef messages (`tf.compat.v1.graph_util`)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op
from tensorbrook._src.formats import tensor_proto
from tensorbrook._src.formats.schema import message
from tensorbrook._src.graph import reference_variables
from tensorbrook._src.graph.import_graph_def import as_graph_def
from tensorbrook._src.ops import state


def node_name(name: str) -> str:
    """The node that an input of a NodeDef comes from."""
    return name.lstrip("^").partition(":")[0]


def extract_sub_graph(graph_def: Any, dest_nodes: Sequence[str]) -> Any:
    """The part of a GraphDef that some nodes need.

    Args:
        graph_def: A GraphDef message.
        dest_nodes: Names of the nodes.

    Returns:
        A GraphDef.

    Raises:
        TypeError: `dest_nodes` is a string, or `graph_def` no GraphDef.
        AssertionError: A node is not in the graph.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default() as graph:
        ...     a = tf.constant(1, name="a")
        ...     b = tf.constant(2, name="b")
        >>> cut = tf.graph_util.extract_sub_graph(graph.as_graph_def(), ["a"])
        >>> [node.name for node in cut.node]
        ['a']
    """
    if isinstance(dest_nodes, str):
        raise TypeError(
            f"Argument `dest_nodes` must be an iterable of strings. Received: {dest_nodes}"
        )
    definition = as_graph_def(graph_def)
    by_name = {node.name: node for node in definition.node}
    pending, wanted = list(dest_nodes), set()
    while pending:
        name = pending.pop()
        if name in wanted:
            continue
        if name not in by_name:
            raise AssertionError(f"{name} is not in graph")
        wanted.add(name)
        pending.extend(node_name(part) for part in by_name[name].input)
    made = message("GraphDef")()
    made.node.extend(node for node in definition.node if node.name in wanted)
    made.library.CopyFrom(definition.library)
    made.versions.CopyFrom(definition.versions)
    return made


def convert_variables_to_constants(
    sess: Any,
    input_graph_def: Any,
    output_node_names: Sequence[str],
    variable_names_whitelist: Iterable[str] | None = None,
    variable_names_blacklist: Iterable[str] | None = None,
) -> Any:
    """Freezes a graph: variables become constants with their values in a session.

    Args:
        sess: The session that holds the values.
        input_graph_def: A GraphDef message.
        output_node_names: Names of the nodes that the frozen graph is for.
        variable_names_whitelist: If given, only these variables are frozen.
        variable_names_blacklist: Variables that are left as they are.

    Returns:
        A GraphDef.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default() as graph, tf.Session() as sess:
        ...     v = tf.Variable(2.0, name="v", use_resource=True)
        ...     y = tf.identity(v + 1.0, name="y")
        ...     sess.run(v.initializer)
        ...     frozen = tf.graph_util.convert_variables_to_constants(
        ...         sess, graph.as_graph_def(), ["y"])
        >>> any(node.op == "VarHandleOp" for node in frozen.node)
        False
    """
    cut = extract_sub_graph(input_graph_def, output_node_names)
    kinds = {state.var_handle_op.name, *reference_variables.VARIABLES}
    handles = {node.name: node for node in cut.node if node.op in kinds}
    chosen = [
        name
        for name in handles
        if (variable_names_whitelist is None or name in set(variable_names_whitelist))
        and name not in set(variable_names_blacklist or ())
    ]
    values = _values(sess, chosen)
    aliases = _aliases(cut, values)
    made = message("GraphDef")()
    made.library.CopyFrom(cut.library)
    made.versions.CopyFrom(cut.versions)
    for node in cut.node:
        made.node.append(_frozen(node, values, aliases, handles))
    return extract_sub_graph(made, output_node_names)


def _values(sess: Any, names: Sequence[str]) -> dict[str, Any]:
    """The values of variables, read by nodes of the session's graph."""
    if not names:
        return {}
    graph = sess.graph
    reads = []
    for name in names:
        handle = graph.get_operation_by_name(name).outputs[0]
        if handle.op.record is state.read_variable_op:  # a reference variable
            reads.append(handle)
            continue
        readers = [
            op for op in handle.consumers() if op.record is state.read_variable_op
        ]
        if not readers:
            with graph.as_default(), graph.name_scope(None):
                dtype = handle.op.attrs["dtype"]
                reads.append(state.read_variable_op(handle, dtype=dtype))
        else:
            reads.append(readers[0].outputs[0])
    return dict(zip(names, sess.run(reads), strict=True))


def _aliases(cut: Any, values: dict[str, Any]) -> dict[str, str]:
    """Nodes that only pass a frozen handle on, and the variable they pass."""
    found = {name: name for name in values}
    for node in cut.node:  # handles come before those that pass them on
        source = node_name(node.input[0]) if node.input else ""
        if node.op in ("Identity", "Enter", "Switch") and source in found:
            found[node.name] = found[source]
    return found


def _frozen(
    node: Any, values: dict[str, Any], aliases: dict[str, str], handles: dict[str, Any]
) -> Any:
    """A node of the frozen graph for a node of the old one."""
    made = message("NodeDef")()
    source = node_name(node.input[0]) if node.input else ""
    if node.name in values:
        dtype = dtypes.as_dtype(handles[node.name].attr["dtype"].type)
        return constant_node(node.name, values[node.name], dtype)
    if node.op == state.read_variable_op.name and source in aliases:
        made.name, made.op, made.device = node.name, "Identity", node.device
        made.input.extend(node.input)
        made.attr["T"].CopyFrom(node.attr["dtype"])
        return made
    made.CopyFrom(node)
    if node.op == "ResourceGather" and source in aliases:
        _plain_gather(made, node)
    if node.name in aliases and "T" in made.attr:
        handle = handles[aliases[node.name]]
        made.attr["T"].CopyFrom(handle.attr["dtype"])
    return made


def _plain_gather(made: Any, node: Any) -> None:
    """A gather from a constant: the axis comes from a node that must exist."""
    raise NotImplementedError(
        f"Freezing the node {node.name!r} is not supported yet: it gathers rows of a "
        "variable (ResourceGather). Read the variable first (tf.gather(v.value(), ids))."
    )


def constant_node(name: str, value: Any, dtype: Any) -> Any:
    """The NodeDef of a constant."""
    import numpy as np

    made = message("NodeDef")(name=name, op="Const")
    made.attr["dtype"].type = dtype.as_datatype_enum
    array = np.asarray(value, object if dtype is dtypes.string else dtype.numpy_dtype)
    made.attr["value"].tensor.CopyFrom(tensor_proto.to_proto(array, dtype))
    return made


def remove_training_nodes(
    input_graph: Any, protected_nodes: Sequence[str] | None = None
) -> Any:
    """Removes nodes that do nothing in inference: identities and numeric checks.

    Args:
        input_graph: A GraphDef message.
        protected_nodes: Names of nodes to keep.

    Returns:
        A GraphDef.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default() as graph:
        ...     y = tf.identity(tf.identity(tf.constant(1.0), name="a"), name="y") + 1.0
        >>> cut = tf.graph_util.remove_training_nodes(graph.as_graph_def(), ["y"])
        >>> "a" in [node.name for node in cut.node]
        False
    """
    definition = as_graph_def(input_graph)
    kept = set(protected_nodes or ())
    sources: dict[str, str] = {}
    for node in definition.node:
        alone = len(node.input) == 1 and not node.input[0].startswith("^")
        if node.op in ("Identity", "CheckNumerics") and alone and node.name not in kept:
            sources[node.name] = node.input[0]
    made = message("GraphDef")()
    made.library.CopyFrom(definition.library)
    made.versions.CopyFrom(definition.versions)
    for node in definition.node:
        if node.name in sources:
            continue
        copy = made.node.add()
        copy.CopyFrom(node)
        del copy.input[:]
        for name in node.input:
            while node_name(name) in sources and not name.startswith("^"):
                name = sources[node_name(name)]
            if name.startswith("^") and name[1:] in sources:
                continue
            copy.input.append(name)
    return made


def tensor_shape_from_node_def_name(graph: Any, input_name: str) -> Any:
    """The shape of a tensor of a graph, found by the name in a NodeDef.

    Args:
        graph: The graph.
        input_name: The name; `:0` may be missing.

    Returns:
        A `TensorShape`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default() as graph:
        ...     a = tf.zeros([2, 3], name="a")
        >>> tf.graph_util.tensor_shape_from_node_def_name(graph, "a")
        TensorShape([2, 3])
    """
    name = input_name if ":" in input_name else f"{input_name}:0"
    return graph.get_tensor_by_name(name).shape


def must_run_on_cpu(node: Any, pin_variables_on_cpu: bool = False) -> bool:
    """Whether a node must be placed on a CPU: strings and, if asked for, variables.

    Args:
        node: A NodeDef message or an operation.
        pin_variables_on_cpu: Whether variables count.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.graph_util.must_run_on_cpu(tf.constant("a").op)
        True
    """
    kind = node.op if isinstance(getattr(node, "op", None), str) else node.type
    record = Op.registry.get(kind)
    if record is state.var_handle_op:
        return pin_variables_on_cpu
    if hasattr(node, "outputs"):
        return any(tensor.dtype is dtypes.string for tensor in node.outputs)
    dtype = node.attr["dtype"].type if "dtype" in node.attr else 0
    return bool(dtype == dtypes.string.as_datatype_enum)
