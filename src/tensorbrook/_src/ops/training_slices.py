"""Optimizer updates with gradients in slices, which let all rows of the slots decay."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops.state import (
    check_held,
    check_slots,
    exclusive,
    handle_dims,
    read_value,
)


def _checked(c: ShapeContext) -> list[Dims]:
    check_held(c, "T")
    check_slots(c)
    for index in range(3, 9):
        c.check_rank(index, 0)
    c.check_rank(10, 1)
    dims, found = handle_dims(c.inputs[0]), c.shape(9)
    if dims and found and not compatible(dims[1:], found[1:]):
        raise c.fail(
            f"{c.op.name}: slices of a variable of shape {list(dims)} can't have the "
            f"shape {list(found)}"
        )
    return []


def _summed(xp: Any, rows: Any, places: Any, values: Any) -> Any:
    """Slices added up by row, zeros elsewhere."""
    if xp is not np:
        return xp.zeros_like(rows).at[places].add(values)
    total = np.zeros_like(rows)
    np.add.at(total, places, values)
    return total


@exclusive
def _adam(
    xp: Any,
    var: Any,
    m: Any,
    v: Any,
    beta1_power: Any,
    beta2_power: Any,
    lr: Any,
    beta1: Any,
    beta2: Any,
    epsilon: Any,
    values: Any,
    indices: Any,
    **attrs: Any,
) -> None:
    resources = (var, m, v)
    old = [read_value(resource) for resource in resources]
    weights, mean, size = (tensor._array() for tensor in old)
    mean = mean + (_summed(xp, mean, indices, values) - mean) * (1 - beta1)
    squares = _summed(xp, size, indices, values * values)
    size = size + (squares - size) * (1 - beta2)
    rate = lr * xp.sqrt(1 - beta2_power) / (1 - beta1_power)
    new = (weights - rate * mean / (xp.sqrt(size) + epsilon), mean, size)
    for resource, tensor, value in zip(resources, old, new, strict=True):
        resource.assign(tensor._like(value))


adam_slices_op = Op(
    "TensorbrookAdamSlices",
    "var: resource, m: resource, v: resource, beta1_power: T, beta2_power: T, lr: T, "
    "beta1: T, beta2: T, epsilon: T, values: T, indices: Tindices -> "
    "| T: float|double, Tindices: {int32, int64}",
    shape=_checked,
    reference=_adam,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)
