"""Bessel functions and other integrals that engineers tabulate."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.op import Op, unsupported
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.elementwise import select, unary
from tensorbrook._src.ops.special_kernels import special
from tensorbrook._src.ops.trigonometric import cos, sin
from tensorbrook._src.ops.unary import exp, log, sign, square

_MISSING = unsupported("JAX doesn't have this Bessel function")


def _function(
    name: str,
    scipy_name: str,
    slope: Callable[[Any, Any], Any],
    position: int | None = None,
    **options: Any,
) -> Op:
    def kernel(xp: Any, x: Any) -> Any:
        found = special(xp, scipy_name)(x)
        return found if position is None else found[position]

    return unary(name, kernel, slope, types="floating", **options)


def _unless_zero(x: Any, slope: Any, at_zero: float) -> Any:
    """The derivative where the formula divides by `x`."""
    from tensorbrook._src.ops import array_creation

    return select(x == 0, array_creation.zeros_like(x) + at_zero, slope)


def _spence_slope(x: Any) -> Any:
    from tensorbrook._src.ops import array_creation

    minus_one = array_creation.zeros_like(x) - 1
    return select(x == 1, minus_one, log(x) / (1 - x))


bessel_i0_op = _function("BesselI0", "i0", lambda x, y: bessel_i1(x))
bessel_i0e_op = _function(
    "BesselI0e", "i0e", lambda x, y: bessel_i1e(x) - sign(x) * y, takes_sparse=True
)
bessel_i1_op = _function(
    "BesselI1", "i1", lambda x, y: _unless_zero(x, bessel_i0(x) - y / x, 1.0)
)
bessel_i1e_op = _function(
    "BesselI1e",
    "i1e",
    lambda x, y: _unless_zero(x, bessel_i0e(x) - y * (sign(x) + 1 / x), 0.5),
    takes_sparse=True,
)
bessel_j0_op = _function("BesselJ0", "j0", lambda x, y: -bessel_j1(x), xla=_MISSING)
bessel_j1_op = _function(
    "BesselJ1",
    "j1",
    lambda x, y: _unless_zero(x, bessel_j0(x) - y / x, 0.5),
    xla=_MISSING,
)
bessel_k0_op = _function("BesselK0", "k0", lambda x, y: -bessel_k1(x), xla=_MISSING)
bessel_k0e_op = _function(
    "BesselK0e", "k0e", lambda x, y: y - bessel_k1e(x), xla=_MISSING
)
bessel_k1_op = _function(
    "BesselK1", "k1", lambda x, y: -bessel_k0(x) - y / x, xla=_MISSING
)
bessel_k1e_op = _function(
    "BesselK1e", "k1e", lambda x, y: y * (1 - 1 / x) - bessel_k0e(x), xla=_MISSING
)
bessel_y0_op = _function("BesselY0", "y0", lambda x, y: -bessel_y1(x), xla=_MISSING)
bessel_y1_op = _function(
    "BesselY1", "y1", lambda x, y: bessel_y0(x) - y / x, xla=_MISSING
)
dawsn_op = _function("Dawsn", "dawsn", lambda x, y: 1 - 2 * x * y)
expint_op = _function("Expint", "expi", lambda x, y: exp(x) / x)
fresnel_cos_op = _function(
    "FresnelCos", "fresnel", lambda x, y: cos(math.pi / 2 * square(x)), 1
)
fresnel_sin_op = _function(
    "FresnelSin", "fresnel", lambda x, y: sin(math.pi / 2 * square(x)), 0
)
spence_op = _function("Spence", "spence", lambda x, y: _spence_slope(x))


def bessel_i0(x: Any, name: str | None = None) -> Tensor:
    """Computes the modified Bessel function of the first kind of order 0.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_i0([0.5, 1.0]).numpy().round(3)
        array([1.063, 1.266], dtype=float32)
    """
    return bessel_i0_op(x, name=name)  # type: ignore[no-any-return]


def bessel_i0e(x: Any, name: str | None = None) -> Tensor:
    """Computes `bessel_i0(x) * exp(-abs(x))`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_i0e([0.5, 1.0]).numpy().round(3)
        array([0.645, 0.466], dtype=float32)
    """
    return bessel_i0e_op(x, name=name)  # type: ignore[no-any-return]


def bessel_i1(x: Any, name: str | None = None) -> Tensor:
    """Computes the modified Bessel function of the first kind of order 1.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_i1([0.5, 1.0]).numpy().round(3)
        array([0.258, 0.565], dtype=float32)
    """
    return bessel_i1_op(x, name=name)  # type: ignore[no-any-return]


def bessel_i1e(x: Any, name: str | None = None) -> Tensor:
    """Computes `bessel_i1(x) * exp(-abs(x))`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_i1e([0.5, 1.0]).numpy().round(3)
        array([0.156, 0.208], dtype=float32)
    """
    return bessel_i1e_op(x, name=name)  # type: ignore[no-any-return]


def bessel_j0(x: Any, name: str | None = None) -> Tensor:
    """Computes the Bessel function of the first kind of order 0.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_j0([0.5, 1.0]).numpy().round(3)
        array([0.938, 0.765], dtype=float32)
    """
    return bessel_j0_op(x, name=name)  # type: ignore[no-any-return]


def bessel_j1(x: Any, name: str | None = None) -> Tensor:
    """Computes the Bessel function of the first kind of order 1.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_j1([0.5, 1.0]).numpy().round(3)
        array([0.242, 0.44 ], dtype=float32)
    """
    return bessel_j1_op(x, name=name)  # type: ignore[no-any-return]


def bessel_k0(x: Any, name: str | None = None) -> Tensor:
    """Computes the modified Bessel function of the second kind of order 0.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_k0([0.5, 1.0]).numpy().round(3)
        array([0.924, 0.421], dtype=float32)
    """
    return bessel_k0_op(x, name=name)  # type: ignore[no-any-return]


def bessel_k0e(x: Any, name: str | None = None) -> Tensor:
    """Computes `bessel_k0(x) * exp(x)`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_k0e([0.5, 1.0]).numpy().round(3)
        array([1.524, 1.144], dtype=float32)
    """
    return bessel_k0e_op(x, name=name)  # type: ignore[no-any-return]


def bessel_k1(x: Any, name: str | None = None) -> Tensor:
    """Computes the modified Bessel function of the second kind of order 1.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_k1([0.5, 1.0]).numpy().round(3)
        array([1.656, 0.602], dtype=float32)
    """
    return bessel_k1_op(x, name=name)  # type: ignore[no-any-return]


def bessel_k1e(x: Any, name: str | None = None) -> Tensor:
    """Computes `bessel_k1(x) * exp(x)`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_k1e([0.5, 1.0]).numpy().round(3)
        array([2.731, 1.636], dtype=float32)
    """
    return bessel_k1e_op(x, name=name)  # type: ignore[no-any-return]


def bessel_y0(x: Any, name: str | None = None) -> Tensor:
    """Computes the Bessel function of the second kind of order 0.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_y0([0.5, 1.0]).numpy().round(3)
        array([-0.445,  0.088], dtype=float32)
    """
    return bessel_y0_op(x, name=name)  # type: ignore[no-any-return]


def bessel_y1(x: Any, name: str | None = None) -> Tensor:
    """Computes the Bessel function of the second kind of order 1.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.bessel_y1([0.5, 1.0]).numpy().round(3)
        array([-1.471, -0.781], dtype=float32)
    """
    return bessel_y1_op(x, name=name)  # type: ignore[no-any-return]


def dawsn(x: Any, name: str | None = None) -> Tensor:
    """Computes Dawson's integral.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.dawsn([0.5, 1.0]).numpy().round(3)
        array([0.424, 0.538], dtype=float32)
    """
    return dawsn_op(x, name=name)  # type: ignore[no-any-return]


def expint(x: Any, name: str | None = None) -> Tensor:
    """Computes the exponential integral.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.expint([0.5, 1.0]).numpy().round(3)
        array([0.454, 1.895], dtype=float32)
    """
    return expint_op(x, name=name)  # type: ignore[no-any-return]


def fresnel_cos(x: Any, name: str | None = None) -> Tensor:
    """Computes Fresnel's cosine integral.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.fresnel_cos([0.5, 1.0]).numpy().round(3)
        array([0.492, 0.78 ], dtype=float32)
    """
    return fresnel_cos_op(x, name=name)  # type: ignore[no-any-return]


def fresnel_sin(x: Any, name: str | None = None) -> Tensor:
    """Computes Fresnel's sine integral.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.fresnel_sin([0.5, 1.0]).numpy().round(3)
        array([0.065, 0.438], dtype=float32)
    """
    return fresnel_sin_op(x, name=name)  # type: ignore[no-any-return]


def spence(x: Any, name: str | None = None) -> Tensor:
    """Computes Spence's integral, the dilogarithm of `1 - x`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.special.spence([0.5, 1.0]).numpy().round(3)
        array([0.582, 0.   ], dtype=float32)
    """
    return spence_op(x, name=name)  # type: ignore[no-any-return]
