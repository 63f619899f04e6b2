"""Images that lose quality as JPEG files do."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast, random, random_stateless
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.image_codecs import decode_jpeg, encode_variable_op
from tensorbrook._src.ops.image_color import convert_image_dtype


def adjust_jpeg_quality(
    image: Any, jpeg_quality: Any, dct_method: str = "", name: str | None = None
) -> Tensor:
    """Encodes an image as a JPEG file and decodes it again.

    Args:
        image: An image with one or three channels.
        jpeg_quality: From 0 to 100.
        dct_method: Accepted for compatibility.
        name: Accepted for compatibility.

    Returns:
        A tensor of the same shape and type.

    Raises:
        tf.errors.InvalidArgumentError: The quality is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.adjust_jpeg_quality(tf.ones([8, 8, 3]), 50).shape
        TensorShape([8, 8, 3])
    """
    tensor = convert_to_tensor(image)
    small = convert_image_dtype(tensor, dtypes.uint8, saturate=True)
    channels = tensor.shape.as_list()[-1] or 0
    data = encode_variable_op(small, cast.cast(jpeg_quality, dtypes.int32))
    found = decode_jpeg(data, channels=channels, dct_method=dct_method)
    found.set_shape(tensor.shape)  # type: ignore[attr-defined]
    return convert_image_dtype(found, tensor.dtype, saturate=True)


def _check_range(low: int, high: int) -> None:
    if low < 0 or high < 0 or low > 100 or high > 100:
        raise ValueError("jpeg encoding range must be between 0 and 100.")
    if low >= high:
        raise ValueError("`min_jpeg_quality` must be less than `max_jpeg_quality`.")


def random_jpeg_quality(
    image: Any, min_jpeg_quality: int, max_jpeg_quality: int, seed: Any = None
) -> Tensor:
    """Gives an image a random JPEG quality.

    Args:
        image: An image with one or three channels.
        min_jpeg_quality: The lowest quality.
        max_jpeg_quality: The quality stays below this.
        seed: The seed of the operation.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: The range is empty or outside of 0..100.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.random_jpeg_quality(tf.ones([8, 8, 3]), 50, 90).shape
        TensorShape([8, 8, 3])
    """
    _check_range(min_jpeg_quality, max_jpeg_quality)
    quality = random.uniform(
        [], min_jpeg_quality, max_jpeg_quality, dtype=dtypes.int32, seed=seed
    )
    return adjust_jpeg_quality(image, quality)


def stateless_random_jpeg_quality(
    image: Any, min_jpeg_quality: int, max_jpeg_quality: int, seed: Any
) -> Tensor:
    """Gives an image a JPEG quality that the seed decides.

    Args:
        image: An image with one or three channels.
        min_jpeg_quality: The lowest quality.
        max_jpeg_quality: The quality stays below this.
        seed: Two integers.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: The range is empty or outside of 0..100.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.ones([8, 8, 3])
        >>> tf.image.stateless_random_jpeg_quality(x, 50, 90, [1, 2]).shape
        TensorShape([8, 8, 3])
    """
    _check_range(min_jpeg_quality, max_jpeg_quality)
    quality = random_stateless.stateless_uniform(
        [], seed, min_jpeg_quality, max_jpeg_quality, dtypes.int32
    )
    return adjust_jpeg_quality(image, quality)
