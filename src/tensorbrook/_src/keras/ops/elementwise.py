"""Functions of one tensor, element by element."""

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
    tensor,
)


@operation
def abs(x: Any) -> Any:  # noqa: A001
    """Computes the absolute value."""
    x = tensor(x)
    return x if dtype_name(x) == "bool" else tf.abs(x)


@operation
def absolute(x: Any) -> Any:
    """Computes the absolute value."""
    return abs(x)


@operation
def fabs(x: Any) -> Any:
    """Computes the absolute value as a float."""
    return tf.abs(floats(x)[0])


@operation
def angle(x: Any) -> Any:
    """Computes the angle of complex numbers."""
    x = tensor(x)
    return tf.math.angle(x if x.dtype.is_complex else floats(x)[0])


@operation
def arccos(x: Any) -> Any:
    """Computes the inverse cosine."""
    return tf.acos(_inexact(x))


@operation
def arccosh(x: Any) -> Any:
    """Computes the inverse hyperbolic cosine."""
    return tf.acosh(_inexact(x))


@operation
def arcsin(x: Any) -> Any:
    """Computes the inverse sine."""
    return tf.asin(_inexact(x))


@operation
def arcsinh(x: Any) -> Any:
    """Computes the inverse hyperbolic sine."""
    return tf.asinh(_inexact(x))


@operation
def arctan(x: Any) -> Any:
    """Computes the inverse tangent."""
    return tf.atan(_inexact(x))


@operation
def arctanh(x: Any) -> Any:
    """Computes the inverse hyperbolic tangent."""
    return tf.atanh(_inexact(x))


@operation
def cbrt(x: Any) -> Any:
    """Computes the cube root, of negative numbers, too."""
    x = floats(x)[0]
    root = tf.pow(tf.abs(x), tf.constant(1.0 / 3.0, x.dtype))
    return tf.sign(x) * root


@operation
def ceil(x: Any) -> Any:
    """Rounds up."""
    return tf.math.ceil(floats(x)[0])


@operation
def clip(x: Any, x_min: Any, x_max: Any) -> Any:
    """Cuts values to the range from `x_min` to `x_max`."""
    x = tensor(x)
    kind = result_type(x, x_min, x_max)
    kind = "int32" if kind == "bool" else kind
    bounds = [tensor(bound, kind) for bound in (x_min, x_max)]
    return tf.minimum(tf.maximum(tensor(x, kind), bounds[0]), bounds[1])


@operation
def conj(x: Any) -> Any:
    """Computes the complex conjugate."""
    return tf.math.conj(tensor(x))


@operation
def conjugate(x: Any) -> Any:
    """Computes the complex conjugate."""
    return tf.math.conj(tensor(x))


@operation
def copy(x: Any) -> Any:
    """Returns a copy."""
    return tf.identity(tensor(x))


@operation
def cos(x: Any) -> Any:
    """Computes the cosine."""
    return tf.cos(_inexact(x))


@operation
def cosh(x: Any) -> Any:
    """Computes the hyperbolic cosine."""
    return tf.cosh(_inexact(x))


@operation
def deg2rad(x: Any) -> Any:
    """Turns degrees into radians."""
    return floats(x)[0] * (math.pi / 180.0)


@operation
def erf(x: Any) -> Any:
    """Computes the error function."""
    return tf.math.erf(floats(x)[0])


@operation
def erfc(x: Any) -> Any:
    """Computes one less the error function."""
    return tf.math.erfc(floats(x)[0])


@operation
def erfinv(x: Any) -> Any:
    """Computes the inverse of the error function."""
    return tf.math.erfinv(floats(x)[0])


@operation
def exp(x: Any) -> Any:
    """Computes `e` to the power of `x`."""
    return tf.exp(_inexact(x))


@operation
def exp2(x: Any) -> Any:
    """Computes 2 to the power of `x`."""
    x = floats(x)[0]
    return tf.pow(tf.constant(2, x.dtype), x)


@operation
def expm1(x: Any) -> Any:
    """Computes `exp(x) - 1`, exactly near zero."""
    return tf.math.expm1(_inexact(x))


@operation
def floor(x: Any) -> Any:
    """Rounds down."""
    return tf.floor(floats(x)[0])


@operation
def i0(x: Any) -> Any:
    """Computes the modified Bessel function of order 0."""
    return tf.math.special.bessel_i0(floats(x)[0])


@operation
def imag(x: Any) -> Any:
    """Returns the imaginary part."""
    x = tensor(x)
    return tf.math.imag(x) if x.dtype.is_complex else tf.zeros_like(x)


@operation
def real(x: Any) -> Any:
    """Returns the real part."""
    x = tensor(x)
    return tf.math.real(x) if x.dtype.is_complex else x


@operation
def isfinite(x: Any) -> Any:
    """Says where numbers are finite."""
    x = tensor(x)
    if not _inexact_type(x):
        return tf.ones_like(x, dtype="bool")
    return tf.math.is_finite(x)


@operation
def isinf(x: Any) -> Any:
    """Says where numbers are infinite."""
    x = tensor(x)
    if not _inexact_type(x):
        return tf.zeros_like(x, dtype="bool")
    return tf.math.is_inf(x)


@operation
def isnan(x: Any) -> Any:
    """Says where there is no number."""
    x = tensor(x)
    if not _inexact_type(x):
        return tf.zeros_like(x, dtype="bool")
    return tf.math.is_nan(x)


@operation
def isneginf(x: Any) -> Any:
    """Says where numbers are negative infinity."""
    x = tensor(x)
    if not _inexact_type(x):
        return tf.zeros_like(x, dtype="bool")
    return tf.equal(x, tf.constant(-math.inf, x.dtype))


@operation
def isposinf(x: Any) -> Any:
    """Says where numbers are positive infinity."""
    x = tensor(x)
    if not _inexact_type(x):
        return tf.zeros_like(x, dtype="bool")
    return tf.equal(x, tf.constant(math.inf, x.dtype))


@operation
def isreal(x: Any) -> Any:
    """Says where numbers have no imaginary part."""
    x = tensor(x)
    if x.dtype.is_complex:
        return tf.equal(tf.math.imag(x), 0)
    return tf.ones_like(x, dtype="bool")


@operation
def log(x: Any) -> Any:
    """Computes the natural logarithm."""
    return tf.math.log(_inexact(x))


@operation
def log10(x: Any) -> Any:
    """Computes the logarithm to base 10."""
    x = floats(x)[0]
    return tf.math.log(x) / tf.math.log(tf.constant(10, x.dtype))


@operation
def log1p(x: Any) -> Any:
    """Computes `log(1 + x)`, exactly near zero."""
    return tf.math.log1p(_inexact(x))


@operation
def log2(x: Any) -> Any:
    """Computes the logarithm to base 2."""
    x = floats(x)[0]
    return tf.math.log(x) / tf.math.log(tf.constant(2, x.dtype))


@operation
def logical_not(x: Any) -> Any:
    """Says where values are false."""
    return tf.logical_not(tensor(x, "bool"))


@operation
def nan_to_num(
    x: Any, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Any:
    """Replaces what is no finite number.

    Args:
        x: a tensor.
        nan: what stands for no number.
        posinf: what stands for infinity; by default the greatest number.
        neginf: what stands for negative infinity; by default the least number.
    """
    x = tensor(x)
    if not x.dtype.is_floating:
        return x
    high = x.dtype.max if posinf is None else posinf
    low = x.dtype.min if neginf is None else neginf
    x = tf.where(tf.math.is_nan(x), tf.constant(nan, x.dtype), x)
    infinity = tf.constant(math.inf, x.dtype)
    x = tf.where(tf.equal(x, infinity), tf.constant(high, x.dtype), x)
    return tf.where(tf.equal(x, -infinity), tf.constant(low, x.dtype), x)


@operation
def negative(x: Any) -> Any:
    """Computes `-x`."""
    return tf.negative(tensor(x))


@operation
def rad2deg(x: Any) -> Any:
    """Turns radians into degrees."""
    return floats(x)[0] * (180.0 / math.pi)


@operation
def reciprocal(x: Any) -> Any:
    """Computes `1 / x`."""
    return tf.math.reciprocal(tensor(x))


@operation
def round(x: Any, decimals: int = 0) -> Any:  # noqa: A001
    """Rounds to a number of decimals, halves to even."""
    x = tensor(x)
    kind = dtype_name(x)
    if kind == "bool":
        return x
    if not _inexact_type(x):
        if decimals >= 0:
            return x
        x = tf.cast(x, "float32")
    if decimals == 0:
        return cast_to(tf.round(x), kind)
    factor = tf.constant(10.0**decimals, x.dtype)
    return cast_to(tf.round(x * factor) / factor, kind)


@operation
def rsqrt(x: Any) -> Any:
    """Computes one over the square root."""
    return tf.math.rsqrt(floats(x)[0])


@operation
def sign(x: Any) -> Any:
    """Computes -1, 0 or 1."""
    x = tensor(x)
    return tf.sign(tf.cast(x, "int32")) if dtype_name(x) == "bool" else tf.sign(x)


@operation
def signbit(x: Any) -> Any:
    """Says where the sign is set, of negative zeros, too."""
    x = tensor(x)
    if x.dtype.is_floating:
        negative_zero = tf.equal(x, 0) & tf.less(tf.math.reciprocal(x), 0)
        return tf.less(x, 0) | negative_zero
    return tf.less(tf.cast(x, "int32") if dtype_name(x) == "bool" else x, 0)


@operation
def sin(x: Any) -> Any:
    """Computes the sine."""
    return tf.sin(_inexact(x))


@operation
def sinc(x: Any) -> Any:
    """Computes `sin(pi x) / (pi x)`, one at zero."""
    x = floats(x)[0] * math.pi
    safe = tf.where(tf.equal(x, 0), tf.ones_like(x), x)
    return tf.where(tf.equal(x, 0), tf.ones_like(x), tf.sin(safe) / safe)


@operation
def sinh(x: Any) -> Any:
    """Computes the hyperbolic sine."""
    return tf.sinh(_inexact(x))


@operation
def sqrt(x: Any) -> Any:
    """Computes the square root."""
    return tf.sqrt(_inexact(x))


@operation
def square(x: Any) -> Any:
    """Computes the square."""
    x = tensor(x)
    return tf.square(tf.cast(x, "int32") if dtype_name(x) == "bool" else x)


@operation
def tan(x: Any) -> Any:
    """Computes the tangent."""
    return tf.tan(_inexact(x))


@operation
def trunc(x: Any) -> Any:
    """Rounds towards zero."""
    x = tensor(x)
    if not x.dtype.is_floating:
        return x
    return tf.where(tf.less(x, 0), tf.math.ceil(x), tf.floor(x))


def _inexact_type(x: Any) -> bool:
    """Says whether a tensor holds floats or complex numbers."""
    return bool(x.dtype.is_floating or x.dtype.is_complex)


def _inexact(x: Any) -> Any:
    """Returns a tensor of floats or complex numbers."""
    x = tensor(x)
    return x if _inexact_type(x) else floats(x)[0]
