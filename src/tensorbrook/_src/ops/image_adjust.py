"""Brighter, darker, more or less colourful images."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import binary, cast, reduce, shape, unary
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import in_float32
from tensorbrook._src.ops.image_color import (
    check_colours,
    convert_image_dtype,
    in_float,
    in_type,
    to_hsv,
    to_rgb,
)
from tensorbrook._src.ops.image_shapes import at_least_3d


def _images(c: ShapeContext) -> Dims:
    dims, factor = c.shape(0), c.shape(1)
    if dims is not None and len(dims) < 3:
        raise c.fail(f"{c.op.name}: input must be at least 3-D, got shape {list(dims)}")
    if factor not in ((), None):
        raise c.fail(f"{c.op.name}: the factor must be a scalar, got {list(factor)}")  # type: ignore[arg-type]
    return dims


def _colours(c: ShapeContext) -> Dims:
    dims = _images(c)
    if dims is not None and dims[-1] not in (3, None):
        raise c.fail(
            f"{c.op.name}: input must have 3 channels but instead has {dims[-1]} channels."
        )
    return dims


def _contrast(xp: Any, images: Any, contrast_factor: Any) -> Any:
    if images.size == 0:
        return images
    mean = images.mean(axis=(-3, -2), keepdims=True)
    return ((images - mean) * contrast_factor + mean).astype(images.dtype)


def _contrast_gradient(op: Any, dy: Any) -> list[Any]:
    images, factor = op.inputs
    mean = reduce.reduce_mean(dy, axis=[-3, -2], keepdims=True)
    scale = cast.cast(factor, dy.dtype)
    centred = images - reduce.reduce_mean(images, axis=[-3, -2], keepdims=True)
    by_factor = cast.cast(reduce.reduce_sum(dy * centred), dtypes.float32)
    return [(dy - mean) * scale + mean, by_factor]


def _hue(xp: Any, images: Any, delta: Any) -> Any:
    found = to_hsv(xp, images)
    hue = (found[..., 0] + delta) % 1
    return to_rgb(xp, xp.stack([hue, found[..., 1], found[..., 2]], axis=-1))


def _saturation(xp: Any, images: Any, scale: Any) -> Any:
    found = to_hsv(xp, images)
    saturation = xp.clip(found[..., 1] * scale, 0, 1)
    return to_rgb(xp, xp.stack([found[..., 0], saturation, found[..., 2]], axis=-1))


_TYPES = "T: half|float32 = float32"

contrast_op = Op(
    "AdjustContrastv2",
    f"images: T, contrast_factor: float32 -> output: T | {_TYPES}",
    shape=_images,
    reference=in_float32(_contrast),
    gradient=_contrast_gradient,
)
hue_op = Op(
    "AdjustHue",
    f"images: T, delta: float32 -> output: T | {_TYPES}",
    shape=_colours,
    reference=in_float32(_hue),
    gradient=NOT_DIFFERENTIABLE,
)
saturation_op = Op(
    "AdjustSaturation",
    f"images: T, scale: float32 -> output: T | {_TYPES}",
    shape=_colours,
    reference=in_float32(_saturation),
    gradient=NOT_DIFFERENTIABLE,
)


def adjust_brightness(image: Any, delta: Any) -> Tensor:
    """Adds a number to all pixels; integers are scaled to 0..1 meanwhile.

    Args:
        image: A tensor of any shape.
        delta: What to add.

    Returns:
        A tensor of the same shape and type.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.adjust_brightness([1.0, 2.0], 0.5).numpy()
        array([1.5, 2.5], dtype=float32)
    """
    tensor = convert_to_tensor(image)
    wide = tensor
    if tensor.dtype not in (dtypes.float16, dtypes.float32):
        wide = convert_image_dtype(tensor, dtypes.float32)
    return in_type(wide + cast.cast(delta, wide.dtype), tensor.dtype)


def adjust_contrast(images: Any, contrast_factor: Any) -> Tensor:
    """Moves pixels away from the mean of their channel, or towards it.

    Args:
        images: Images of at least three axes.
        contrast_factor: By how much the distance to the mean is multiplied.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: There are fewer axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.adjust_contrast([[[1.0]], [[3.0]]], 2.0).numpy().ravel()
        array([0., 4.], dtype=float32)
    """
    wide, kind = in_float(images, "tf.image.adjust_contrast")
    found = contrast_op(wide, cast.cast(contrast_factor, dtypes.float32))
    return in_type(found, kind)


def adjust_gamma(image: Any, gamma: Any = 1, gain: Any = 1) -> Tensor:
    """Raises pixels to a power: `gain * image ** gamma`.

    Args:
        image: A tensor of any shape.
        gamma: The exponent, not negative.
        gain: A factor.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: `gamma` is negative.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.adjust_gamma([0.5, 1.0], gamma=2.0).numpy()
        array([0.25, 1.  ], dtype=float32)
    """
    tensor = convert_to_tensor(image)
    wide = tensor
    if tensor.dtype not in (dtypes.float16, dtypes.float32):
        wide = convert_image_dtype(tensor, dtypes.float32)
    exponent = cast.cast(gamma, wide.dtype)
    known = exponent._static_value()
    if known is not None and (known < 0).any():
        raise ValueError("Gamma should be a non-negative real number.")
    found = binary.multiply(cast.cast(gain, wide.dtype), binary.pow(wide, exponent))
    return in_type(found, tensor.dtype)


def adjust_hue(image: Any, delta: Any, name: str | None = None) -> Tensor:
    """Turns the colours of images along the rainbow.

    Args:
        image: Images whose last axis holds red, green and blue.
        delta: How far, from -1 to 1; 1 is once round.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: `delta` is outside of [-1, 1].

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.adjust_hue([[[1.0, 0.0, 0.0]]], 1 / 3).numpy().round(3).ravel()
        array([0., 1., 0.], dtype=float32)
    """
    amount = cast.cast(delta, dtypes.float32)
    known = amount._static_value()
    if known is not None and not -1 <= float(known) <= 1:
        raise ValueError("delta must be in the interval [-1, 1]")
    wide, kind = in_float(check_colours(image, "adjust_hue"), "tf.image.adjust_hue")
    return in_type(hue_op(wide, amount, name=name), kind)


def adjust_saturation(
    image: Any, saturation_factor: Any, name: str | None = None
) -> Tensor:
    """Makes the colours of images stronger or weaker.

    Args:
        image: Images whose last axis holds red, green and blue.
        saturation_factor: By how much the saturation is multiplied.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and type.

    Raises:
        ValueError: There are not three channels.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.adjust_saturation([[[1.0, 0.5, 0.5]]], 0.0).numpy().ravel()
        array([1., 1., 1.], dtype=float32)
    """
    tensor = convert_to_tensor(image)
    wide, kind = in_float(tensor, "tf.image.adjust_saturation")
    factor = cast.cast(saturation_factor, dtypes.float32)
    return in_type(saturation_op(wide, factor, name=name), kind)


def per_image_standardization(image: Any) -> Tensor:
    """Shifts and scales each image to mean 0 and variance 1.

    The deviation counts as `1 / sqrt(number of elements)` at least.

    Args:
        image: Images of at least three axes.

    Returns:
        A tensor of the same shape, float32 or float16.

    Raises:
        ValueError: There are fewer axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.per_image_standardization([[[1.0]], [[3.0]]]).numpy().ravel()
        array([-1.,  1.], dtype=float32)
    """
    tensor = convert_to_tensor(image)
    at_least_3d(tensor, "tf.image.per_image_standardization")
    if tensor.dtype not in (dtypes.float16, dtypes.float32):
        tensor = cast.cast(tensor, dtypes.float32)
    sizes = shape.shape(tensor)[-3:]  # type: ignore[index]
    count = cast.cast(reduce.reduce_prod(sizes), tensor.dtype)
    mean = reduce.reduce_mean(tensor, axis=[-3, -2, -1], keepdims=True)
    deviation = reduce.reduce_std(tensor, axis=[-3, -2, -1], keepdims=True)
    return (tensor - mean) / binary.maximum(deviation, unary.rsqrt(count))  # type: ignore[no-any-return]
