"""Functions of two tensors, element by element."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import (
    cast_to,
    dtype_name,
    floats,
    operation,
    result_type,
    same_type,
    tensor,
)


@operation
def add(x1: Any, x2: Any) -> Any:
    """Computes `x1 + x2`."""
    first, second = same_type(x1, x2)
    if dtype_name(first) == "bool":
        return tf.logical_or(first, second)
    return tf.add(first, second)


@operation
def subtract(x1: Any, x2: Any) -> Any:
    """Computes `x1 - x2`."""
    first, second = same_type(x1, x2)
    if dtype_name(first) == "bool":
        return tf.math.logical_xor(first, second)
    return tf.subtract(first, second)


@operation
def multiply(x1: Any, x2: Any) -> Any:
    """Computes `x1 * x2`."""
    first, second = same_type(x1, x2)
    if dtype_name(first) == "bool":
        return tf.logical_and(first, second)
    return tf.multiply(first, second)


@operation
def divide(x1: Any, x2: Any) -> Any:
    """Computes `x1 / x2` as floats."""
    first, second = floats(x1, x2)
    return tf.divide(first, second)


@operation
def true_divide(x1: Any, x2: Any) -> Any:
    """Computes `x1 / x2` as floats."""
    return divide(x1, x2)


@operation
def divide_no_nan(x1: Any, x2: Any) -> Any:
    """Computes `x1 / x2`, zero where `x2` is zero."""
    first, second = floats(x1, x2)
    return tf.math.divide_no_nan(first, second)


@operation
def floor_divide(x1: Any, x2: Any) -> Any:
    """Computes `x1 / x2`, rounded down."""
    return tf.math.floordiv(*_numbers(x1, x2))


@operation
def mod(x1: Any, x2: Any) -> Any:
    """Computes what is left of `x1` by `x2`, with the sign of `x2`."""
    return tf.math.floormod(*_numbers(x1, x2))


@operation
def fmod(x1: Any, x2: Any) -> Any:
    """Computes what is left of `x1` by `x2`, with the sign of `x1`."""
    first, second = _numbers(x1, x2)
    rest = tf.math.floormod(tf.abs(first), tf.abs(second))
    return tf.where(tf.less(first, 0), -rest, rest)


@operation
def power(x1: Any, x2: Any) -> Any:
    """Computes `x1` to the power of `x2`."""
    return tf.pow(*_numbers(x1, x2))


@operation
def maximum(x1: Any, x2: Any) -> Any:
    """Computes the greater of two values."""
    first, second = same_type(x1, x2)
    if dtype_name(first) == "bool":
        return tf.logical_or(first, second)
    return tf.maximum(first, second)


@operation
def minimum(x1: Any, x2: Any) -> Any:
    """Computes the smaller of two values."""
    first, second = same_type(x1, x2)
    if dtype_name(first) == "bool":
        return tf.logical_and(first, second)
    return tf.minimum(first, second)


@operation
def fmax(x1: Any, x2: Any) -> Any:
    """Computes the greater of two values, the number where one is missing."""
    first, second = same_type(x1, x2)
    return _without_nan(first, second, maximum(first, second))


@operation
def fmin(x1: Any, x2: Any) -> Any:
    """Computes the smaller of two values, the number where one is missing."""
    first, second = same_type(x1, x2)
    return _without_nan(first, second, minimum(first, second))


def _without_nan(first: Any, second: Any, found: Any) -> Any:
    """Returns `found`, or the other value where one is no number."""
    if not first.dtype.is_floating:
        return found
    found = tf.where(tf.math.is_nan(first), second, found)
    return tf.where(tf.math.is_nan(second), first, found)


@operation
def arctan2(x1: Any, x2: Any) -> Any:
    """Computes the angle of the point `(x2, x1)`."""
    return tf.atan2(*floats(x1, x2))


@operation
def hypot(x1: Any, x2: Any) -> Any:
    """Computes the length of the vector `(x1, x2)`."""
    first, second = (tf.abs(value) for value in floats(x1, x2))
    long, short = tf.maximum(first, second), tf.minimum(first, second)
    ratio = tf.math.divide_no_nan(short, long)
    return long * tf.sqrt(1 + tf.square(ratio))


@operation
def logaddexp(x1: Any, x2: Any) -> Any:
    """Computes `log(exp(x1) + exp(x2))`."""
    first, second = floats(x1, x2)
    delta = first - second
    sum_ = tf.maximum(first, second) + tf.math.log1p(tf.exp(-tf.abs(delta)))
    return tf.where(tf.math.is_nan(delta), first + second, sum_)


@operation
def logaddexp2(x1: Any, x2: Any) -> Any:
    """Computes `log2(2 ** x1 + 2 ** x2)`."""
    first, second = floats(x1, x2)
    log2 = math.log(2.0)
    return logaddexp(first * log2, second * log2) / log2


@operation
def ldexp(x1: Any, x2: Any) -> Any:
    """Computes `x1 * 2 ** x2`."""
    kind = result_type(x1, x2, float)
    second = tensor(x2)
    if second.dtype.is_floating:
        raise TypeError(
            f"ldexp: `x2` must hold integers. Received: x2.dtype={second.dtype.name}."
        )
    two = tf.constant(2, kind)
    return tensor(x1, kind) * tf.pow(two, tf.cast(second, kind))


@operation
def nextafter(x1: Any, x2: Any) -> Any:
    """Computes the next number after `x1` towards `x2`."""
    kind = result_type(x1, x2, float)
    wide = tf.math.nextafter(tensor(x1, "float64"), tensor(x2, "float64"))
    if kind == "float64":
        return wide
    return cast_to(
        tf.math.nextafter(tensor(x1, "float32"), tensor(x2, "float32")), kind
    )


@operation
def heaviside(x1: Any, x2: Any) -> Any:
    """Computes 0 below zero, 1 above, and `x2` at zero."""
    first, second = floats(x1, x2)
    above = tf.where(tf.greater(first, 0), tf.ones_like(first), tf.zeros_like(first))
    return tf.where(tf.equal(first, 0), second, above)


@operation
def gcd(x1: Any, x2: Any) -> Any:
    """Computes the greatest common divisor."""
    first, second = (tf.abs(value) for value in same_type(x1, x2))
    shape = tf.broadcast_dynamic_shape(tf.shape(first), tf.shape(second))
    start = (tf.broadcast_to(first, shape), tf.broadcast_to(second, shape))

    def step(a: Any, b: Any) -> tuple[Any, Any]:
        safe = tf.where(tf.equal(b, 0), tf.ones_like(b), b)
        rest = tf.math.floormod(a, safe)
        done = tf.equal(b, 0)
        return tf.where(done, a, b), tf.where(done, b, rest)

    def unfinished(a: Any, b: Any) -> Any:
        return tf.reduce_any(tf.not_equal(b, 0))

    return tf.while_loop(unfinished, step, start)[0]


@operation
def lcm(x1: Any, x2: Any) -> Any:
    """Computes the least common multiple."""
    first, second = (tf.abs(value) for value in same_type(x1, x2))
    divisor = gcd(first, second)
    safe = tf.where(tf.equal(divisor, 0), tf.ones_like(divisor), divisor)
    return first // safe * second


@operation
def equal(x1: Any, x2: Any) -> Any:
    """Says where `x1 == x2`."""
    return tf.equal(*same_type(x1, x2))


@operation
def not_equal(x1: Any, x2: Any) -> Any:
    """Says where `x1 != x2`."""
    return tf.not_equal(*same_type(x1, x2))


@operation
def greater(x1: Any, x2: Any) -> Any:
    """Says where `x1 > x2`."""
    return tf.greater(*_numbers(x1, x2))


@operation
def greater_equal(x1: Any, x2: Any) -> Any:
    """Says where `x1 >= x2`."""
    return tf.greater_equal(*_numbers(x1, x2))


@operation
def less(x1: Any, x2: Any) -> Any:
    """Says where `x1 < x2`."""
    return tf.less(*_numbers(x1, x2))


@operation
def less_equal(x1: Any, x2: Any) -> Any:
    """Says where `x1 <= x2`."""
    return tf.less_equal(*_numbers(x1, x2))


@operation
def logical_and(x1: Any, x2: Any) -> Any:
    """Says where both are true."""
    return tf.logical_and(tensor(x1, "bool"), tensor(x2, "bool"))


@operation
def logical_or(x1: Any, x2: Any) -> Any:
    """Says where one or both are true."""
    return tf.logical_or(tensor(x1, "bool"), tensor(x2, "bool"))


@operation
def logical_xor(x1: Any, x2: Any) -> Any:
    """Says where just one is true."""
    return tf.math.logical_xor(tensor(x1, "bool"), tensor(x2, "bool"))


@operation
def isclose(
    x1: Any,
    x2: Any,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    equal_nan: bool = False,
) -> Any:
    """Says where two values differ by little.

    Args:
        x1: a tensor.
        x2: a tensor.
        rtol: how much they may differ, relative to `x2`.
        atol: how much they may differ.
        equal_nan: whether two missing numbers are close.
    """
    first, second = floats(x1, x2)
    bound = tf.constant(atol, first.dtype) + tf.abs(second) * rtol
    close = tf.math.is_finite(second) & (tf.abs(first - second) <= bound)
    close = close | tf.equal(first, second)
    if equal_nan:
        close = close | (tf.math.is_nan(first) & tf.math.is_nan(second))
    return close


@operation
def allclose(
    x1: Any,
    x2: Any,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    equal_nan: bool = False,
) -> Any:
    """Says whether all values differ by little; see `isclose`."""
    return tf.reduce_all(isclose(x1, x2, rtol, atol, equal_nan))


@operation
def where(condition: Any, x1: Any = None, x2: Any = None) -> Any:
    """Takes `x1` where the condition holds, else `x2`.

    Args:
        condition: a tensor of truth values.
        x1: a tensor; without it the places of true values are returned.
        x2: a tensor.
    """
    condition = tensor(condition, "bool")
    if x1 is None and x2 is None:
        return tuple(
            cast_to(part, "int32") for part in tf.unstack(tf.where(condition), axis=1)
        )
    if x1 is None or x2 is None:
        raise ValueError("where: `x1` and `x2` must both be given, or none of them.")
    first, second = same_type(x1, x2)
    return tf.where(condition, first, second)


def _numbers(x1: Any, x2: Any) -> list[Any]:
    """Returns two tensors of one type that is not bool."""
    kind = result_type(x1, x2)
    kind = "int32" if kind == "bool" else kind
    return [tensor(x1, kind), tensor(x2, kind)]
