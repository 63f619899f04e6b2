"""How `sample_from_datasets` and `rejection_resample` choose."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast, random_distributions, shape, unary
from tensorbrook._src.ops.constant import convert_to_tensor


def random_choices(
    family: Any, count: int, weights: Any, seed: Any, fresh: bool | None
) -> Any:
    """A dataset of random numbers below `count`.

    Args:
        family: The class of datasets.
        count: How many choices there are.
        weights: Their weights: a vector, a dataset of vectors, or None for even ones.
        seed: Seed of the operation.
        fresh: Whether each iteration has numbers of its own.

    Raises:
        ValueError: There are more or fewer weights than choices.
    """
    pairs = family.random(seed=seed, rerandomize_each_iteration=fresh).batch(2)
    if weights is None:
        weights = [1.0 / count] * count
    if not hasattr(weights, "element_spec"):
        weights = _as_weights(weights, count)
        logits = unary.log(weights)
        return pairs.map(lambda pair: _drawn(logits, pair))
    return family.zip((weights, pairs)).map(
        lambda some, pair: _drawn(unary.log(_as_weights(some, count)), pair)
    )


def _as_weights(weights: Any, count: int) -> Tensor:
    tensor = convert_to_tensor(weights)
    if tensor.dtype not in (dtypes.float32, dtypes.float64):
        raise TypeError(
            "Dataset.sample_from_datasets: `weights` must be float32 or float64, got "
            f"{tensor.dtype.name}."
        )
    dims = tensor._dims
    if dims is not None and (len(dims) != 1 or dims[0] not in (None, count)):
        raise ValueError(
            f"Dataset.sample_from_datasets: there are {count} datasets, but `weights` "
            f"has shape {dims}."
        )
    return tensor


def _drawn(logits: Any, pair: Any) -> Any:
    """A number drawn with the given log weights, as the two random words decide."""
    row = shape.expand_dims(logits, 0)
    drawn = random_distributions.stateless_categorical(
        row, 1, seed=cast.cast(pair, dtypes.int64), dtype=dtypes.int64
    )
    return shape.squeeze(drawn)
