"""What `tf.__internal__.distribute` does across replicas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.distribute.context import get_replica_context, has_strategy


def maybe_merge_call(
    fn: Callable[..., Any], strategy: Any, *args: Any, **kwargs: Any
) -> Any:
    """Calls a function once for all replicas, from inside of one of them or outside.

    Args:
        fn: Called with the strategy and the arguments.
        strategy: The strategy.
        *args: Positional arguments.
        **kwargs: Keyword arguments.

    Example:
        >>> import tensorbrook as tf
        >>> strategy = tf.distribute.get_strategy()
        >>> maybe_merge_call(lambda s, x: x + s.num_replicas_in_sync, strategy, 2)
        3
    """
    replica = get_replica_context()
    if replica is None or strategy_supports_no_merge_call():
        return fn(strategy, *args, **kwargs)
    return replica.merge_call(fn, args, kwargs)


def strategy_supports_no_merge_call() -> bool:
    """Whether variables may be updated inside of a replica: only where there is one."""
    return not has_strategy()
