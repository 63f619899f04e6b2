"""The one trace of whatever is to be exported, and the names of its inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.function.polymorphic import function as traceable
from tensorbrook._src.saved_model import contents, signatures
from tensorbrook._src.saved_model.files import DEFAULT_SIGNATURE
from tensorbrook._src.saved_model.restored import SignatureMap


def trace_of(
    function: Any, input_signature: Sequence[Any] | None = None
) -> ConcreteFunction:
    """The trace of a function, or of the call of a model.

    Raises:
        ValueError: The arguments aren't known.
    """
    if isinstance(function, ConcreteFunction):
        return function
    if input_signature is not None:
        has_traces = hasattr(function, "get_concrete_function")
        own = function if has_traces else traceable(_call_of(function))
        return own.get_concrete_function(*input_signature)  # type: ignore[no-any-return]
    known = getattr(function, "signatures", None)
    if isinstance(known, SignatureMap):
        return _serving(known)
    if isinstance(function, contents.FunctionLike):
        known = signatures.canonical(function, None)
    else:
        known = signatures.canonical(None, function)
    return _serving(known)


def _call_of(function: Any) -> Callable[..., Any]:
    def call(*inputs: Any) -> Any:
        return function(*inputs)

    return call


def _serving(known: Mapping[str, ConcreteFunction]) -> ConcreteFunction:
    if DEFAULT_SIGNATURE in known:
        return known[DEFAULT_SIGNATURE]
    if len(known) == 1:
        return next(iter(known.values()))
    raise ValueError(
        "The arguments of what is to be exported aren't known: pass `input_signature`, or "
        "a `tf.function` with one, or one of the signatures of a SavedModel."
    )


def input_names(trace: ConcreteFunction) -> list[str]:
    """The names of the tensor arguments."""
    return [
        tensor.op.attrs.get("_user_name", tensor.op.name)
        for tensor in trace.graph.inputs
    ]


def output_names(trace: ConcreteFunction) -> list[str]:
    """The names of the outputs: the keys of a dict, or output_0 and so on."""
    structure = trace.graph.structured_outputs
    count = len(trace.graph.outputs)
    if isinstance(structure, Mapping):
        keys = [str(key) for key in sorted(structure)]
        if len(keys) == count == len(nest.flatten(structure)):
            return keys
    return [f"output_{index}" for index in range(count)]
