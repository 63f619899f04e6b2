"""`tensorflow.python.training.moving_averages`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.moving_averages import (
    ExponentialMovingAverage as ExponentialMovingAverage,
)
from tensorbrook._src.core.scopes import name_scope


def assign_moving_average(
    variable: Any,
    value: Any,
    decay: Any,
    zero_debias: bool = True,
    name: str | None = None,
) -> Any:
    """Moves a variable towards a value.

    Args:
        variable: The variable.
        value: The value.
        decay: How much of the variable stays.
        zero_debias: Not supported; False and True do the same.
        name: Name scope of the nodes.

    Returns:
        The new value.
    """
    with name_scope(name or "AssignMovingAvg"):
        return variable.assign_sub((variable - value) * (1 - decay))
