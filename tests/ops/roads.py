"""The roads by which an op can run: each gives outputs, and what variables hold then."""

from __future__ import annotations

import copy
import dataclasses
import functools
import importlib.util
import pathlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext, Unsupported
from tensorbrook._src.eager import backend, kernels
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.eager.tensor import object_tensor, tensor_of
from tensorbrook._src.graph.func_graph import FuncGraph
from tensorbrook._src.runtime import xla as compiler
from tensorbrook._src.variables.resource import Resource


@dataclasses.dataclass
class Results:
    """What a run gave: tensors, their arrays, and the arrays that variables hold."""

    tensors: list[Any]
    outputs: list[Any]
    held: list[Any]


def reference(op: Op, flat: Sequence[Any], attrs: dict[str, Any]) -> Results:
    """By the reference kernel."""
    flat = _fresh(flat)
    state = kernels.state_of({}, op.name, op, attrs)
    return _results(kernels.execute_reference(op, flat, attrs, state), flat)


def native(op: Op, flat: Sequence[Any], attrs: dict[str, Any]) -> Results | None:
    """By the native kernel; None where it is missing or doesn't take the input."""
    if backend.native is None or op.on_tensors:
        return None
    handle = backend.native.find(op.name)
    if handle < 0:
        return None
    flat = _fresh(flat)
    found = backend.native.execute(handle, flat, attrs)
    return None if found is NotImplemented else _results(found, flat)


def graph(op: Op, inputs: Sequence[Any], attrs: dict[str, Any]) -> Results:
    """By a traced graph."""
    made = FuncGraph("sample", eager)
    with made.as_default():
        made.outputs = flat(op(*placeholders(made, inputs, known=True), **attrs))
    values = _fresh(_flatten(inputs))
    return _results(made.execute(values), values)


def xla(
    op: Op,
    inputs: Sequence[Any],
    attrs: dict[str, Any],
    settled: dict[str, Any],
    known: Sequence[int] = (),
) -> Results | None:
    """By XLA; None without JAX, without a lowering, or where nothing is left to lower.

    What the shape depends on is a constant, as it has to be in every compiled function.
    """
    if isinstance(op.xla, Unsupported) or not _has_jax():
        return None
    values = _fresh(_flatten(inputs))
    static = _static(op, values, settled) | {id(values[index]) for index in known}
    fed = [tensor for tensor in values if id(tensor) not in static]
    if not fed:
        return None
    made = FuncGraph("sample", eager)
    with made.as_default():
        arguments = placeholders(made, regrouped(inputs, values), True, static)
        made.outputs = flat(op(*arguments, **attrs))
    plan = compiler.XlaPlan(made, made.outputs)
    return _results(plan.run([*fed, *made.external_captures]), values)


@functools.cache
def _has_jax() -> bool:
    """Whether JAX is there; it keeps what it compiled for the next session of tests."""
    if importlib.util.find_spec("jax") is None:
        return False
    config = compiler.load_jax().config
    config.update("jax_compilation_cache_dir", str(_COMPILED))
    config.update("jax_persistent_cache_min_compile_time_secs", 0)
    config.update("jax_persistent_cache_min_entry_size_bytes", -1)
    return True


_COMPILED = pathlib.Path(__file__).parents[2] / ".pytest_cache" / "xla"


def _static(op: Op, values: Sequence[Any], attrs: dict[str, Any]) -> set[int]:
    """The ids of the inputs that the shape rule asks for, and of numbers of axes."""
    asked: set[int] = set()

    def value(tensor: Any) -> Any:
        asked.add(id(tensor))
        return None if tensor.dtype.holds_objects else tensor._array()

    def as_shape(tensor: Any) -> Any:
        asked.add(id(tensor))
        return kernels.value_as_shape(tensor)

    op.infer(ShapeContext(op, values, attrs, value, as_shape))
    return asked


def _fresh(tensors: Sequence[Any]) -> list[Any]:
    """The same tensors; variables are copied."""
    return [
        object_tensor(copy.deepcopy(tensor._array()), dtypes.resource)
        if tensor.dtype is dtypes.resource
        else tensor
        for tensor in tensors
    ]


def _results(tensors: Sequence[Any], inputs: Sequence[Any]) -> Results:
    held = [
        tensor._array().read()._array()
        for tensor in inputs
        if tensor.dtype is dtypes.resource and tensor._array().is_initialized
    ]
    return Results(list(tensors), [_comparable(t) for t in tensors], held)


def _comparable(tensor: Any) -> Any:
    """The array; of a list of tensors what its elements are."""
    value = tensor._array()
    if tensor.dtype is not dtypes.variant:
        return value
    items = [None if item is None else item._array().tolist() for item in value.items]
    return np.array(repr(items))


def handle(value: Any) -> Any:
    """The handle of a new variable that holds the tensor `value`."""
    made = Resource(value.dtype, value._dims, "sample")
    made.assign(value)
    return object_tensor(made, dtypes.resource)


def tensor(array: Any, dtype: dtypes.DType) -> Any:
    """A tensor of an array, of any type."""
    return tensor_of(np.asarray(array, dtype.numpy_dtype), dtype)


def placeholders(
    graph: FuncGraph,
    inputs: Sequence[Any],
    known: bool,
    static: set[int] | frozenset[int] = frozenset(),
) -> list[Any]:
    """Arguments of a graph that stand for the inputs; those in `static` stay values."""

    def made(tensor: Any) -> Any:
        if id(tensor) in static:
            return tensor
        dims = tensor._dims if known else (None,) * len(tensor._dims)
        placeholder = graph.add_input(tensor.dtype, dims)
        if tensor.dtype is dtypes.resource:
            placeholder.handle_data = tensor._array()
        return placeholder

    return [
        [made(item) for item in value] if isinstance(value, list) else made(value)
        for value in inputs
    ]


def _flatten(inputs: Sequence[Any]) -> list[Any]:
    return [
        tensor
        for value in inputs
        for tensor in (value if isinstance(value, list) else [value])
    ]


def regrouped(inputs: Sequence[Any], tensors: Sequence[Any]) -> list[Any]:
    """Flat tensors in the form of `inputs`."""
    remaining = iter(tensors)
    return [
        [next(remaining) for _ in value] if isinstance(value, list) else next(remaining)
        for value in inputs
    ]


def flat(outputs: Any) -> list[Any]:
    """What a call returned, as a flat list of tensors."""
    if outputs is None:
        return []
    if isinstance(outputs, list | tuple):
        return [tensor for item in outputs for tensor in flat(item)]
    return [outputs] if hasattr(outputs, "dtype") else []
