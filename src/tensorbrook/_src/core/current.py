"""What the calling thread is doing: running eagerly or building a graph, and who watches.

`current` is thread-local. Its `interpreter` decides what a call of an op record means:
the eager interpreter runs the kernel, a `Graph` adds a node. Each thread starts with
`Current.default_interpreter()`, so a new thread of a 1.x program builds into the
default graph as well.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any, Protocol


class Interpreter(Protocol):
    """Gives a call of an op record its meaning."""

    executing_eagerly: bool

    def run(
        self, op: Any, inputs: tuple[Any, ...], attrs: dict[str, Any], name: str | None
    ) -> Any:
        """Performs `op` on `inputs` and returns its outputs."""
        ...


class Current(threading.local):
    """The state of one thread; read as `current.interpreter`, `current.tapes`, ..."""

    #: Gives a thread its first interpreter; replaced by the eager room and by eras.
    default_interpreter: Callable[[], Any] = staticmethod(lambda: None)

    def __init__(self) -> None:
        self.interpreter: Any = Current.default_interpreter()
        self.tapes: list[Any] = []  # gradient tapes and accumulators, outermost first
        self.devices: list[Any] = []  # names, or functions of a node
        self.eager_scopes: list[str] = []  # name scopes while nothing is being built
        self.sessions: list[Any] = []  # default sessions, innermost last


current = Current()


@contextlib.contextmanager
def interpreting(interpreter: Any) -> Iterator[Any]:
    """Makes `interpreter` the meaning of op calls in the body of a `with`."""
    previous = current.interpreter
    current.interpreter = interpreter
    try:
        yield interpreter
    finally:
        current.interpreter = previous


def executing_eagerly() -> bool:
    """Whether op calls run at once in this thread (`tf.executing_eagerly`).

    Returns:
        False while a graph or a `tf.function` is being built.

    Example:
        >>> import tensorbrook as tf
        >>> tf.executing_eagerly()
        True
    """
    return bool(current.interpreter.executing_eagerly)
