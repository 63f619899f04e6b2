"""Samplers that draw and reject: gamma, Poisson and binomial numbers.

Sources: Marsaglia and Tsang, "A simple method for generating gamma variables" (2000);
Hoermann, "The transformed rejection method for generating Poisson random variables"
and "The generation of binomial random variates" (1993); below a mean of ten, waiting
times are counted. How many numbers each takes from the stream is TensorFlow's.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.ops.philox import Philox, Samples

Floats = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, Any]

_SMALL_MEAN = 10.0
_FEW = 42  # counters of a binomial sample whose waiting times are counted


def _log_factorials(numbers: Floats) -> Floats:
    distinct, places = np.unique(numbers, return_inverse=True)
    logs = [math.lgamma(n + 1.0) if n >= 0 else 0.0 for n in distinct.tolist()]
    return np.array(logs)[places.reshape(numbers.shape)]


def gamma(generator: Philox, alpha: Floats) -> Floats:
    """A number of the gamma distribution (scale 1) for each element of `alpha`."""
    samples, found = Samples(generator, alpha.size), np.zeros(alpha.size)
    plain = np.flatnonzero(alpha == 1.0)
    if plain.size:
        found[plain] = -np.log1p(-samples.uniform(plain))
    low = alpha < 1.0
    shifted = alpha + np.where(low, 2.0 / 3.0, -1.0 / 3.0)
    scale = 1.0 / 3.0 / np.sqrt(shifted)
    rows = np.flatnonzero(alpha != 1.0)
    while rows.size:
        x = samples.normal(rows)
        v = 1.0 + scale[rows] * x
        rows, waiting, x, v = rows[v > 0], rows[v <= 0], x[v > 0], v[v > 0] ** 3
        u, d = samples.uniform(rows), shifted[rows]
        good = (u < 1.0 - 0.0331 * x**4) | (
            np.log(u) < 0.5 * x * x + d * (1.0 - v + np.log(v))
        )
        taken = rows[good]
        found[taken] = d[good] * v[good]
        boosted = taken[low[taken]]
        if boosted.size:
            found[boosted] *= samples.uniform(boosted) ** (1.0 / alpha[boosted])
        rows = np.sort(np.concatenate([rows[~good], waiting]))
    return found


def poisson(generator: Philox, rate: Floats) -> Floats:
    """A number of the Poisson distribution for each element of `rate`."""
    samples, found = Samples(generator, rate.size), np.full(rate.size, np.nan)
    _count_arrivals(samples, rate, found)
    _reject(
        samples, np.flatnonzero((rate >= _SMALL_MEAN) & np.isfinite(rate)), rate, found
    )
    return found


def _count_arrivals(samples: Samples, rate: Floats, found: Floats) -> None:
    rows = np.flatnonzero((rate >= 0) & (rate < _SMALL_MEAN))
    limit, product, count = np.exp(-rate), np.ones(rate.size), np.zeros(rate.size)
    while rows.size:
        product[rows] *= samples.uniform(rows)
        done = product[rows] <= limit[rows]
        found[rows[done]] = count[rows[done]]
        rows = rows[~done]
        count[rows] += 1.0


def _hat(
    samples: Samples, rows: Rows, a: Floats, b: Floats, center: Floats
) -> tuple[Floats, Floats, Floats]:
    """A proposal, how far it is from the middle, and a number to accept it with."""
    u = samples.uniform(rows) - 0.5
    v = samples.uniform(rows)
    inside = 0.5 - np.abs(u)
    return np.floor((2.0 * a / inside + b) * u + center), inside, v


def _reject(samples: Samples, rows: Rows, rate: Floats, found: Floats) -> None:
    while rows.size:
        mean = rate[rows]
        b = 0.931 + 2.53 * np.sqrt(mean)
        a = -0.059 + 0.02483 * b
        k, inside, v = _hat(samples, rows, a, b, mean + 0.43)
        sure = (inside >= 0.07) & (v <= 0.9277 - 3.6224 / (b - 2.0))
        hopeless = (k < 0) | ((inside < 0.013) & (v > inside))
        left = np.log(v * (1.1239 + 1.1328 / (b - 3.4)) / (a / inside**2 + b))
        right = -mean + k * np.log(mean) - _log_factorials(k)
        good = sure | (~hopeless & (left <= right))
        found[rows[good]] = k[good]
        rows = rows[~good]


def binomial(generator: Philox, counts: Floats, probs: Floats) -> Floats:
    """A number of the binomial distribution for each pair of elements."""
    found = np.full(counts.size, np.nan)
    possible = np.isfinite(counts) & (counts >= 0) & (probs >= 0) & (probs <= 1)
    swapped = probs > 0.5
    rare = np.where(swapped, 1.0 - probs, probs)
    mean = counts * rare
    found[possible & (mean == 0)] = 0.0
    small = np.flatnonzero(possible & (mean > 0) & (mean < _SMALL_MEAN))
    few = Samples(generator, counts.size, _FEW)
    _count_gaps(few, small, counts, rare, found)
    large = np.flatnonzero(possible & (mean >= _SMALL_MEAN))
    many = Samples(generator, counts.size)
    _reject_binomial(many, large, counts, rare, found)
    return np.where(swapped, counts - found, found)


def _count_gaps(
    samples: Samples, rows: Rows, counts: Floats, probs: Floats, found: Floats
) -> None:
    """Counts the geometric gaps between successes that fit into the trials."""
    position = np.zeros(counts.size)
    found[rows] = 0.0
    while rows.size:
        gap = np.ceil(np.log(samples.uniform(rows)) / np.log1p(-probs[rows]))
        position[rows] += gap
        rows = rows[position[rows] <= counts[rows]]
        found[rows] += 1.0


def _reject_binomial(
    samples: Samples, rows: Rows, counts: Floats, probs: Floats, found: Floats
) -> None:
    while rows.size:
        n, p = counts[rows], probs[rows]
        deviation = np.sqrt(n * p * (1.0 - p))
        b = 1.15 + 2.53 * deviation
        a = -0.0873 + 0.0248 * b + 0.01 * p
        k, inside, v = _hat(samples, rows, a, b, n * p + 0.5)
        sure = (inside >= 0.07) & (v <= 0.92 - 4.2 / b)
        within = (k >= 0) & (k <= n)
        left = np.log(v * (2.83 + 5.1 / b) * deviation / (a / inside**2 + b))
        safe = np.where(within, k, 0.0)
        good = sure | (within & (left <= _log_ratio(n, p, safe)))
        found[rows[good]] = k[good]
        rows = rows[~good]


def _log_ratio(n: Floats, p: Floats, k: Floats) -> Floats:
    """Log of the probability of `k`, relative to that of the mode."""
    mode = np.floor((n + 1.0) * p)

    def height(x: Floats) -> Floats:
        return x * np.log(p / (1.0 - p)) - _log_factorials(x) - _log_factorials(n - x)

    return height(k) - height(mode)


def each(draw: Callable[..., Floats], generator: Philox, dims: Any, *of: Any) -> Any:
    """`draw` for samples of shape `dims`, whose last axes are those of the parameters.

    The stretches of all samples of one parameter lie behind one another.
    """
    parameters = [np.asarray(item, np.float64).reshape(-1) for item in of]
    count = parameters[0].size
    each_one = math.prod(dims) // count if count else 0
    drawn = draw(generator, *(np.repeat(item, each_one) for item in parameters))
    return drawn.reshape(count, each_one).T.reshape(dims)
