"""What counts as a condition that only the run of a graph can decide."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.function.autograph.operators import backend


def as_condition(value: Any) -> Any:
    """`value`, or what it reads where it is a variable and a graph is being built."""
    if backend.is_variable(value) and backend.building_graph():
        return backend.to_tensor(value)
    return value


def require_scalar_bool(value: Any, what: str) -> Any:
    """Returns a symbolic condition as a scalar: a tensor of one element is one, too.

    Raises:
        ValueError: it is not a bool, or it has more than one element.
    """
    if value.dtype.name != "bool":
        raise ValueError(
            f"The condition of {what} must be a scalar of type bool. Received: "
            f"{value!r}. Compare it with something or use tf.cast; to check for None, "
            "use `is not None`."
        )
    known = (
        [dim for dim in value.shape.as_list() if dim is not None]
        if value.shape.rank
        else []
    )
    if math.prod(known) > 1:
        raise ValueError(
            f"The condition of {what} must be a scalar of type bool. Received: "
            f"{value!r}. Reduce it with tf.reduce_any or tf.reduce_all; to check for "
            "None, use `is not None`."
        )
    return backend.public("reshape")(value, ()) if value.shape.rank else value
