"""Branches, loops and scopes in the argument orders of 1.x."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tensorbrook._src.compat_v1.arguments import renamed
from tensorbrook._src.control_flow import conditional, loop
from tensorbrook._src.core import nest, scopes
from tensorbrook._src.ops.constant import convert_to_tensor

_NUMBERS = (bool, int, float, str, bytes, np.ndarray, np.generic)


def cond(
    pred: Any,
    true_fn: Callable[[], Any] | None = None,
    false_fn: Callable[[], Any] | None = None,
    strict: bool = False,
    name: str | None = None,
    fn1: Callable[[], Any] | None = None,
    fn2: Callable[[], Any] | None = None,
) -> Any:
    """`true_fn()` where `pred` is true, else `false_fn()`.

    Args:
        pred: A boolean scalar.
        true_fn: What is built for the one case.
        false_fn: What is built for the other case.
        strict: Whether a list of one tensor stays a list.
        name: Name of the node.
        fn1: The old name of `true_fn`.
        fn2: The old name of `false_fn`.

    Returns:
        What the functions return, in the same structure.

    Raises:
        TypeError: A function is missing.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     x = tf.constant(3)
        ...     print(sess.run(tf.cond(x > 2, lambda: x * 2, lambda: x)))
        6
    """
    true_fn = renamed("true_fn", true_fn, "fn1", fn1)
    false_fn = renamed("false_fn", false_fn, "fn2", fn2)
    if not callable(true_fn) or not callable(false_fn):
        raise TypeError("tf.cond: both true_fn and false_fn must be callable.")
    result = nest.map_structure(
        lambda item: convert_to_tensor(item) if isinstance(item, _NUMBERS) else item,
        conditional.cond(pred, true_fn, false_fn, name),
    )
    alone = isinstance(result, list | tuple) and len(result) == 1
    return result[0] if alone and not strict else result


def while_loop(
    cond: Callable[..., Any],
    body: Callable[..., Any],
    loop_vars: Any,
    shape_invariants: Any = None,
    parallel_iterations: int = 10,
    back_prop: bool = True,
    swap_memory: bool = False,
    name: str | None = None,
    maximum_iterations: Any = None,
    return_same_structure: bool = False,
) -> Any:
    """Repeats `body` as long as `cond` is true.

    Args:
        cond: Function of the loop variables that returns a scalar boolean.
        body: Function of the loop variables that returns their next values.
        loop_vars: The first values.
        shape_invariants: Looser shapes for loop variables whose shape changes.
        parallel_iterations: Accepted for compatibility.
        back_prop: Accepted for compatibility.
        swap_memory: Accepted for compatibility.
        name: Name of the node.
        maximum_iterations: The largest number of rounds.
        return_same_structure: Whether a single loop variable comes back in a list.

    Returns:
        The last values.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.while_loop(lambda i: i < 7, lambda i: i + 3, [0])))
        9
    """
    result = loop.while_loop(
        cond,
        body,
        loop_vars,
        shape_invariants,
        parallel_iterations,
        back_prop,
        swap_memory,
        maximum_iterations,
        name,
    )
    alone = isinstance(result, list | tuple) and len(result) == 1
    return result[0] if alone and not return_same_structure else result


class name_scope(scopes.name_scope):  # noqa: N801 - the public name
    """Puts the names of operations made in a `with` below a prefix.

    Args:
        name: The prefix; None takes `default_name`.
        default_name: The prefix where `name` is None.
        values: Accepted for compatibility.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.name_scope(None, "layer") as scope:
        ...     scope
        'layer/'
    """

    def __init__(
        self, name: str | None, default_name: str | None = None, values: Any = None
    ) -> None:
        if not isinstance(default_name, str | None):
            raise TypeError(
                f"`default_name` type ({type(default_name)}) is not a string type. You "
                "likely meant to pass this into the `values` kwarg."
            )
        chosen = default_name if name is None else name
        if chosen is None and values is not None:
            raise ValueError(
                "At least one of name and default_name must be provided to name_scope."
            )
        super().__init__(chosen or "")
        self._given = chosen

    @property
    def name(self) -> str | None:  # type: ignore[override]
        """The prefix that was asked for."""
        return self._given


@contextlib.contextmanager
def op_scope(
    values: Any, name: str | None, default_name: str | None = None
) -> Iterator[str]:
    """The old form of `name_scope`, with `values` first."""
    with name_scope(name, default_name, values) as scope:
        yield scope


def device(device_name_or_function: Any) -> Any:
    """Asks for a device for the operations in the body of a `with`.

    Args:
        device_name_or_function: A name such as `/CPU:0`, or a function from an operation
            to one.
    """
    return scopes.device(device_name_or_function)


@contextlib.contextmanager
def container(container_name: str) -> Iterator[str]:
    """Accepted for compatibility: resources live in the session."""
    yield container_name


@contextlib.contextmanager
def colocate_with(op: Any, ignore_existing: bool = False) -> Iterator[None]:
    """Accepted for compatibility: all nodes are on one device already."""
    yield


def control_flow_v2_enabled() -> bool:
    """What `enable_control_flow_v2` and the 1.x mode have set; nothing depends on it."""
    return _functional[0]


def enable_control_flow_v2() -> None:
    """Accepted for compatibility: branches and loops are functions of the graph."""
    _functional[0] = True


def disable_control_flow_v2() -> None:
    """Accepted for compatibility: branches and loops are functions of the graph."""
    _functional[0] = False


_functional = [True]
