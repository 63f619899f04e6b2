"""Where datasets get their randomness: Philox streams, as TensorFlow derives them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.ops.datasets.stream import ON_THE_HOST
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random_seed import fresh_seed
from tensorbrook._src.ops.rules import scalar

_BLOCK = 64  # counters that are computed at once
_WORDS = 4 * _BLOCK  # and the words that they give


class Words:
    """The 32-bit words of a Philox stream, one by one."""

    def __init__(self, seed: int, seed2: int, drawn: int = 0) -> None:
        if seed == 0 and seed2 == 0:
            seed, seed2 = fresh_seed(), fresh_seed()
        self._seeds = (seed, seed2)
        self._blocks = drawn // _WORDS
        self._philox = Philox.from_seeds(seed, seed2)
        self._philox.skip(self._blocks * _BLOCK)
        self._ready: list[int] = []
        for _ in range(drawn % _WORDS):
            self.next()

    def position(self) -> tuple[int, int, int]:
        """The seeds and how many words were drawn: what makes an equal stream."""
        return *self._seeds, self._blocks * _WORDS - len(self._ready)

    def next(self) -> int:
        """The next word."""
        if not self._ready:
            block = self._philox.words(_BLOCK)
            self._philox.skip(_BLOCK)
            self._blocks += 1
            self._ready = block.reshape(-1)[::-1].tolist()
        return self._ready.pop()


class SeedGenerator:
    """Gives each iteration its seeds: the given ones, or new ones drawn from them."""

    def __init__(self, seed: int, seed2: int, fresh: bool) -> None:
        if seed == 0 and seed2 == 0:
            seed, seed2 = fresh_seed(), fresh_seed()
        self.given = (seed, seed2)
        self.fresh = fresh
        self._words = Words(seed, seed2)
        self._lock = threading.Lock()

    def next(self) -> tuple[int, int]:
        """The seeds of the next iteration."""
        if not self.fresh:
            return self.given
        with self._lock:
            return self._words.next(), self._words.next()

    def position(self) -> list[int]:
        """What `restore` needs."""
        return [*self.given, self._words.position()[2]]

    def restore(self, position: Sequence[int]) -> None:
        """Goes on where another generator, or this one, once stood."""
        with self._lock:
            self._words = Words(*position)
            self.given = (position[0], position[1])


def seeds_of(tensor: Any) -> SeedGenerator:
    """The generator behind a handle.

    Raises:
        errors.InvalidArgumentError: It is a handle of something else.
    """
    found = tensor._array()
    if not isinstance(found, SeedGenerator):
        raise errors.InvalidArgumentError(
            None, None, f"A seed generator was expected, got a {type(found).__name__}."
        )
    return found


def _generator(xp: Any, seed: Any, seed2: Any, reshuffle: Any) -> tuple[Any, Any]:
    return SeedGenerator(int(seed), int(seed2), bool(reshuffle)), None


seed_generator_op = Op(
    "AnonymousSeedGenerator",
    "seed: int64, seed2: int64, reshuffle: bool -> handle: resource, deleter: variant",
    shape=lambda c: [(), ()],
    reference=_generator,
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)

memory_cache_op = Op(
    "AnonymousMemoryCache",
    "-> handle: resource, deleter: variant",
    shape=lambda c: [(), ()],
    reference=lambda xp: ({}, None),
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)

dummy_cache_op = Op(
    "DummyMemoryCache",
    "-> handle: resource",
    shape=scalar,
    reference=lambda xp: {},
    gradient=NOT_DIFFERENTIABLE,
    xla=ON_THE_HOST,
    stateful=True,
)
