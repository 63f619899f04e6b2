"""Which strategy is current, and where in it the program is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tensorbrook._src.distribute.values import ReduceOp


class _Current(threading.local):
    """The strategies whose scopes are open, and the replica that is running."""

    def __init__(self) -> None:
        self.strategies: list[Any] = []
        self.replicas: list[ReplicaContext | None] = []


_current = _Current()
_defaults: dict[str, Any] = {}


class ReplicaContext:
    """Where a function that `Strategy.run` calls is: in one replica.

    Args:
        strategy: The strategy.
        replica_id_in_sync_group: The replica.

    Example:
        >>> import tensorbrook as tf
        >>> tf.distribute.get_replica_context().num_replicas_in_sync
        1
    """

    __module__ = "tensorbrook.distribute"

    def __init__(self, strategy: Any, replica_id_in_sync_group: Any) -> None:
        self._strategy = strategy
        self._replica = replica_id_in_sync_group

    @property
    def strategy(self) -> Any:
        """The strategy."""
        return self._strategy

    @property
    def replica_id_in_sync_group(self) -> Any:
        """Which replica this is."""
        return self._replica

    @property
    def num_replicas_in_sync(self) -> int:
        """How many replicas there are."""
        return int(self._strategy.num_replicas_in_sync)

    @property
    def devices(self) -> tuple[str, ...]:
        """The device of this replica."""
        devices: tuple[str, ...] = self._strategy.extended.worker_devices
        return devices

    def merge_call(
        self, merge_fn: Callable[..., Any], args: Any = (), kwargs: Any = None
    ) -> Any:
        """Calls a function once for all replicas, outside of them.

        Args:
            merge_fn: Called with the strategy and the arguments.
            args: Positional arguments.
            kwargs: Keyword arguments.

        Returns:
            What it returns.
        """
        _current.strategies.append(self._strategy)
        _current.replicas.append(None)
        try:
            return merge_fn(self._strategy, *args, **(kwargs or {}))
        finally:
            _current.strategies.pop()
            _current.replicas.pop()

    def all_reduce(self, reduce_op: Any, value: Any, options: Any = None) -> Any:
        """The sum or mean of a value over the replicas; with one, the value.

        Args:
            reduce_op: A `tf.distribute.ReduceOp`, or its name.
            value: Tensors in any structure.
            options: Accepted for compatibility.
        """
        del options
        _as_reduction(reduce_op)
        return value

    def all_gather(self, value: Any, axis: Any, options: Any = None) -> Any:
        """The values of all replicas, joined along an axis; with one, the value."""
        del axis, options
        return value

    def __enter__(self) -> ReplicaContext:
        _current.replicas.append(self)
        _current.strategies.append(self._strategy)
        return self

    def __exit__(self, *problem: Any) -> None:
        _current.replicas.pop()
        _current.strategies.pop()


def _as_reduction(reduce_op: Any) -> ReduceOp:
    if isinstance(reduce_op, str):
        return ReduceOp[reduce_op.upper()]
    if not isinstance(reduce_op, ReduceOp):
        raise TypeError(
            f"A `tf.distribute.ReduceOp` was expected. Received: {reduce_op!r}."
        )
    return reduce_op


def has_strategy() -> bool:
    """Whether a strategy other than the default one is current.

    Example:
        >>> import tensorbrook as tf
        >>> tf.distribute.has_strategy()
        False
    """
    return get_strategy() is not _default()


def get_strategy() -> Any:
    """The current strategy; the default one, with one replica, where none was chosen.

    Example:
        >>> import tensorbrook as tf
        >>> tf.distribute.get_strategy().num_replicas_in_sync
        1
    """
    if _current.strategies:
        return _current.strategies[-1]
    return _defaults.get("chosen") or _default()


def get_replica_context() -> ReplicaContext | None:
    """The replica that the program is in, or None outside of replicas."""
    if _current.replicas:
        return _current.replicas[-1]
    return ReplicaContext(get_strategy(), 0)


def in_cross_replica_context() -> bool:
    """Whether the program is in the scope of a strategy and outside of its replicas.

    Example:
        >>> import tensorbrook as tf
        >>> with tf.distribute.OneDeviceStrategy("/cpu:0").scope():
        ...     print(tf.distribute.in_cross_replica_context())
        True
    """
    return get_replica_context() is None


def experimental_set_strategy(strategy: Any) -> None:
    """Makes a strategy current until another one is set.

    Args:
        strategy: The strategy; None for the default one.

    Raises:
        RuntimeError: The scope of a strategy is open.
    """
    if _current.strategies:
        raise RuntimeError(
            "tf.distribute.experimental_set_strategy must not be called inside the scope "
            "of a strategy."
        )
    _defaults["chosen"] = strategy


def _default() -> Any:
    return _defaults["default"]


def set_default(strategy: Any) -> None:
    """Says which strategy is the default one."""
    _defaults["default"] = strategy


class Scope:
    """What `Strategy.scope()` returns: makes the strategy current in a `with`."""

    def __init__(self, strategy: Any) -> None:
        self._strategy = strategy

    def __enter__(self) -> Any:
        _current.strategies.append(self._strategy)
        _current.replicas.append(None)
        return self._strategy

    def __exit__(self, *problem: Any) -> None:
        _current.strategies.pop()
        _current.replicas.pop()
