"""The time at which an operation runs."""

from __future__ import annotations

import time
from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import scalar


def _now(xp: Any) -> float:
    return time.time()


timestamp_op = Op(
    "Timestamp",
    "-> ts: float64",
    shape=scalar,
    reference=_now,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("a compiled program has no clock"),
    stateful=True,
)


def timestamp(name: str | None = None) -> Tensor:
    """The seconds since the beginning of 1970, at the time of the run.

    Args:
        name: Name of the node in a graph.

    Returns:
        A scalar of float64.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.timestamp()) > 1.7e9
        True
    """
    return timestamp_op(name=name)  # type: ignore[no-any-return]
