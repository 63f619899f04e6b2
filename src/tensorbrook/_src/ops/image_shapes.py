"""What functions on images share: one image as a batch, checks of sizes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import shape
from tensorbrook._src.ops.constant import convert_to_tensor


def on_batch(image: Any, function: Callable[[Any], Any], what: str = "image") -> Tensor:
    """Runs a function of a batch on a batch, or on one image.

    Args:
        image: An image (height, width, channels) or a batch of them.
        function: Takes and returns a batch.
        what: The name of the argument, for the error.

    Returns:
        An image or a batch, as was given.

    Raises:
        ValueError: It is neither.
    """
    tensor = convert_to_tensor(image)
    rank = rank_of(tensor, what)
    if rank == 4:
        return function(tensor)  # type: ignore[no-any-return]
    found = function(shape.expand_dims(tensor, 0))
    return shape.squeeze(found, axis=[0])


def rank_of(tensor: Any, what: str = "image") -> int:
    """The rank, 3 or 4; an image of unknown rank counts as one image.

    Raises:
        ValueError: The rank is another one.
    """
    rank = tensor.shape.rank
    if rank is None:
        return 3
    if rank not in (3, 4):
        raise ValueError(
            f"'{what}' must have either 3 or 4 dimensions, got shape {tensor.shape}."
        )
    return int(rank)


def at_least_3d(tensor: Any, what: str) -> None:
    """Raises for a tensor that can't be an image.

    Raises:
        ValueError: Its rank is below 3.
    """
    rank = tensor.shape.rank
    if rank is not None and rank < 3:
        raise ValueError(
            f"{what}: images must be at least 3-D, got shape {tensor.shape}."
        )


def lengths_of(tensor: Any) -> list[Any]:
    """The length of each axis: a number where it is known, else a scalar tensor."""
    dims = tensor._dims
    if dims is None:
        return list(shape.unstack(shape.shape(tensor), num=3))
    if None not in dims:
        return list(dims)
    dynamic = shape.shape(tensor)
    return [dynamic[axis] if n is None else n for axis, n in enumerate(dims)]


def known(value: Any) -> int | None:
    """The number that an argument holds, where it is known before the run."""
    if isinstance(value, int):
        return value
    found = convert_to_tensor(value)._static_value()
    return None if found is None else int(found)
