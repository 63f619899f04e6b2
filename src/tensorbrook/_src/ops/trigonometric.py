"""Trigonometric and hyperbolic functions and their inverses."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.binary import unbroadcast
from tensorbrook._src.ops.elementwise import binary, unary
from tensorbrook._src.ops.unary import reciprocal, rsqrt, square

sin_op = unary(
    "Sin",
    lambda xp, x: xp.sin(x),
    lambda x, y: cos(x),
)

cos_op = unary(
    "Cos",
    lambda xp, x: xp.cos(x),
    lambda x, y: -sin(x),
)

tan_op = unary(
    "Tan",
    lambda xp, x: xp.tan(x),
    lambda x, y: square(reciprocal(cos(x))),
)

asin_op = unary(
    "Asin",
    lambda xp, x: xp.arcsin(x),
    lambda x, y: rsqrt(1 - square(x)),
)

acos_op = unary(
    "Acos",
    lambda xp, x: xp.arccos(x),
    lambda x, y: -rsqrt(1 - square(x)),
)

atan_op = unary(
    "Atan",
    lambda xp, x: xp.arctan(x),
    lambda x, y: reciprocal(1 + square(x)),
)

sinh_op = unary(
    "Sinh",
    lambda xp, x: xp.sinh(x),
    lambda x, y: cosh(x),
)

cosh_op = unary(
    "Cosh",
    lambda xp, x: xp.cosh(x),
    lambda x, y: sinh(x),
)

asinh_op = unary(
    "Asinh",
    lambda xp, x: xp.arcsinh(x),
    lambda x, y: reciprocal(cosh(y)),
)

acosh_op = unary(
    "Acosh",
    lambda xp, x: xp.arccosh(x),
    lambda x, y: reciprocal(sinh(y)),
)

atanh_op = unary(
    "Atanh",
    lambda xp, x: xp.arctanh(x),
    lambda x, y: reciprocal(1 - square(x)),
)


def _atan2_gradient(op: Any, dy: Any) -> list[Any]:
    y, x = op.inputs
    scaled = dy / (square(x) + square(y))
    return [unbroadcast(x * scaled, y), unbroadcast(-y * scaled, x)]


atan2_op: Op = binary(
    "Atan2",
    lambda xp, y, x: xp.arctan2(y, x),
    _atan2_gradient,
    inputs="y: T, x: T",
    types="floating",
)


def sin(x: Any, name: str | None = None) -> Tensor:
    """Computes the sine of angles in radians.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sin([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.479], dtype=float32)
    """
    return sin_op(x, name=name)  # type: ignore[no-any-return]


def cos(x: Any, name: str | None = None) -> Tensor:
    """Computes the cosine of angles in radians.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.cos([0.0, 0.5]).numpy().round(3)
        array([1.   , 0.878], dtype=float32)
    """
    return cos_op(x, name=name)  # type: ignore[no-any-return]


def tan(x: Any, name: str | None = None) -> Tensor:
    """Computes the tangent of angles in radians.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tan([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.546], dtype=float32)
    """
    return tan_op(x, name=name)  # type: ignore[no-any-return]


def asin(x: Any, name: str | None = None) -> Tensor:
    """Computes the angle in [-pi/2, pi/2] whose sine is `x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.asin([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.524], dtype=float32)
    """
    return asin_op(x, name=name)  # type: ignore[no-any-return]


def acos(x: Any, name: str | None = None) -> Tensor:
    """Computes the angle in [0, pi] whose cosine is `x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.acos([0.0, 0.5]).numpy().round(3)
        array([1.571, 1.047], dtype=float32)
    """
    return acos_op(x, name=name)  # type: ignore[no-any-return]


def atan(x: Any, name: str | None = None) -> Tensor:
    """Computes the angle in (-pi/2, pi/2) whose tangent is `x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.atan([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.464], dtype=float32)
    """
    return atan_op(x, name=name)  # type: ignore[no-any-return]


def sinh(x: Any, name: str | None = None) -> Tensor:
    """Computes the hyperbolic sine.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sinh([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.521], dtype=float32)
    """
    return sinh_op(x, name=name)  # type: ignore[no-any-return]


def cosh(x: Any, name: str | None = None) -> Tensor:
    """Computes the hyperbolic cosine.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.cosh([0.0, 0.5]).numpy().round(3)
        array([1.   , 1.128], dtype=float32)
    """
    return cosh_op(x, name=name)  # type: ignore[no-any-return]


def asinh(x: Any, name: str | None = None) -> Tensor:
    """Computes the inverse of the hyperbolic sine.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.asinh([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.481], dtype=float32)
    """
    return asinh_op(x, name=name)  # type: ignore[no-any-return]


def acosh(x: Any, name: str | None = None) -> Tensor:
    """Computes the inverse of the hyperbolic cosine, for `x >= 1`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.acosh([1.0, 2.0]).numpy().round(3)
        array([0.   , 1.317], dtype=float32)
    """
    return acosh_op(x, name=name)  # type: ignore[no-any-return]


def atanh(x: Any, name: str | None = None) -> Tensor:
    """Computes the inverse of the hyperbolic tangent, for `-1 <= x <= 1`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.atanh([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.549], dtype=float32)
    """
    return atanh_op(x, name=name)  # type: ignore[no-any-return]


def atan2(y: Any, x: Any, name: str | None = None) -> Tensor:
    """Computes the angle of the points `(x, y)`, in [-pi, pi].

    Args:
        y: A tensor of floats.
        x: A tensor of the same type.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.atan2([1.0, -1.0], [1.0, -1.0]).numpy().round(3)
        array([ 0.785, -2.356], dtype=float32)
    """
    return atan2_op(y, x, name=name)  # type: ignore[no-any-return]
