"""Automatic names of layers and models, and the path of the layer being built."""

from __future__ import annotations

import collections
import contextlib
import re
import threading
from collections.abc import Iterator

_counters: collections.Counter[str] = collections.Counter()


class _PathStack(threading.local):
    """Names of the layers that are being called or built on this thread."""

    def __init__(self) -> None:
        self.names: list[str] = []


_stack = _PathStack()


def snake_case(name: str) -> str:
    """Returns `name` in snake case: `Conv2DTranspose` becomes `conv2d_transpose`."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def auto_name(prefix: str) -> str:
    """Returns `prefix`, with a number from the second use on."""
    count = _counters[prefix]
    _counters[prefix] += 1
    return f"{prefix}_{count}" if count else prefix


def class_auto_name(cls: type) -> str:
    """Returns the automatic name of a new object of class `cls`."""
    name = snake_case(cls.__name__).lstrip("_")
    return auto_name(name)


def reset_names() -> None:
    """Forgets all automatic names that were given."""
    _counters.clear()


@contextlib.contextmanager
def path_scope(name: str) -> Iterator[None]:
    """Puts `name` in front of the paths of variables made inside."""
    _stack.names.append(name)
    try:
        yield
    finally:
        _stack.names.pop()


def current_path() -> str:
    """Returns the slash-separated names of the layers being built."""
    return "/".join(_stack.names)
