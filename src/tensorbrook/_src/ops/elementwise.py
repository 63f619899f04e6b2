"""How records of element-wise operations are made: constructors that they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core.op import Gradient, Kernel, NotDifferentiable, Op, find
from tensorbrook._src.ops.rules import broadcast, same_as

Slope = Callable[[Any, Any], Any]

REAL = "floating|complex"
SIGNED = "bfloat16|half|float32|float64|int8|int16|int32|int64"
_HALVES = ("float16", "bfloat16")


def is_half(array: Any) -> bool:
    """Whether the elements are 16-bit floats, which are computed in float32."""
    return array.dtype.name in _HALVES


def widened(array: Any) -> Any:
    """16-bit floats as float32, everything else as it is."""
    return array.astype(np.float32) if is_half(array) else array


def in_float32(function: Kernel) -> Kernel:
    """The kernel with 16-bit floats computed in float32 and rounded once."""

    def kernel(xp: Any, *inputs: Any, **attrs: Any) -> Any:
        if not is_half(inputs[0]):
            return function(xp, *inputs, **attrs)
        result = function(xp, *(widened(item) for item in inputs), **attrs)
        return result.astype(inputs[0].dtype)

    return kernel


def unary(
    name: str,
    function: Kernel,
    slope: Slope | None = None,
    *,
    gradient: Gradient | NotDifferentiable | None = None,
    types: str = REAL,
    **options: Any,
) -> Op:
    """A record of a function of one tensor.

    Args:
        name: TensorFlow's name of the op.
        function: Kernel `(xp, x)`.
        slope: The derivative as a function of `x` and `y = f(x)`.
        gradient: The gradient function, where there is no `slope`.
        types: The allowed dtypes.
        **options: Further arguments of `Op`.
    """

    def chained(op: Any, dy: Any) -> list[Any]:
        from tensorbrook._src.ops.complex_numbers import conj

        return [dy * conj(slope(op.inputs[0], op.outputs[0]))]  # type: ignore[misc]

    return Op(
        name,
        f"x: T -> y: T | T: {types}",
        shape=same_as(0),
        reference=in_float32(function),
        gradient=chained if gradient is None else gradient,
        elementwise=True,
        **options,
    )


def binary(
    name: str,
    function: Kernel,
    gradient: Gradient | NotDifferentiable,
    *,
    types: str = "numeric",
    inputs: str = "x: T, y: T",
    output: str = "z: T",
    **options: Any,
) -> Op:
    """A record of a function of two tensors that are broadcast together."""
    return Op(
        name,
        f"{inputs} -> {output} | T: {types}",
        shape=broadcast,
        reference=in_float32(function),
        gradient=gradient,
        elementwise=True,
        **options,
    )


def no_gradients(op: Any, *gradients: Any) -> list[Any]:
    """For step functions: nothing flows back."""
    return [None] * len(op.inputs)


def select(condition: Any, x: Any, y: Any) -> Any:
    """`x` where the condition holds and `y` elsewhere, broadcast together."""
    return find("SelectV2")(condition, x, y)
