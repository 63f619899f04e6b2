"""Seeds: how the global seed and the seed of an operation become the seeds of a kernel."""

from __future__ import annotations

import os
import random
from typing import Any

from tensorbrook._src.core.current import current

DEFAULT_GRAPH_SEED = 87654321
_LARGEST = 2**31 - 1


class _Global:
    """The global seed of eager execution, and the stream of seeds that follows from it."""

    def __init__(self) -> None:
        self.seed: int | None = None
        self.stream = random.Random()  # noqa: S311 - reproducible, not secret


_global = _Global()


def set_seed(seed: Any) -> None:
    """Sets the global random seed.

    Args:
        seed: An integer.

    Example:
        >>> import tensorbrook as tf
        >>> tf.random.set_seed(1)
        >>> a = tf.random.uniform([1])
        >>> tf.random.set_seed(1)
        >>> bool(tf.reduce_all(a == tf.random.uniform([1])))
        True
    """
    interpreter = current.interpreter
    if not interpreter.executing_eagerly:
        interpreter.seed = seed
        return
    _global.seed = seed
    _global.stream = random.Random(seed)  # noqa: S311
    interpreter.kernel_states.clear()


def global_seed() -> int | None:
    """The seed that `set_seed` was given last."""
    return _global.seed


def get_seed(op_seed: Any) -> tuple[int | None, int | None]:
    """The two seeds of a kernel, given that of an operation or None.

    Args:
        op_seed: The seed that the caller gave to the operation.

    Returns:
        Two integers; (None, None) where nothing was seeded.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.get_seed(5)
        (87654321, 5)
    """
    interpreter = current.interpreter
    if interpreter.executing_eagerly:
        graph_seed = _global.seed
        if graph_seed is not None and op_seed is None:
            op_seed = _global.stream.randint(0, _LARGEST)
    else:
        graph_seed = interpreter.seed
        if graph_seed is None and interpreter.building_function:
            graph_seed = _global.seed
        if graph_seed is not None and op_seed is None:
            op_seed = interpreter.random_ops
            interpreter.random_ops += 1
    if graph_seed is None and op_seed is None:
        return None, None
    if graph_seed is None:
        graph_seed = DEFAULT_GRAPH_SEED
    seeds = int(graph_seed) % _LARGEST, int(op_seed) % _LARGEST
    return (0, _LARGEST) if seeds == (0, 0) else seeds


def kernel_seeds(op_seed: Any) -> dict[str, Any]:
    """The attributes `seed` and `seed2` of a random op."""
    seed, seed2 = get_seed(op_seed)
    return {"seed": seed or 0, "seed2": seed2 or 0}


def fresh_seed() -> int:
    """64 random bits for a stream that nobody seeded."""
    return int.from_bytes(os.urandom(8), "little") >> 1
