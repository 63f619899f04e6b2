"""Exponentials, logarithms, powers and trigonometry of one array."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import as_tensor, to_inexact
from tensorbrook._src.ops import array_creation, binary, comparison, gather, unary
from tensorbrook._src.ops import trigonometric as trig


def exp(x: Any) -> Tensor:
    """e to the power of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.exp(0))
        1.0
    """
    return unary.exp(to_inexact(x))


def exp2(x: Any) -> Tensor:
    """2 to the power of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.exp2(3))
        8.0
    """
    x = to_inexact(x)
    return binary.pow(2 * array_creation.ones_like(x), x)


def expm1(x: Any) -> Tensor:
    """The exponential less one, exact for small numbers.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.expm1(0))
        0.0
    """
    return unary.expm1(to_inexact(x))


def log(x: Any) -> Tensor:
    """The natural logarithm of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.log(1))
        0.0
    """
    return unary.log(to_inexact(x))


def log1p(x: Any) -> Tensor:
    """The logarithm of one plus each element, exact for small numbers.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.log1p(0))
        0.0
    """
    return unary.log1p(to_inexact(x))


def log2(x: Any) -> Tensor:
    """The logarithm to the base 2.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.log2(8))
        3.0
    """
    return unary.log(to_inexact(x)) / math.log(2)


def log10(x: Any) -> Tensor:
    """The logarithm to the base 10.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> round(float(tnp.log10(1000)), 6)
        3.0
    """
    return unary.log(to_inexact(x)) / math.log(10)


def sqrt(x: Any) -> Tensor:
    """The square root of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.sqrt(9))
        3.0
    """
    return unary.sqrt(to_inexact(x))


def cbrt(x: Any) -> Tensor:
    """The real cube root of each element, negative ones included.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> round(float(tnp.cbrt(-8)), 6)
        -2.0
    """
    x = to_inexact(x)
    root = binary.pow(unary.abs(x), 1 / 3)
    return unary.sign(x) * root


def square(x: Any) -> Tensor:
    """Each element times itself.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.square(-3))
        9
    """
    return unary.square(as_tensor(x))


def reciprocal(x: Any) -> Tensor:
    """One over each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.reciprocal(4.0))
        0.25
    """
    return unary.reciprocal(as_tensor(x))


def sin(x: Any) -> Tensor:
    """The sine of each element, an angle in radians.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.sin(0))
        0.0
    """
    return trig.sin(to_inexact(x))


def cos(x: Any) -> Tensor:
    """The cosine of each element, an angle in radians.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.cos(0))
        1.0
    """
    return trig.cos(to_inexact(x))


def tan(x: Any) -> Tensor:
    """The tangent of each element, an angle in radians.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.tan(0))
        0.0
    """
    return trig.tan(to_inexact(x))


def arcsin(x: Any) -> Tensor:
    """The inverse sine of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.arcsin(0))
        0.0
    """
    return trig.asin(to_inexact(x))


def arccos(x: Any) -> Tensor:
    """The inverse cosine of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.arccos(1))
        0.0
    """
    return trig.acos(to_inexact(x))


def arctan(x: Any) -> Tensor:
    """The inverse tangent of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.arctan(0))
        0.0
    """
    return trig.atan(to_inexact(x))


def sinh(x: Any) -> Tensor:
    """The hyperbolic sine of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.sinh(0))
        0.0
    """
    return trig.sinh(to_inexact(x))


def cosh(x: Any) -> Tensor:
    """The hyperbolic cosine of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.cosh(0))
        1.0
    """
    return trig.cosh(to_inexact(x))


def arcsinh(x: Any) -> Tensor:
    """The inverse hyperbolic sine of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.arcsinh(0))
        0.0
    """
    return trig.asinh(to_inexact(x))


def arccosh(x: Any) -> Tensor:
    """The inverse hyperbolic cosine of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.arccosh(1))
        0.0
    """
    return trig.acosh(to_inexact(x))


def arctanh(x: Any) -> Tensor:
    """The inverse hyperbolic tangent of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.arctanh(0))
        0.0
    """
    return trig.atanh(to_inexact(x))


def tanh(x: Any) -> Tensor:
    """The hyperbolic tangent of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.tanh(0))
        0.0
    """
    return unary.tanh(to_inexact(x))


def deg2rad(x: Any) -> Tensor:
    """Degrees as radians.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.deg2rad(180))
        3.141592653589793
    """
    return to_inexact(x) * (math.pi / 180)


def rad2deg(x: Any) -> Tensor:
    """Radians as degrees.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.rad2deg(tnp.pi))
        180.0
    """
    return to_inexact(x) * (180 / math.pi)


def sinc(x: Any) -> Tensor:
    """The sine of pi times each element over pi times the element; 1 at zero.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.sinc(0))
        1.0
    """
    x = to_inexact(x) * math.pi
    zero = comparison.equal(x, array_creation.zeros_like(x))
    one = array_creation.ones_like(x)
    safe = gather.where(zero, one, x)
    return gather.where(zero, one, trig.sin(safe) / safe)
