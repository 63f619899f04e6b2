"""Running one op on concrete tensors: the native kernel, else the reference.

This is the whole meaning of an op at run time; the eager interpreter and every step of
a plan end here. A native kernel says "not handled" to whatever it doesn't like, wrong
input included. The reference path then asks the record's shape rule, which has the
right words for what is wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors, memory
from tensorbrook._src.core.op import Op, ShapeContext, group
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.eager import backend
from tensorbrook._src.eager.tensor import EagerTensor, object_tensor, tensor_of

_OBJECTS = (dtypes.resource, dtypes.variant)


def execute(
    op: Op, inputs: Sequence[EagerTensor], attrs: dict[str, Any], state: Any = None
) -> list[EagerTensor]:
    """Flat outputs of `op` on concrete tensors.

    Raises:
        errors.OpError: The op can't be computed on these inputs.
    """
    handle = handle_of(op)
    if handle >= 0:
        try:
            outputs = backend.native.execute(handle, inputs, attrs)
        except MemoryError:
            outputs = NotImplemented  # the reference says what is too large
        if outputs is not NotImplemented:
            return outputs  # type: ignore[no-any-return]
    return execute_reference(op, inputs, attrs, state)


def handle_of(op: Op) -> int:
    """The handle of the native kernel of `op`, or -1."""
    handle = op.native
    if handle is None:
        stateless = backend.native is not None and op.kernel_state is None
        handle = op.native = int(backend.native.find(op.name)) if stateless else -1
    return handle


def prepared(op: Op, attrs: dict[str, Any]) -> Any:
    """The native kernel of `op` with attributes that it has read, or None."""
    handle = handle_of(op)
    return backend.prepare(handle, attrs) if handle >= 0 else None


def execute_reference(
    op: Op, inputs: Sequence[EagerTensor], attrs: dict[str, Any], state: Any = None
) -> list[EagerTensor]:
    """Flat outputs of `op` by its shape rule and its reference kernel."""
    options = {name: attrs[name] for name in op.signature.explicit}
    if op.kernel_state is not None:
        options["state"] = state
    try:
        dims = op.infer(ShapeContext(op, inputs, attrs, _value, value_as_shape))
        _check_memory(op, dims, attrs)
        values: Sequence[Any] = (
            inputs if op.on_tensors else [t._array() for t in inputs]
        )
        arguments = group(op.signature.inputs, values, attrs)
        with np.errstate(all="ignore"):
            result = op.reference(np, *arguments, **options)
            return wrap_outputs(op, result, attrs)
    except (errors.OpError, NotImplementedError):
        raise
    except (ValueError, LookupError, ArithmeticError) as problem:
        if op.on_tensors:
            raise  # the kernel ran a user's function: its exceptions are the user's
        raise errors.InvalidArgumentError(None, None, str(problem)) from problem
    except TypeError as problem:
        if op.on_tensors:
            raise
        kinds = ", ".join(dict.fromkeys(tensor.dtype.name for tensor in inputs))
        raise errors.UnimplementedError(
            None, None, f"{op.name} has no kernel for inputs of {kinds}: {problem}"
        ) from problem
    except AttributeError as problem:
        functions = any(attr.kind == "func" for attr in op.signature.attrs.values())
        if functions or not any(tensor.dtype in _OBJECTS for tensor in inputs):
            raise
        raise errors.InvalidArgumentError(
            None,
            None,
            f"{op.name}: a resource or variant among the inputs holds another kind of "
            f"thing than the op works on: {problem}",
        ) from problem
    except MemoryError as problem:
        raise errors.ResourceExhaustedError(
            None, None, f"Out of memory: {problem}"
        ) from problem


def _check_memory(op: Op, dims: Sequence[Dims], attrs: dict[str, Any]) -> None:
    for index, known in enumerate(dims):
        if known and None not in known and math.prod(known) > _ALWAYS_FITS:  # type: ignore[arg-type]
            memory.check(known, op.output_dtypes(attrs)[index].size, op.name)  # type: ignore[arg-type]


_ALWAYS_FITS = 1 << 20


def wrap_outputs(op: Op, result: Any, attrs: dict[str, Any]) -> list[EagerTensor]:
    """What a reference kernel returned, as flat tensors of the promised dtypes."""
    kinds = op.signature.outputs
    if not kinds:
        return []
    if len(kinds) == 1 and not kinds[0].is_list:
        flat = [result]
    elif len(kinds) == 1:
        flat = list(result)
    else:
        flat = []
        for arg, part in zip(kinds, result, strict=True):
            flat.extend(part if arg.is_list else [part])
    if op.on_tensors:
        return flat
    return [
        wrap(value, dtype)
        for value, dtype in zip(flat, op.output_dtypes(attrs), strict=True)
    ]


def wrap(value: Any, dtype: dtypes.DType) -> EagerTensor:
    """A tensor of what a kernel computed, cast to the dtype that the op promises."""
    if isinstance(value, EagerTensor):
        return value
    if dtype in _OBJECTS:
        dims = value.shape if isinstance(value, np.ndarray) else ()
        return object_tensor(value if dims else _single(value), dtype, dims)
    return tensor_of(np.asarray(value, dtype.numpy_dtype), dtype)


def _value(tensor: EagerTensor) -> Any:
    return None if tensor.dtype in _OBJECTS else tensor._array()


def _single(value: Any) -> Any:
    return value.item() if isinstance(value, np.ndarray) else value


def value_as_shape(tensor: EagerTensor) -> Dims:
    """The dims that a concrete integer vector stands for, -1 as None."""
    dims = tensor._array()
    if dims.ndim == 0 and dims == -1:
        return None  # a scalar -1 stands for a shape of unknown rank
    if dims.ndim != 1:
        raise errors.InvalidArgumentError(
            None, None, f"A shape must be a vector of integers, got shape {dims.shape}."
        )
    return tuple(None if dim == -1 else int(dim) for dim in dims.tolist())


def in_context(problem: errors.OpError, op: Op, name: str | None) -> errors.OpError:
    """The same error, naming the eager op that failed."""
    text = problem.message
    if "[Op:" not in text:
        prefix = f"{{{{function_node __wrapped__{op.name}_device_CPU:0}}}} "
        text = f"{prefix}{text} [Op:{op.name}] name: {name or ''}"
    made = type(problem)(None, None, text)  # type: ignore[call-arg]
    made.__cause__ = problem.__cause__
    return made


KernelStates = dict[Any, Any]


def state_of(states: KernelStates, key: Any, op: Op, attrs: dict[str, Any]) -> Any:
    """The state that a stateful kernel keeps under `key`, made at first use."""
    make: Callable[[dict[str, Any]], Any] | None = op.kernel_state
    if make is None:
        return None
    if key not in states:
        states.setdefault(key, make(attrs))  # another thread may be first
    return states[key]
