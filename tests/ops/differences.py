"""Gradients against finite differences, of first and second order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tensorbrook._src.autodiff.tape import GradientTape
from tensorbrook._src.core.binding import bind
from tensorbrook._src.core.op import Op
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.ops import complex_numbers, reduce
from tensorbrook._src.ops.constant import constant
from tests.ops.roads import flat, regrouped

#: The step and the tolerance by type.
_STEPS = {"float64": (1e-5, 2e-4), "complex128": (1e-5, 2e-4), "float32": (1e-2, 1e-2)}


def check(
    op: Op, inputs: Sequence[Any], attrs: dict[str, Any], orders: int = 2
) -> None:
    """Compares the gradients of `op` at `inputs`, and perhaps theirs, with differences."""
    tensors, _ = bind(op, inputs, attrs, eager)
    kinds = {"float64", "complex128"}
    if not any(tensor.dtype.name in kinds for tensor in tensors):
        kinds = {"float32"}
    sources = [tensor for tensor in tensors if tensor.dtype.name in kinds]
    if not sources:
        return

    def value(*points: Any) -> Any:
        replaced = iter(points)
        again = [
            next(replaced) if tensor.dtype.name in kinds else tensor
            for tensor in tensors
        ]
        found = flat(op(*regrouped(inputs, again), **attrs))
        return _weighted([y for y in found if y.dtype.name in kinds], 0.3)

    def slope(*points: Any) -> Any:
        with GradientTape() as tape:
            tape.watch(points)
            total = value(*points)
        if total is None:
            return None
        found = [g for g in tape.gradient(total, list(points)) if g is not None]
        return _weighted(found, 0.7)

    _compare(value, sources, f"{op.name}: gradient")
    if orders > 1:
        _compare(slope, sources, f"{op.name}: second gradient")


def _weighted(tensors: Sequence[Any], start: float) -> Any:
    """A scalar that depends on every element in its own way; None without any."""
    total = None
    for tensor in tensors:
        if tensor.dtype.is_complex:
            parts = [complex_numbers.real(tensor), complex_numbers.imag(tensor)]
        else:
            parts = [tensor]
        for offset, part in enumerate(parts):
            angles = start + 0.4 * offset + np.arange(np.prod(part._dims, dtype=int))
            weights = np.cos(angles).reshape(part._dims)
            weighted = part * constant(weights.astype(part.dtype.numpy_dtype))
            found = reduce.reduce_sum(weighted)
            total = found if total is None else total + found
    return total


def _compare(function: Callable[..., Any], sources: Sequence[Any], what: str) -> None:
    with GradientTape() as tape:
        tape.watch(sources)
        total = function(*sources)
    if total is None:
        return
    found = tape.gradient(total, list(sources))
    for index, (source, gradient) in enumerate(zip(sources, found, strict=True)):
        if gradient is None:
            continue
        dense = np.asarray(constant(gradient))
        assert dense.shape == tuple(source.shape), f"{what}: shape {dense.shape}"
        numeric = _differences(function, sources, index)
        tolerance = _STEPS[source.dtype.name][1]
        np.testing.assert_allclose(
            dense,
            numeric,
            rtol=tolerance,
            atol=tolerance / 10,
            err_msg=f"{what} of input {index}",
        )


def _differences(
    function: Callable[..., Any], sources: Sequence[Any], index: int
) -> Any:
    base = np.array(sources[index])
    step = _STEPS[base.dtype.name][0]
    result = np.zeros_like(base)
    directions = [step, step * 1j] if base.dtype.kind == "c" else [step]
    for position in np.ndindex(*base.shape):
        for direction in directions:
            ends = []
            for sign in (1, -1):
                moved = base.copy()
                moved[position] += sign * direction
                points = list(sources)
                points[index] = constant(moved)
                ends.append(float(function(*points)))
            # TensorFlow's gradient of a complex number: dRe + i dIm
            result[position] += (ends[0] - ends[1]) / (2 * step) * (direction / step)
    return result
