"""Images that are changed at random, as training data wants them."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast, random, random_stateless, shape, slicing
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.image_adjust import (
    adjust_brightness,
    adjust_contrast,
    adjust_hue,
    adjust_saturation,
)
from tensorbrook._src.ops.sparse_kernels import invalid


def _draw(low: Any, high: Any, seed: Any) -> Tensor:
    return random.uniform([], low, high, seed=seed)


def _draw_stateless(low: Any, high: Any, seed: Any) -> Tensor:
    return random_stateless.stateless_uniform([], seed, low, high)


def _check_delta(max_delta: Any, limit: float | None = None) -> None:
    if max_delta < 0:
        raise ValueError("max_delta must be non-negative.")
    if limit is not None and max_delta > limit:
        raise ValueError(f"max_delta must be <= {limit}.")


def _check_range(lower: Any, upper: Any) -> None:
    if upper <= lower:
        raise ValueError("upper must be > lower.")
    if lower < 0:
        raise ValueError("lower must be non-negative.")


def random_brightness(image: Any, max_delta: float, seed: Any = None) -> Tensor:
    """Adds a random number to all pixels.

    Args:
        image: A tensor of any shape.
        max_delta: The number lies between this and its negative.
        seed: The seed of the operation.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: `max_delta` is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_brightness(tf.ones([2, 2, 1]), 0.1).shape
        TensorShape([2, 2, 1])
    """
    _check_delta(max_delta)
    return adjust_brightness(image, _draw(-max_delta, max_delta, seed))


def stateless_random_brightness(image: Any, max_delta: float, seed: Any) -> Tensor:
    """Adds a random number to all pixels; the seed decides.

    Args:
        image: A tensor of any shape.
        max_delta: The number lies between this and its negative.
        seed: Two integers.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: `max_delta` is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.stateless_random_brightness(tf.ones([2, 2, 1]), 0.1, [1, 2]).shape
        TensorShape([2, 2, 1])
    """
    _check_delta(max_delta)
    return adjust_brightness(image, _draw_stateless(-max_delta, max_delta, seed))


def random_contrast(image: Any, lower: float, upper: float, seed: Any = None) -> Tensor:
    """Changes the contrast by a random factor.

    Args:
        image: Images of at least three axes.
        lower: The smallest factor.
        upper: The largest factor.
        seed: The seed of the operation.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: The range is empty or negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_contrast(tf.ones([2, 2, 1]), 0.5, 2.0).shape
        TensorShape([2, 2, 1])
    """
    _check_range(lower, upper)
    return adjust_contrast(image, _draw(lower, upper, seed))


def stateless_random_contrast(
    image: Any, lower: float, upper: float, seed: Any
) -> Tensor:
    """Changes the contrast by a random factor; the seed decides.

    Args:
        image: Images of at least three axes.
        lower: The smallest factor.
        upper: The largest factor.
        seed: Two integers.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: The range is empty or negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.stateless_random_contrast(tf.ones([2, 2, 1]), 0.5, 2.0, [1, 2]).shape
        TensorShape([2, 2, 1])
    """
    _check_range(lower, upper)
    return adjust_contrast(image, _draw_stateless(lower, upper, seed))


def random_hue(image: Any, max_delta: float, seed: Any = None) -> Tensor:
    """Turns the colours along the rainbow at random.

    Args:
        image: Images whose last axis holds red, green and blue.
        max_delta: The turn lies between this and its negative; 0.5 at most.
        seed: The seed of the operation.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: `max_delta` is negative or above 0.5.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_hue(tf.ones([2, 2, 3]), 0.1).shape
        TensorShape([2, 2, 3])
    """
    _check_delta(max_delta, 0.5)
    return adjust_hue(image, _draw(-max_delta, max_delta, seed))


def stateless_random_hue(image: Any, max_delta: float, seed: Any) -> Tensor:
    """Turns the colours along the rainbow at random; the seed decides.

    Args:
        image: Images whose last axis holds red, green and blue.
        max_delta: The turn lies between this and its negative; 0.5 at most.
        seed: Two integers.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: `max_delta` is negative or above 0.5.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.stateless_random_hue(tf.ones([2, 2, 3]), 0.1, [1, 2]).shape
        TensorShape([2, 2, 3])
    """
    _check_delta(max_delta, 0.5)
    return adjust_hue(image, _draw_stateless(-max_delta, max_delta, seed))


def random_saturation(
    image: Any, lower: float, upper: float, seed: Any = None
) -> Tensor:
    """Changes the strength of the colours by a random factor.

    Args:
        image: Images whose last axis holds red, green and blue.
        lower: The smallest factor.
        upper: The largest factor.
        seed: The seed of the operation.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: The range is empty or negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_saturation(tf.ones([2, 2, 3]), 0.5, 2.0).shape
        TensorShape([2, 2, 3])
    """
    _check_range(lower, upper)
    return adjust_saturation(image, _draw(lower, upper, seed))


def stateless_random_saturation(
    image: Any, lower: float, upper: float, seed: Any = None
) -> Tensor:
    """Changes the strength of the colours by a random factor; the seed decides.

    Args:
        image: Images whose last axis holds red, green and blue.
        lower: The smallest factor.
        upper: The largest factor.
        seed: Two integers.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: The range is empty or negative.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.ones([2, 2, 3])
        >>> tf.image.stateless_random_saturation(x, 0.5, 2.0, [1, 2]).shape
        TensorShape([2, 2, 3])
    """
    _check_range(lower, upper)
    return adjust_saturation(image, _draw_stateless(lower, upper, seed))


def random_crop(
    value: Any, size: Any, seed: Any = None, name: str | None = None
) -> Tensor:
    """Cuts a block of a given size out of a tensor, at a random place.

    Args:
        value: A tensor.
        size: The length of the block along each axis.
        seed: The seed of the operation.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape `size`.

    Raises:
        tf.errors.InvalidArgumentError: The block is larger than the tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_crop(tf.ones([4, 5, 3]), [2, 2, 3]).shape
        TensorShape([2, 2, 3])
    """

    def places(dims: Any) -> Any:
        largest = dtypes.int32.max
        return random.uniform(dims, maxval=largest, dtype=dtypes.int32, seed=seed)

    return _cropped(value, size, places, name)


def stateless_random_crop(
    value: Any, size: Any, seed: Any, name: str | None = None
) -> Tensor:
    """Cuts a block of a given size out of a tensor, at a place that the seed decides.

    Args:
        value: A tensor.
        size: The length of the block along each axis.
        seed: Two integers.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape `size`.

    Raises:
        tf.errors.InvalidArgumentError: The block is larger than the tensor.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.stateless_random_crop(tf.ones([4, 5, 3]), [2, 2, 3], [1, 2]).shape
        TensorShape([2, 2, 3])
    """

    def places(dims: Any) -> Any:
        return random_stateless.stateless_uniform(
            dims, seed, minval=0, maxval=dtypes.int32.max, dtype=dtypes.int32
        )

    return _cropped(value, size, places, name)


def _cropped(value: Any, size: Any, places: Any, name: str | None) -> Tensor:
    tensor = convert_to_tensor(value)
    lengths = cast.cast(convert_to_tensor(size), dtypes.int32)
    old, new = tensor._dims, lengths._static_dims()
    if old is not None and new is not None:
        fits = [None in (m, n) or n <= m for m, n in zip(old, new, strict=False)]  # type: ignore[operator]
        if len(old) != len(new) or not all(fits):
            raise invalid(f"Need value.shape >= size, got {old} and {new}.")
    limits = shape.shape(tensor) - lengths + 1
    offset = places(shape.shape(lengths)) % limits
    return slicing.slice(tensor, offset, lengths, name=name)
