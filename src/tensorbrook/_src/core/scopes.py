"""Name scopes, control dependencies and devices of whatever is being built."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.core.current import current


class name_scope:  # noqa: N801 - the public name
    """Puts the names of operations and variables made in a `with` below a prefix.

    Args:
        name: The prefix; a name that ends in `/` is taken as it is.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.Graph().as_default(), tf.name_scope("layer") as scope:
        ...     t = tf.constant(1, name="c")
        >>> scope, t.name
        ('layer/', 'layer/c:0')
    """

    def __init__(self, name: str) -> None:
        if not isinstance(name, str):
            raise ValueError(f"name for name_scope must be a string, got {name!r}.")
        self._name = name
        self._exits: list[contextlib.ExitStack] = []

    @property
    def name(self) -> str:
        """The prefix that was asked for."""
        return self._name

    def __enter__(self) -> str:
        stack = contextlib.ExitStack()
        self._exits.append(stack)
        if not current.interpreter.executing_eagerly:
            scope: str = stack.enter_context(current.interpreter.name_scope(self._name))
            return scope
        outer = current.eager_scopes[-1] if current.eager_scopes else ""
        full = self._name if self._name.endswith("/") else f"{outer}{self._name}/"
        current.eager_scopes.append(full if self._name else "")
        stack.callback(current.eager_scopes.pop)
        return current.eager_scopes[-1]

    def __exit__(self, *error: Any) -> None:
        self._exits.pop().close()


def current_scope() -> str:
    """The name scope with its slash, or an empty string."""
    if current.interpreter.executing_eagerly:
        return current.eager_scopes[-1] if current.eager_scopes else ""
    scope: str = current.interpreter.get_name_scope()
    return f"{scope}/" if scope else ""


def get_current_name_scope() -> str:
    """The name scope in which operations and variables are made now.

    Returns:
        The scope without a slash at its end; an empty string outside of all.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.name_scope("a"), tf.name_scope("b"):
        ...     tf.get_current_name_scope()
        'a/b'
    """
    return current_scope().rstrip("/")


@contextlib.contextmanager
def control_dependencies(control_inputs: Any) -> Iterator[None]:
    """Makes the nodes that are added in the body of a `with` run after others.

    Args:
        control_inputs: Operations or tensors; None forgets those of outer blocks.

    Example:
        >>> import tensorbrook as tf
        >>> v = tf.Variable(0)
        >>> @tf.function
        ... def count():
        ...     with tf.control_dependencies([v.assign_add(1)]):
        ...         return tf.identity(v)
        >>> int(count())
        1
    """
    if current.interpreter.executing_eagerly:
        for item in control_inputs or ():
            if callable(item):
                item()
        yield
        return
    with current.interpreter.control_dependencies(control_inputs):
        yield


@contextlib.contextmanager
def device(device_name: Any) -> Iterator[None]:
    """Asks for a device for the operations in the body of a `with`.

    Args:
        device_name: A name such as `/CPU:0`; None asks for no particular device. In a
            graph also a function from an operation to a name.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.device("/CPU:0"):
        ...     print(tf.constant(1).numpy())
        1
    """
    if not (
        device_name is None
        or isinstance(device_name, str)
        or callable(device_name)
        or hasattr(device_name, "to_string")
    ):
        raise ValueError(
            f"tf.device: the name of a device must be text, got {device_name!r}."
        )
    current.devices.append(
        device_name if callable(device_name) else str(device_name or "")
    )
    try:
        yield
    finally:
        current.devices.pop()
