"""Where datasets get their randomness: Philox streams, as TensorFlow derives them."""

from __future__ import annotations

import threading
from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.ops.datasets.stream import ON_THE_HOST
from tensorbrook._src.ops.philox import Philox
from tensorbrook._src.ops.random_seed import fresh_seed
from tensorbrook._src.ops.rules import scalar

_BLOCK = 64  # counters that are computed at once


class Words:
    """The 32-bit words of a Philox stream, one by one."""

    def __init__(self, seed: int, seed2: int) -> None:
        if seed == 0 and seed2 == 0:
            seed, seed2 = fresh_seed(), fresh_seed()
        self._philox = Philox.from_seeds(seed, seed2)
        self._ready: list[int] = []

    def next(self) -> int:
        """The next word."""
        if not self._ready:
            block = self._philox.words(_BLOCK)
            self._philox.skip(_BLOCK)
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
