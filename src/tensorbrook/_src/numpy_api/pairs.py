"""Arithmetic with two arrays of any types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.control_flow import loop
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import as_tensor, float_operands, operands
from tensorbrook._src.ops import (
    array_creation,
    binary,
    bitwise,
    comparison,
    gather,
    reduce,
    shape,
    trigonometric,
    unary,
)
from tensorbrook._src.ops import cast as casts


def add(x1: Any, x2: Any) -> Tensor:
    """The sum; of truth values, whether one of them holds.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.add([1, 2], 0.5).numpy()
        array([1.5, 2.5])
    """
    first, second = operands(x1, x2)
    function = comparison.logical_or if first.dtype.is_bool else binary.add
    return function(first, second)


def subtract(x1: Any, x2: Any) -> Tensor:
    """The difference.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.subtract([1, 2], 1).numpy()
        array([0, 1])
    """
    return binary.subtract(*operands(x1, x2))


def multiply(x1: Any, x2: Any) -> Tensor:
    """The product; of truth values, whether both hold.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.multiply([1, 2], 3).numpy()
        array([3, 6])
    """
    first, second = operands(x1, x2)
    function = comparison.logical_and if first.dtype.is_bool else binary.multiply
    return function(first, second)


def true_divide(x1: Any, x2: Any) -> Tensor:
    """The quotient, a fraction also for integers.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.true_divide(1, 2))
        0.5
    """
    first, second = operands(x1, x2)
    if first.dtype.is_bool:
        first, second = (casts.cast(part, dtypes.float64) for part in (first, second))
    return binary.truediv(first, second)


def divide(x1: Any, x2: Any) -> Tensor:
    """The quotient, a fraction also for integers.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.divide(1, 2))
        0.5
    """
    return true_divide(x1, x2)


def floor_divide(x1: Any, x2: Any) -> Tensor:
    """The quotient, rounded down.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.floor_divide(-7, 2))
        -4
    """
    first, second = operands(x1, x2)
    if first.dtype.is_bool:
        first, second = (casts.cast(part, dtypes.int8) for part in (first, second))
    return binary.floordiv(first, second)


def mod(x1: Any, x2: Any) -> Tensor:
    """What floor division leaves; it has the sign of the divisor.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.mod(-7, 2))
        1
    """
    first, second = operands(x1, x2)
    if first.dtype.is_bool:
        first, second = (casts.cast(part, dtypes.int8) for part in (first, second))
    return binary.floormod(first, second)


def remainder(x1: Any, x2: Any) -> Tensor:
    """What floor division leaves; it has the sign of the divisor.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.remainder(-7, 2))
        1
    """
    return mod(x1, x2)


def power(x1: Any, x2: Any) -> Tensor:
    """The first to the power of the second.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.power(2, 3))
        8
    """
    return binary.pow(*operands(x1, x2))


def float_power(x1: Any, x2: Any) -> Tensor:
    """The first to the power of the second.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.float_power(2.0, -1))
        0.5
    """
    return power(x1, x2)


def maximum(x1: Any, x2: Any) -> Tensor:
    """The larger of both.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.maximum([1, 5], 3).numpy()
        array([3, 5])
    """
    first, second = operands(x1, x2)
    function = comparison.logical_or if first.dtype.is_bool else binary.maximum
    return function(first, second)


def minimum(x1: Any, x2: Any) -> Tensor:
    """The smaller of both.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.minimum([1, 5], 3).numpy()
        array([1, 3])
    """
    first, second = operands(x1, x2)
    function = comparison.logical_and if first.dtype.is_bool else binary.minimum
    return function(first, second)


def arctan2(x1: Any, x2: Any) -> Tensor:
    """The angle of the point (x2, x1), in all four quadrants.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.arctan2(0.0, 1.0))
        0.0
    """
    return trigonometric.atan2(*float_operands(x1, x2))


def hypot(x1: Any, x2: Any) -> Tensor:
    """The length of the hypotenuse: the root of the sum of both squares.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.hypot(3, 4))
        5.0
    """
    first, second = float_operands(x1, x2)
    return unary.sqrt(unary.square(first) + unary.square(second))


def logaddexp(x1: Any, x2: Any) -> Tensor:
    """The logarithm of the sum of both exponentials.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> round(float(tnp.logaddexp(1, 1)), 6)
        1.693147
    """
    first, second = float_operands(x1, x2)
    larger = binary.maximum(first, second)
    gap = unary.negative(unary.abs(first - second))
    found = larger + unary.log1p(unary.exp(gap))
    return gather.where(unary.is_nan(gap), first + second, found)


def logaddexp2(x1: Any, x2: Any) -> Tensor:
    """The logarithm to the base 2 of the sum of 2 to the power of both.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.logaddexp2(1, 1))
        2.0
    """
    first, second = float_operands(x1, x2)
    base = float(np.log(2.0))
    return logaddexp(first * base, second * base) / base


def heaviside(x1: Any, x2: Any) -> Tensor:
    """The step function of x1: 0, 1, or x2 at zero.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.heaviside([-1.0, 0.0, 1.0], 0.5).numpy()
        array([0. , 0.5, 1. ])
    """
    first, second = float_operands(x1, x2)
    zero = array_creation.zeros_like(first)
    one = array_creation.ones_like(first)
    step = gather.where(comparison.less(first, zero), zero, one)
    return gather.where(comparison.equal(first, zero), second, step)


def nextafter(x1: Any, x2: Any) -> Tensor:
    """The next number that the dtype has on the way from x1 to x2.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.nextafter(1.0, 2.0))
        1.0000000000000002
    """
    return binary.nextafter(*float_operands(x1, x2))


def gcd(x1: Any, x2: Any) -> Tensor:
    """The greatest common divisor, never negative.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.gcd(12, 8))
        4
    """
    first, second = (unary.abs(part) for part in _same_shape(*operands(x1, x2)))
    found, _ = loop.while_loop(_any_left, _euclid_step, [first, second])
    return found  # type: ignore[no-any-return]


def lcm(x1: Any, x2: Any) -> Tensor:
    """The least common multiple, never negative.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.lcm(4, 6))
        12
    """
    first, second = operands(x1, x2)
    divisor = gcd(first, second)
    nothing = comparison.equal(divisor, 0)
    safe = gather.where(nothing, array_creation.ones_like(divisor), divisor)
    product = unary.abs(first * binary.floordiv(second, safe))
    return gather.where(nothing, array_creation.zeros_like(product), product)


def divmod(x1: Any, x2: Any) -> tuple[Tensor, Tensor]:  # noqa: A001
    """The quotient, rounded down, and what the division leaves.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        The results of `floor_divide` and `mod`.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> [int(part) for part in tnp.divmod(-7, 2)]
        [-4, 1]
    """
    return floor_divide(x1, x2), mod(x1, x2)


def clip(a: Any, a_min: Any, a_max: Any) -> Tensor:
    """Limits each element to a range.

    Args:
        a: An array, or what can become one.
        a_min: The smallest value, broadcast, or None for no such limit.
        a_max: The largest value, broadcast, or None for no such limit.

    Returns:
        A tensor of the promoted dtype.

    Raises:
        ValueError: Both limits are None.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.clip([1, 5, 9], 2, 6).numpy()
        array([2, 5, 6])
    """
    if a_min is None and a_max is None:
        raise ValueError("tnp.clip needs `a_min`, `a_max`, or both.")
    if a_min is None:
        return minimum(a, a_max)
    if a_max is None:
        return maximum(a, a_min)
    a, a_min, a_max = operands(a, a_min, a_max)
    return minimum(maximum(a, a_min), a_max)


def _same_shape(first: Any, second: Any) -> tuple[Any, Any]:
    zero = array_creation.zeros_like
    return first + zero(second), second + zero(first)


def _any_left(first: Any, second: Any) -> Any:
    return reduce.reduce_any(comparison.not_equal(second, 0))


def _euclid_step(first: Any, second: Any) -> tuple[Any, Any]:
    """One step of Euclid's algorithm, where it isn't done yet."""
    done = comparison.equal(second, 0)
    safe = gather.where(done, array_creation.ones_like(second), second)
    rest = binary.floormod(first, safe)
    return (
        gather.where(done, first, second),
        gather.where(done, array_creation.zeros_like(rest), rest),
    )
