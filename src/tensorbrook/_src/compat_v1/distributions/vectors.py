"""Distributions whose draws are vectors: of shares, and of counts of classes."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.compat_v1.distributions.base import (
    NOT_REPARAMETERIZED,
    Distribution,
    RegisterKL,
)
from tensorbrook._src.compat_v1.distributions.continuous import Gamma, together
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import (
    array_creation,
    cast,
    gather,
    linalg_diag,
    random,
    reduce,
    shape,
    softmax,
    special,
    unary,
)


def _last(tensor: Any) -> Any:
    return reduce.reduce_sum(tensor, -1)


def _size(tensor: Any) -> Any:
    return cast.cast(shape.shape(tensor)[-1], tensor.dtype)


def _column(tensor: Any) -> Any:
    return shape.expand_dims(tensor, -1)


def _outer(vector: Any) -> Any:
    return shape.expand_dims(vector, -1) * shape.expand_dims(vector, -2)


def _log_multinomial(total: Any, counts: Any) -> Any:
    """The logarithm of how many orders a draw of these counts can have."""
    return special.lgamma(total + 1.0) - _last(special.lgamma(counts + 1.0))


class Dirichlet(Distribution):
    """Shares that add to one.

    Args:
        concentration: Positive numbers; the larger, the closer draws are to the mean.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility: a mode that doesn't exist is NaN.
        name: Name scope of the nodes.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.distributions.Dirichlet([1.0, 3.0]).mean()))
        [0.25 0.75]
    """

    _scalar_event = False

    def __init__(
        self,
        concentration: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Dirichlet",
    ) -> None:
        with name_scope(name):
            (self.concentration,) = together(concentration)
            self.total_concentration = _last(self.concentration)
        dims = self.concentration.shape
        super().__init__(
            {"concentration": self.concentration}, dims[:-1], name, dims[-1:]
        )

    def sample(
        self, sample_shape: Any = (), seed: int | None = None, name: str = "sample"
    ) -> Any:
        """Draws; arguments as for every distribution."""
        drawn = Gamma(self.concentration, 1.0).sample(sample_shape, seed, name)
        return drawn / reduce.reduce_sum(drawn, -1, keepdims=True)

    def _norm(self) -> Any:
        return special.lbeta(self.concentration)

    def _log_prob(self, value: Any) -> Any:
        return _last((self.concentration - 1.0) * unary.log(value)) - self._norm()

    def entropy(self, name: str = "entropy") -> Any:
        """The entropy, in nats."""
        total = self.total_concentration
        size = _size(self.concentration)
        spread = _last((self.concentration - 1.0) * special.digamma(self.concentration))
        return self._norm() + (total - size) * special.digamma(total) - spread

    def mean(self, name: str = "mean") -> Any:
        """The mean."""
        return self.concentration / _column(self.total_concentration)

    def variance(self, name: str = "variance") -> Any:
        """The variance of each share."""
        mean = self.mean()
        return mean * (1.0 - mean) / (_column(self.total_concentration) + 1.0)

    def covariance(self, name: str = "covariance") -> Any:
        """The covariances of the shares."""
        mean = self.mean()
        scale = _column(_column(self.total_concentration)) + 1.0
        return (linalg_diag.diag(mean) - _outer(mean)) / scale

    def mode(self, name: str = "mode") -> Any:
        """The most probable shares; NaN where a concentration is at most one."""
        size = _size(self.concentration)
        found = (self.concentration - 1.0) / (_column(self.total_concentration) - size)
        fine = reduce.reduce_all(self.concentration > 1.0, -1, keepdims=True)
        nan = array_creation.ones_like(found) * math.nan
        return gather.where(fine, found, nan)


class Multinomial(Distribution):
    """How often each class comes in a number of independent draws.

    Args:
        total_count: The number of draws, as floats.
        logits: Scores of the classes.
        probs: Their probabilities, instead.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.

    Raises:
        ValueError: Both or none of `logits` and `probs` are given.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     counts = tf.distributions.Multinomial(4.0, probs=[0.25, 0.75])
        ...     print(sess.run(counts.mean()))
        [1. 3.]
    """

    reparameterization_type = NOT_REPARAMETERIZED
    _scalar_event = False

    def __init__(
        self,
        total_count: Any,
        logits: Any = None,
        probs: Any = None,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "Multinomial",
    ) -> None:
        if (logits is None) == (probs is None):
            raise ValueError("Must pass probs or logits, but not both.")
        with name_scope(name):
            if probs is None:
                self.total_count, self.logits = together(total_count, logits)
                self.probs = softmax.softmax(self.logits)
            else:
                self.total_count, self.probs = together(total_count, probs)
                self.logits = unary.log(self.probs)
        dims = self._mean().shape
        parameters = {"total_count": self.total_count, "logits": self.logits}
        super().__init__(parameters, dims[:-1], name, dims[-1:])

    def _mean(self) -> Any:
        return _column(self.total_count) * self.probs

    def _draw(self, sizes: Any, seed: Any) -> Any:
        return _counts(self.total_count, self.logits, self._mean(), sizes, seed)

    def _log_prob(self, value: Any) -> Any:
        chance = _last(value * softmax.log_softmax(self.logits))
        return chance + _log_multinomial(self.total_count, value)

    def mean(self, name: str = "mean") -> Any:
        """How often each class comes on average."""
        return self._mean()

    def variance(self, name: str = "variance") -> Any:
        """The variance of each count."""
        return self._mean() * (1.0 - self.probs)

    def covariance(self, name: str = "covariance") -> Any:
        """The covariances of the counts."""
        chances = self.probs * array_creation.ones_like(self._mean())
        total = _column(_column(self.total_count))
        return total * (linalg_diag.diag(chances) - _outer(chances))


class DirichletMultinomial(Distribution):
    """Counts of classes whose probabilities are drawn from a Dirichlet distribution.

    Args:
        total_count: The number of draws, as floats.
        concentration: The concentration of the Dirichlet distribution.
        validate_args: Accepted for compatibility.
        allow_nan_stats: Accepted for compatibility.
        name: Name scope of the nodes.
    """

    reparameterization_type = NOT_REPARAMETERIZED
    _scalar_event = False

    def __init__(
        self,
        total_count: Any,
        concentration: Any,
        validate_args: bool = False,
        allow_nan_stats: bool = True,
        name: str = "DirichletMultinomial",
    ) -> None:
        with name_scope(name):
            self.total_count, self.concentration = together(total_count, concentration)
            self.total_concentration = _last(self.concentration)
        dims = self._mean().shape
        parameters = {
            "total_count": self.total_count,
            "concentration": self.concentration,
        }
        super().__init__(parameters, dims[:-1], name, dims[-1:])

    def _shares(self) -> Any:
        return self.concentration / _column(self.total_concentration)

    def _mean(self) -> Any:
        return _column(self.total_count) * self._shares()

    def _draw(self, sizes: Any, seed: Any) -> Any:
        count = shape.shape(sizes)[0] - len(self.batch_shape)
        ones = array_creation.ones_like(self._mean())
        drawn = Gamma(self.concentration * ones, 1.0).sample(sizes[:count], seed)
        other = None if seed is None else seed + 1
        return _counts(self.total_count, unary.log(drawn), drawn, sizes, other)

    def _log_prob(self, value: Any) -> Any:
        known = special.lbeta(self.concentration + value) - special.lbeta(
            self.concentration
        )
        return known + _log_multinomial(self.total_count, value)

    def mean(self, name: str = "mean") -> Any:
        """How often each class comes on average."""
        return self._mean()

    def _scale(self) -> Any:
        """How much wider counts spread than those of fixed probabilities."""
        total = self.total_concentration
        return self.total_count * (self.total_count + total) / (1.0 + total)

    def variance(self, name: str = "variance") -> Any:
        """The variance of each count."""
        shares = self._shares()
        return _column(self._scale()) * shares * (1.0 - shares)

    def covariance(self, name: str = "covariance") -> Any:
        """The covariances of the counts."""
        shares = self._shares() * array_creation.ones_like(self._mean())
        spread = linalg_diag.diag(shares) - _outer(shares)
        return _column(_column(self._scale())) * spread


def _counts(total: Any, logits: Any, like: Any, sizes: Any, seed: Any) -> Any:
    """Counts of `total` draws of classes, of shape `sizes` + classes."""
    classes = like.shape.as_list()[-1]
    rows = shape.broadcast_to(logits, shape.concat([sizes, [classes]], 0))
    rows = shape.reshape(rows, [-1, classes])
    totals = shape.reshape(shape.broadcast_to(total, sizes), [-1])
    count = cast.cast(reduce.reduce_max(totals), dtypes.int32)
    draws = random.categorical(rows, count, dtypes.int32, seed)
    place = array_creation.range(count)
    used = cast.cast(place, totals.dtype) < _column(totals)
    marks = array_creation.one_hot(draws, classes, dtype=like.dtype)
    marks = marks * _column(cast.cast(used, like.dtype))
    return shape.reshape(
        reduce.reduce_sum(marks, 1), shape.concat([sizes, [classes]], 0)
    )


@RegisterKL(Dirichlet, Dirichlet)
def _between_shares(a: Dirichlet, b: Dirichlet) -> Any:
    away = a.concentration - b.concentration
    mean_log = special.digamma(a.concentration) - _column(
        special.digamma(a.total_concentration)
    )
    return _last(away * mean_log) - a._norm() + b._norm()
