"""Signs, rounding, parts of complex numbers, and questions about single elements."""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.numpy_api.promotion import (
    as_tensor,
    default_float,
    is_inexact,
    is_tensor_like,
    to_inexact,
)
from tensorbrook._src.ops import (
    array_creation,
    comparison,
    complex_numbers,
    gather,
    rearrange,
    unary,
)
from tensorbrook._src.ops import cast as casts


def absolute(x: Any) -> Tensor:
    """The absolute value of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype; of a complex array the real one.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.absolute(-3))
        3
    """
    return unary.abs(as_tensor(x))


def abs(x: Any) -> Tensor:
    """The absolute value of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype; of a complex array the real one.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.abs(-3))
        3
    """
    return absolute(x)


def fabs(x: Any) -> Tensor:
    """The absolute value of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.fabs(-3.0))
        3.0
    """
    return absolute(x)


def negative(x: Any) -> Tensor:
    """Each element with the other sign.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.negative(3))
        -3
    """
    return unary.negative(as_tensor(x))


def positive(x: Any) -> Tensor:
    """The array itself.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> int(tnp.positive(3))
        3
    """
    return as_tensor(x)  # type: ignore[no-any-return]


def sign(x: Any, out: Any = None, where: Any = None, **kwargs: Any) -> Tensor:
    """-1, 0 or 1 by the sign; of complex numbers the direction.

    Args:
        x: An array, or what can become one.
        out: Must be None.
        where: Must be None.
        **kwargs: NumPy's other arguments, which aren't supported.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.sign([-2, 0, 5]).numpy()
        array([-1,  0,  1])
    """
    _refuse("sign", out=out, where=where, **kwargs)
    x = as_tensor(x)
    if not x.dtype.is_complex:
        return unary.sign(x)
    size = casts.cast(unary.abs(x), x.dtype)
    return gather.where(comparison.equal(size, 0), size, x / size)


def signbit(x: Any) -> Tensor:
    """Whether the sign is set: of -0.0, too.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.signbit([-0.0, 1.0]).numpy()
        array([ True, False])
    """
    x = as_tensor(x)
    if x.dtype.is_bool:
        return array_creation.zeros_like(x)
    if x.dtype.is_floating:
        whole = {2: dtypes.int16, 4: dtypes.int32, 8: dtypes.int64}[x.dtype.size]
        x = rearrange.bitcast(x, whole)
    return comparison.less(x, array_creation.zeros_like(x))


def floor(x: Any) -> Tensor:
    """The largest whole number that is not larger.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.floor(-1.5))
        -2.0
    """
    return unary.floor(to_inexact(x))


def ceil(x: Any) -> Tensor:
    """The smallest whole number that is not smaller.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.ceil(-1.5))
        -1.0
    """
    return unary.ceil(to_inexact(x))


def fix(x: Any) -> Tensor:
    """Each element without its fraction.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of a floating or complex dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.fix(-1.5))
        -1.0
    """
    x = to_inexact(x)
    zero = array_creation.zeros_like(x)
    return gather.where(comparison.less(x, zero), unary.ceil(x), unary.floor(x))


def around(a: Any, decimals: int = 0) -> Tensor:
    """Rounds to a number of decimals; a half goes to the even neighbour.

    Args:
        a: An array, or what can become one.
        decimals: How many decimals; negative ones count to the left of the point.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.around([1.26, 2.5], 1).numpy()
        array([1.3, 2.5])
    """
    a = as_tensor(a)
    kind = a.dtype
    if not is_inexact(kind):
        if decimals >= 0:
            return a  # type: ignore[no-any-return]
        a = casts.cast(a, default_float())
    factor = 10.0 ** builtins.abs(decimals)
    scaled = a * factor if decimals >= 0 else a / factor
    whole = unary.round(scaled)
    return casts.cast(whole / factor if decimals >= 0 else whole * factor, kind)  # type: ignore[no-any-return]


def round(a: Any, decimals: int = 0) -> Tensor:
    """Rounds to a number of decimals; a half goes to the even neighbour.

    Args:
        a: An array, or what can become one.
        decimals: How many decimals; negative ones count to the left of the point.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.round([0.5, 1.5]).numpy()
        array([0., 2.])
    """
    return around(a, decimals)


def conjugate(x: Any) -> Tensor:
    """The complex conjugate of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.conjugate(1 + 2j).numpy()
        np.complex128(1-2j)
    """
    return complex_numbers.conj(as_tensor(x))


def conj(x: Any) -> Tensor:
    """The complex conjugate of each element.

    Args:
        x: An array, or what can become one.

    Returns:
        A tensor of the same dtype.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.conj(1 + 2j).numpy()
        np.complex128(1-2j)
    """
    return conjugate(x)


def real(val: Any) -> Tensor:
    """The real part of each element.

    Args:
        val: An array, or what can become one.

    Returns:
        A real tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.real(1 + 2j))
        1.0
    """
    val = as_tensor(val)
    return complex_numbers.real(val) if val.dtype.is_complex else val


def imag(val: Any) -> Tensor:
    """The imaginary part of each element; zero for real arrays.

    Args:
        val: An array, or what can become one.

    Returns:
        A real tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> float(tnp.imag(1 + 2j))
        2.0
    """
    val = as_tensor(val)
    if val.dtype.is_complex:
        return complex_numbers.imag(val)
    return array_creation.zeros_like(val)


def angle(z: Any, deg: bool = False) -> Tensor:
    """The angle of each element in the complex plane.

    Args:
        z: An array, or what can become one.
        deg: Whether to count in degrees.

    Returns:
        A real tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.angle(1j, deg=True).numpy().round(6)
        np.float64(90.0)
    """
    z = to_inexact(z)
    found = complex_numbers.angle(z)
    return found * (180 / math.pi) if deg else found


def isnan(x: Any) -> Tensor:
    """Whether each element is not a number.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isnan([1.0, tnp.inf - tnp.inf]).numpy()
        array([False,  True])
    """
    return unary.is_nan(to_inexact(x))


def isfinite(x: Any) -> Tensor:
    """Whether each element is a finite number.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isfinite([1.0, tnp.inf]).numpy()
        array([ True, False])
    """
    return unary.is_finite(to_inexact(x))


def isinf(x: Any) -> Tensor:
    """Whether each element is infinite, with either sign.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isinf([1.0, -tnp.inf]).numpy()
        array([False,  True])
    """
    return unary.is_inf(to_inexact(x))


def isposinf(x: Any) -> Tensor:
    """Whether each element is plus infinity.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isposinf([-tnp.inf, tnp.inf]).numpy()
        array([False,  True])
    """
    x = to_inexact(x)
    return comparison.equal(x, math.inf)


def isneginf(x: Any) -> Tensor:
    """Whether each element is minus infinity.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isneginf([-tnp.inf, tnp.inf]).numpy()
        array([ True, False])
    """
    x = to_inexact(x)
    return comparison.equal(x, -math.inf)


def iscomplex(x: Any) -> Tensor:
    """Whether each element has an imaginary part that is not zero.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.iscomplex([1, 1j]).numpy()
        array([False,  True])
    """
    return comparison.not_equal(imag(x), 0)


def isreal(x: Any) -> Tensor:
    """Whether each element has no imaginary part.

    Args:
        x: An array, or what can become one.

    Returns:
        A boolean tensor.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isreal([1, 1j]).numpy()
        array([ True, False])
    """
    return comparison.equal(imag(x), 0)


def iscomplexobj(x: Any) -> bool:
    """Whether an array has a complex dtype, whatever its elements are.

    Args:
        x: An array, or what can become one.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.iscomplexobj([1 + 0j])
        True
    """
    return bool(as_tensor(x).dtype.is_complex)


def isrealobj(x: Any) -> bool:
    """Whether an array has a dtype that is not complex.

    Args:
        x: An array, or what can become one.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isrealobj([1 + 0j])
        False
    """
    return not iscomplexobj(x)


def isscalar(num: Any) -> bool:
    """Whether a value is a number, a string, or a tensor without dimensions.

    Args:
        num: Any value.

    Returns:
        True or False.

    Example:
        >>> import tensorbrook.experimental.numpy as tnp
        >>> tnp.isscalar(3), tnp.isscalar(tnp.zeros(()))
        (True, True)
    """
    if is_tensor_like(num):
        return len(num.shape) == 0
    return bool(np.isscalar(num))


def _refuse(function: str, **given: Any) -> None:
    """Says that arguments of NumPy aren't supported where they are used."""
    wrong = sorted(name for name, value in given.items() if value is not None)
    if wrong:
        raise ValueError(
            f"tf.experimental.numpy.{function} doesn't support {', '.join(wrong)}."
        )
