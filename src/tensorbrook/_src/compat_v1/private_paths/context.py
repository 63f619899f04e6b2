"""`tensorflow.python.eager.context`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.core.current import executing_eagerly as executing_eagerly
from tensorbrook._src.core.current import interpreting
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.graph.graph import Graph
from tensorbrook.config import list_logical_devices


class Context:
    """What eager execution knows of the process."""

    def executing_eagerly(self) -> bool:
        """Whether operations run at once."""
        return executing_eagerly()

    def num_gpus(self) -> int:
        """How many GPUs there are."""
        return num_gpus()

    def ensure_initialized(self) -> None:
        """Does nothing: there is nothing to prepare."""

    def clear_kernel_cache(self) -> None:
        """Does nothing: kernels hold no state."""


_context = Context()


def context() -> Context:
    """The one context of the process."""
    return _context


def num_gpus() -> int:
    """How many GPUs there are."""
    return len(list_logical_devices("GPU"))


def async_wait() -> None:
    """Returns at once: eager operations have ended when their call returns."""


@contextlib.contextmanager
def eager_mode() -> Iterator[None]:
    """Runs operations at once, also while a function is traced.

    Example:
        >>> import tensorbrook as tf
        >>> with graph_mode():
        ...     with eager_mode():
        ...         print(tf.executing_eagerly())
        True
    """
    with interpreting(eager):
        yield


@contextlib.contextmanager
def graph_mode() -> Iterator[Any]:
    """Adds operations to a new graph."""
    with Graph().as_default() as graph:
        yield graph
