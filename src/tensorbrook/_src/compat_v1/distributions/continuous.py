"""Distributions of floating numbers."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.compat_v1.distributions.base import Distribution, RegisterKL
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import (
    array_creation,
    binary,
    gather,
    random,
    random_distributions,
    rearrange,
    reduce,
    shape,
    special,
    unary,
)
from tensorbrook._src.ops.constant import convert_to_tensor


def together(*parameters: Any) -> list[Any]:
    """Parameters as tensors of one type."""
    tensors = [convert_to_tensor(item) for item in parameters]
    kind = next((t.dtype for t in tensors if t.dtype.is_floating), tensors[0].dtype)
    return [convert_to_tensor(item, dtype=kind) for item in parameters]


def batch(*tensors: Any) -> Any:
    """The shape of parameters together."""
    dims = tensors[0].shape
    for tensor in tensors[1:]:
        dims = rearrange.broadcast_static_shape(dims, tensor.shape)
    return dims


class Normal(Distribution):
    """The normal distribution.

    Args:
        loc: The mean.
        scale: The standard deviation.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.distributions.Normal(0.0, 1.0).log_prob(0.0)))
        -0.9189385
    """

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Normal",
    ) -> None:
        with name_scope(name):
            self.loc, self.scale = together(loc, scale)
        parameters = {"loc": self.loc, "scale": self.scale}
        super().__init__(parameters, batch(self.loc, self.scale), name)

    def _draw(self, sizes: Any, seed: Any) -> Any:
        return random.normal(sizes, dtype=self.dtype, seed=seed) * self.scale + self.loc

    def _log_prob(self, value: Any) -> Any:
        away = (value - self.loc) / self.scale
        return -0.5 * away * away - 0.5 * math.log(2 * math.pi) - unary.log(self.scale)

    def cdf(self, value: Any, name: str = "cdf") -> Any:
        """The probability of what isn't larger."""
        away = (convert_to_tensor(value, dtype=self.dtype) - self.loc) / self.scale
        return 0.5 * (1 + special.erf(away / math.sqrt(2)))

    def quantile(self, value: Any, name: str = "quantile") -> Any:
        """What a draw is below with a probability."""
        share = convert_to_tensor(value, dtype=self.dtype)
        return self.loc + self.scale * special.ndtri(share)

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        scale = self.scale * array_creation.ones_like(self.loc)
        return 0.5 * math.log(2 * math.pi * math.e) + unary.log(scale)

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        return self.loc * array_creation.ones_like(self.scale)

    mode = mean

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        return unary.square(self.scale * array_creation.ones_like(self.loc))


class Uniform(Distribution):
    """The uniform distribution.

    Args:
        low: The lower bound.
        high: The upper bound.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    def __init__(
        self,
        low: Any = 0.0,
        high: Any = 1.0,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Uniform",
    ) -> None:
        with name_scope(name):
            self.low, self.high = together(low, high)
        parameters = {"low": self.low, "high": self.high}
        super().__init__(parameters, batch(self.low, self.high), name)

    def _draw(self, sizes: Any, seed: Any) -> Any:
        drawn = random.uniform(sizes, dtype=self.dtype, seed=seed)
        return self.low + drawn * (self.high - self.low)

    def _log_prob(self, value: Any) -> Any:
        inside = (value >= self.low) & (value < self.high)
        density = -unary.log(self.high - self.low) + array_creation.zeros_like(value)
        return gather.where(inside, density, density * 0 - math.inf)

    def cdf(self, value: Any, name: str = "cdf") -> Any:
        """The probability of what isn't larger."""
        value = convert_to_tensor(value, dtype=self.dtype)
        share = (value - self.low) / (self.high - self.low)
        return binary.minimum(binary.maximum(share, 0.0), 1.0)

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        return unary.log(self.high - self.low)

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        return (self.low + self.high) / 2.0

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        return unary.square(self.high - self.low) / 12.0


class Exponential(Distribution):
    """The exponential distribution.

    Args:
        rate: One over the mean.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    def __init__(
        self,
        rate: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Exponential",
    ) -> None:
        self.rate = convert_to_tensor(rate)
        super().__init__({"rate": self.rate}, self.rate.shape, name)

    def _draw(self, sizes: Any, seed: Any) -> Any:
        drawn = random.uniform(sizes, dtype=self.dtype, seed=seed)
        return -unary.log1p(-drawn) / self.rate

    def _log_prob(self, value: Any) -> Any:
        return unary.log(self.rate) - self.rate * value

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        return 1.0 - unary.log(self.rate)

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        return 1.0 / self.rate

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        return 1.0 / unary.square(self.rate)


class Laplace(Distribution):
    """The Laplace distribution.

    Args:
        loc: The mean.
        scale: The mean distance from it.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    def __init__(
        self,
        loc: Any,
        scale: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Laplace",
    ) -> None:
        with name_scope(name):
            self.loc, self.scale = together(loc, scale)
        parameters = {"loc": self.loc, "scale": self.scale}
        super().__init__(parameters, batch(self.loc, self.scale), name)

    def _draw(self, sizes: Any, seed: Any) -> Any:
        drawn = random.uniform(sizes, -1.0, 1.0, self.dtype, seed)
        return self.loc - self.scale * unary.sign(drawn) * unary.log1p(
            -unary.abs(drawn)
        )

    def _log_prob(self, value: Any) -> Any:
        away = unary.abs(value - self.loc) / self.scale
        return -away - math.log(2.0) - unary.log(self.scale)

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        return 1.0 + math.log(2.0) + unary.log(self.scale)

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        return self.loc * array_creation.ones_like(self.scale)

    mode = mean

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        return 2.0 * unary.square(self.scale)


class Gamma(Distribution):
    """The gamma distribution.

    Args:
        concentration: The shape parameter.
        rate: One over the scale.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    def __init__(
        self,
        concentration: Any,
        rate: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Gamma",
    ) -> None:
        with name_scope(name):
            self.concentration, self.rate = together(concentration, rate)
        parameters = {"concentration": self.concentration, "rate": self.rate}
        super().__init__(parameters, batch(self.concentration, self.rate), name)

    def sample(
        self, sample_shape: Any = (), seed: int | None = None, name: str = "sample"
    ) -> Any:
        """Draws; arguments as for every distribution."""
        wanted = [sample_shape] if isinstance(sample_shape, int) else sample_shape
        ones = array_creation.ones_like(self.concentration * self.rate)
        return random_distributions.gamma(
            wanted, self.concentration * ones, self.rate * ones, self.dtype, seed
        )

    def _log_prob(self, value: Any) -> Any:
        a, b = self.concentration, self.rate
        known = a * unary.log(b) - special.lgamma(a)
        return known + (a - 1.0) * unary.log(value) - b * value

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        return self.concentration / self.rate

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        return self.concentration / unary.square(self.rate)

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        a = self.concentration
        return (
            a
            - unary.log(self.rate)
            + special.lgamma(a)
            + (1.0 - a) * special.digamma(a)
        )


class Beta(Distribution):
    """The beta distribution.

    Args:
        concentration1: The one shape parameter.
        concentration0: The other one.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    def __init__(
        self,
        concentration1: Any = None,
        concentration0: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Beta",
    ) -> None:
        with name_scope(name):
            self.concentration1, self.concentration0 = together(
                concentration1, concentration0
            )
        parameters = {
            "concentration1": self.concentration1,
            "concentration0": self.concentration0,
        }
        super().__init__(
            parameters, batch(self.concentration1, self.concentration0), name
        )

    def sample(
        self, sample_shape: Any = (), seed: int | None = None, name: str = "sample"
    ) -> Any:
        """Draws; arguments as for every distribution."""
        one = Gamma(self.concentration1, 1.0).sample(sample_shape, seed)
        other = Gamma(self.concentration0, 1.0).sample(
            sample_shape, None if seed is None else seed + 1
        )
        return one / (one + other)

    def _log_prob(self, value: Any) -> Any:
        a, b = self.concentration1, self.concentration0
        known = special.lgamma(a) + special.lgamma(b) - special.lgamma(a + b)
        return (a - 1.0) * unary.log(value) + (b - 1.0) * unary.log1p(-value) - known

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        return self.concentration1 / (self.concentration1 + self.concentration0)

    def variance(self, name: str = "variance") -> Any:
        """The variance."""
        total = self.concentration1 + self.concentration0
        return self.mean() * (1.0 - self.mean()) / (total + 1.0)


class MultivariateNormalDiag(Distribution):
    """Normal distributions of the elements of a vector.

    Args:
        loc: The means.
        scale_diag: The standard deviations.
        scale_identity_multiplier: One standard deviation for all, instead.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    def __init__(
        self,
        loc: Any = None,
        scale_diag: Any = None,
        scale_identity_multiplier: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "MultivariateNormalDiag",
    ) -> None:
        if scale_diag is None:
            factor = (
                1.0 if scale_identity_multiplier is None else scale_identity_multiplier
            )
            scale_diag = array_creation.ones_like(convert_to_tensor(loc)) * factor
        if loc is None:
            loc = array_creation.zeros_like(convert_to_tensor(scale_diag))
        self._each = Normal(loc, scale_diag)
        dims = self._each.batch_shape
        super().__init__(
            {"loc": self._each.loc, "scale_diag": self._each.scale},
            dims[:-1],
            name,
            dims[-1:],
        )

    def sample(
        self, sample_shape: Any = (), seed: int | None = None, name: str = "sample"
    ) -> Any:
        """Draws; arguments as for every distribution."""
        return self._each.sample(sample_shape, seed)

    def _log_prob(self, value: Any) -> Any:
        return reduce.reduce_sum(self._each.log_prob(value), -1)

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        return reduce.reduce_sum(self._each.entropy(), -1)

    def mean(self, name: str = "mean") -> Any:
        """The means."""
        return self._each.mean()

    mode = mean

    def variance(self, name: str = "variance") -> Any:
        """The variances."""
        return self._each.variance()


@RegisterKL(Normal, Normal)
def _between_normals(a: Normal, b: Normal) -> Any:
    ratio = unary.square(a.scale / b.scale)
    away = unary.square((a.loc - b.loc) / b.scale)
    return 0.5 * (away + ratio - 1.0 - unary.log(ratio))


@RegisterKL(MultivariateNormalDiag, MultivariateNormalDiag)
def _between_vectors(a: MultivariateNormalDiag, b: MultivariateNormalDiag) -> Any:
    return reduce.reduce_sum(_between_normals(a._each, b._each), -1)
