"""`tensorflow.python.util.deprecation`; TensorBoard asks for it when it reads events."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """Silences warnings about old names, of which there are none here."""
    yield


def deprecated(
    date: str | None, instructions: str, warn_once: bool = True
) -> Callable[[Any], Any]:
    """A decorator that says that a function is old; it changes nothing.

    Args:
        date: When the function goes away.
        instructions: What to use instead.
        warn_once: Accepted for compatibility.

    Returns:
        A function that returns its argument.
    """
    return lambda function: function
