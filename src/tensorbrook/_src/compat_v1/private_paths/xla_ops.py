"""`tensorflow.compiler.tf2xla.python.xla`: what programs take from it."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import clip, rearrange, scatter, shape, slicing
from tensorbrook._src.ops.array_creation import range as tensor_range
from tensorbrook._src.ops.constant import convert_to_tensor


def _starts(x: Tensor, size: Any, start_indices: Any) -> list[Tensor]:
    """The first index of each axis, moved so that the window lies inside."""
    starts = convert_to_tensor(start_indices)
    last = shape.shape(x, out_type=starts.dtype) - convert_to_tensor(size, starts.dtype)
    inside = clip.clip_by_value(starts, 0, last)
    return shape.unstack(inside, num=len(x.shape))


def dynamic_slice(x: Any, start_indices: Any, size_indices: Any) -> Tensor:
    """Cuts a window of fixed size out of a tensor.

    Args:
        x: A tensor.
        start_indices: Where the window begins; moved inside where it would reach out.
        size_indices: Its size.

    Example:
        >>> dynamic_slice([1, 2, 3, 4], [3], [2]).numpy()
        array([3, 4], dtype=int32)
    """
    x = convert_to_tensor(x)
    starts = _starts(x, size_indices, start_indices)
    return slicing.slice(x, shape.stack(starts), size_indices)


def dynamic_update_slice(x: Any, updates: Any, start_indices: Any) -> Tensor:
    """A tensor with a window of it replaced.

    Args:
        x: A tensor.
        updates: A tensor of the same rank, no larger.
        start_indices: Where the window begins; moved inside where it would reach out.

    Example:
        >>> dynamic_update_slice([1, 2, 3, 4], [8, 9], [1]).numpy()
        array([1, 8, 9, 4], dtype=int32)
    """
    x = convert_to_tensor(x)
    updates = convert_to_tensor(updates, x.dtype)
    if not x.shape.rank:
        return updates
    extent = shape.shape(updates, out_type=convert_to_tensor(start_indices).dtype)
    starts = _starts(x, extent, start_indices)
    lengths = shape.unstack(extent, num=len(starts))
    axes = [
        start + tensor_range(length, dtype=start.dtype)
        for start, length in zip(starts, lengths, strict=True)
    ]
    places = shape.stack(rearrange.meshgrid(*axes, indexing="ij"), axis=-1)
    return scatter.tensor_scatter_nd_update(x, places, updates)
