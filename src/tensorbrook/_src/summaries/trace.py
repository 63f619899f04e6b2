"""`tf.summary.graph`, and traces of the graphs that functions are traced into."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.formats.schema import message
from tensorbrook._src.function import tracing
from tensorbrook._src.graph.export import graph_def as export
from tensorbrook._src.graph.graph import Graph
from tensorbrook._src.ops import summary_writing
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.summaries.writer import plugin_metadata, recorded, write

_traced: list[list[Any]] = []  # the graphs since `trace_on`, while it is on


def graph(graph_data: Any) -> Tensor:
    """Writes a graph.

    Args:
        graph_data: A `tf.Graph` or a GraphDef message.

    Returns:
        A boolean tensor: whether it was written.

    Raises:
        TypeError: It is neither.

    Example:
        >>> import tensorbrook as tf
        >>> bool(tf.summary.graph(tf.Graph()))  # there is no writer
        False
    """
    if isinstance(graph_data, Graph):
        definition = graph_data.as_graph_def(add_shapes=True)
    elif hasattr(graph_data, "SerializeToString"):
        definition = graph_data
    else:
        raise TypeError(
            "Argument 'graph_data' is not tf.Graph or tf.compat.v1.GraphDef. Received "
            f"{graph_data!r} of type {type(graph_data).__name__}."
        )

    def make(handle: Any, at: Any) -> None:
        content = constant(definition.SerializeToString(), dtype=dtypes.string)
        summary_writing.write_graph_op(handle, at, content)

    return recorded(make, 0)


def trace_on(
    graph: bool = True, profiler: bool = False, profiler_outdir: str | None = None
) -> None:
    """Begins to collect the graphs that `tf.function`s are traced into.

    Args:
        graph: Whether to collect graphs.
        profiler: Not supported: profiles are made by `tf.profiler`.
        profiler_outdir: Where a profile would go.

    Raises:
        NotImplementedError: A profile is asked for.

    Example:
        >>> import tensorbrook as tf
        >>> tf.summary.trace_on()
        >>> tf.summary.trace_off()
    """
    if profiler:
        raise NotImplementedError(
            "tf.summary.trace_on: profiler=True is not supported; use tf.profiler."
        )
    trace_off()
    if graph:
        collected: list[Any] = []
        _traced.append(collected)
        tracing.observers.append(collected.append)


def trace_off() -> None:
    """Ends the collection and forgets what was collected."""
    for collected in _traced:
        tracing.observers.remove(collected.append)
    _traced.clear()


def trace_export(
    name: str, step: Any = None, profiler_outdir: str | None = None
) -> None:
    """Ends the collection and writes what was collected.

    Args:
        name: The name under which it is shown.
        step: The step; by default that of the writer or of `set_step`.
        profiler_outdir: Where a profile would go.

    Raises:
        ValueError: Nothing is being collected, or there is no step.
    """
    if not _traced:
        raise ValueError("Must enable trace before export through tf.summary.trace_on.")
    metadata = message("RunMetadata")()
    for traced in _traced[0]:
        definition = export(traced, add_shapes=True)
        part = metadata.function_graphs.add()
        part.pre_optimization_graph.CopyFrom(definition)
        part.post_optimization_graph.CopyFrom(definition)
        metadata.partition_graphs.add().CopyFrom(definition)
    trace_off()
    described = plugin_metadata(
        "graph_run_metadata_graph", "DATA_CLASS_UNKNOWN", None, b"1"
    )
    content = constant(metadata.SerializeToString(), dtype=dtypes.string)
    write(name, content, step=step, metadata=described)
