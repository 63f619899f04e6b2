"""How much images differ: PSNR, SSIM, total variation; and their gradients and edges.

Source of SSIM: Wang et al., "Image quality assessment: from error visibility to
structural similarity" (2004), and "Multi-scale structural similarity" (2003).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import broadcast_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    activations,
    array_creation,
    binary,
    cast,
    depthwise,
    pad,
    pooling,
    reduce,
    shape,
    softmax,
    unary,
)
from tensorbrook._src.ops.constant import constant, convert_to_tensor, identity
from tensorbrook._src.ops.image_color import convert_image_dtype


def psnr(a: Any, b: Any, max_val: Any, name: str | None = None) -> Tensor:
    """Computes the peak signal-to-noise ratio of pairs of images, in decibels.

    Args:
        a: Images of at least three axes.
        b: Images of the same shape.
        max_val: The largest number that a pixel can have.
        name: Name of the node in a graph.

    Returns:
        A number for each pair.

    Raises:
        ValueError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.image.psnr(tf.zeros([4, 4, 1]), tf.ones([4, 4, 1]), 10.0))
        20.0
    """
    first, second, largest = _in_float(a, b, max_val)
    errors = reduce.reduce_mean(unary.square(first - second), axis=[-3, -2, -1])
    scale = 10 / math.log(10)
    found = 2 * scale * unary.log(largest) - scale * unary.log(errors)
    _check_pair(first, second)
    return identity(found, name=name)


def _in_float(a: Any, b: Any, max_val: Any) -> tuple[Any, Any, Any]:
    """Both images and the largest number as float32."""
    first = convert_to_tensor(a)
    second = convert_to_tensor(b, dtype_hint=first.dtype)
    largest = cast.cast(max_val, first.dtype)
    return (
        convert_image_dtype(first, dtypes.float32),
        convert_image_dtype(second, dtypes.float32),
        convert_image_dtype(largest, dtypes.float32),
    )


def _check_pair(first: Any, second: Any) -> None:
    one, two = first._dims, second._dims
    for dims in (one, two):
        if dims is not None and len(dims) < 3:
            raise ValueError(f"Images must have at least 3 axes, got shape {dims}.")
    if one is None or two is None:
        return
    for m, n in zip(one[-3:], two[-3:], strict=True):
        if None not in (m, n) and m != n:
            raise ValueError(f"Two images are not compatible: {one} vs {two}")
    try:
        broadcast_dims(one[:-3], two[:-3])
    except ValueError:
        raise ValueError(f"Two images are not compatible: {one} vs {two}") from None


def _window(size: int, sigma: float) -> Any:
    """A Gaussian window of `size` elements that sum to one; its square is the filter."""
    places = np.arange(size, dtype=np.float32) - (size - 1) / 2.0
    powers = constant((places**2 * (-0.5 / sigma**2)).astype(np.float32))
    return softmax.softmax(powers)


def _similarity(
    first: Any,
    second: Any,
    largest: Any,
    filter_size: int,
    filter_sigma: float,
    k1: float,
    k2: float,
) -> tuple[Any, Any]:
    """Maps of the similarity and of its contrast part."""
    c1, c2 = (k1 * largest) ** 2, (k2 * largest) ** 2
    depth = first.shape[-1] or shape.shape(first)[-1]
    window = shape.reshape(_window(filter_size, filter_sigma), [-1, 1, 1, 1])
    down = shape.tile(window, [1, 1, depth, 1])
    across = shape.transpose(down, [1, 0, 2, 3])
    ones = [1, 1, 1, 1]

    def blurred(x: Any) -> Any:
        sizes = shape.shape(x)
        flat = shape.reshape(x, shape.concat([[-1], sizes[-3:]], 0))
        tall = depthwise.depthwise_conv2d(flat, across, ones, "VALID")
        found = depthwise.depthwise_conv2d(tall, down, ones, "VALID")
        return shape.reshape(
            found, shape.concat([sizes[:-3], shape.shape(found)[1:]], 0)
        )

    mean1, mean2 = blurred(first), blurred(second)
    product = mean1 * mean2 * 2.0
    squares = unary.square(mean1) + unary.square(mean2)
    luminance = (product + c1) / (squares + c1)
    both = blurred(first * second) * 2.0
    energy = blurred(unary.square(first) + unary.square(second))
    contrast = (both - product + c2) / (energy - squares + c2)
    return luminance * contrast, contrast


def ssim(
    img1: Any,
    img2: Any,
    max_val: Any,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    return_index_map: bool = False,
) -> Tensor:
    """Computes the structural similarity of pairs of images.

    Args:
        img1: Images of at least three axes.
        img2: Images of the same shape.
        max_val: The range of the numbers of a pixel.
        filter_size: The size of the Gaussian window.
        filter_sigma: Its width.
        k1: A small number that keeps the luminance part stable.
        k2: A small number that keeps the contrast part stable.
        return_index_map: Whether to return a number for each place of the window.

    Returns:
        A number from -1 to 1 for each pair.

    Raises:
        ValueError: The shapes don't fit.
        tf.errors.InvalidArgumentError: Images are smaller than the window.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.ones([16, 16, 1])
        >>> float(tf.image.ssim(x, x, 1.0))
        1.0
    """
    first, second = convert_to_tensor(img1), convert_to_tensor(img2)
    _check_pair(first, second)
    first, second, largest = _in_float(first, second, max_val)
    found, _ = _similarity(first, second, largest, filter_size, filter_sigma, k1, k2)
    axes = [-1] if return_index_map else [-3, -2, -1]
    if return_index_map:
        return reduce.reduce_mean(found, axis=axes)
    return reduce.reduce_mean(reduce.reduce_mean(found, axis=[-3, -2]), axis=[-1])


def ssim_multiscale(
    img1: Any,
    img2: Any,
    max_val: Any,
    power_factors: Sequence[float] = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333),
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
) -> Tensor:
    """Computes the structural similarity of pairs of images over several scales.

    Args:
        img1: Images of at least three axes.
        img2: Images of the same shape.
        max_val: The range of the numbers of a pixel.
        power_factors: The exponent of each scale; each scale halves the images.
        filter_size: The size of the Gaussian window.
        filter_sigma: Its width.
        k1: A small number that keeps the luminance part stable.
        k2: A small number that keeps the contrast part stable.

    Returns:
        A number from 0 to 1 for each pair.

    Raises:
        ValueError: The shapes don't fit.
        tf.errors.InvalidArgumentError: Images become smaller than the window.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.ones([16, 16, 1])
        >>> round(float(tf.image.ssim_multiscale(x, x, 1.0, (0.4, 0.6), 5)), 4)
        1.0
    """
    first, second = convert_to_tensor(img1), convert_to_tensor(img2)
    _check_pair(first, second)
    first, second, largest = _in_float(first, second, max_val)
    parts: list[Any] = []
    last: Any = None
    for scale in range(len(power_factors)):
        if scale:
            first, second = _halved(first), _halved(second)
        found, contrast = _similarity(
            first, second, largest, filter_size, filter_sigma, k1, k2
        )
        last = reduce.reduce_mean(found, axis=[-3, -2])
        parts.append(activations.relu(reduce.reduce_mean(contrast, axis=[-3, -2])))
    parts[-1] = activations.relu(last)
    powers = binary.pow(
        shape.stack(parts, axis=-1), constant(list(power_factors), dtypes.float32)
    )
    return reduce.reduce_mean(reduce.reduce_prod(powers, axis=[-1]), axis=[-1])


def _halved(images: Any) -> Any:
    """Images of half the size; an odd last row or column is repeated."""
    sizes = shape.shape(images)
    flat = shape.reshape(images, shape.concat([[-1], sizes[-3:]], 0))
    odd = sizes[-3:-1] % 2
    zero = array_creation.zeros_like(odd)
    borders = shape.stack([zero, odd], axis=1)
    none = array_creation.zeros([1, 2], dtype=dtypes.int32)
    padded = pad.pad(flat, shape.concat([none, borders, none], 0), mode="SYMMETRIC")
    found = pooling.avg_pool2d(padded, 2, 2, "VALID")
    found.set_shape([None, None, None, images.shape[-1]])  # type: ignore[attr-defined]
    return shape.reshape(
        found,
        shape.concat([sizes[:-3], shape.shape(found)[1:]], 0),  # type: ignore[index]
    )


def total_variation(images: Any, name: str | None = None) -> Tensor:
    """Adds up how much neighbouring pixels differ.

    Args:
        images: An image (height, width, channels) or a batch of them.
        name: Accepted for compatibility.

    Returns:
        A number for each image.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.image.total_variation([[[1.0], [3.0]], [[1.0], [0.0]]]))
        6.0
    """
    tensor = convert_to_tensor(images)
    rank = tensor.shape.rank
    if rank not in (3, 4):
        raise ValueError("'images' must be either 3 or 4-dimensional.")
    if rank == 3:
        down, across = tensor[1:] - tensor[:-1], tensor[:, 1:] - tensor[:, :-1]  # type: ignore[index]
        return reduce.reduce_sum(unary.abs(down)) + reduce.reduce_sum(unary.abs(across))
    down = tensor[:, 1:] - tensor[:, :-1]  # type: ignore[index]
    across = tensor[:, :, 1:] - tensor[:, :, :-1]  # type: ignore[index]
    axes = [1, 2, 3]
    return reduce.reduce_sum(unary.abs(down), axis=axes) + reduce.reduce_sum(
        unary.abs(across), axis=axes
    )


def image_gradients(image: Any) -> tuple[Any, Any]:
    """Computes the differences of neighbouring pixels, downwards and to the right.

    Args:
        image: A batch of images (batch, height, width, channels).

    Returns:
        A pair of tensors of the shape of `image`; the last row (or column) is zero.

    Raises:
        ValueError: The rank is wrong.

    Example:
        >>> import tensorbrook as tf
        >>> dy, dx = tf.image.image_gradients([[[[1.0], [3.0]]]])
        >>> dx.numpy().ravel()
        array([2., 0.], dtype=float32)
    """
    tensor = convert_to_tensor(image)
    if tensor.shape.rank != 4:
        raise ValueError(
            "image_gradients expects a 4D tensor [batch_size, h, w, d], not "
            f"{tensor.shape}."
        )
    down = tensor[:, 1:] - tensor[:, :-1]  # type: ignore[index]
    across = tensor[:, :, 1:] - tensor[:, :, :-1]  # type: ignore[index]
    last_row = array_creation.zeros_like(tensor[:, :1])  # type: ignore[index]
    last_column = array_creation.zeros_like(tensor[:, :, :1])  # type: ignore[index]
    return shape.concat([down, last_row], 1), shape.concat([across, last_column], 2)


def sobel_edges(image: Any) -> Tensor:
    """Applies Sobel's filters, which find edges, to each channel.

    Args:
        image: A batch of images (batch, height, width, channels).

    Returns:
        A tensor of shape (batch, height, width, channels, 2): downwards and to the right.

    Example:
        >>> import tensorbrook as tf
        >>> tf.image.sobel_edges(tf.ones([1, 4, 4, 3])).shape
        TensorShape([1, 4, 4, 3, 2])
    """
    tensor = convert_to_tensor(image)
    down = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], np.float32)
    kernels = np.stack([down, down.T], axis=-1)[:, :, None]
    depth = tensor.shape[-1] or shape.shape(tensor)[-1]  # type: ignore[index]
    weights = shape.tile(
        constant(kernels, dtype=tensor.dtype),
        shape.stack([1, 1, depth, 1]),
    )
    borders = [[0, 0], [1, 1], [1, 1], [0, 0]]
    padded = pad.pad(tensor, borders, mode="REFLECT")
    found = depthwise.depthwise_conv2d(padded, weights, [1, 1, 1, 1], "VALID")
    result = shape.reshape(found, shape.concat([shape.shape(tensor), [2]], 0))
    result.set_shape((*(tensor._dims or (None,) * 4), 2))  # type: ignore[attr-defined]
    return result
