"""Running sums and products along an axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.elementwise import in_float32


def _checked(c: ShapeContext) -> Dims:
    dims, axis = c.shape(0), c.value(1)
    if dims is not None and axis is not None:
        if axis.ndim != 0:
            raise c.fail(f"{c.op.name}: axis must be a scalar, not {list(axis.shape)}")
        if not -len(dims) <= int(axis) < max(len(dims), 1):
            raise c.fail(
                f"{c.op.name}: Expected scan axis in the range [{-len(dims)}, "
                f"{len(dims)}), but got {int(axis)}"
            )
    return dims


def _scanned(function: Any, neutral: Any) -> Any:
    """A kernel of a scan from one that runs forwards and takes elements in."""

    def kernel(xp: Any, x: Any, axis: Any, exclusive: bool, reverse: bool) -> Any:
        if x.ndim == 0:
            return xp.full_like(x, neutral) if exclusive else x
        along = int(axis)
        if reverse:
            x = xp.flip(x, along)
        if exclusive:
            first = list(x.shape)
            first[along] = min(1, first[along])
            start = xp.full(tuple(first), neutral, x.dtype)
            keep = [slice(None)] * x.ndim
            keep[along] = slice(0, -1)
            x = xp.concatenate([start, x[tuple(keep)]], axis=along)
        result = function(xp, x, along)
        return xp.flip(result, along) if reverse else result

    return kernel


def _sum(xp: Any, x: Any, axis: int) -> Any:
    return xp.cumsum(x, axis=axis, dtype=x.dtype)


def _product(xp: Any, x: Any, axis: int) -> Any:
    return xp.cumprod(x, axis=axis, dtype=x.dtype)


def _log_sum_exp(xp: Any, x: Any, axis: int) -> Any:
    if xp is np:
        return np.logaddexp.accumulate(x, axis=axis)
    from jax import lax

    return lax.cumlogsumexp(x, axis=axis % x.ndim)


def _sum_gradient(op: Any, dy: Any) -> list[Any]:
    exclusive, reverse = op.attrs["exclusive"], op.attrs["reverse"]
    return [cumsum(dy, op.inputs[1], exclusive, not reverse), None]


def _product_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import binary

    x, axis = op.inputs
    exclusive, reverse = op.attrs["exclusive"], op.attrs["reverse"]
    products = cumprod(x, axis, exclusive, reverse)
    return [
        binary.div_no_nan(cumsum(products * dy, axis, exclusive, not reverse), x),
        None,
    ]


def _log_sum_exp_gradient(op: Any, dy: Any) -> list[Any]:
    """In logarithms, for positive and negative gradients apart."""
    from tensorbrook._src.ops import array_creation, unary
    from tensorbrook._src.ops.elementwise import select

    x, axis = op.inputs
    y = op.outputs[0]
    exclusive, reverse = op.attrs["exclusive"], op.attrs["reverse"]
    lowest = array_creation.zeros_like(dy) + dy.dtype.min
    total = array_creation.zeros_like(dy)
    for sign in (1, -1):
        signed = sign * dy
        logs = select(signed > 0, unary.log(unary.abs(dy)), lowest)
        back = cumulative_logsumexp(logs - y, axis, exclusive, not reverse)
        total = total + sign * unary.exp(back + x)
    return [total, None]


_ATTRS = "exclusive: bool = False, reverse: bool = False, Tidx: index = int32"

cumsum_op = Op(
    "Cumsum",
    f"x: T, axis: Tidx -> out: T | {_ATTRS}, T: numeric",
    shape=_checked,
    reference=in_float32(_scanned(_sum, 0)),
    gradient=_sum_gradient,
)

cumprod_op = Op(
    "Cumprod",
    f"x: T, axis: Tidx -> out: T | {_ATTRS}, T: numeric",
    shape=_checked,
    reference=in_float32(_scanned(_product, 1)),
    gradient=_product_gradient,
)

cumulative_logsumexp_op = Op(
    "CumulativeLogsumexp",
    f"x: T, axis: Tidx -> out: T | {_ATTRS}, T: floating",
    shape=_checked,
    reference=in_float32(_scanned(_log_sum_exp, -np.inf)),
    gradient=_log_sum_exp_gradient,
)


def cumsum(
    x: Any,
    axis: Any = 0,
    exclusive: bool = False,
    reverse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Computes running sums along an axis.

    Args:
        x: A numeric tensor.
        axis: The axis to go along; a negative one counts from the end.
        exclusive: Whether each element leaves itself out.
        reverse: Whether to start at the end.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Raises:
        tf.errors.InvalidArgumentError: There is no such axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.cumsum([1, 2, 3]).numpy()
        array([1, 3, 6], dtype=int32)
    """
    return cumsum_op(  # type: ignore[no-any-return]
        x, axis, exclusive=exclusive, reverse=reverse, name=name
    )


def cumprod(
    x: Any,
    axis: Any = 0,
    exclusive: bool = False,
    reverse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Computes running products along an axis.

    Args:
        x: A numeric tensor.
        axis: The axis to go along; a negative one counts from the end.
        exclusive: Whether each element leaves itself out.
        reverse: Whether to start at the end.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Raises:
        tf.errors.InvalidArgumentError: There is no such axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.cumprod([2, 3, 4], exclusive=True).numpy()
        array([1, 2, 6], dtype=int32)
    """
    return cumprod_op(  # type: ignore[no-any-return]
        x, axis, exclusive=exclusive, reverse=reverse, name=name
    )


def cumulative_logsumexp(
    x: Any,
    axis: Any = 0,
    exclusive: bool = False,
    reverse: bool = False,
    name: str | None = None,
) -> Tensor:
    """Computes `log(cumsum(exp(x)))` without overflow.

    Args:
        x: A numeric tensor.
        axis: The axis to go along; a negative one counts from the end.
        exclusive: Whether each element leaves itself out.
        reverse: Whether to start at the end.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Raises:
        tf.errors.InvalidArgumentError: There is no such axis.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.cumulative_logsumexp([0.0, 0.0]).numpy().round(3)
        array([0.   , 0.693], dtype=float32)
    """
    return cumulative_logsumexp_op(  # type: ignore[no-any-return]
        x, axis, exclusive=exclusive, reverse=reverse, name=name
    )
