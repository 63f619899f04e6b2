"""`to_onnx`: a function or model as an ONNX file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.export import traced
from tensorbrook._src.export.onnx_builder import (
    Builder,
    NotTranslatable,
    described,
    load_onnx,
    model,
)
from tensorbrook._src.export.onnx_control import Walker
from tensorbrook._src.formats import files
from tensorbrook._src.formats.gfile import path_of
from tensorbrook._src.function.concrete import ConcreteFunction


def to_onnx(
    function: Any,
    path: Any = None,
    input_signature: Sequence[Any] | None = None,
    name: str = "tensorbrook",
) -> Any:
    """Translates a function or model to ONNX, for inference elsewhere.

    Variables become constants. Dimensions of unknown size stay open. Needs the package
    `onnx`: `pip install tensorbrook[onnx]`.

    Args:
        function: A `tf.function`, one of its traces, a signature of a SavedModel, a Keras
            model, or a Python function.
        path: The file to write; None writes none.
        input_signature: Specs of the arguments, where the function has none of its own.
        name: The name of the graph in the file.

    Returns:
        The `onnx.ModelProto`.

    Raises:
        ImportError: The package `onnx` isn't installed.
        ValueError: The arguments of the function aren't known.
        NotImplementedError: Operations have no form in ONNX; it names all of them.
        errors.OpError: The file can't be written; the old one is still there.
    """
    load_onnx()
    trace = traced.trace_of(function, input_signature)
    made = _translated(trace, name)
    if path is not None:
        files.write(path_of(path), made.SerializeToString())
    return made


def _translated(trace: ConcreteFunction, name: str) -> Any:
    graph = trace.graph
    builder, walker = Builder(), Walker()
    inputs, values = [], []
    for tensor, wanted in zip(graph.inputs, traced.input_names(trace), strict=True):
        own = builder.names.unique(wanted)
        values.append(own)
        inputs.append((own, tensor))
    for external in trace.captured_inputs:
        values.append(external._array())
    try:
        outputs = walker.walk(builder, graph, values)
        if not walker.missing:
            results = _results(builder, trace, outputs)
    except NotTranslatable as problem:
        walker.missing[str(problem)] = None
    if walker.missing:
        raise NotImplementedError(
            "to_onnx: ONNX has no form for these operations of the function "
            f"{trace.name}: {', '.join(sorted(walker.missing))}."
        )
    descriptions = [described(own, t.dtype, t._dims) for own, t in inputs]
    return model(builder, name, descriptions, results)


def _results(builder: Builder, trace: ConcreteFunction, values: list[Any]) -> list[Any]:
    """Nodes with the names of the outputs, and their descriptions."""
    onnx = load_onnx()
    described_outputs = []
    names = traced.output_names(trace)
    for wanted, tensor, value in zip(names, trace.graph.outputs, values, strict=True):
        if tensor.dtype is dtypes.resource:
            raise NotTranslatable("an output that is a resource")
        own = builder.names.unique(wanted)
        node = onnx.helper.make_node("Identity", [builder.name(value)], [own])
        builder.nodes.append(node)
        described_outputs.append(described(own, tensor.dtype, tensor._dims))
    return described_outputs
