"""Functions of bits."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import (
    dtype_name,
    operation,
    same_type,
    tensor,
)


@operation
def bitwise_and(x: Any, y: Any) -> Any:
    """Computes the bits set in both."""
    first, second = same_type(x, y)
    if dtype_name(first) == "bool":
        return tf.logical_and(first, second)
    return tf.bitwise.bitwise_and(first, second)


@operation
def bitwise_or(x: Any, y: Any) -> Any:
    """Computes the bits set in one or both."""
    first, second = same_type(x, y)
    if dtype_name(first) == "bool":
        return tf.logical_or(first, second)
    return tf.bitwise.bitwise_or(first, second)


@operation
def bitwise_xor(x: Any, y: Any) -> Any:
    """Computes the bits set in just one."""
    first, second = same_type(x, y)
    if dtype_name(first) == "bool":
        return tf.math.logical_xor(first, second)
    return tf.bitwise.bitwise_xor(first, second)


@operation
def bitwise_not(x: Any) -> Any:
    """Turns all bits around."""
    x = tensor(x)
    return tf.logical_not(x) if dtype_name(x) == "bool" else tf.bitwise.invert(x)


@operation
def bitwise_invert(x: Any) -> Any:
    """Turns all bits around."""
    return bitwise_not(x)


@operation
def bitwise_left_shift(x: Any, y: Any) -> Any:
    """Moves the bits of `x` up by `y`."""
    return tf.bitwise.left_shift(*same_type(x, y))


@operation
def left_shift(x: Any, y: Any) -> Any:
    """Moves the bits of `x` up by `y`."""
    return bitwise_left_shift(x, y)


@operation
def bitwise_right_shift(x: Any, y: Any) -> Any:
    """Moves the bits of `x` down by `y`."""
    return tf.bitwise.right_shift(*same_type(x, y))


@operation
def right_shift(x: Any, y: Any) -> Any:
    """Moves the bits of `x` down by `y`."""
    return bitwise_right_shift(x, y)
