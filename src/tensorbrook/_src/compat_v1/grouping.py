"""`tf.tuple` with the order of arguments of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops import grouping


def tuple(  # noqa: A001 - the public name
    tensors: Any, name: str | None = None, control_inputs: Any = None
) -> Any:
    """Returns the tensors as they are when all of them are computed.

    Args:
        tensors: A list of tensors, some of which may be None.
        name: Name scope of the nodes in a graph.
        control_inputs: Operations that must be done as well.

    Returns:
        A list of tensors.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> [int(t) for t in tf.tuple([tf.constant(1), tf.constant(2)])]
        [1, 2]
    """
    return grouping.tuple(tensors, control_inputs, name)
