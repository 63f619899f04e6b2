"""Seeds of initializers and of layers that draw random numbers."""

from __future__ import annotations

import random as python_random
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend.variable import Variable

_seed_limit = 10**9
_global_seeds: dict[str, Any] = {"seed": None, "generator": None}


def make_default_seed() -> int:
    """Draws a seed from Python's own generator, which `set_random_seed` seeds."""
    return python_random.randint(1, _seed_limit)


class SeedGenerator:
    """Gives a new seed at every call of `next`, in traced functions too.

    Args:
        seed: where to start; by default drawn at random.
        name: a name.

    Raises:
        ValueError: when `seed` is not an integer.
    """

    _tracks_attributes = True  # for tf.train.Checkpoint

    def __init__(
        self, seed: int | None = None, name: str | None = None, **kwargs: Any
    ) -> None:
        self._initial_seed = seed
        self.name = name or "seed_generator"
        if seed is None:
            seed = make_default_seed()
        if not isinstance(seed, int | np.integer):
            raise ValueError(
                f"SeedGenerator: `seed` must be an integer. Received: {seed!r}."
            )
        start = np.array([seed, 0], dtype="uint32").astype("int64")
        self.state = Variable(
            start, dtype="int64", trainable=False, name="seed_generator_state"
        )

    def next(self, ordered: bool = True) -> tf.Tensor:
        """Returns the current seed, of two integers, and moves on."""
        seed = tf.identity(self.state.read_value())
        self.state.assign_add([0, 1])
        return tf.cast(seed, tf.int32)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal generator."""
        return {"seed": self._initial_seed}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> SeedGenerator:
        """Makes a generator from what `get_config` returned."""
        return cls(**config)


def draw_seed(seed: Any) -> tf.Tensor:
    """Returns a pair of int32 for a stateless random operation.

    Args:
        seed: an integer (always the same pair), a `SeedGenerator` (a new pair),
            or None (a new pair of the global generator).
    """
    if isinstance(seed, SeedGenerator):
        return seed.next()
    if seed is None:
        return _global_generator().next()
    if isinstance(seed, int | np.integer):
        return tf.constant(np.array([seed, 0], "uint32").astype("int32"))
    raise ValueError(
        f"`seed` must be an integer, a SeedGenerator or None. Received: {seed!r}."
    )


def _global_generator() -> SeedGenerator:
    """Returns the generator of calls that name no seed."""
    if _global_seeds["generator"] is None:
        with tf.init_scope():
            _global_seeds["generator"] = SeedGenerator(_global_seeds["seed"])
    return _global_seeds["generator"]


def reset_global_generator(seed: int | None = None) -> None:
    """Forgets the generator of calls that name no seed."""
    _global_seeds.update(seed=seed, generator=None)


def set_random_seed(seed: int) -> None:
    """Seeds Python's, NumPy's and the framework's generators.

    Args:
        seed: an integer.

    Raises:
        ValueError: when `seed` is not an integer.
    """
    if not isinstance(seed, int | np.integer):
        raise ValueError(
            f"set_random_seed: `seed` must be an integer. Received: {seed!r}."
        )
    python_random.seed(int(seed))
    np.random.seed(int(seed))
    tf.random.set_seed(int(seed))
    reset_global_generator(int(seed))
