"""The signatures of a SavedModel: functions from tensors by name to tensors by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.function.concrete import ConcreteFunction
from tensorbrook._src.graph.func_graph import FuncGraph, stop_tapes
from tensorbrook._src.ops.constant import identity
from tensorbrook._src.saved_model import contents
from tensorbrook._src.saved_model.files import DEFAULT_SIGNATURE
from tensorbrook._src.saved_model.restored import SignatureMap


def canonical(signatures: Any, root: Any) -> dict[str, ConcreteFunction]:
    """The signatures that `tf.saved_model.save` was given, as functions by name.

    Raises:
        ValueError: Something is no function, or none whose arguments are known.
    """
    if signatures is None:
        found = _default(root)
        signatures = {} if found is None else {DEFAULT_SIGNATURE: found}
    elif not isinstance(signatures, Mapping):
        signatures = {DEFAULT_SIGNATURE: signatures}
    return {
        name: _wrapped(name, _single_trace(name, function))
        for name, function in signatures.items()
    }


def _default(root: Any) -> Any:
    """The one function that can serve as a signature, if there is only one."""
    if isinstance(getattr(root, "signatures", None), SignatureMap):
        return None
    possible = []
    for function in contents.functions(root).values():
        made = contents.traces(function)
        fixed = getattr(function, "input_signature", None) is not None
        if (fixed or isinstance(function, ConcreteFunction)) and len(made) == 1:
            if _is_serving(made[0]):
                possible.append(made[0])
    return possible[0] if len(possible) == 1 else None


def _is_serving(trace: ConcreteFunction) -> bool:
    try:
        _named_outputs(trace.graph.structured_outputs)
    except ValueError:
        return False
    return True


def _single_trace(name: str, function: Any) -> ConcreteFunction:
    if not isinstance(function, contents.FunctionLike):
        raise ValueError(
            f"Expected a TensorFlow function for which to generate a signature, but got "
            f"{function!r} for {name!r}. Only `tf.functions` with an input signature or "
            "concrete functions can be used as a signature."
        )
    made = contents.traces(function)
    if len(made) != 1:
        raise ValueError(
            f"Expected a TensorFlow function with one trace for the signature {name!r}, "
            f"{function!r} has {len(made)}. Give it an input signature, or pass "
            "`f.get_concrete_function(...)`."
        )
    return made[0]


def _named_outputs(structure: Any) -> dict[str, Any]:
    """The outputs by name: those of a dict, or output_0 and so on."""
    if isinstance(structure, Mapping):
        named = dict(structure)
    elif isinstance(structure, list | tuple):
        named = {f"output_{index}": item for index, item in enumerate(structure)}
    elif structure is None:
        named = {}
    else:
        named = {"output_0": structure}
    for key, value in named.items():
        if not isinstance(key, str) or not isinstance(value, Tensor):
            raise ValueError(
                f"Got {structure!r} as the outputs of a signature; they must be a tensor, "
                "a sequence of tensors, or a dict from strings to tensors."
            )
    return named


def _wrapped(name: str, trace: ConcreteFunction) -> ConcreteFunction:
    """A function of keyword arguments alone that returns a dict."""
    _named_outputs(trace.graph.structured_outputs)
    graph = FuncGraph(f"signature_wrapper_{name}")
    specs: dict[str, TensorSpec] = {}
    inputs = []
    for tensor in trace.graph.inputs:
        key = tensor.op.attrs.get("_user_name", tensor.op.name)
        if key in specs:
            raise ValueError(
                f"Got non-flat/non-unique argument names for the SavedModel signature "
                f"{name!r}: more than one argument is named {key!r}."
            )
        specs[key] = TensorSpec(tensor._dims, tensor.dtype, key)
        inner = graph.add_input(tensor.dtype, tensor._dims, tensor.op.name)
        inner.op.attrs["_user_name"] = key
        inputs.append(inner)
    with graph.as_default(), stop_tapes():
        named = _named_outputs(trace.call_flat(inputs))
        outputs = {key: identity(named[key]) for key in sorted(named)}
    graph.variables = list(trace.graph.variables)
    graph.outputs = nest.flatten(outputs)
    graph.structured_outputs = outputs
    graph.structured_input_signature = ((), specs)
    return ConcreteFunction(graph)
