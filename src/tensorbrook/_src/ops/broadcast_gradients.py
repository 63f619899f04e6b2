"""Undoing in a gradient what broadcasting did to an input."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops.constant import integers


def _axes_to_sum(
    xp: Any, s0: Any, s1: Any
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    size = max(len(s0), len(s1))
    first = [1] * (size - len(s0)) + [int(dim) for dim in s0]
    second = [1] * (size - len(s1)) + [int(dim) for dim in s1]
    sums: list[list[int]] = [[], []]
    for axis, (a, b) in enumerate(zip(first, second, strict=True)):
        if a != b and 1 not in (a, b):
            raise ValueError(
                f"Incompatible shapes: {s0.tolist()} vs. {s1.tolist()} in the gradient "
                "of a broadcast."
            )
        if a == 1:
            sums[0].append(axis)
        if b == 1:
            sums[1].append(axis)
    return np.array(sums[0], s0.dtype), np.array(sums[1], s0.dtype)


broadcast_gradient_args_op = Op(
    "BroadcastGradientArgs",
    "s0: T, s1: T -> r0: T, r1: T | T: index = int32",
    shape=lambda c: [(None,), (None,)],
    reference=_axes_to_sum,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("the number of axes depends on values"),
)


def unbroadcast(gradient: Any, tensor: Any) -> Any:
    """Sums `gradient` over the axes along which `tensor` was repeated.

    Args:
        gradient: A tensor of a shape that `tensor` can be broadcast to.
        tensor: The input whose gradient is wanted.

    Returns:
        A tensor of the shape of `tensor`.
    """
    wanted, given = tensor._dims, gradient._dims
    if wanted is not None and None not in wanted:
        if given == wanted:
            return gradient
        if given is not None and None not in given:
            return _summed(gradient, given, wanted)
    from tensorbrook._src.ops import reduce, shape

    if wanted == ():
        return reduce.reduce_sum(gradient)
    sizes = shape.shape(tensor)
    axes, _ = broadcast_gradient_args_op(sizes, shape.shape(gradient))
    return shape.reshape(reduce.reduce_sum(gradient, axes), sizes)


def _summed(gradient: Any, given: tuple[int, ...], wanted: tuple[int, ...]) -> Any:
    from tensorbrook._src.ops import reduce, shape

    lead = len(given) - len(wanted)
    axes = list(range(lead))
    axes += [lead + i for i, d in enumerate(wanted) if d == 1 and given[lead + i] != 1]
    total = reduce.sum_op(gradient, integers(tuple(axes)), keep_dims=False)
    return total if total._dims == wanted else shape.reshape(total, wanted)


def for_both(op: Any, first: Any, second: Any) -> list[Any]:
    """Gradients for the two inputs of `op`, each in the shape of its input."""
    x, y = op.inputs
    return [unbroadcast(first, x), unbroadcast(second, y)]
