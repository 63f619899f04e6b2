"""The default graph of a thread, and 1.x mode, in which everything builds into it."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.current import Current, current
from tensorbrook._src.eager.interpreter import eager
from tensorbrook._src.graph.graph import Graph

_default: list[Graph] = []


def get_default_graph() -> Any:
    """The graph that is being built, or this program's default graph.

    Returns:
        The innermost graph of `with graph.as_default()`, else one that is made at the
        first call.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.Graph().as_default() as graph:
        ...     tf.compat.v1.get_default_graph() is graph
        True
    """
    if isinstance(current.interpreter, Graph):
        return current.interpreter
    return program_graph()


def program_graph() -> Graph:
    """The graph that 1.x programs build into by default."""
    if not _default:
        _default.append(Graph())
    return _default[0]


def reset_default_graph() -> None:
    """Throws the program's default graph away and begins a new one.

    Raises:
        AssertionError: A graph is the default through a `with` block.

    Example:
        >>> import tensorbrook as tf
        >>> tf.compat.v1.reset_default_graph()
    """
    if isinstance(current.interpreter, Graph) and current.interpreter not in _default:
        raise AssertionError(
            "Do not use tf.reset_default_graph() to clear nested graphs. If you need a "
            "cleared graph, exit the nesting and create a new graph."
        )
    building = bool(_default) and current.interpreter is _default[0]
    _default[:] = [Graph()]
    if building:
        current.interpreter = _default[0]


def build_by_default() -> None:
    """Enters 1.x mode: ops of every thread go into the default graph."""
    Current.default_interpreter = staticmethod(program_graph)
    if current.interpreter is eager:
        current.interpreter = program_graph()


def execute_by_default() -> None:
    """Enters 2.x mode: ops run at once."""
    Current.default_interpreter = staticmethod(lambda: eager)
    if _default and current.interpreter is _default[0]:
        current.interpreter = eager
