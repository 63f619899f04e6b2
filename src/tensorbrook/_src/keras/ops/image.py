"""Images: `keras.ops.image`."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.random import draw_seed
from tensorbrook._src.keras.ops.conversion import (
    cast_to,
    dtype_name,
    dynamic_shape,
    floats,
    operation,
    static_shape,
    tensor,
)
from tensorbrook._src.keras.ops.sampling import (
    LUMA,
    at_coordinates,
    gaussian_kernel,
    projected,
)

_METHODS = ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5")


class _Layout:
    """Turns images into batches with channels last, and results back."""

    def __init__(self, images: Any, data_format: str | None) -> None:
        self.first = config.standardize_data_format(data_format) == "channels_first"
        rank = len(images.shape)
        if rank not in (3, 4):
            raise ValueError(
                "Images must have three dimensions, or four with a batch. Received: "
                f"shape={tuple(images.shape)}."
            )
        self.single = rank == 3

    def enter(self, images: Any) -> Any:
        """Returns a batch with channels last."""
        images = images[None] if self.single else images
        return tf.transpose(images, [0, 2, 3, 1]) if self.first else images

    def leave(self, images: Any) -> Any:
        """Returns images in the layout that came in."""
        images = tf.transpose(images, [0, 3, 1, 2]) if self.first else images
        return images[0] if self.single else images


@operation
def rgb_to_grayscale(images: Any, data_format: str | None = None) -> Any:
    """Turns colors into brightness.

    Args:
        images: one image or a batch.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    images = tensor(images)
    frame = _Layout(images, data_format)
    kind = dtype_name(images)
    values = cast_to(frame.enter(images), "float32" if "int" in kind else kind)
    gray = tf.tensordot(values, tf.constant(LUMA, values.dtype), [[3], [0]])
    return frame.leave(cast_to(gray[..., None], kind))


@operation
def rgb_to_hsv(images: Any, data_format: str | None = None) -> Any:
    """Turns red, green and blue into hue, saturation and value."""
    images = floats(images)[0]
    frame = _Layout(images, data_format)
    red, green, blue = tf.unstack(frame.enter(images), 3, axis=-1)
    value = tf.maximum(tf.maximum(red, green), blue)
    spread = value - tf.minimum(tf.minimum(red, green), blue)
    saturation = tf.math.divide_no_nan(spread, value)
    part = tf.math.divide_no_nan(tf.ones_like(spread), spread) / 6.0
    hue = tf.where(
        tf.equal(red, value),
        part * (green - blue),
        tf.where(
            tf.equal(green, value),
            part * (blue - red) + 2.0 / 6.0,
            part * (red - green) + 4.0 / 6.0,
        ),
    )
    hue = tf.where(spread > 0, hue, tf.zeros_like(hue))
    hue = tf.where(hue < 0, hue + 1.0, hue)
    return frame.leave(tf.stack([hue, saturation, value], -1))


@operation
def hsv_to_rgb(images: Any, data_format: str | None = None) -> Any:
    """Turns hue, saturation and value into red, green and blue."""
    images = floats(images)[0]
    frame = _Layout(images, data_format)
    hue, saturation, value = tf.unstack(frame.enter(images), 3, axis=-1)
    sector = hue * 6.0
    parts = [
        tf.clip_by_value(tf.abs(sector - 3.0) - 1.0, 0.0, 1.0),
        tf.clip_by_value(2.0 - tf.abs(sector - 2.0), 0.0, 1.0),
        tf.clip_by_value(2.0 - tf.abs(sector - 4.0), 0.0, 1.0),
    ]
    colors = [((1.0 - saturation) + saturation * p) * value for p in parts]
    return frame.leave(tf.stack(colors, -1))


@operation
def resize(
    images: Any,
    size: Any,
    interpolation: str = "bilinear",
    antialias: bool = False,
    crop_to_aspect_ratio: bool = False,
    pad_to_aspect_ratio: bool = False,
    fill_mode: str = "constant",
    fill_value: float = 0.0,
    data_format: str | None = None,
) -> Any:
    """Gives images another size.

    Args:
        images: one image or a batch.
        size: height and width.
        interpolation: `"bilinear"`, `"nearest"`, `"bicubic"`, `"lanczos3"` or
            `"lanczos5"`.
        antialias: whether to smooth when images become smaller.
        crop_to_aspect_ratio: whether to cut images to the right proportions first.
        pad_to_aspect_ratio: whether to fill images up to the right proportions.
        fill_mode: `"constant"`.
        fill_value: the filling.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    if interpolation not in _METHODS:
        raise ValueError(
            f"resize: `interpolation` must be one of {_METHODS}. Received: "
            f"{interpolation!r}."
        )
    if crop_to_aspect_ratio and pad_to_aspect_ratio:
        raise ValueError(
            "resize: only one of `crop_to_aspect_ratio` and `pad_to_aspect_ratio` "
            "can be True."
        )
    images = tensor(images)
    frame = _Layout(images, data_format)
    kind = dtype_name(images)
    values = frame.enter(images)
    height, width = int(size[0]), int(size[1])
    rows, columns = dynamic_shape(values)[1:3]
    if crop_to_aspect_ratio:
        tall = tf.minimum(tf.cast(columns * height / width, "int32"), rows)
        wide = tf.minimum(tf.cast(rows * width / height, "int32"), columns)
        top, left = (rows - tall) // 2, (columns - wide) // 2
        values = values[:, top : top + tall, left : left + wide]
    elif pad_to_aspect_ratio:
        tall = tf.maximum(tf.cast(columns * height / width, "int32"), rows)
        wide = tf.maximum(tf.cast(rows * width / height, "int32"), columns)
        top, left = (tall - rows) // 2, (wide - columns) // 2
        pads = [
            [0, 0],
            [top, tall - rows - top],
            [left, wide - columns - left],
            [0, 0],
        ]
        values = tf.pad(values, pads, constant_values=tf.cast(fill_value, kind))
    found = tf.image.resize(values, [height, width], interpolation, antialias=antialias)
    if kind.startswith(("int", "uint")):
        found = tf.saturate_cast(tf.round(found), kind)
    return frame.leave(cast_to(found, kind))


@operation
def affine_transform(
    images: Any,
    transform: Any,
    interpolation: str = "bilinear",
    fill_mode: str = "constant",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Any:
    """Moves, turns, scales and shears images.

    Args:
        images: one image or a batch.
        transform: eight numbers, or eight for each image: the place `(x, y)` of the
            result comes from `((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k)` with
            `k = c0 x + c1 y + 1`.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        fill_value: what is outside, for `"constant"`.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    images = floats(images)[0]
    frame = _Layout(images, data_format)
    values = frame.enter(images)
    maps = tensor(transform, "float32")
    maps = maps[None] if len(maps.shape) == 1 else maps
    maps = tf.broadcast_to(maps, [tf.shape(values)[0], 8])
    found = projected(values, maps, interpolation, fill_mode, fill_value)
    return frame.leave(found)


@operation
def perspective_transform(
    images: Any,
    start_points: Any,
    end_points: Any,
    interpolation: str = "bilinear",
    fill_value: float = 0,
    data_format: str | None = None,
) -> Any:
    """Moves four points of images to four other places.

    Args:
        images: one image or a batch.
        start_points: four `(x, y)`, or four for each image.
        end_points: where they go.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_value: what is outside.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    images = floats(images)[0]
    frame = _Layout(images, data_format)
    values = frame.enter(images)
    starts, ends = tensor(start_points, "float32"), tensor(end_points, "float32")
    starts = starts[None] if len(starts.shape) == 2 else starts
    ends = ends[None] if len(ends.shape) == 2 else ends
    maps = perspective_map(starts, ends)
    maps = tf.broadcast_to(maps, [tf.shape(values)[0], 8])
    found = projected(values, maps, interpolation, "constant", fill_value)
    return frame.leave(found)


def perspective_map(starts: Any, ends: Any) -> Any:
    """Returns the eight numbers of the map that takes each end from its start.

    Args:
        starts: (batch, 4, 2).
        ends: (batch, 4, 2).
    """
    ex, ey = ends[..., 0], ends[..., 1]
    sx, sy = starts[..., 0], starts[..., 1]
    one, zero = tf.ones_like(ex), tf.zeros_like(ex)
    upper = tf.stack([ex, ey, one, zero, zero, zero, -sx * ex, -sx * ey], -1)
    lower = tf.stack([zero, zero, zero, ex, ey, one, -sy * ex, -sy * ey], -1)
    matrix = tf.concat([upper, lower], 1)
    right = tf.concat([sx, sy], 1)[..., None]
    return tf.linalg.solve(matrix, right)[..., 0]


@operation
def map_coordinates(
    inputs: Any,
    coordinates: Any,
    order: int,
    fill_mode: str = "constant",
    fill_value: float = 0,
) -> Any:
    """Returns the values of a tensor at float coordinates.

    Args:
        inputs: a tensor.
        coordinates: one row of coordinates for each axis.
        order: 0 or 1.
        fill_mode: `"constant"`, `"nearest"`, `"wrap"`, `"mirror"` or `"reflect"`.
        fill_value: what is outside, for `"constant"`.
    """
    values = tensor(inputs)
    kind = dtype_name(values)
    if order not in (0, 1):
        raise ValueError(f"map_coordinates: `order` must be 0 or 1, not {order}.")
    places = tf.unstack(tensor(coordinates, "float32"), len(values.shape))
    work = values if values.dtype.is_floating else tf.cast(values, "float32")
    found = at_coordinates(work, places, order, fill_mode, fill_value)
    if kind != dtype_name(found):
        found = tf.round(found)
    return cast_to(found, kind)


@operation
def pad_images(
    images: Any,
    top_padding: int | None = None,
    left_padding: int | None = None,
    bottom_padding: int | None = None,
    right_padding: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Any:
    """Puts zeros around images.

    Two of the three vertical arguments, and two of the horizontal ones, are given.

    Args:
        images: one image or a batch.
        top_padding: rows above.
        left_padding: columns on the left.
        bottom_padding: rows below.
        right_padding: columns on the right.
        target_height: the height of the result.
        target_width: the width of the result.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    images = tensor(images)
    frame = _Layout(images, data_format)
    values = frame.enter(images)
    height, width = static_shape(values)[1:3]
    top, bottom = _two_of_three(
        top_padding, bottom_padding, target_height, height, "vertical", 1
    )
    left, right = _two_of_three(
        left_padding, right_padding, target_width, width, "horizontal", 1
    )
    pads = [[0, 0], [top, bottom], [left, right], [0, 0]]
    return frame.leave(tf.pad(values, pads))


@operation
def crop_images(
    images: Any,
    top_cropping: int | None = None,
    left_cropping: int | None = None,
    bottom_cropping: int | None = None,
    right_cropping: int | None = None,
    target_height: int | None = None,
    target_width: int | None = None,
    data_format: str | None = None,
) -> Any:
    """Cuts the edges of images off; the arguments are like those of `pad_images`."""
    images = tensor(images)
    frame = _Layout(images, data_format)
    values = frame.enter(images)
    height, width = static_shape(values)[1:3]
    top, bottom = _two_of_three(
        top_cropping, bottom_cropping, target_height, height, "vertical", -1
    )
    left, right = _two_of_three(
        left_cropping, right_cropping, target_width, width, "horizontal", -1
    )
    return frame.leave(values[:, top : height - bottom, left : width - right])


def _two_of_three(
    first: int | None,
    last: int | None,
    target: int | None,
    size: int,
    name: str,
    sign: int,
) -> tuple[int, int]:
    """Returns how much is added or cut off at both ends."""
    if sum(value is None for value in (first, last, target)) != 1:
        raise ValueError(
            f"Give exactly two of the three {name} arguments. Received: {first}, "
            f"{last} and the target {target}."
        )
    if target is None:
        return first, last
    whole = sign * (target - size)
    first = whole - last if first is None else first
    last = whole - first if last is None else last
    if first < 0 or last < 0:
        raise ValueError(
            f"The {name} arguments do not fit the size {size}: they would need "
            f"{first} and {last}."
        )
    return first, last


@operation
def extract_patches(
    images: Any,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Takes windows of images apart; each becomes the channels of one place.

    Args:
        images: one image or a batch.
        size: the size of a window.
        strides: how far the window moves; by default its size.
        dilation_rate: how far its points are apart.
        padding: `"valid"` or `"same"`.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    images = floats(images)[0]
    frame = _Layout(images, data_format)
    values = frame.enter(images)
    window = [size] * 2 if isinstance(size, int) else list(size)
    steps = window if strides is None else strides
    steps = [steps] * 2 if isinstance(steps, int) else list(steps)
    channels = static_shape(values)[-1]
    count = window[0] * window[1] * channels
    kernel = tf.reshape(tf.eye(count, dtype=values.dtype), [*window, channels, count])
    gaps = (
        [dilation_rate] * 2 if isinstance(dilation_rate, int) else list(dilation_rate)
    )
    found = tf.nn.convolution(values, kernel, steps, padding.upper(), dilations=gaps)
    return frame.leave(found)


@operation
def extract_patches_3d(
    volumes: Any,
    size: Any,
    strides: Any = None,
    dilation_rate: Any = 1,
    padding: str = "valid",
    data_format: str | None = None,
) -> Any:
    """Takes windows of volumes apart; see `extract_patches`."""
    values = floats(volumes)[0]
    first = config.standardize_data_format(data_format) == "channels_first"
    single = len(values.shape) == 4
    values = values[None] if single else values
    values = tf.transpose(values, [0, 2, 3, 4, 1]) if first else values
    window = [size] * 3 if isinstance(size, int) else list(size)
    steps = window if strides is None else strides
    steps = [steps] * 3 if isinstance(steps, int) else list(steps)
    gaps = [dilation_rate] * 3 if isinstance(dilation_rate, int) else dilation_rate
    channels = static_shape(values)[-1]
    count = int(np.prod(window)) * channels
    kernel = tf.reshape(tf.eye(count, dtype=values.dtype), [*window, channels, count])
    found = tf.nn.convolution(
        values, kernel, steps, padding.upper(), dilations=list(gaps)
    )
    found = tf.transpose(found, [0, 4, 1, 2, 3]) if first else found
    return found[0] if single else found


@operation
def gaussian_blur(
    images: Any,
    kernel_size: Any = (3, 3),
    sigma: Any = (1.0, 1.0),
    data_format: str | None = None,
) -> Any:
    """Smooths images.

    Args:
        images: one image or a batch.
        kernel_size: the size of the window.
        sigma: the standard deviations of the window's weights.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    images = floats(images)[0]
    frame = _Layout(images, data_format)
    values = frame.enter(images)
    weights = tensor(sigma, values.dtype)
    rows = gaussian_kernel(kernel_size[0], weights[0], values.dtype)
    columns = gaussian_kernel(kernel_size[1], weights[1], values.dtype)
    window = columns[:, None] * rows[None, :]
    channels = static_shape(values)[-1]
    kernel = tf.tile(window[:, :, None, None], [1, 1, channels, 1])
    return frame.leave(tf.nn.depthwise_conv2d(values, kernel, [1, 1, 1, 1], "SAME"))


@operation
def elastic_transform(
    images: Any,
    alpha: float = 20.0,
    sigma: float = 5.0,
    interpolation: str = "bilinear",
    fill_mode: str = "reflect",
    fill_value: float = 0.0,
    seed: Any = None,
    data_format: str | None = None,
) -> Any:
    """Moves each pixel by a smooth random distance.

    Args:
        images: one image or a batch.
        alpha: how far.
        sigma: how smooth.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        fill_value: what is outside, for `"constant"`.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    images = floats(images)[0]
    frame = _Layout(images, data_format)
    values = frame.enter(images)
    batch, height, width, _ = dynamic_shape(values)
    pair = draw_seed(seed)
    spread = tf.cast(sigma, values.dtype)
    size = 6 * tf.cast(spread, "int32") + 1
    noise = tf.random.stateless_normal([batch, height, width], pair) * spread
    smooth = gaussian_blur.__wrapped__(
        noise[..., None], (size, size), (sigma, sigma), "channels_last"
    )
    moved = smooth[..., 0] * tf.cast(alpha, values.dtype)
    y = tf.cast(tf.range(height), "float32")[None, :, None] + moved
    x = tf.cast(tf.range(width), "float32")[None, None, :] + moved
    number = tf.cast(tf.range(batch), "float32")[:, None, None] + tf.zeros_like(x)
    order = 0 if interpolation == "nearest" else 1
    found = [
        at_coordinates(channel, [number, y, x], order, fill_mode, fill_value)
        for channel in tf.unstack(values, axis=-1)
    ]
    return frame.leave(tf.stack(found, -1))


@operation
def sobel_edges(images: Any, data_format: str | None = None) -> Any:
    """Computes how brightness changes down and across.

    Args:
        images: a batch of images.
        data_format: `"channels_last"` or `"channels_first"`.

    Returns:
        The images with a last axis of two more.
    """
    images = floats(images)[0]
    first = config.standardize_data_format(data_format) == "channels_first"
    values = tf.transpose(images, [0, 2, 3, 1]) if first else images
    down = np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]], "float32")
    channels = static_shape(values)[-1]
    kernel = np.stack([down, down.T], -1)[:, :, None, :].repeat(channels, 2)
    padded = tf.pad(values, [[0, 0], [1, 1], [1, 1], [0, 0]], mode="REFLECT")
    found = tf.nn.depthwise_conv2d(
        padded, tf.constant(kernel, values.dtype), [1, 1, 1, 1], "VALID"
    )
    found = tf.reshape(found, [*dynamic_shape(values), 2])
    return tf.transpose(found, [0, 3, 1, 2, 4]) if first else found


@operation
def ssim(
    image1: Any,
    image2: Any,
    max_val: float = 1.0,
    filter_size: int = 11,
    filter_sigma: float = 1.5,
    k1: float = 0.01,
    k2: float = 0.03,
    data_format: str | None = None,
) -> Any:
    """Computes how similar the structures of two images are.

    Args:
        image1: a batch of images.
        image2: another one.
        max_val: the greatest possible value.
        filter_size: the size of the window.
        filter_sigma: the standard deviation of the window's weights.
        k1: keeps the brightness term finite.
        k2: keeps the contrast term finite.
        data_format: `"channels_last"` or `"channels_first"`.
    """
    first, second = floats(image1, image2)
    if config.standardize_data_format(data_format) == "channels_first":
        axes = [*range(len(first.shape) - 3), -2, -1, -3]
        axes = [a % len(first.shape) for a in axes]
        first, second = tf.transpose(first, axes), tf.transpose(second, axes)
    return tf.image.ssim(first, second, max_val, filter_size, filter_sigma, k1, k2)


@operation
def scale_and_translate(
    images: Any,
    output_shape: Any,
    scale: Any,
    translation: Any,
    spatial_dims: Any,
    method: str,
    antialias: bool = True,
) -> Any:
    """Scales and moves a tensor along some of its axes.

    Args:
        images: a tensor.
        output_shape: the shape of the result.
        scale: the factor of each axis.
        translation: how far each axis is moved.
        spatial_dims: the axes.
        method: `"linear"`, `"cubic"`, `"lanczos3"` or `"lanczos5"`.
        antialias: whether to smooth when the tensor becomes smaller.
    """
    values = floats(images)[0]
    factors = tf.unstack(tensor(scale, "float32"))
    moves = tf.unstack(tensor(translation, "float32"))
    for axis, factor, move in zip(spatial_dims, factors, moves, strict=True):
        weights = _weights(
            static_shape(values)[axis], output_shape[axis], factor, move, method,
            antialias,
        )  # fmt: skip
        rank = len(values.shape)
        axis %= rank
        found = tf.tensordot(values, tf.cast(weights, values.dtype), [[axis], [0]])
        order = list(range(rank - 1))
        order.insert(axis, rank - 1)
        values = tf.transpose(found, order)
    return values


def _weights(
    size: int, target: int, scale: Any, move: Any, method: str, antialias: bool
) -> Any:
    """Returns how much each input place counts for each output place."""
    inverse = 1.0 / scale
    width = tf.maximum(inverse, 1.0) if antialias else tf.constant(1.0)
    out = (tf.cast(tf.range(target), "float32") + 0.5) * inverse - move * inverse - 0.5
    apart = tf.abs(out[None, :] - tf.cast(tf.range(size), "float32")[:, None]) / width
    weights = _kernel_values(apart, method)
    total = tf.reduce_sum(weights, 0, keepdims=True)
    weights = tf.where(
        tf.abs(total) > 1000.0 * float(np.finfo("float32").eps),
        tf.math.divide_no_nan(weights, total),
        tf.zeros_like(weights),
    )
    inside = (out >= -0.5) & (out <= size - 0.5)
    return tf.where(inside[None, :], weights, tf.zeros_like(weights))


def _kernel_values(x: Any, method: str) -> Any:
    """Returns the weight of points at a distance."""
    zero = tf.zeros_like(x)
    if method in ("linear", "bilinear"):
        return tf.maximum(zero, 1 - x)
    if method in ("cubic", "bicubic"):
        near = ((1.5 * x - 2.5) * x) * x + 1.0
        far = ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
        return tf.where(x < 1, near, tf.where(x < 2, far, zero))
    if method in ("lanczos3", "lanczos5"):
        radius = float(method[-1])
        turn = np.pi * x
        safe = tf.where(turn > 1e-3, turn, tf.ones_like(turn))
        value = radius * tf.sin(safe) * tf.sin(safe / radius) / tf.square(safe)
        value = tf.where(turn > 1e-3, value, tf.ones_like(value))
        return tf.where(x <= radius, value, zero)
    raise ValueError(f"scale_and_translate: unknown `method` {method!r}.")
