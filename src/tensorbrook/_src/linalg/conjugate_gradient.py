"""Systems of linear equations by the method of conjugate gradients."""

from __future__ import annotations

import collections
from typing import Any

from tensorbrook._src.control_flow.loop import while_loop
from tensorbrook._src.core import dtypes
from tensorbrook._src.linalg.diagonal import conj
from tensorbrook._src.linalg.operator import LinearOperator
from tensorbrook._src.ops import (
    array_creation,
    cast,
    comparison,
    complex_numbers,
    norm,
    reduce,
)
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor

CGState = collections.namedtuple("CGState", "i x r p gamma")  # noqa: PYI024 - TF's


def _dot(first: Any, second: Any) -> Any:
    return reduce.reduce_sum(conj(first) * second, -2)


def _size(vectors: Any) -> Any:
    return complex_numbers.real(norm.norm(vectors, axis=[-2, -1]))


def conjugate_gradient(
    operator: LinearOperator,
    rhs: Any,
    preconditioner: LinearOperator | None = None,
    x: Any = None,
    tol: float = 1e-5,
    max_iter: int = 20,
    name: str = "conjugate_gradient",
) -> Any:
    """Solves systems of linear equations step by step, by products with the operator.

    Args:
        operator: A self-adjoint, positive definite operator.
        rhs: A tensor of vectors, the right hand sides.
        preconditioner: An operator that is nearly the inverse of `operator`.
        x: Where to start; by default zero.
        tol: The remainder, relative to `rhs`, at which to stop.
        max_iter: The largest number of steps.
        name: Name of the loop in a graph.

    Returns:
        A named tuple: the number of steps `i`, the solution `x`, the remainder `r`, the
        direction `p`, and `gamma`.

    Raises:
        ValueError: The operator isn't known to be self-adjoint and positive definite.

    Example:
        >>> import tensorbrook as tf
        >>> operator = tf.linalg.LinearOperatorDiag([2.0, 4.0], is_positive_definite=True)
        >>> tf.linalg.experimental.conjugate_gradient(operator, [2.0, 8.0]).x.numpy()
        array([1., 2.], dtype=float32)
    """
    if not (operator.is_self_adjoint and operator.is_positive_definite):
        raise ValueError("Expected a self-adjoint, positive definite operator.")
    side = convert_to_tensor(rhs, dtype_hint=operator.dtype)[..., None]
    if x is None:
        start = array_creation.zeros_like(side)
        rest = side
    else:
        start = convert_to_tensor(x, dtype_hint=operator.dtype)[..., None]
        rest = side - operator.matmul(start)
    limit = convert_to_tensor(tol, side.dtype.real_dtype) * _size(side)

    def corrected(value: Any) -> Any:
        return value if preconditioner is None else preconditioner.matmul(value)

    direction = corrected(rest)

    def unfinished(i: Any, x: Any, r: Any, p: Any, gamma: Any) -> Any:
        open_ = reduce.reduce_any(_size(r) > limit)
        return comparison.logical_and(i < max_iter, open_)

    def step(i: Any, x: Any, r: Any, p: Any, gamma: Any) -> Any:
        moved = operator.matmul(p)
        alpha = gamma / _dot(p, moved)
        x = x + alpha[..., None] * p
        r = r - alpha[..., None] * moved
        z = corrected(r)
        following = _dot(r, z)
        p = z + (following / gamma)[..., None] * p
        return i + 1, x, r, p, following

    state = (
        convert_to_tensor(0, dtypes.int32),
        start,
        rest,
        direction,
        _dot(rest, direction),
    )
    i, found, rest, direction, gamma = while_loop(unfinished, step, state, name=name)
    return CGState(
        i,
        shapes.squeeze(found, [-1]),
        shapes.squeeze(rest, [-1]),
        shapes.squeeze(direction, [-1]),
        cast.cast(gamma[..., 0], operator.dtype),
    )
