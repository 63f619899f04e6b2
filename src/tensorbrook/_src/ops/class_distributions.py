"""The distributions that candidate samplers draw classes from.

The numbers follow TensorFlow's: the same stream of random words gives the same classes.
"""

from __future__ import annotations

import math
import pathlib
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.ops.philox import Philox

_BLOCK = 64  # counters that are computed at once
_MOST_TRIES = 1 << 22


class Words:
    """Random words of a stream, taken one by one."""

    def __init__(self, generator: Philox) -> None:
        self._generator = generator
        self._held: list[int] = []

    def word(self) -> int:
        """32 random bits."""
        if not self._held:
            block = self._generator.words(_BLOCK).reshape(-1)
            self._generator.skip(_BLOCK)
            self._held = block[::-1].tolist()
        return self._held.pop()

    def long(self) -> int:
        """64 random bits."""
        low = self.word()
        return low | self.word() << 32

    def below(self, limit: int) -> int:
        """An unbiased integer from 0 to `limit` - 1, from 32 bits."""
        return self._unbiased(limit, 32)

    def below_long(self, limit: int) -> int:
        """An unbiased integer from 0 to `limit` - 1, from 64 bits."""
        return self._unbiased(limit, 64)

    def _unbiased(self, limit: int, bits: int) -> int:
        draw = self.word if bits == 32 else self.long
        if limit & (limit - 1) == 0:
            return draw() & (limit - 1)
        rest = ((1 << bits) - 1) % limit + 1
        while True:
            number = draw()
            if number >= rest:
                return number % limit

    def unit(self) -> float:
        """A number in [0, 1) of 23 random bits."""
        return (self.word() & 0x7FFFFF) / float(1 << 23)

    def unit_double(self) -> float:
        """A number in [0, 1) of 52 random bits."""
        high = self.word()
        low = self.word()
        return ((high & 0xFFFFF) << 32 | low) / float(1 << 52)


class Distribution:
    """A distribution over the classes 0, 1, ..., `size` - 1."""

    size: int

    def sample(self, words: Words) -> int:
        """One class."""
        raise NotImplementedError

    def probability(self, classes: Any) -> Any:
        """The probability of each of an array of classes."""
        raise NotImplementedError

    def update(self, classes: Any) -> None:
        """Learns which classes were true; most distributions don't."""

    def draw(
        self, generator: Philox, count: int, unique: bool
    ) -> tuple[list[int], int]:
        """`count` classes and how many draws it took."""
        words = Words(generator)
        if not unique:
            return [self.sample(words) for _ in range(count)], count
        found: dict[int, None] = {}
        tries = 0
        while len(found) < count:
            tries += 1
            if tries > _MOST_TRIES:
                raise ValueError(
                    f"Can't draw {count} different classes: too few have a probability."
                )
            found.setdefault(self.sample(words))
        return list(found), tries


class Uniform(Distribution):
    """All classes are equally likely."""

    def __init__(self, size: int) -> None:
        self.size = size

    def sample(self, words: Words) -> int:
        return words.below_long(self.size)

    def probability(self, classes: Any) -> Any:
        return np.full(classes.shape, np.float32(1 / self.size))


class LogUniform(Distribution):
    """Class k has the probability `(log(k + 2) - log(k + 1)) / log(size + 1)`."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._log = math.log1p(size)

    def sample(self, words: Words) -> int:
        value = int(math.exp(words.unit_double() * self._log)) - 1
        return value % self.size

    def probability(self, classes: Any) -> Any:
        return (np.log((classes + 2.0) / (classes + 1.0)) / self._log).astype("f")


_MOST_COUNTED = 1 << 27


class LearnedUnigrams(Distribution):
    """A class is as likely as the number of times that it was true, plus one."""

    def __init__(self, size: int) -> None:
        if size > _MOST_COUNTED:
            raise errors.ResourceExhaustedError(
                None, None, f"Counts of {size} classes are too many to be kept."
            )
        self.size = size
        self._counts = np.ones(size, np.int64)

    def sample(self, words: Words) -> int:
        place = words.below(int(self._counts.sum()))
        return int(np.searchsorted(np.cumsum(self._counts), place, side="right"))

    def probability(self, classes: Any) -> Any:
        return (self._counts[classes] / self._counts.sum()).astype("f")

    def update(self, classes: Any) -> None:
        np.add.at(self._counts, classes.reshape(-1), 1)


class Unigrams(Distribution):
    """Classes have given weights; drawn by Walker's alias method."""

    def __init__(self, weights: list[float]) -> None:
        self.size = len(weights)
        self._weights = np.array(weights, np.float32)
        if not (np.isfinite(self._weights).all() and (self._weights >= 0).all()):
            raise ValueError(f"The weights must be finite and >= 0, got {weights}.")
        if not self._weights.any():
            raise ValueError("At least one of the weights must be above 0.")
        self._total = float(np.sum(self._weights, dtype=np.float64))
        self._limits, self._aliases = _aliases(self._weights)

    @classmethod
    def from_attrs(cls, attrs: dict[str, Any]) -> Unigrams:
        """The distribution that a FixedUnigramCandidateSampler describes.

        Raises:
            ValueError: The weights are missing, or are more or fewer than the classes.
        """
        given, path = list(attrs["unigrams"]), attrs["vocab_file"]
        if bool(given) == bool(path):
            raise ValueError(
                "FixedUnigramCandidateSampler: exactly one of `vocab_file` and `unigrams` "
                "must be given."
            )
        weights = _read(path) if path else given
        if attrs["num_reserved_ids"] > attrs["range_max"]:
            raise ValueError(
                f"FixedUnigramCandidateSampler: {attrs['num_reserved_ids']} reserved ids are "
                f"more than range_max = {attrs['range_max']}."
            )
        with np.errstate(all="ignore"):
            powers = [float(np.float32(w) ** attrs["distortion"]) for w in weights]
        all_weights = [0.0] * attrs["num_reserved_ids"] + powers
        kept = all_weights[attrs["shard"] :: attrs["num_shards"]]
        if len(all_weights) != attrs["range_max"]:
            raise ValueError(
                f"FixedUnigramCandidateSampler: range_max is {attrs['range_max']}, but "
                f"there are {len(all_weights)} weights."
            )
        return cls(kept)

    def sample(self, words: Words) -> int:
        chance = words.unit()
        place = words.below(self.size)
        return place if chance < self._limits[place] else self._aliases[place]

    def probability(self, classes: Any) -> Any:
        return (self._weights[classes] / self._total).astype("f")


def _read(path: Any) -> list[float]:
    name = path.decode() if isinstance(path, bytes) else path
    try:
        lines = pathlib.Path(name).read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise errors.NotFoundError(
            None, None, f"The vocabulary file {name!r} can't be read: {problem}"
        ) from problem
    try:
        return [float(line.rsplit(",", 1)[-1]) for line in lines if line.strip()]
    except ValueError as problem:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"The vocabulary file {name!r} must end each line in a number: {problem}",
        ) from problem


def _aliases(weights: Any) -> tuple[list[float], list[int]]:
    """For each class the limit below which it is kept, and its alias above."""
    size = len(weights)
    shares = (
        weights.astype(np.float64) * size / float(weights.sum(dtype="d"))
    ).tolist()
    others = list(range(size))
    high = [k for k, share in enumerate(shares) if share >= 1]
    low = [k for k, share in enumerate(shares) if share < 1]
    while high and low:
        small, large = low.pop(), high.pop()
        others[small] = large
        shares[large] -= 1 - shares[small]
        (low if shares[large] < 1 else high).append(large)
    for left in (*high, *low):  # nearly 1, but for rounding
        shares[left] = 1.0
        others[left] = left
    return [float(np.float32(share)) for share in shares], others
