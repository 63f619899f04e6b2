"""Nearest centers, and first centers for k-means.

Sources: Arthur and Vassilvitskii, "k-means++" (2007); Bachem et al., "Approximate
k-means++ in sublinear time" (2016).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import philox
from tensorbrook._src.ops.philox import Philox

_HOST = unsupported("its random numbers are drawn in NumPy")


class _Words:
    """The words of a stream one by one, as numbers of several kinds."""

    def __init__(self, seed: int) -> None:
        self._source = Philox.from_seeds(seed, 0)
        self._left: list[Any] = []

    def _word(self) -> Any:
        if not self._left:
            self._left = list(self._source.words(256).reshape(-1)[::-1])
            self._source.skip(256)
        return self._left.pop()

    def below(self, limit: int) -> int:
        """A whole number in [0, limit), each as likely as the others."""
        skewed = (2**64 - 1) % limit + 1 if limit & (limit - 1) else 0
        while True:
            low, high = int(self._word()), int(self._word())
            number = low | high << 32
            if number >= skewed:
                return number % limit

    def share(self) -> np.float32:
        """A number in [0, 1) of single precision."""
        return philox._units(np.array([self._word()], np.uint32), np.float32)[0]  # type: ignore[no-any-return]


def _squares(points: Any, centers: Any) -> Any:
    """Squared distances of all points from all centers."""
    apart = points[:, None, :] - centers[None, :, :]
    return (apart * apart).sum(axis=-1)


def _nearest(xp: Any, points: Any, centers: Any, k: Any) -> tuple[Any, Any]:
    count = min(int(k), centers.shape[0])
    found = _squares(points, centers)
    places = xp.argsort(found, axis=1, stable=True)[:, :count]
    return places, xp.take_along_axis(found, places, axis=1)


def _nearest_dims(c: ShapeContext) -> list[Dims]:
    points, centers, k = c.shape(0), c.shape(1), c.number(2)
    c.matrix(0)
    c.matrix(1)
    if points and centers and None not in (points[1], centers[1]):
        if points[1] != centers[1]:
            raise c.fail(
                f"NearestNeighbors: points have {points[1]} dimensions, centers "
                f"{centers[1]}."
            )
    if k is not None and k < 0:
        raise c.fail(f"NearestNeighbors: k must be at least 0, got {k}.")
    rows = points[0] if points else None
    known = k is not None and centers and centers[0] is not None
    dims = (rows, min(k, centers[0]) if known else None)  # type: ignore[type-var, index]
    return [dims, dims]


nearest_neighbors_op = Op(
    "NearestNeighbors",
    "points: float32, centers: float32, k: int64 -> nearest_center_indices: int64, "
    "nearest_center_distances: float32",
    shape=_nearest_dims,
    reference=_nearest,
    gradient=NOT_DIFFERENTIABLE,
)


def _first_centers(
    xp: Any, points: Any, num_to_sample: Any, seed: Any, num_retries_per_sample: Any
) -> Any:
    wanted, retries = int(num_to_sample), int(num_retries_per_sample)
    if retries < 0:
        retries = 2 + int(math.log(wanted))
    words = _Words(int(seed))
    nearest = np.full(len(points), np.inf, np.float32)
    chosen = []
    for step in range(wanted):
        sums = np.cumsum(nearest, dtype=np.float32)
        best: tuple[Any, int, Any] | None = None
        for _ in range(retries + 1):
            if step:
                place = int(np.searchsorted(sums, words.share() * sums[-1]))
                place = min(place, len(points) - 1)
            else:
                place = words.below(len(points))
            distances = _squares(points, points[place : place + 1])[:, 0]
            closer = np.minimum(nearest, distances)
            total = closer.sum()
            if best is None or total < best[0]:
                best = total, place, closer
        if best is not None:
            chosen.append(best[1])
            nearest = best[2]
    return points[chosen]


def _first_dims(c: ShapeContext) -> Dims:
    points, wanted = c.shape(0), c.number(1)
    c.matrix(0)
    c.number(2)
    c.number(3)
    if wanted is not None and wanted <= 0:
        raise c.fail(f"Expected num_to_sample > 0, got {wanted}.")
    if wanted is not None and points and points[0] is not None and wanted > points[0]:
        raise c.fail(
            f"Expected num_to_sample <= points.rows(). {wanted} vs {points[0]}."
        )
    return (wanted, points[1] if points else None)


kmeans_plus_plus_op = Op(
    "KmeansPlusPlusInitialization",
    "points: float32, num_to_sample: int64, seed: int64, "
    "num_retries_per_sample: int64 -> samples: float32",
    shape=_first_dims,
    reference=_first_centers,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)


def _chain(xp: Any, distances: Any, seed: Any) -> Any:
    words = _Words(int(seed))
    chosen = 0
    for place in range(1, len(distances)):
        if distances[place] > words.share() * distances[chosen]:
            chosen = place
    return np.int64(chosen)


def _chain_dims(c: ShapeContext) -> Dims:
    c.number(1)
    c.check_rank(0, 1)
    if c.shape(0) == (0,):
        raise c.fail("KMC2ChainInitialization: distances must not be empty.")
    return ()


kmc2_chain_op = Op(
    "KMC2ChainInitialization",
    "distances: float32, seed: int64 -> index: int64",
    shape=_chain_dims,
    reference=_chain,
    gradient=NOT_DIFFERENTIABLE,
    xla=_HOST,
)
