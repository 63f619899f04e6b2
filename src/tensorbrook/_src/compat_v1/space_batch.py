"""Blocks of space and batch with the arguments of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import space_batch


def _blocks(block_size: Any, block_shape: Any, function: str) -> Any:
    if (block_size is None) == (block_shape is None):
        raise ValueError(
            f"tf.{function} needs one of `block_size` and `block_shape`. Received: "
            f"block_size={block_size}, block_shape={block_shape}."
        )
    return [block_size, block_size] if block_shape is None else block_shape


def space_to_batch(
    input: Any,
    paddings: Any,
    block_size: Any = None,
    name: str | None = None,
    block_shape: Any = None,
) -> Tensor:
    """Cuts the axes after the first into blocks; places in the blocks go to the batch.

    Args:
        input: A tensor of shape (batch, *spatial, *rest).
        paddings: Zeros before and after each spatial axis, a pair for each.
        block_size: The size of a block along each of two spatial axes.
        name: Name of the node in a graph.
        block_shape: Instead: the sizes along any number of spatial axes.

    Returns:
        A tensor with a larger batch.

    Raises:
        ValueError: Not exactly one of `block_size` and `block_shape` is given.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.zeros([1, 4, 4, 1])
        >>> tf.compat.v1.space_to_batch(x, [[0, 0], [0, 0]], 2).shape
        TensorShape([4, 2, 2, 1])
    """
    blocks = _blocks(block_size, block_shape, "space_to_batch")
    return space_batch.space_to_batch(input, blocks, paddings, name)


def batch_to_space(
    input: Any,
    crops: Any,
    block_size: Any,
    name: str | None = None,
    block_shape: Any = None,
) -> Tensor:
    """Puts blocks of space back together from the batch, and crops the result.

    Args:
        input: A tensor of shape (batch, *spatial, *rest).
        crops: How much is cut off before and after each spatial axis, a pair for each.
        block_size: The size of a block along each of two spatial axes, or None.
        name: Name of the node in a graph.
        block_shape: Instead: the sizes along any number of spatial axes.

    Returns:
        A tensor with a smaller batch.

    Raises:
        ValueError: Not exactly one of `block_size` and `block_shape` is given.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.zeros([4, 2, 2, 1])
        >>> tf.compat.v1.batch_to_space(x, [[0, 0], [0, 1]], 2).shape
        TensorShape([1, 4, 3, 1])
    """
    blocks = _blocks(block_size, block_shape, "batch_to_space")
    return space_batch.batch_to_space(input, blocks, crops, name)
