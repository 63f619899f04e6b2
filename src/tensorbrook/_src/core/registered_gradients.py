"""Gradient functions that programs register by name: `tf.RegisterGradient`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op

_registered: dict[str, Callable[..., Any] | None] = {}


class RegisterGradient:
    """Decorator: registers a gradient function under the name of an op, or any name.

    A name that no op has is used by `Graph.gradient_override_map`.

    Args:
        op_type: The name.

    Raises:
        TypeError: The name is not a string.
        KeyError: It is taken.

    Example:
        >>> import tensorbrook as tf
        >>> @tf.RegisterGradient("Doubled")
        ... def doubled(op, dy):
        ...     return 2.0 * dy
        >>> with tf.Graph().as_default() as graph, tf.compat.v1.Session() as session:
        ...     x = tf.constant(3.0)
        ...     with graph.gradient_override_map({"Identity": "Doubled"}):
        ...         y = tf.identity(x)
        ...     session.run(tf.gradients(y, x))
        [np.float32(2.0)]
    """

    def __init__(self, op_type: str) -> None:
        if not isinstance(op_type, str):
            raise TypeError(
                f"RegisterGradient: the name must be text, got {op_type!r}."
            )
        self._op_type = op_type

    def __call__(self, f: Callable[..., Any]) -> Callable[..., Any]:
        _register(self._op_type, f)
        return f


def no_gradient(op_type: str) -> None:
    """Says that no gradient flows through ops of that name.

    Args:
        op_type: The name of an op, or a name for `Graph.gradient_override_map`.

    Raises:
        TypeError: The name is not a string.

    Example:
        >>> import tensorbrook as tf
        >>> tf.no_gradient("MyCounter")
    """
    if not isinstance(op_type, str):
        raise TypeError(f"no_gradient: the name must be text, got {op_type!r}.")
    record = Op.registry.get(op_type)
    if record is None:
        _registered[op_type] = None
    else:
        record.gradient = NOT_DIFFERENTIABLE


def _register(name: str, function: Callable[..., Any]) -> None:
    record = Op.registry.get(name)
    if name in _registered or (
        record is not None and record.gradient is not NOT_DIFFERENTIABLE
    ):
        raise KeyError(f"RegisterGradient: {name!r} has a gradient already.")
    if record is None:
        _registered[name] = function
    else:
        record.gradient = function


def by_name(name: str, op: Any, *gradients: Any) -> Sequence[Any]:
    """Calls the gradient function that was registered as `name`.

    Raises:
        LookupError: There is none.
    """
    record = Op.registry.get(name)
    if name in _registered:
        function = _registered[name]
    elif record is not None:
        own = record.gradient
        function = None if own is NOT_DIFFERENTIABLE else own  # type: ignore[assignment]
    else:
        raise LookupError(
            f"No gradient function was registered as {name!r}; decorate one with "
            f"@tf.RegisterGradient({name!r})."
        )
    if function is None:
        return [None] * len(op.inputs)
    found = function(op, *gradients)
    return found if isinstance(found, list | tuple) else [found]
