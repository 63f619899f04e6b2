"""The algorithms that random numbers may come from, and how callers name them."""

from __future__ import annotations

import enum
from typing import Any


class Algorithm(enum.Enum):
    """An algorithm for random numbers."""

    PHILOX = 1
    THREEFRY = 2
    AUTO_SELECT = 3


PHILOX = Algorithm.PHILOX.value
_BY_NAME = {kind.name.lower(): kind for kind in Algorithm}


def algorithm(alg: Any) -> Algorithm:
    """The algorithm that a caller names; "auto_select" becomes Philox.

    Args:
        alg: A name, a number or an `Algorithm`.

    Raises:
        ValueError: There is no such algorithm.
    """
    kind = _BY_NAME.get(alg) if isinstance(alg, str) else None
    if isinstance(alg, Algorithm):
        kind = alg
    elif kind is None and hasattr(alg, "__int__"):
        numbers = {kind.value: kind for kind in Algorithm}
        kind = numbers.get(int(alg))
    if kind is None:
        raise ValueError(
            f"Argument `alg` must be 'philox', 'threefry' or 'auto_select'. "
            f"Received: alg={alg!r}."
        )
    return Algorithm.PHILOX if kind is Algorithm.AUTO_SELECT else kind


def philox_number(alg: Any) -> int:
    """The number of Philox, if `alg` chooses it.

    Raises:
        NotImplementedError: It chooses ThreeFry.
    """
    if algorithm(alg) is Algorithm.THREEFRY:
        raise NotImplementedError(
            "Random numbers by the algorithm 'threefry' are not implemented; use 'philox'."
        )
    return PHILOX
