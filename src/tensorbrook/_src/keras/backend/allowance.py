"""How much memory the weights of a model that is being loaded may take.

The description of a model in a damaged file may ask for any number of units. What a file
can't hold the weights of is refused before memory is asked for.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from contextvars import ContextVar

_FREE = 1 << 26  # bytes that any file may describe
_LARGEST_RATIO = 1000  # what compression reaches for zeros
_ELEMENT = 4  # bytes, mostly

#: The bytes that are left, in a list of one.
_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


@contextlib.contextmanager
def of_file(size: int) -> Iterator[None]:
    """While the body runs, weights may take what a file of so many bytes can hold."""
    token = _left.set([_FREE + _LARGEST_RATIO * size])
    try:
        yield
    finally:
        _left.reset(token)


def claim(shape: Sequence[int | None]) -> None:
    """Counts a weight that is about to be made.

    Raises:
        ValueError: when the file can't hold that much.
    """
    left = _left.get()
    if left is None or None in shape:
        return
    left[0] -= _ELEMENT * math.prod(shape)  # type: ignore[arg-type]
    if left[0] < 0:
        raise ValueError(
            f"a weight of shape {tuple(shape)} is described, which no file of this size "
            "can hold: it is damaged"
        )
