"""Colour spaces: RGB, HSV, YIQ, YUV and grey; and the number types of images."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import binary, cast, comparison, gather, matmul, shape
from tensorbrook._src.ops.constant import constant, convert_to_tensor, identity
from tensorbrook._src.ops.elementwise import in_float32
from tensorbrook._src.ops.image_shapes import at_least_3d
from tensorbrook._src.ops.sparse_kernels import invalid

_TYPES = "T: half|bfloat16|float32|float64 = float32"
_GREY = (0.2989, 0.5870, 0.1140)
_TO_YIQ = (
    (0.299, 0.59590059, 0.2115),
    (0.587, -0.27455667, -0.52273617),
    (0.114, -0.32134392, 0.31119955),
)
_FROM_YIQ = (
    (1.0, 1.0, 1.0),
    (0.95598634, -0.27201283, -1.10674021),
    (0.6208248, -0.64720424, 1.70423049),
)
_TO_YUV = (
    (0.299, -0.14714119, 0.61497538),
    (0.587, -0.28886916, -0.51496512),
    (0.114, 0.43601035, -0.10001026),
)
_FROM_YUV = (
    (1.0, 1.0, 1.0),
    (0.0, -0.394642334, 2.03206185),
    (1.13988303, -0.58062185, 0.0),
)


def _colours(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    if dims is not None and (not dims or dims[-1] not in (3, None)):
        raise c.fail(
            f"{c.op.name}: input must have 3 channels but input only has "
            f"{dims[-1] if dims else 0} channels."
        )
    return dims


def to_hsv(xp: Any, images: Any) -> Any:
    """Hue, saturation and value of red, green and blue; all from 0 to 1."""
    red, green, blue = images[..., 0], images[..., 1], images[..., 2]
    value = images.max(axis=-1)
    spread = value - images.min(axis=-1)
    safe = xp.where(spread > 0, spread, 1)
    saturation = xp.where(value > 0, spread / xp.where(value > 0, value, 1), 0)
    hue = xp.where(
        red == value,
        (green - blue) / safe,
        xp.where(green == value, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    hue = xp.where(spread > 0, hue / 6, 0)
    hue = xp.where(hue < 0, hue + 1, hue)
    return xp.stack([hue, saturation, value], axis=-1).astype(images.dtype)


def to_rgb(xp: Any, images: Any) -> Any:
    """Red, green and blue of hue, saturation and value."""
    hue, saturation, value = images[..., 0], images[..., 1], images[..., 2]
    sixth = hue * 6
    shares = xp.stack(
        [
            xp.clip(xp.abs(sixth - 3) - 1, 0, 1),
            xp.clip(2 - xp.abs(sixth - 2), 0, 1),
            xp.clip(2 - xp.abs(sixth - 4), 0, 1),
        ],
        axis=-1,
    )
    found = (1 - saturation[..., None] + saturation[..., None] * shares) * value[
        ..., None
    ]
    return found.astype(images.dtype)


def _hsv_gradient(op: Any, dy: Any) -> list[Any]:
    """By the case of the largest and the smallest colour."""
    images = op.inputs[0]
    hue, saturation, value = shape.unstack(op.outputs[0], num=3, axis=-1)
    colours = shape.unstack(images, num=3, axis=-1)
    red, green, blue = colours
    by_hue, by_saturation, by_value = shape.unstack(dy, num=3, axis=-1)
    spread = saturation * value
    some = spread > 0
    safe = gather.where(some, spread, 1)
    bright = gather.where(value > 0, value, 1)
    largest = _firsts(comparison.equal(colour, value) for colour in colours)
    least = value - spread
    lowest = _firsts(comparison.equal(colour, _smallest(colours)) for colour in colours)
    numerators = (green - blue, blue - red, red - green)
    signs = ((0, 1, -1), (-1, 0, 1), (1, -1, 0))
    found = []
    for channel in range(3):
        is_largest = cast.cast(largest[channel], images.dtype)
        is_lowest = cast.cast(lowest[channel], images.dtype)
        slope = is_largest * by_value
        slope += by_saturation * (is_largest * least / bright - is_lowest) / bright
        bends = is_largest - is_lowest
        for case in range(3):
            inside = signs[case][channel] - numerators[case] / safe * bends
            chosen = cast.cast(comparison.logical_and(some, largest[case]), dy.dtype)
            slope += by_hue * chosen * inside / (6 * safe)
        found.append(slope)
    return [shape.stack(found, axis=-1)]


def _smallest(colours: Any) -> Any:
    return binary.minimum(binary.minimum(colours[0], colours[1]), colours[2])


def _firsts(tests: Any) -> list[Any]:
    """Of several tests, each only where none before it holds."""
    found: list[Any] = []
    before: Any = None
    for test in tests:
        found.append(
            test
            if before is None
            else comparison.logical_and(test, comparison.logical_not(before))
        )
        before = test if before is None else comparison.logical_or(before, test)
    return found


rgb_to_hsv_op = Op(
    "RGBToHSV",
    f"images: T -> output: T | {_TYPES}",
    shape=_colours,
    reference=in_float32(to_hsv),
    gradient=_hsv_gradient,
)
hsv_to_rgb_op = Op(
    "HSVToRGB",
    f"images: T -> output: T | {_TYPES}",
    shape=_colours,
    reference=in_float32(to_rgb),
    gradient=NOT_DIFFERENTIABLE,
)


def rgb_to_hsv(images: Any, name: str | None = None) -> Tensor:
    """Converts colours to hue, saturation and value.

    Args:
        images: Images of floats from 0 to 1 whose last axis holds red, green and blue.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.rgb_to_hsv([0.0, 1.0, 0.0]).numpy().round(3)
        array([0.333, 1.   , 1.   ], dtype=float32)
    """
    return rgb_to_hsv_op(images, name=name)  # type: ignore[no-any-return]


def hsv_to_rgb(images: Any, name: str | None = None) -> Tensor:
    """Converts hue, saturation and value to colours.

    Args:
        images: Images of floats from 0 to 1 whose last axis holds the three.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.hsv_to_rgb([0.0, 1.0, 1.0]).numpy()
        array([1., 0., 0.], dtype=float32)
    """
    return hsv_to_rgb_op(images, name=name)  # type: ignore[no-any-return]


def _mixed(images: Any, matrix: Any) -> Tensor:
    tensor = convert_to_tensor(images)
    weights = constant(matrix, dtype=tensor.dtype)
    return matmul.tensordot(tensor, weights, [[len(tensor.shape) - 1], [0]])


def rgb_to_yiq(images: Any) -> Tensor:
    """Converts colours to brightness and the two differences of NTSC television.

    Args:
        images: Images of floats whose last axis holds red, green and blue.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.rgb_to_yiq([1.0, 0.0, 0.0]).numpy().round(3)
        array([0.299, 0.596, 0.212], dtype=float32)
    """
    return _mixed(images, _TO_YIQ)


def yiq_to_rgb(images: Any) -> Tensor:
    """Converts back what `rgb_to_yiq` made.

    Args:
        images: Images of floats whose last axis holds the three numbers.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.yiq_to_rgb([1.0, 0.0, 0.0]).numpy()
        array([1., 1., 1.], dtype=float32)
    """
    return _mixed(images, _FROM_YIQ)


def rgb_to_yuv(images: Any) -> Tensor:
    """Converts colours to brightness and the two differences of PAL television.

    Args:
        images: Images of floats whose last axis holds red, green and blue.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.rgb_to_yuv([1.0, 0.0, 0.0]).numpy().round(3)
        array([ 0.299, -0.147,  0.615], dtype=float32)
    """
    return _mixed(images, _TO_YUV)


def yuv_to_rgb(images: Any) -> Tensor:
    """Converts back what `rgb_to_yuv` made.

    Args:
        images: Images of floats whose last axis holds the three numbers.

    Returns:
        A tensor of the same shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.yuv_to_rgb([1.0, 0.0, 0.0]).numpy()
        array([1., 1., 1.], dtype=float32)
    """
    return _mixed(images, _FROM_YUV)


def rgb_to_grayscale(images: Any, name: str | None = None) -> Tensor:
    """Converts colours to brightness.

    Args:
        images: Images whose last axis holds red, green and blue.
        name: Accepted for compatibility.

    Returns:
        Images of the same type with one channel.

    Raises:
        tf.errors.InvalidArgumentError: There are not three channels.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.rgb_to_grayscale([[[1.0, 1.0, 1.0]]]).shape
        TensorShape([1, 1, 1])
    """
    tensor = convert_to_tensor(images)
    if tensor.shape.rank and tensor.shape[-1] not in (3, None):
        raise invalid(
            "tf.image.rgb_to_grayscale: the last dimension of images must be 3 (RGB), got "
            f"shape {tensor.shape}."
        )
    wide = convert_image_dtype(tensor, dtypes.float32)
    grey = matmul.tensordot(wide, constant(_GREY), [[-1], [-1]])
    return convert_image_dtype(shape.expand_dims(grey, -1), tensor.dtype)


def check_colours(images: Any, what: str) -> Any:
    """`images` as a tensor.

    Raises:
        ValueError: It can't hold images of three channels.
    """
    tensor = convert_to_tensor(images)
    rank = tensor.shape.rank
    if rank == 0:
        raise ValueError(
            f"tf.image.{what}: a colour has at least one axis, got a scalar."
        )
    if rank is not None and tensor.shape[-1] not in (3, None):
        raise ValueError(
            f"tf.image.{what}: the last dimension of images must be 3 (RGB), got shape "
            f"{tensor.shape}."
        )
    return tensor


def grayscale_to_rgb(images: Any, name: str | None = None) -> Tensor:
    """Repeats the one channel of grey images three times.

    Args:
        images: Images whose last axis has the length 1.
        name: Accepted for compatibility.

    Returns:
        Images of the same type with three channels.

    Raises:
        ValueError: There is not one channel.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.grayscale_to_rgb([[[5]]]).numpy().tolist()
        [[[5, 5, 5]]]
    """
    tensor = convert_to_tensor(images)
    if tensor.shape.rank is not None and (
        tensor.shape.rank == 0 or tensor.shape[-1] not in (1, None)
    ):
        raise ValueError(
            "tf.image.grayscale_to_rgb: the last dimension of a grayscale image should "
            f"be size 1, got shape {tensor.shape}."
        )
    rank = len(tensor.shape)
    return shape.tile(tensor, [1] * (rank - 1) + [3])


def convert_image_dtype(
    image: Any, dtype: Any, saturate: bool = False, name: str | None = None
) -> Tensor:
    """Converts images to another type and scales them to its range.

    Floats are from 0 to 1, integers from 0 to the largest number of their type.

    Args:
        image: A tensor.
        dtype: The type to convert to.
        saturate: Whether numbers that don't fit become the nearest that do.
        name: Name of the node in a graph.

    Returns:
        A tensor of type `dtype`.

    Raises:
        AttributeError: The type is neither floating nor an integer.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.convert_image_dtype([0.0, 0.5, 1.0], tf.uint8).numpy()
        array([  0, 127, 255], dtype=uint8)
    """
    wanted = dtypes.as_dtype(dtype)
    if not wanted.is_floating and not wanted.is_integer:
        raise AttributeError("dtype must be either floating point or integer")
    tensor = convert_to_tensor(image)
    if tensor.dtype is wanted:
        return identity(tensor, name=name)
    narrow = cast.saturate_cast if saturate else cast.cast
    if tensor.dtype.is_integer and wanted.is_integer:
        return _between_integers(tensor, wanted, narrow, name)
    if tensor.dtype.is_floating and wanted.is_floating:
        return cast.cast(tensor, wanted, name)  # type: ignore[no-any-return]
    if tensor.dtype.is_integer:
        scale = 1.0 / tensor.dtype.max
        return binary.multiply(cast.cast(tensor, wanted), scale, name=name)
    scale = wanted.max + 0.5
    return narrow(binary.multiply(tensor, scale), wanted, name=name)  # type: ignore[no-any-return]


def _between_integers(tensor: Any, wanted: Any, narrow: Any, name: Any) -> Tensor:
    old, new = int(tensor.dtype.max), int(wanted.max)
    if old > new:
        scale = (old + 1) // (new + 1)
        return narrow(binary.floordiv(tensor, scale), wanted, name=name)  # type: ignore[no-any-return]
    scale = (new + 1) // (old + 1)
    return binary.multiply(narrow(tensor, wanted), scale, name=name)


def in_float(images: Any, what: str) -> tuple[Any, Any]:
    """Images as floats that can be adjusted, and their own type."""
    tensor = convert_to_tensor(images)
    at_least_3d(tensor, what)
    if tensor.dtype in (dtypes.float16, dtypes.float32):
        return tensor, tensor.dtype
    return convert_image_dtype(tensor, dtypes.float32), tensor.dtype


def in_type(images: Any, dtype: Any) -> Tensor:
    """Adjusted images in the type that they had."""
    return convert_image_dtype(images, dtype, saturate=True)
