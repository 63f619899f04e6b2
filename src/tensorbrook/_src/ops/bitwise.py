"""Bits of integers."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.elementwise import binary
from tensorbrook._src.ops.rules import same_as


def _bits(name: str, function: Any, commutative: bool = False) -> Op:
    return binary(
        name, function, NOT_DIFFERENTIABLE, types="integer", commutative=commutative
    )


def _clamped(xp: Any, x: Any, y: Any) -> Any:
    """Numbers of places to shift by, kept between 0 and one below the width."""
    return xp.clip(y, 0, x.dtype.itemsize * 8 - 1).astype(x.dtype)


bitwise_and_op = _bits("BitwiseAnd", lambda xp, x, y: x & y, commutative=True)
bitwise_or_op = _bits("BitwiseOr", lambda xp, x, y: x | y, commutative=True)
bitwise_xor_op = _bits("BitwiseXor", lambda xp, x, y: x ^ y, commutative=True)
left_shift_op = _bits("LeftShift", lambda xp, x, y: x << _clamped(xp, x, y))
right_shift_op = _bits("RightShift", lambda xp, x, y: x >> _clamped(xp, x, y))

invert_op = Op(
    "Invert",
    "x: T -> y: T | T: integer",
    shape=same_as(0),
    reference=lambda xp, x: ~x,
    gradient=NOT_DIFFERENTIABLE,
    elementwise=True,
)

population_count_op = Op(
    "PopulationCount",
    "x: T -> y: uint8 | T: integer",
    shape=same_as(0),
    reference=lambda xp, x: xp.bitwise_count(
        x.view(np.dtype(f"uint{8 * x.dtype.itemsize}"))
    ),
    gradient=NOT_DIFFERENTIABLE,
    elementwise=True,
)


def bitwise_and(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Keeps the bits that both numbers have.

    Args:
        x: A tensor of integers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.bitwise.bitwise_and([6, 5], 3).numpy()
        array([2, 1], dtype=int32)
    """
    return bitwise_and_op(x, y, name=name)  # type: ignore[no-any-return]


def bitwise_or(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Joins the bits that either number has.

    Args:
        x: A tensor of integers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.bitwise.bitwise_or([6, 5], 3).numpy()
        array([7, 7], dtype=int32)
    """
    return bitwise_or_op(x, y, name=name)  # type: ignore[no-any-return]


def bitwise_xor(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Keeps the bits that exactly one of the numbers has.

    Args:
        x: A tensor of integers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.bitwise.bitwise_xor([6, 5], 3).numpy()
        array([5, 6], dtype=int32)
    """
    return bitwise_xor_op(x, y, name=name)  # type: ignore[no-any-return]


def left_shift(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Moves the bits of `x` up by `y` places.

    Args:
        x: A tensor of integers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.bitwise.left_shift([1, 3], 2).numpy()
        array([ 4, 12], dtype=int32)
    """
    return left_shift_op(x, y, name=name)  # type: ignore[no-any-return]


def right_shift(x: Any, y: Any, name: str | None = None) -> Tensor:
    """Moves the bits of `x` down by `y` places; the sign stays.

    Args:
        x: A tensor of integers.
        y: A tensor of the type of `x`.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.bitwise.right_shift([8, -8], 2).numpy()
        array([ 2, -2], dtype=int32)
    """
    return right_shift_op(x, y, name=name)  # type: ignore[no-any-return]


def invert(x: Any, name: str | None = None) -> Tensor:
    """Turns every bit around: `-x - 1` for a signed number.

    Args:
        x: A tensor of integers.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape and type of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.bitwise.invert([0, 5]).numpy()
        array([-1, -6], dtype=int32)
    """
    return invert_op(x, name=name)  # type: ignore[no-any-return]
