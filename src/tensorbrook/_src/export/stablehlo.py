"""`to_stablehlo`: a function or model as StableHLO, by the road through XLA."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.export import traced
from tensorbrook._src.formats import files
from tensorbrook._src.formats.gfile import path_of
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.runtime.xla import Cell, load_jax, walk


def to_stablehlo(
    function: Any, path: Any = None, input_signature: Sequence[Any] | None = None
) -> str:
    """Translates a function or model to StableHLO, the language of XLA's front door.

    Variables become constants. Dimensions of unknown size stay open where every operation
    can be lowered so. Needs JAX: `pip install tensorbrook[xla]`.

    Args:
        function: A `tf.function`, one of its traces, a signature of a SavedModel, a Keras
            model, or a Python function.
        path: The file to write; None writes none. A name that ends in `.mlir` gets text,
            any other one portable bytecode.
        input_signature: Specs of the arguments, where the function has none of its own.

    Returns:
        The module as text.

    Raises:
        ImportError: JAX isn't installed.
        ValueError: The arguments of the function aren't known, or an operation needs
            numbers where dimensions are open.
        NotImplementedError: An operation has no lowering, or changes a variable.
        errors.OpError: The file can't be written; the old one is still there.
    """
    jax = load_jax()
    trace = traced.trace_of(function, input_signature)
    compiled = jax.jit(_arrays_to_arrays(trace, jax.numpy))
    made = _exported(jax, compiled, trace)
    text = str(made.mlir_module())
    if path is not None:
        place = path_of(path)
        as_text = files.text_of(place).endswith(".mlir")
        content = text.encode() if as_text else made.mlir_module_serialized
        files.write(place, content)
    return text


def _arrays_to_arrays(trace: ConcreteFunction, jnp: Any) -> Any:
    """The function over arrays; variables are read once, as constants."""
    graph = trace.graph
    captured = []
    for external in trace.captured_inputs:
        value = external._array()
        if external.dtype is dtypes.resource:
            held = value.read()
            value = Cell(jnp.asarray(held._array()), held.dtype, "")
        captured.append(value)

    def call(*arguments: Any) -> list[Any]:
        outputs = walk(graph, graph.outputs, jnp, [*arguments, *captured])
        if any(isinstance(value, Cell) and value.written for value in captured):
            raise NotImplementedError(
                f"to_stablehlo: the function {trace.name} changes a variable; there is no "
                "place for it in the file."
            )
        return outputs

    return call


def _exported(jax: Any, compiled: Any, trace: ConcreteFunction) -> Any:
    """What JAX exports, with a symbol for each open dimension."""
    from jax import export

    scope = export.SymbolicScope()
    arguments = []
    for number, tensor in enumerate(trace.graph.inputs):
        dims = tensor._dims
        if dims is None:
            raise ValueError(
                f"to_stablehlo: the argument {tensor.op.name!r} has an unknown rank; pass "
                "an `input_signature` with shapes."
            )
        words = [
            ("batch" if axis == 0 else f"dim{number}_{axis}")
            if dim is None
            else str(dim)
            for axis, dim in enumerate(dims)
        ]
        shape = export.symbolic_shape(", ".join(words), scope=scope) if words else ()
        arguments.append(jax.ShapeDtypeStruct(shape, tensor.dtype.numpy_dtype))
    try:
        return export.export(compiled)(*arguments)
    except (jax.errors.JAXTypeError, TypeError, ValueError) as problem:
        if not any(None in (tensor._dims or ()) for tensor in trace.graph.inputs):
            raise
        raise ValueError(
            "to_stablehlo: an operation needs numbers where dimensions are open; pass an "
            f"`input_signature` with fixed shapes. JAX says: {problem}"
        ) from problem
