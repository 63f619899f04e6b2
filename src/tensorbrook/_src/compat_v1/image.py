"""Resizing and cropping of images in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.arguments import renamed
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    cast,
    image_crop,
    image_patches,
    image_resize,
    image_scaling,
    quantization,
)
from tensorbrook._src.ops.constant import convert_to_tensor


class ResizeMethod:
    """The methods of `tf.image.resize_images`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> tf.image.ResizeMethod.NEAREST_NEIGHBOR
        1
    """

    BILINEAR = 0
    NEAREST_NEIGHBOR = 1
    BICUBIC = 2
    AREA = 3


def resize_bilinear(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Tensor:
    """Resizes images with bilinear interpolation.

    Args:
        images: Images of shape (batch, height, width, channels).
        size: The new height and width.
        align_corners: Whether the centres of the corner pixels stay where they are.
        name: Name of the node.
        half_pixel_centers: Whether pixels are counted by their centres.

    Returns:
        float32 images.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     image = tf.constant([[[[0.0], [4.0]]]])
        ...     print(sess.run(tf.image.resize_bilinear(image, [1, 4]))[0, 0, :, 0])
        [0. 2. 4. 4.]
    """
    return image_resize.bilinear_op(  # type: ignore[no-any-return]
        images,
        size,
        align_corners=align_corners,
        half_pixel_centers=half_pixel_centers,
        name=name,
    )


def resize_nearest_neighbor(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Tensor:
    """Resizes images by their nearest pixels; arguments as for `resize_bilinear`."""
    return image_resize.nearest_op(  # type: ignore[no-any-return]
        images,
        size,
        align_corners=align_corners,
        half_pixel_centers=half_pixel_centers,
        name=name,
    )


def resize_bicubic(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Tensor:
    """Resizes images with bicubic interpolation; arguments as for `resize_bilinear`."""
    return image_resize.bicubic_op(  # type: ignore[no-any-return]
        images,
        size,
        align_corners=align_corners,
        half_pixel_centers=half_pixel_centers,
        name=name,
    )


def resize_area(
    images: Any, size: Any, align_corners: bool = False, name: str | None = None
) -> Tensor:
    """Resizes images by the means of areas."""
    return image_resize.area_op(  # type: ignore[no-any-return]
        images, size, align_corners=align_corners, name=name
    )


_METHODS = {
    ResizeMethod.BILINEAR: resize_bilinear,
    ResizeMethod.NEAREST_NEIGHBOR: resize_nearest_neighbor,
    ResizeMethod.BICUBIC: resize_bicubic,
    ResizeMethod.AREA: resize_area,
    "bilinear": resize_bilinear,
    "nearest": resize_nearest_neighbor,
    "bicubic": resize_bicubic,
    "area": resize_area,
}


def resize_images(
    images: Any,
    size: Any,
    method: Any = ResizeMethod.BILINEAR,
    align_corners: bool = False,
    preserve_aspect_ratio: bool = False,
    name: str | None = None,
) -> Tensor:
    """Resizes images.

    Args:
        images: An image, or a batch of them.
        size: The new height and width.
        method: One of `tf.image.ResizeMethod`.
        align_corners: Whether the centres of the corner pixels stay where they are.
        preserve_aspect_ratio: Whether the image keeps its form and becomes smaller.
        name: Accepted for compatibility.

    Returns:
        Images of that size; float32 unless the method is the nearest pixel or the size
        stays as it is.

    Raises:
        ValueError: The method or the rank is unknown.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.image.resize_images(tf.ones([4, 4, 3]), [2, 3]).shape
        TensorShape([2, 3, 3])
    """
    if method not in _METHODS:
        raise ValueError(f"Resize method is not implemented: {method}")
    return image_scaling.resized_by(
        images,
        lambda batch, wanted: _METHODS[method](batch, wanted, align_corners),
        size,
        preserve_aspect_ratio,
    )


def resize_image_with_pad(
    image: Any,
    target_height: int,
    target_width: int,
    method: Any = ResizeMethod.BILINEAR,
    align_corners: bool = False,
) -> Tensor:
    """Resizes an image so that it fits, and fills the rest with zeros.

    Args:
        image: An image, or a batch of them.
        target_height: The height.
        target_width: The width.
        method: One of `tf.image.ResizeMethod`.
        align_corners: Whether the centres of the corner pixels stay where they are.

    Returns:
        Images of that size.

    Raises:
        ValueError: The size of the image isn't known.
    """
    image = convert_to_tensor(image)
    height, width = image.shape.as_list()[-3:-1]
    if height is None or width is None:
        raise ValueError(
            "tf.image.resize_image_with_pad: the size of the image must be known, got "
            f"shape {image.shape}."
        )
    ratio = max(width / target_width, height / target_height)
    rows, columns = height / ratio, width / ratio
    resized = resize_images(
        cast.cast(image, dtypes.float32),
        [int(rows), int(columns)],
        method,
        align_corners,
    )
    return image_crop.pad_to_bounding_box(
        resized,
        max(0, int((target_height - rows) / 2)),
        max(0, int((target_width - columns) / 2)),
        target_height,
        target_width,
    )


def extract_image_patches(
    images: Any,
    ksizes: Any = None,
    strides: Any = None,
    rates: Any = None,
    padding: Any = None,
    name: str | None = None,
    sizes: Any = None,
) -> Tensor:
    """The windows of images, side by side in the channels.

    Args:
        images: Images of shape (batch, height, width, channels).
        ksizes: The window: one number for each axis.
        strides: Steps: one for each axis.
        rates: Distances between the pixels of a window.
        padding: "SAME" or "VALID".
        name: Name of the node.
        sizes: Another name of `ksizes`.

    Returns:
        A tensor with the pixels of each window in its channels.
    """
    return image_patches.extract_patches(
        images, renamed("sizes", sizes, "ksizes", ksizes), strides, rates, padding, name
    )


def quantize_v2(
    input: Any,
    min_range: Any,
    max_range: Any,
    T: Any,
    mode: str = "MIN_COMBINED",
    name: str | None = None,
    round_mode: str = "HALF_AWAY_FROM_ZERO",
    narrow_range: bool = False,
    axis: int | None = None,
    ensure_minimum_range: float = 0.01,
) -> Any:
    """Turns floats of a range into integers; as `tf.quantization.quantize`."""
    return quantization.quantize(
        input,
        min_range,
        max_range,
        T,
        mode,
        round_mode,
        name,
        narrow_range,
        axis,
        ensure_minimum_range,
    )
