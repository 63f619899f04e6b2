"""Student's t distribution."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.compat_v1.distributions.base import Distribution
from tensorbrook._src.compat_v1.distributions.continuous import Gamma, batch, together
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import array_creation, gather, random, shape, special, unary
from tensorbrook._src.ops.constant import convert_to_tensor


class StudentT(Distribution):
    """Student's t distribution, moved and scaled.

    Args:
        df: The degrees of freedom.
        loc: The centre.
        scale: The scale, which is the standard deviation only for many degrees.
        validate_args: Accepted for compatibility.
        allow_nan_stats: If False, moments that don't exist are an error; they are NaN.
        name: Name scope of the nodes.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.distributions.StudentT(3.0, 1.0, 2.0).variance()))
        12.0
    """

    def __init__(
        self,
        df: Any,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "StudentT",
    ) -> None:
        with name_scope(name):
            self.df, self.loc, self.scale = together(df, loc, scale)
        parameters = {"df": self.df, "loc": self.loc, "scale": self.scale}
        super().__init__(parameters, batch(self.df, self.loc, self.scale), name)

    def _ones(self) -> Any:
        return array_creation.ones_like(self.df * self.loc * self.scale)

    def _draw(self, sizes: Any, seed: Any) -> Any:
        normal = random.normal(sizes, dtype=self.dtype, seed=seed)
        count = shape.shape(sizes)[0] - len(self.batch_shape)
        other = None if seed is None else seed + 1
        df = self.df * self._ones()
        spread = Gamma(0.5 * df, 0.5).sample(sizes[:count], other)
        return self.loc + self.scale * normal * unary.rsqrt(spread / df)

    def _log_prob(self, value: Any) -> Any:
        away = (value - self.loc) / self.scale
        half = 0.5 * (self.df + 1.0)
        known = (
            unary.log(unary.abs(self.scale))
            + 0.5 * unary.log(self.df)
            + 0.5 * math.log(math.pi)
            + special.lgamma(0.5 * self.df)
            - special.lgamma(half)
        )
        return -half * unary.log1p(away * away / self.df) - known

    def cdf(self, value: Any, name: str = "cdf") -> Any:
        """The probability of what isn't larger."""
        away = (convert_to_tensor(value, dtype=self.dtype) - self.loc) / self.scale
        df = self.df * array_creation.ones_like(away)
        share = df / (df + away * away)
        tail = 0.5 * special.betainc(
            0.5 * df, 0.5 * array_creation.ones_like(df), share
        )
        return gather.where(away < 0, tail, 1.0 - tail)

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        df = self.df * self._ones()
        half = 0.5 * (df + 1.0)
        beta = special.lgamma(0.5 * df) + 0.5 * math.log(math.pi) - special.lgamma(half)
        return (
            unary.log(unary.abs(self.scale))
            + 0.5 * unary.log(df)
            + beta
            + half * (special.digamma(half) - special.digamma(0.5 * df))
        )

    def mean(self, name: str = "mean") -> Any:
        """The mean; NaN for one degree of freedom and fewer."""
        ones = self._ones()
        return gather.where(self.df * ones > 1.0, self.loc * ones, ones * math.nan)

    def mode(self, name: str = "mode") -> Any:
        """The centre."""
        return self.loc * self._ones()

    def variance(self, name: str = "variance") -> Any:
        """The variance; infinite for two degrees of freedom, NaN for one."""
        ones = self._ones()
        df = self.df * ones
        known = unary.square(self.scale) * df / gather.where(df > 2.0, df - 2.0, ones)
        unknown = gather.where(df > 1.0, ones * math.inf, ones * math.nan)
        return gather.where(df > 2.0, known, unknown)
