"""Resizing images: `tf.image.resize` and its relatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import array_creation, binary, cast, image_crop, shape, unary
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.image_resize import (
    area_op,
    bicubic_op,
    bilinear_op,
    nearest_op,
    scale_op,
)
from tensorbrook._src.ops.image_shapes import lengths_of, on_batch


class ResizeMethod:
    """The methods of `tf.image.resize`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.ResizeMethod.BILINEAR
        'bilinear'
    """

    BILINEAR = "bilinear"
    NEAREST_NEIGHBOR = "nearest"
    BICUBIC = "bicubic"
    AREA = "area"
    LANCZOS3 = "lanczos3"
    LANCZOS5 = "lanczos5"
    GAUSSIAN = "gaussian"
    MITCHELLCUBIC = "mitchellcubic"


Resizer = Callable[[Any, Any], Any]


def _sampler(kernel_type: str, antialias: bool) -> Resizer:
    def resized(images: Any, size: Any) -> Any:
        old = cast.cast(shape.shape(images)[1:3], dtypes.float32)  # type: ignore[index]
        scale = cast.cast(size, dtypes.float32) / old
        return scale_op(
            images,
            size,
            scale,
            array_creation.zeros([2]),
            kernel_type=kernel_type,
            antialias=antialias,
        )

    return resized


def _resizer(method: Any, antialias: bool) -> Resizer:
    """The function for a method.

    Raises:
        ValueError: It is unknown.
    """
    if method == ResizeMethod.NEAREST_NEIGHBOR:
        return lambda x, size: nearest_op(x, size, half_pixel_centers=True)
    if method == ResizeMethod.AREA:
        return lambda x, size: area_op(x, size)
    if method == ResizeMethod.BILINEAR and not antialias:
        return lambda x, size: bilinear_op(x, size, half_pixel_centers=True)
    if method == ResizeMethod.BICUBIC and not antialias:
        return lambda x, size: bicubic_op(x, size, half_pixel_centers=True)
    kernels = {ResizeMethod.BILINEAR: "triangle", ResizeMethod.BICUBIC: "keyscubic"}
    others = ("lanczos3", "lanczos5", "gaussian", "mitchellcubic")
    name = kernels.get(method, method)
    if method not in kernels and method not in others:
        raise ValueError(f"Resize method {method} is not implemented.")
    return _sampler(name, antialias)


def resize(
    images: Any,
    size: Any,
    method: Any = ResizeMethod.BILINEAR,
    preserve_aspect_ratio: bool = False,
    antialias: bool = False,
    name: str | None = None,
) -> Tensor:
    """Resizes images.

    Args:
        images: An image (height, width, channels) or a batch of them.
        size: The new height and width.
        method: How pixels are computed, one of `tf.image.ResizeMethod`.
        preserve_aspect_ratio: Whether to keep the ratio of width to height; the size is
            then an upper limit.
        antialias: Whether to blur images that become smaller.
        name: Accepted for compatibility.

    Returns:
        Images of float32; with the method "nearest", of the type of `images`.

    Raises:
        ValueError: `images` has another rank, `size` isn't two integers, or the method
            is unknown.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.resize([[[1.0], [3.0]]], [1, 4])[0, :, 0].numpy()
        array([1. , 1.5, 2.5, 3. ], dtype=float32)
    """
    resizer = _resizer(method, antialias)
    return resized_by(images, resizer, size, preserve_aspect_ratio)


def resized_by(
    images: Any, resizer: Resizer, size: Any, preserve_aspect_ratio: bool
) -> Tensor:
    """Images resized by a function of a batch and a size.

    Raises:
        ValueError: The images or the size have another shape.
    """
    wanted = _checked_size(size)

    def resized(batch: Any) -> Any:
        target = wanted
        if preserve_aspect_ratio:
            target = _largest_inside(batch, wanted)
        new = target._static_value()
        old = batch._dims
        if new is not None and old is not None and tuple(new.tolist()) == old[1:3]:
            return batch
        return resizer(batch, target)

    tensor = convert_to_tensor(images)
    if tensor.shape.rank is None:
        raise ValueError("'images' contains no shape.")
    return on_batch(tensor, resized, "images")


def _checked_size(size: Any) -> Any:
    try:
        wanted = convert_to_tensor(size, dtypes.int32)
    except (TypeError, ValueError):
        raise ValueError("'size' must be a 1-D int32 Tensor") from None
    if not wanted.shape.is_compatible_with([2]):
        raise ValueError(
            f"'size' must be a 1-D Tensor of 2 elements: new_height, new_width, got "
            f"shape {wanted.shape}."
        )
    return wanted


def _largest_inside(batch: Any, size: Any) -> Any:
    """The largest size of the same shape that fits into `size`."""
    old = cast.cast(shape.shape(batch)[1:3], dtypes.float32)  # type: ignore[index]
    ratios = cast.cast(size, dtypes.float32) / old
    factor = binary.minimum(ratios[0], ratios[1])
    return cast.cast(unary.round(old * factor), dtypes.int32)


def resize_with_pad(
    image: Any,
    target_height: Any,
    target_width: Any,
    method: Any = ResizeMethod.BILINEAR,
    antialias: bool = False,
) -> Tensor:
    """Resizes images keeping their shape, and fills the rest with zeros.

    Args:
        image: An image (height, width, channels) or a batch of them.
        target_height: The new height.
        target_width: The new width.
        method: How pixels are computed.
        antialias: Whether to blur images that become smaller.

    Returns:
        Images of the new size.

    Raises:
        ValueError: The rank or the size is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.resize_with_pad(tf.ones([2, 4, 1]), 4, 4)[:, 0, 0].numpy()
        array([0., 1., 1., 0.], dtype=float32)
    """
    resizer = _resizer(method, antialias)
    return padded_after(image, resizer, target_height, target_width)


def padded_after(
    image: Any, resizer: Resizer, target_height: Any, target_width: Any
) -> Tensor:
    """Images resized by a function, their shape kept, and padded with zeros.

    Raises:
        ValueError: The rank or the size is wrong.
    """
    image_crop.check_positive_size(target_height, target_width)

    def resized(batch: Any) -> Any:
        _, height, width, _ = (cast.cast(n, dtypes.float32) for n in lengths_of(batch))
        rows, columns = (
            cast.cast(n, dtypes.float32) for n in (target_height, target_width)
        )
        ratio = binary.maximum(width / columns, height / rows)
        tall, wide = height / ratio, width / ratio
        top = unary.floor((rows - tall) / 2)
        left = unary.floor((columns - wide) / 2)
        top, left = (
            cast.cast(binary.maximum(n, 0.0), dtypes.int32) for n in (top, left)
        )
        size = cast.cast(unary.floor(shape.stack([tall, wide])), dtypes.int32)
        small = resized_by(batch, resizer, size, False)
        return image_crop.pad_to_bounding_box(
            small, top, left, target_height, target_width
        )

    return on_batch(image, resized)


def resize_with_crop_or_pad(
    image: Any, target_height: Any, target_width: Any
) -> Tensor:
    """Cuts off or adds borders evenly, so that images get a size.

    Args:
        image: An image (height, width, channels) or a batch of them.
        target_height: The new height.
        target_width: The new width.

    Returns:
        Images of the new size; the pixels are the same.

    Raises:
        ValueError: The rank or the size is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.resize_with_crop_or_pad(tf.ones([2, 6, 1]), 4, 4)[:, 0, 0].numpy()
        array([0., 1., 1., 0.], dtype=float32)
    """
    image_crop.check_positive_size(target_height, target_width)

    def fitted(batch: Any) -> Any:
        _, height, width, _ = lengths_of(batch)
        wide, tall = (
            _difference(target_width, width),
            _difference(target_height, height),
        )
        cut = image_crop.crop_to_bounding_box(
            batch,
            _clipped(-tall) // 2,
            _clipped(-wide) // 2,
            _smaller(target_height, height),
            _smaller(target_width, width),
        )
        return image_crop.pad_to_bounding_box(
            cut, _clipped(tall) // 2, _clipped(wide) // 2, target_height, target_width
        )

    return on_batch(image, fitted)


def _difference(first: Any, second: Any) -> Any:
    if isinstance(first, int) and isinstance(second, int):
        return first - second
    return convert_to_tensor(first, dtypes.int32) - convert_to_tensor(
        second, dtypes.int32
    )


def _clipped(value: Any) -> Any:
    return max(value, 0) if isinstance(value, int) else binary.maximum(value, 0)


def _smaller(first: Any, second: Any) -> Any:
    if isinstance(first, int) and isinstance(second, int):
        return min(first, second)
    return binary.minimum(first, second)
