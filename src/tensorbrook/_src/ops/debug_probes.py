"""What a debugger puts behind nodes: the value itself, or numbers that describe it."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.rules import same_as

_ON_HOST = unsupported("a debugger looks at values on the host")
_WHERE = "device_name: string = '', tensor_name: string = ''"
_URLS = "debug_urls: list(string) = [], gated_grpc: bool = False"
_PADDED = 6  # so many sizes of a shape are told


def _check_name(tensor_name: str) -> None:
    if ":" not in tensor_name:
        raise errors.InvalidArgumentError(
            None, None, f'Failed to parse tensor name: "{tensor_name}"'
        )


def _named_value(xp: Any, value: Any, tensor_name: str, **attrs: Any) -> Any:
    _check_name(tensor_name)
    return value


def _probe(name: str, signature: str, kernel: Any, shape: Any, gradient: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=gradient,
        xla=_ON_HOST,
        stateful=True,
    )


debug_identity_op = _probe(
    "DebugIdentity",
    f"input: T -> output: T | {_WHERE}, {_URLS}",
    _named_value,
    same_as(0),
    lambda op, dy: [dy],
)
debug_identity_v2_op = _probe(
    "DebugIdentityV2",
    "input: T -> output: T | tfdbg_context_id: string = '', op_name: string = '', "
    "output_slot: int = -1, tensor_debug_mode: int = -1, debug_urls: list(string) = [], "
    "circular_buffer_size: int = 1000, tfdbg_run_id: string = ''",
    lambda xp, value, **attrs: value,
    same_as(0),
    lambda op, dy: [dy],
)
debug_identity_v3_op = _probe(
    "DebugIdentityV3",
    f"input: T -> output: T | {_WHERE}, io_of_node: string = '', is_input: bool = False, "
    f"io_index: int = -1, {_URLS}",
    _named_value,
    same_as(0),
    lambda op, dy: [dy],
)


def _numbers(value: Any) -> Any:
    """The elements as float64.

    Raises:
        errors.UnimplementedError: They are no real numbers.
    """
    if value.dtype.kind == "c" or value.dtype == object:
        raise errors.UnimplementedError(
            None, None, f"A debugger can't count the elements of {value.dtype}."
        )
    return np.asarray(value, np.float64).reshape(-1)


def _nan_count(xp: Any, value: Any, tensor_name: str, **attrs: Any) -> Any:
    _check_name(tensor_name)
    return np.array([np.isnan(_numbers(value)).sum()], np.int64)


debug_nan_count_op = _probe(
    "DebugNanCount",
    f"input: T -> output: int64 | {_WHERE}, {_URLS}",
    _nan_count,
    lambda c: (1,),
    NOT_DIFFERENTIABLE,
)


def _signs(numbers: Any) -> list[float]:
    return [float(part.sum()) for part in (numbers < 0, numbers == 0, numbers > 0)]


def _summary(
    xp: Any,
    value: Any,
    tensor_name: str,
    lower_bound: float,
    upper_bound: float,
    mute_if_healthy: bool,
    **attrs: Any,
) -> Any:
    _check_name(tensor_name)
    numbers = _numbers(value)
    nans = np.isnan(numbers)
    low = numbers <= lower_bound if np.isfinite(lower_bound) else np.isneginf(numbers)
    high = numbers >= upper_bound if np.isfinite(upper_bound) else np.isposinf(numbers)
    usual = numbers[~(nans | low | high)]
    if mute_if_healthy and usual.size == numbers.size:
        return np.zeros((0,))
    finite = numbers[np.isfinite(numbers)]
    moments = [np.inf, -np.inf, np.nan, np.nan]
    if finite.size:
        moments = [finite.min(), finite.max(), finite.mean(), finite.var()]
    counts = [1.0, numbers.size, nans.sum(), low.sum(), *_signs(usual), high.sum()]
    dtype = dtypes.as_dtype(value.dtype).as_datatype_enum
    return np.array([*counts, *moments, dtype, value.ndim, *value.shape], np.float64)


debug_numeric_summary_op = _probe(
    "DebugNumericSummary",
    f"input: T -> output: float64 | {_WHERE}, debug_urls: list(string) = [], "
    "lower_bound: float = -1e400, upper_bound: float = 1e400, "
    "mute_if_healthy: bool = False, gated_grpc: bool = False",
    _summary,
    lambda c: (None,),
    NOT_DIFFERENTIABLE,
)


def _short_summary(
    xp: Any, value: Any, output_dtype: DType, tensor_debug_mode: int, tensor_id: int
) -> Any:
    numbers = _numbers(value)
    infinite = [np.isneginf(numbers).sum(), np.isposinf(numbers).sum()]
    nans = np.isnan(numbers).sum()
    dtype = dtypes.as_dtype(value.dtype).as_datatype_enum
    if tensor_debug_mode == 2:
        made = [tensor_id, float(bool(sum(infinite) + nans))]
    elif tensor_debug_mode == 3:
        made = [tensor_id, numbers.size, *infinite, nans]
    elif tensor_debug_mode == 4:
        signs = _signs(numbers[np.isfinite(numbers)])
        kind = [tensor_id, -1, dtype, value.ndim, numbers.size]
        made = [*kind, *infinite, nans, *signs]
    elif tensor_debug_mode == 5:
        sizes = (*value.shape, *(0,) * _PADDED)[:_PADDED]
        if value.ndim > _PADDED:
            sizes = value.shape[-_PADDED:]
        made = [tensor_id, dtype, value.ndim, numbers.size, *sizes]
    elif tensor_debug_mode == 8:
        marks = (-np.inf, np.inf, np.nan)
        counts = (*infinite, nans)
        pairs = zip(marks, counts, strict=True)
        made = [mark if count else 0.0 for mark, count in pairs]
    else:
        raise errors.UnimplementedError(
            None, None, f"Unimplemented tensor debug mode: {tensor_debug_mode}"
        )
    return np.array(made, output_dtype.numpy_dtype)


_LENGTHS = {2: 2, 3: 5, 4: 11, 5: 10, 8: 3}


def _short_dims(c: ShapeContext) -> Dims:
    return (_LENGTHS.get(c.attrs["tensor_debug_mode"]),)


debug_numeric_summary_v2_op = _probe(
    "DebugNumericSummaryV2",
    "input: T -> output: output_dtype | output_dtype: {float32, float64} = float32, "
    "tensor_debug_mode: int = -1, tensor_id: int = -1",
    _short_summary,
    _short_dims,
    NOT_DIFFERENTIABLE,
)
