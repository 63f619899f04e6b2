"""Weights of losses and metrics: how they are spread over the values."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.ops import array_creation, shape
from tensorbrook._src.ops.constant import convert_to_tensor


def fitted(first: Any, second: Any, difference: int = 0) -> tuple[Any, Any]:
    """Two tensors of one rank: a last dimension of 1 that only one has is removed.

    Args:
        first: A tensor.
        second: A tensor.
        difference: How much larger the rank of the first is expected to be.

    Returns:
        Both tensors.
    """
    first, second = convert_to_tensor(first), convert_to_tensor(second)
    ranks = first.shape.ndims, second.shape.ndims
    if None in ranks:
        return first, second
    extra = ranks[0] - ranks[1] - difference  # type: ignore[operator]
    if extra == 1 and first.shape[-1] in (1, None):
        first = shape.squeeze(first, [-1])
    elif extra == -1 and second.shape[-1] in (1, None):
        second = shape.squeeze(second, [-1])
    return first, second


def fitted_weights(weights: Any, values: Any) -> Any:
    """Weights with as many dimensions as the values, or a scalar.

    Raises:
        ValueError: They can't be broadcast to the values.
    """
    weights = convert_to_tensor(weights, name="weights")
    rank, wanted = weights.shape.ndims, values.shape.ndims
    if rank in (0, None) or wanted is None:
        return weights
    if rank == wanted + 1:
        weights = shape.squeeze(weights, [-1])
    elif rank == wanted - 1:
        weights = shape.expand_dims(weights, -1)
    elif rank != wanted:
        raise ValueError(
            "weights can not be broadcast to values. values.rank="
            f"{wanted}. weights.rank={rank}. values.shape={values.shape}. "
            f"weights.shape={weights.shape}."
        )
    for own, dim in zip(weights.shape.as_list(), values.shape.as_list(), strict=True):
        if None not in (own, dim) and own not in (1, dim):
            raise ValueError(
                "weights can not be broadcast to values. values.shape="
                f"{values.shape}. weights.shape={weights.shape}."
            )
    return weights


def spread(weights: Any, values: Any) -> Any:
    """Weights in the shape of the values."""
    return array_creation.ones_like(values) * fitted_weights(weights, values)
