"""Parts of images, and images with borders."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast, pad, shape, slicing
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.image_shapes import known, lengths_of, on_batch, rank_of


def check_positive_size(height: Any, width: Any) -> None:
    """Raises for a size that is known and not positive.

    Raises:
        ValueError: It is not positive.
    """
    for what, value in (("height", height), ("width", width)):
        number = known(value)
        if number is not None and number <= 0:
            raise ValueError(f"target_{what} must be > 0, got {number}.")


def _require(condition: bool | None, message: str) -> None:
    if condition is False:
        raise ValueError(message)


def _compared(first: Any, second: Any) -> bool | None:
    """Whether `first <= second`, where both are known."""
    a, b = known(first), known(second)
    return None if a is None or b is None else a <= b


def crop_to_bounding_box(
    image: Any,
    offset_height: Any,
    offset_width: Any,
    target_height: Any,
    target_width: Any,
) -> Tensor:
    """Cuts a box out of images.

    Args:
        image: An image (height, width, channels) or a batch of them.
        offset_height: The first row of the box.
        offset_width: Its first column.
        target_height: Its height.
        target_width: Its width.

    Returns:
        Images of the size of the box.

    Raises:
        ValueError: The rank is wrong, or the box isn't inside of the image.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.reshape(tf.range(9), [3, 3, 1])
        >>> tf.image.crop_to_bounding_box(x, 1, 0, 2, 2)[..., 0].numpy()
        array([[3, 4],
               [6, 7]], dtype=int32)
    """

    def cropped(batch: Any) -> Any:
        _, height, width, _ = lengths_of(batch)
        _require(_compared(0, offset_width), "offset_width must be >= 0.")
        _require(_compared(0, offset_height), "offset_height must be >= 0.")
        _require(_compared(1, target_width), "target_width must be > 0.")
        _require(_compared(1, target_height), "target_height must be > 0.")
        _require(
            _compared(_total(offset_width, target_width), width),
            "width must be >= target + offset.",
        )
        _require(
            _compared(_total(offset_height, target_height), height),
            "height must be >= target + offset.",
        )
        found = slicing.slice(
            batch,
            _vector([0, offset_height, offset_width, 0]),
            _vector([-1, target_height, target_width, -1]),
        )
        dims = batch._dims or (None,) * 4
        found.set_shape((dims[0], known(target_height), known(target_width), dims[3]))  # type: ignore[attr-defined]
        return found

    return on_batch(image, cropped)


def _total(first: Any, second: Any) -> Any:
    a, b = known(first), known(second)
    if a is not None and b is not None:
        return a + b
    return convert_to_tensor(first, dtypes.int32) + convert_to_tensor(
        second, dtypes.int32
    )


def _vector(parts: list[Any]) -> Any:
    if all(isinstance(part, int) for part in parts):
        return convert_to_tensor(parts, dtypes.int32)
    return shape.stack([cast.cast(part, dtypes.int32) for part in parts])


def pad_to_bounding_box(
    image: Any,
    offset_height: Any,
    offset_width: Any,
    target_height: Any,
    target_width: Any,
) -> Tensor:
    """Puts images into larger ones of zeros.

    Args:
        image: An image (height, width, channels) or a batch of them.
        offset_height: The row at which it begins.
        offset_width: The column at which it begins.
        target_height: The height of the result.
        target_width: The width of the result.

    Returns:
        Images of the new size.

    Raises:
        ValueError: The rank is wrong, or the image doesn't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.pad_to_bounding_box(tf.ones([1, 1, 1]), 0, 1, 1, 3)[0, :, 0].numpy()
        array([0., 1., 0.], dtype=float32)
    """

    def padded(batch: Any) -> Any:
        _, height, width, _ = lengths_of(batch)
        below = _rest(target_height, offset_height, height)
        right = _rest(target_width, offset_width, width)
        _require(_compared(0, offset_height), "offset_height must be >= 0")
        _require(_compared(0, offset_width), "offset_width must be >= 0")
        _require(_compared(0, right), "width must be <= target - offset")
        _require(_compared(0, below), "height must be <= target - offset")
        borders = _vector([0, 0, offset_height, below, offset_width, right, 0, 0])
        found = pad.pad(batch, shape.reshape(borders, [4, 2]))
        dims = batch._dims or (None,) * 4
        found.set_shape((dims[0], known(target_height), known(target_width), dims[3]))  # type: ignore[attr-defined]
        return found

    return on_batch(image, padded)


def _rest(target: Any, offset: Any, length: Any) -> Any:
    numbers = [known(value) for value in (target, offset, length)]
    if None not in numbers:
        return numbers[0] - numbers[1] - numbers[2]  # type: ignore[operator]
    target, offset, length = (
        cast.cast(value, dtypes.int32) for value in (target, offset, length)
    )
    return target - offset - length


def central_crop(image: Any, central_fraction: Any) -> Tensor:
    """Cuts the middle out of images.

    Args:
        image: An image (height, width, channels) or a batch of them.
        central_fraction: The share of each side that is kept, above 0 and up to 1.

    Returns:
        Smaller images.

    Raises:
        ValueError: The rank or the fraction is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.central_crop(tf.ones([4, 6, 3]), 0.5).shape
        TensorShape([2, 4, 3])
    """
    fraction = central_fraction
    if not isinstance(fraction, int | float):
        fraction = convert_to_tensor(central_fraction)._static_value()
    if fraction is None:
        raise ValueError("tf.image.central_crop: `central_fraction` must be known.")
    share = float(fraction)
    if not 0 < share <= 1:
        raise ValueError("central_fraction must be within (0, 1]")
    tensor = convert_to_tensor(image)
    if share == 1:
        rank_of(tensor)
        return tensor

    def cropped(batch: Any) -> Any:
        _, height, width, _ = lengths_of(batch)
        boxes = [_middle(n, share) for n in (height, width)]
        return crop_to_bounding_box(
            batch, boxes[0][0], boxes[1][0], boxes[0][1], boxes[1][1]
        )

    return on_batch(tensor, cropped)


def _middle(length: Any, share: float) -> tuple[Any, Any]:
    """Where the middle of an axis begins, and how long it is."""
    if isinstance(length, int):
        start = int((length - np.float64(length) * share) / 2)
        return start, length - 2 * start
    wide = cast.cast(length, dtypes.float64)
    narrow = float(np.float32(share))  # TensorFlow's graphs hold the share in 32 bits
    start = cast.cast((wide - wide * narrow) / 2, dtypes.int32)
    return start, length - 2 * start
