"""Images turned round, mirrored, or with rows and columns exchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    cast,
    gather,
    random,
    random_stateless,
    rearrange,
    shape,
    unary,
)
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.image_shapes import on_batch, rank_of


def flip_left_right(image: Any) -> Tensor:
    """Mirrors images left to right.

    Args:
        image: An image (height, width, channels) or a batch of them.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.flip_left_right([[[1], [2]]]).numpy().tolist()
        [[[2], [1]]]
    """
    return on_batch(image, lambda batch: rearrange.reverse(batch, [2]))


def flip_up_down(image: Any) -> Tensor:
    """Mirrors images top to bottom.

    Args:
        image: An image (height, width, channels) or a batch of them.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.flip_up_down([[[1]], [[2]]]).numpy().tolist()
        [[[2]], [[1]]]
    """
    return on_batch(image, lambda batch: rearrange.reverse(batch, [1]))


def transpose(image: Any, name: str | None = None) -> Tensor:
    """Exchanges rows and columns of images.

    Args:
        image: An image (height, width, channels) or a batch of them.
        name: Accepted for compatibility.

    Returns:
        Images of shape (width, height, channels).

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.transpose(tf.ones([2, 3, 1])).shape
        TensorShape([3, 2, 1])
    """
    return on_batch(image, lambda batch: shape.transpose(batch, [0, 2, 1, 3]))


def rot90(image: Any, k: Any = 1, name: str | None = None) -> Tensor:
    """Turns images counter-clockwise by quarters.

    Args:
        image: An image (height, width, channels) or a batch of them.
        k: How many quarters.
        name: Accepted for compatibility.

    Returns:
        Turned images.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.rot90([[[1], [2]], [[3], [4]]])[..., 0].numpy()
        array([[2, 4],
               [1, 3]], dtype=int32)
    """
    quarters = convert_to_tensor(k)._static_value()
    turns: list[Callable[[Any], Any]] = [
        lambda batch: batch,
        lambda batch: shape.transpose(rearrange.reverse(batch, [2]), [0, 2, 1, 3]),
        lambda batch: rearrange.reverse(batch, [1, 2]),
        lambda batch: rearrange.reverse(shape.transpose(batch, [0, 2, 1, 3]), [2]),
    ]
    if quarters is not None:
        return on_batch(image, turns[int(quarters) % 4])
    return on_batch(image, lambda batch: _turned(batch, turns, k))


def _turned(batch: Any, turns: list[Callable[[Any], Any]], k: Any) -> Any:
    """A number of quarters that isn't known before the run."""
    from tensorbrook._src.ops import comparison

    number = convert_to_tensor(k) % 4
    half = gather.where(comparison.equal(number // 2, 1), turns[2](batch), batch)
    odd = comparison.equal(number % 2, 1)
    quarter = turns[1](half)
    if batch.shape[1:3].is_fully_defined() and batch.shape[1] == batch.shape[2]:
        return gather.where(odd, quarter, half)
    flat = gather.where(odd, shape.reshape(quarter, [-1]), shape.reshape(half, [-1]))
    sizes = gather.where(odd, shape.shape(quarter), shape.shape(half))
    return shape.reshape(flat, sizes)


def _mirrored(image: Any, axis: int, draw: Callable[[Any], Any]) -> Tensor:
    """Images mirrored along an axis where a random number is below a half."""
    tensor = convert_to_tensor(image)
    if rank_of(tensor) == 3:
        chance = draw([])
        return gather.where(chance < 0.5, rearrange.reverse(tensor, [axis]), tensor)
    chances = draw([shape.shape(tensor)[0]])  # type: ignore[index]
    flips = unary.round(shape.reshape(chances, [-1, 1, 1, 1]))
    flips = cast.cast(flips, tensor.dtype)
    return flips * rearrange.reverse(tensor, [axis + 1]) + (1 - flips) * tensor  # type: ignore[no-any-return]


def random_flip_left_right(image: Any, seed: Any = None) -> Tensor:
    """Mirrors images left to right, each with the probability 1/2.

    Args:
        image: An image (height, width, channels) or a batch of them.
        seed: The seed of the operation.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_flip_left_right(tf.ones([2, 3, 1])).shape
        TensorShape([2, 3, 1])
    """
    return _mirrored(image, 1, lambda dims: random.uniform(dims, seed=seed))


def random_flip_up_down(image: Any, seed: Any = None) -> Tensor:
    """Mirrors images top to bottom, each with the probability 1/2.

    Args:
        image: An image (height, width, channels) or a batch of them.
        seed: The seed of the operation.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_flip_up_down(tf.ones([2, 3, 1])).shape
        TensorShape([2, 3, 1])
    """
    return _mirrored(image, 0, lambda dims: random.uniform(dims, seed=seed))


def stateless_random_flip_left_right(image: Any, seed: Any) -> Tensor:
    """Mirrors images left to right, each with the probability 1/2; the seed decides.

    Args:
        image: An image (height, width, channels) or a batch of them.
        seed: Two integers.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.stateless_random_flip_left_right(tf.ones([2, 3, 1]), [1, 2]).shape
        TensorShape([2, 3, 1])
    """
    return _mirrored(
        image, 1, lambda dims: random_stateless.stateless_uniform(dims, seed)
    )


def stateless_random_flip_up_down(image: Any, seed: Any) -> Tensor:
    """Mirrors images top to bottom, each with the probability 1/2; the seed decides.

    Args:
        image: An image (height, width, channels) or a batch of them.
        seed: Two integers.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.stateless_random_flip_up_down(tf.ones([2, 3, 1]), [1, 2]).shape
        TensorShape([2, 3, 1])
    """
    return _mirrored(
        image, 0, lambda dims: random_stateless.stateless_uniform(dims, seed)
    )
