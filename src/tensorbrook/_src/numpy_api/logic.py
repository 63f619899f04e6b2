"""Comparisons, truth values and bits of two arrays of any types."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import as_tensor, operands
from tensorbrook._src.ops import array_creation, bitwise, comparison, reduce, unary
from tensorbrook._src.ops import cast as casts


def bitwise_and(x1: Any, x2: Any) -> Tensor:
    """Whether both bits are set, bit by bit.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.bitwise_and(6, 3))
        2
    """
    first, second = operands(x1, x2)
    function = comparison.logical_and if first.dtype.is_bool else bitwise.bitwise_and
    return function(first, second)


def bitwise_or(x1: Any, x2: Any) -> Tensor:
    """Whether one of both bits is set, bit by bit.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.bitwise_or(6, 3))
        7
    """
    first, second = operands(x1, x2)
    function = comparison.logical_or if first.dtype.is_bool else bitwise.bitwise_or
    return function(first, second)


def bitwise_xor(x1: Any, x2: Any) -> Tensor:
    """Whether exactly one of both bits is set, bit by bit.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A tensor of the promoted dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.bitwise_xor(6, 3))
        5
    """
    first, second = operands(x1, x2)
    function = comparison.logical_xor if first.dtype.is_bool else bitwise.bitwise_xor
    return function(first, second)


def bitwise_not(x: Any) -> Tensor:
    """Each bit turned around; of truth values, the other one.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.bitwise_not(5))
        -6
    """
    x = as_tensor(x)
    return comparison.logical_not(x) if x.dtype.is_bool else bitwise.invert(x)


def equal(x1: Any, x2: Any) -> Tensor:
    """Whether both are equal.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.equal(1, 1.0))
        True
    """
    return comparison.equal(*operands(x1, x2))


def not_equal(x1: Any, x2: Any) -> Tensor:
    """Whether both differ.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.not_equal(1, 2))
        True
    """
    return comparison.not_equal(*operands(x1, x2))


def less(x1: Any, x2: Any) -> Tensor:
    """Whether the first is less.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.less(1, 2))
        True
    """
    return comparison.less(*_ordered(x1, x2))


def less_equal(x1: Any, x2: Any) -> Tensor:
    """Whether the first is not greater.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.less_equal(2, 2))
        True
    """
    return comparison.less_equal(*_ordered(x1, x2))


def greater(x1: Any, x2: Any) -> Tensor:
    """Whether the first is greater.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.greater(1, 2))
        False
    """
    return comparison.greater(*_ordered(x1, x2))


def greater_equal(x1: Any, x2: Any) -> Tensor:
    """Whether the first is not less.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.greater_equal(2, 2))
        True
    """
    return comparison.greater_equal(*_ordered(x1, x2))


def logical_and(x1: Any, x2: Any) -> Tensor:
    """Whether both hold; numbers hold where they are not zero.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.logical_and(1, 0))
        False
    """
    return comparison.logical_and(_truth(x1), _truth(x2))


def logical_or(x1: Any, x2: Any) -> Tensor:
    """Whether one of both holds; numbers hold where they are not zero.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.logical_or(1, 0))
        True
    """
    return comparison.logical_or(_truth(x1), _truth(x2))


def logical_xor(x1: Any, x2: Any) -> Tensor:
    """Whether exactly one of both holds; numbers hold where they are not zero.

    Args:
        x1: An array, or what can become one.
        x2: Another; both are broadcast.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.logical_xor(1, 0))
        True
    """
    return comparison.logical_xor(_truth(x1), _truth(x2))


def logical_not(x: Any) -> Tensor:
    """Whether an element doesn't hold; numbers hold where they are not zero.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.logical_not(0))
        True
    """
    return comparison.logical_not(_truth(x))


def isclose(
    a: Any, b: Any, rtol: Any = 1e-05, atol: Any = 1e-08, equal_nan: bool = False
) -> Tensor:
    """Whether each pair of elements is nearly equal.

    Args:
        a: An array, or what can become one.
        b: Another, by whose size `rtol` is measured.
        rtol: The difference that is allowed, as a part of `b`.
        atol: What is allowed beside it.
        equal_nan: Whether two that aren't numbers count as equal.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isclose([1.0, 2.0], [1.0, 2.1]).numpy()
        array([ True, False])
    """
    a, b = operands(a, b)
    same = comparison.equal(a, b)
    if not (a.dtype.is_floating or a.dtype.is_complex):
        return same
    limit = atol + rtol * unary.abs(b)
    near = comparison.less_equal(unary.abs(a - b), limit)
    size = unary.abs(b)
    finite = comparison.less(size, array_creation.ones_like(size) * float("inf"))
    found = comparison.logical_or(same, comparison.logical_and(near, finite))
    if not equal_nan:
        return found
    both = comparison.logical_and(
        comparison.not_equal(a, a), comparison.not_equal(b, b)
    )
    return comparison.logical_or(found, both)


def allclose(
    a: Any, b: Any, rtol: Any = 1e-05, atol: Any = 1e-08, equal_nan: bool = False
) -> Tensor:
    """Whether all pairs of elements are nearly equal.

    Args:
        a: An array, or what can become one.
        b: Another, by whose size `rtol` is measured.
        rtol: The difference that is allowed, as a part of `b`.
        atol: What is allowed beside it.
        equal_nan: Whether two that aren't numbers count as equal.

    Returns:
        A boolean scalar.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.allclose([1.0, 2.0], [1.0, 2.0 + 1e-9]))
        True
    """
    return reduce.reduce_all(isclose(a, b, rtol, atol, equal_nan))


def array_equal(a1: Any, a2: Any) -> Tensor:
    """Whether two arrays have the same shape and equal elements.

    Args:
        a1: An array, or what can become one.
        a2: Another.

    Returns:
        A boolean scalar.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> bool(tnp.array_equal([1, 2], [1, 2])), bool(tnp.array_equal([1], [1, 1]))
        (True, False)
    """
    first, second = operands(a1, a2)
    if not first.shape.is_compatible_with(second.shape):
        return as_tensor(False)  # type: ignore[no-any-return]
    return reduce.reduce_all(comparison.equal(first, second))


def _truth(x: Any) -> Any:
    return casts.cast(as_tensor(x), dtypes.bool)


def _ordered(x1: Any, x2: Any) -> list[Any]:
    """Operands that have an order: truth values count as 0 and 1."""
    pair = operands(x1, x2)
    return [casts.cast(x, dtypes.uint8) if x.dtype.is_bool else x for x in pair]
