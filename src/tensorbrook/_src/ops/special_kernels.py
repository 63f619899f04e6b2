"""The numbers behind the special functions: SciPy's, JAX's, or our own."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

_JAX_NAMES = {"psi": "digamma"}


def special(xp: Any, name: str) -> Callable[..., Any]:
    """The function that SciPy calls `name`, for arrays of `xp`.

    Raises:
        NotImplementedError: SciPy is not installed, or JAX has no such function.
    """
    module: Any
    if xp is np:
        module = scipy_special()
        if module is None:
            raise NotImplementedError(
                f"The special function {name!r} needs SciPy: pip install scipy."
            )
    else:
        from jax.scipy import special as jax_special

        module = jax_special
        name = _JAX_NAMES.get(name, name)
    function = getattr(module, name, None)
    if function is None:
        raise NotImplementedError(f"JAX has no special function {name!r}.")
    return function  # type: ignore[no-any-return]


def scipy_special() -> Any:
    """The module `scipy.special`, or None where SciPy is not installed."""
    try:
        from scipy import special as module
    except ImportError:
        return None
    return module


def _each(function: Callable[[float], float], x: Any) -> Any:
    """A function of Python floats, for each element."""
    flat = [function(number) for number in np.asarray(x, np.float64).ravel().tolist()]
    return np.array(flat).reshape(x.shape).astype(x.dtype)


def _lgamma(x: float) -> float:
    try:
        return math.lgamma(x)
    except (ValueError, OverflowError):
        return math.inf


def log_gamma(xp: Any, x: Any) -> Any:
    """The logarithm of the absolute value of the gamma function."""
    if xp is np and scipy_special() is None:
        return _each(_lgamma, x)
    return xp.where(xp.isinf(x), xp.abs(x), special(xp, "gammaln")(x))


def error_function(xp: Any, x: Any) -> Any:
    """The error function."""
    if xp is np and scipy_special() is None:
        return _each(math.erf, x)
    return special(xp, "erf")(x)


def complementary_error_function(xp: Any, x: Any) -> Any:
    """One minus the error function."""
    if xp is np and scipy_special() is None:
        return _each(math.erfc, x)
    return special(xp, "erfc")(x)


def digamma(xp: Any, x: Any) -> Any:
    """The logarithmic derivative of the gamma function; nan at its poles."""
    if xp is not np:
        return special(xp, "psi")(x)
    module = scipy_special()
    found = _each(_digamma, x) if module is None else module.psi(x)
    at_pole = (x <= 0) & (x == np.floor(x))
    return np.where(at_pole, np.array(np.nan, x.dtype), found)


def _digamma(x: float) -> float:
    if x <= 0:
        if x == math.floor(x):
            return math.nan
        return _digamma(1 - x) - math.pi / math.tan(math.pi * x)
    shift = 0.0
    while x < 10:  # the asymptotic series is exact to 1e-16 from here on
        shift -= 1 / x
        x += 1
    s = 1 / (x * x)
    series = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))))
    return shift + math.log(x) - 0.5 / x - series


def polygamma(xp: Any, order: Any, x: Any) -> Any:
    """The derivatives of the digamma function; nan for an order that is no integer."""
    if xp is not np:
        # JAX takes whole orders of an integer type only; here the order is data.
        sign = xp.where(order % 2 == 0, -1, 1).astype(x.dtype)
        tail = special(xp, "zeta")(order + 1, x)
        found = sign * xp.exp(special(xp, "gammaln")(order + 1)) * tail
        found = xp.where(order == 0, special(xp, "psi")(x), found)
        return xp.where((order % 1 != 0) | (order < 0), xp.nan, found)
    whole = np.floor(order)
    found = special(np, "polygamma")(whole.astype(np.int64), x)
    wrong = (whole != order) | (order < 0)
    return np.where(wrong, np.nan, found).astype(x.dtype)


def igamma_by_order(xp: Any, a: Any, x: Any) -> Any:
    """The derivative of the lower incomplete gamma function by its order `a`."""
    if xp is not np:
        from jax import lax

        return lax.igamma_grad_a(*xp.broadcast_arrays(a, x))
    wide_a, wide_x = np.asarray(a, np.float64), np.asarray(x, np.float64)
    return _six_point(special(np, "gammainc"), wide_a, wide_x).astype(a.dtype)


def _six_point(function: Callable[..., Any], a: Any, x: Any) -> Any:
    """A central difference of sixth order: exact to about 1e-11 here."""
    step = 1e-2 * np.minimum(a, 1.0)
    weights = {1: 3 / 4, 2: -3 / 20, 3: 1 / 60}
    total = sum(
        weight * (function(a + n * step, x) - function(a - n * step, x))
        for n, weight in weights.items()
    )
    return total / step
