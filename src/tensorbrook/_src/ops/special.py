"""Special functions: the gamma and error functions and their relatives.

SciPy computes them where it is installed. The gamma and error functions work without.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.op import Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import special_kernels
from tensorbrook._src.ops.broadcast_gradients import unbroadcast
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import binary, unary
from tensorbrook._src.ops.special_kernels import special
from tensorbrook._src.ops.unary import exp, log, log1p, square

_DOUBLE = "{float32, float64}"


def _function(name: str, scipy_name: str, slope: Callable[[Any, Any], Any]) -> Op:
    return unary(
        name, lambda xp, x: special(xp, scipy_name)(x), slope, types="floating"
    )


lgamma_op = unary(
    "Lgamma",
    lambda xp, x: special_kernels.log_gamma(xp, x),
    lambda x, y: digamma(x),
    types="floating",
)

digamma_op = unary(
    "Digamma",
    lambda xp, x: special_kernels.digamma(xp, x),
    lambda x, y: polygamma(convert_to_tensor(1, dtype=x.dtype), x),
    types="floating",
)

erf_op = unary(
    "Erf",
    lambda xp, x: special_kernels.error_function(xp, x),
    lambda x, y: 2 / math.sqrt(math.pi) * exp(-square(x)),
    types="floating",
    takes_sparse=True,
)

erfc_op = unary(
    "Erfc",
    lambda xp, x: special_kernels.complementary_error_function(xp, x),
    lambda x, y: -2 / math.sqrt(math.pi) * exp(-square(x)),
    types="floating",
)

erfinv_op = _function(
    "Erfinv", "erfinv", lambda x, y: math.sqrt(math.pi) / 2 * exp(square(y))
)

ndtri_op = _function(
    "Ndtri", "ndtri", lambda x, y: math.sqrt(2 * math.pi) * exp(square(y) / 2)
)


def _polygamma_gradient(op: Any, dy: Any) -> list[Any]:
    order, x = op.inputs
    return [None, unbroadcast(dy * polygamma(order + 1, x), x)]


def _zeta_gradient(op: Any, dy: Any) -> list[Any]:
    x, q = op.inputs
    return [None, unbroadcast(dy * -x * zeta(x + 1, q), q)]


def _igamma_slopes(op: Any) -> tuple[Any, Any]:
    a, x = op.inputs
    return igamma_grad_a_op(a, x), exp(-x + (a - 1) * log(x) - lgamma(a))


def _igamma_gradient(op: Any, dy: Any) -> list[Any]:
    by_a, by_x = _igamma_slopes(op)
    a, x = op.inputs
    return [unbroadcast(by_a * dy, a), unbroadcast(by_x * dy, x)]


def _igammac_gradient(op: Any, dy: Any) -> list[Any]:
    return _igamma_gradient(op, -dy)


def _betainc_gradient(op: Any, dy: Any) -> list[Any]:
    a, b, x = op.inputs
    log_beta = lgamma(a) + lgamma(b) - lgamma(a + b)
    slope = exp((b - 1) * log1p(-x) + (a - 1) * log(x) - log_beta)
    return [None, None, unbroadcast(slope * dy, x)]


polygamma_op = binary(
    "Polygamma",
    lambda xp, a, x: special_kernels.polygamma(xp, a, x),
    _polygamma_gradient,
    inputs="a: T, x: T",
    types=_DOUBLE,
)

zeta_op = binary(
    "Zeta",
    lambda xp, x, q: special(xp, "zeta")(x, q),
    _zeta_gradient,
    inputs="x: T, q: T",
    types=_DOUBLE,
)

igamma_op = binary(
    "Igamma",
    lambda xp, a, x: special(xp, "gammainc")(a, x),
    _igamma_gradient,
    inputs="a: T, x: T",
    types="floating",
)

igammac_op = binary(
    "Igammac",
    lambda xp, a, x: special(xp, "gammaincc")(a, x),
    _igammac_gradient,
    inputs="a: T, x: T",
    types="floating",
)

igamma_grad_a_op = binary(
    "IgammaGradA",
    lambda xp, a, x: special_kernels.igamma_by_order(xp, a, x),
    lambda op, dy: _no_second_order(),
    inputs="a: T, x: T",
    types=_DOUBLE,
)


def _no_second_order() -> list[Any]:
    raise LookupError("The derivative of igamma by `a` has no gradient of its own.")


def _common_dims(c: Any) -> Any:
    known = [dims for dims in c.shapes() if dims != ()]
    if any(dims is None for dims in known):
        return None
    if len(set(known)) > 1:
        raise c.fail(
            "Betainc: `a`, `b` and `x` must be scalars or have the same shape, got "
            f"{known}"
        )
    return known[0] if known else ()


betainc_op = Op(
    "Betainc",
    f"a: T, b: T, x: T -> z: T | T: {_DOUBLE}",
    shape=_common_dims,
    reference=lambda xp, a, b, x: special(xp, "betainc")(a, b, x),
    gradient=_betainc_gradient,
)


def lgamma(x: Any, name: str | None = None) -> Tensor:
    """Computes the logarithm of the absolute value of the gamma function.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.lgamma([1.0, 4.0]).numpy().round(3)
        array([0.   , 1.792], dtype=float32)
    """
    return lgamma_op(x, name=name)  # type: ignore[no-any-return]


def digamma(x: Any, name: str | None = None) -> Tensor:
    """Computes the derivative of `lgamma`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.digamma([1.0, 4.0]).numpy().round(3)
        array([-0.577,  1.256], dtype=float32)
    """
    return digamma_op(x, name=name)  # type: ignore[no-any-return]


def erf(x: Any, name: str | None = None) -> Tensor:
    """Computes the error function.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.erf([0.0, 1.0]).numpy().round(3)
        array([0.   , 0.843], dtype=float32)
    """
    return erf_op(x, name=name)  # type: ignore[no-any-return]


def erfc(x: Any, name: str | None = None) -> Tensor:
    """Computes `1 - erf(x)`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.erfc([0.0, 1.0]).numpy().round(3)
        array([1.   , 0.157], dtype=float32)
    """
    return erfc_op(x, name=name)  # type: ignore[no-any-return]


def erfinv(x: Any, name: str | None = None) -> Tensor:
    """Computes the inverse of `erf`.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.erfinv([0.0, 0.5]).numpy().round(3)
        array([0.   , 0.477], dtype=float32)
    """
    return erfinv_op(x, name=name)  # type: ignore[no-any-return]


def ndtri(x: Any, name: str | None = None) -> Tensor:
    """Computes the quantiles of the normal distribution.

    Args:
        x: A tensor.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.ndtri([0.5, 0.975]).numpy().round(3)
        array([0.  , 1.96], dtype=float32)
    """
    return ndtri_op(x, name=name)  # type: ignore[no-any-return]


def polygamma(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Computes the derivative of order `a` of `digamma`.

    Args:
        a: A tensor of floats.
        x: A tensor of the same type.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> round(float(tf.math.polygamma(1.0, 2.0)), 4)
        0.6449
    """
    return polygamma_op(a, x, name=name)  # type: ignore[no-any-return]


def zeta(x: Any, q: Any, name: str | None = None) -> Tensor:
    """Computes the Hurwitz zeta function, the sum of `(q + n) ** -x`.

    Args:
        x: A tensor of floats.
        q: A tensor of the same type.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> round(float(tf.math.zeta(2.0, 1.0)), 4)
        1.6449
    """
    return zeta_op(x, q, name=name)  # type: ignore[no-any-return]


def igamma(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Computes the lower regularised incomplete gamma function.

    Args:
        a: A tensor of floats.
        x: A tensor of the same type.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> round(float(tf.math.igamma(2.0, 1.0)), 4)
        0.2642
    """
    return igamma_op(a, x, name=name)  # type: ignore[no-any-return]


def igammac(a: Any, x: Any, name: str | None = None) -> Tensor:
    """Computes the upper regularised incomplete gamma function.

    Args:
        a: A tensor of floats.
        x: A tensor of the same type.
        name: Name of the node in a graph.

    Returns:
        A tensor; the inputs are broadcast together.

    Example:
        >>> import tensorbrook as tf
        >>> round(float(tf.math.igammac(2.0, 1.0)), 4)
        0.7358
    """
    return igammac_op(a, x, name=name)  # type: ignore[no-any-return]


def betainc(a: Any, b: Any, x: Any, name: str | None = None) -> Tensor:
    """Computes the regularised incomplete beta function.

    Args:
        a: A tensor of floats.
        b: A tensor of the same type.
        x: A tensor of the same type, between 0 and 1.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of the inputs.

    Example:
        >>> import tensorbrook as tf
        >>> round(float(tf.math.betainc(2.0, 3.0, 0.5)), 4)
        0.6875
    """
    return betainc_op(a, b, x, name=name)  # type: ignore[no-any-return]


def erfcinv(x: Any, name: str | None = None) -> Tensor:
    """Computes the inverse of `erfc`.

    Args:
        x: A tensor of floats between 0 and 2.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> abs(float(tf.math.erfcinv(1.0)))
        0.0
    """
    tensor = convert_to_tensor(x)
    return -ndtri(0.5 * tensor, name) * math.sqrt(0.5)


def lbeta(x: Any, name: str | None = None) -> Tensor:
    """Computes the logarithm of the multivariate beta function of the last axis.

    Args:
        x: A tensor of floats, of rank 1 or more.
        name: Name of the node in a graph.

    Returns:
        A tensor that lacks the last axis of `x`.

    Example:
        >>> import tensorbrook as tf
        >>> round(float(tf.math.lbeta([1.0, 2.0])), 4)
        -0.6931
    """
    from tensorbrook._src.ops import reduce
    from tensorbrook._src.ops.constant import identity

    tensor = convert_to_tensor(x)
    product = reduce.reduce_sum(lgamma(tensor), -1)
    total = lgamma(reduce.reduce_sum(tensor, -1))
    return identity(product - total, name)
