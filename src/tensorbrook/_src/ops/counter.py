"""`ResourceCountUpTo`: a variable that counts until a limit."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, unsupported
from tensorbrook._src.ops.rules import scalar
from tensorbrook._src.ops.state import exclusive, read_value


@exclusive
def _count(xp: Any, resource: Any, limit: int, T: Any) -> Any:
    old = read_value(resource)
    value = old._array()
    if int(value) >= limit:
        raise errors.OutOfRangeError(None, None, f"Reached limit of {limit}")
    resource.assign(old._like(value + np.ones((), value.dtype)))
    return value


resource_count_up_to_op = Op(
    "ResourceCountUpTo",
    "resource: resource -> output: T | limit: int, T: {int32, int64}",
    shape=scalar,
    reference=_count,
    gradient=NOT_DIFFERENTIABLE,
    xla=unsupported("it fails at its limit, which a compiled function can't"),
    stateful=True,
)
