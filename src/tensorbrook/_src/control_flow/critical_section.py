"""`tf.CriticalSection`: a function that no two threads run at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import nest
from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import control_dependencies
from tensorbrook._src.graph.operation import Operation
from tensorbrook._src.ops.constant import convert_to_tensor, identity


class CriticalSection:
    """Runs functions one after the other, even where several threads call them.

    In a graph the calls of one section run in the order in which they were built.

    Args:
        name: Name of the section.
        shared_name: Sections that share a name exclude each other.
        critical_section_def: Not supported.
        import_scope: Not supported.

    Example:
        >>> import tensorbrook as tf
        >>> section, v = tf.CriticalSection(), tf.Variable(0)
        >>> int(section.execute(lambda: v.assign_add(1)))
        1
    """

    _shared: dict[str, threading.RLock] = {}

    def __init__(
        self,
        name: str | None = None,
        shared_name: str | None = None,
        critical_section_def: Any = None,
        import_scope: str | None = None,
    ) -> None:
        if critical_section_def is not None:
            raise NotImplementedError(
                "tf.CriticalSection: `critical_section_def` is missing; make the section "
                "with a shared_name instead."
            )
        self._name = name or "critical_section"
        lock = threading.RLock()
        self._lock = self._shared.setdefault(shared_name, lock) if shared_name else lock
        self._last: dict[Any, list[Any]] = {}

    @property
    def name(self) -> str:
        """The name of the section."""
        return self._name

    def execute(
        self,
        fn: Callable[[], Any],
        exclusive_resource_access: bool = True,
        name: str | None = None,
    ) -> Any:
        """Calls `fn` while no other thread runs a function of this section.

        Args:
            fn: A function without arguments that returns tensors.
            exclusive_resource_access: Accepted for compatibility.
            name: Accepted for compatibility.

        Returns:
            What `fn` returns.
        """
        interpreter = current.interpreter
        if interpreter.executing_eagerly:
            with self._lock:
                return nest.map_structure(_result, fn())
        before = self._last.get(interpreter, [])
        with self._lock, control_dependencies(before):
            made = nest.map_structure(_result, fn())
        self._last[interpreter] = [x for x in nest.flatten(made) if x is not None]
        return made


def _result(item: Any) -> Any:
    if item is None or isinstance(item, Operation):
        return item
    return identity(convert_to_tensor(item))
