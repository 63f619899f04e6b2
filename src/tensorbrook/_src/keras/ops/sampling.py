"""Values between pixels: the base of all geometric changes of images."""

from __future__ import annotations

import itertools
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.ops.conversion import dynamic_shape

_FILLS = ("constant", "nearest", "reflect", "wrap")


def mapped(coordinate: Any, size: Any, fill_mode: str) -> Any:
    """Returns where a place outside of an image lies inside, by the fill mode.

    Args:
        coordinate: float coordinates along one axis.
        size: the size of that axis.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
    """
    length = tf.cast(size, coordinate.dtype)
    if fill_mode == "constant":
        return coordinate
    if fill_mode == "reflect":
        double = 2 * length
        inside = tf.math.floormod(coordinate, double)
        turned = tf.where(inside >= length, double - inside - 1, inside)
        coordinate = tf.where(
            coordinate < 0, _reflected_below(coordinate, length), turned
        )
    elif fill_mode == "wrap":
        period = tf.maximum(length - 1, 1)
        below = coordinate + length * (tf.floor(-coordinate / period) + 1)
        above = coordinate - length * tf.floor(coordinate / period)
        found = tf.where(coordinate > length - 1, above, coordinate)
        coordinate = tf.where(coordinate < 0, below, found)
    return tf.clip_by_value(coordinate, tf.zeros_like(length), length - 1)


def _reflected_below(coordinate: Any, length: Any) -> Any:
    """Returns negative coordinates turned around at the edge of the image."""
    double = 2 * length
    moved = tf.where(
        coordinate < double,
        double * tf.floor(-coordinate / double) + coordinate,
        coordinate,
    )
    return tf.where(moved < -length, moved + double, -moved - 1)


def projected(
    images: Any,
    transforms: Any,
    interpolation: str,
    fill_mode: str,
    fill_value: float,
    output_size: Any = None,
) -> Any:
    """Returns images, each seen through a projective map.

    Args:
        images: (batch, height, width, channels), floats.
        transforms: eight numbers for each image: where a place of the result is
            taken from.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        fill_value: what is outside, for `"constant"`.
        output_size: height and width of the result, by default those of the images.

    Raises:
        ValueError: for another interpolation or fill mode.
    """
    if interpolation not in ("nearest", "bilinear"):
        raise ValueError(
            "The `interpolation` must be 'nearest' or 'bilinear'. Received: "
            f"{interpolation!r}."
        )
    if fill_mode not in _FILLS:
        raise ValueError(
            f"The `fill_mode` must be one of {_FILLS}. Received: {fill_mode!r}."
        )
    _, height, width, _ = dynamic_shape(images)
    rows, columns = (height, width) if output_size is None else output_size
    x = tf.cast(tf.range(columns), "float32")[None, None, :]
    y = tf.cast(tf.range(rows), "float32")[None, :, None]
    c = [
        tf.cast(part, "float32")[:, None, None]
        for part in tf.unstack(transforms, 8, axis=1)
    ]
    scale = c[6] * x + c[7] * y + 1.0
    from_x = (c[0] * x + c[1] * y + c[2]) / scale
    from_y = (c[3] * x + c[4] * y + c[5]) / scale
    from_x = mapped(from_x, width, fill_mode)
    from_y = mapped(from_y, height, fill_mode)
    return sampled(images, from_y, from_x, interpolation, fill_value)


def sampled(images: Any, y: Any, x: Any, interpolation: str, fill_value: float) -> Any:
    """Returns the values of images at float coordinates.

    Args:
        images: (batch, height, width, channels).
        y: (batch, rows, columns).
        x: (batch, rows, columns).
        interpolation: `"nearest"` or `"bilinear"`.
        fill_value: what is outside.
    """
    if interpolation == "nearest":
        half = 0.5
        near_y = tf.sign(y) * tf.floor(tf.abs(y) + half)
        near_x = tf.sign(x) * tf.floor(tf.abs(x) + half)
        return _read(images, near_y, near_x, fill_value)
    top, left = tf.floor(y), tf.floor(x)
    total: Any = 0.0
    for dy, dx in itertools.product((0.0, 1.0), repeat=2):
        row, column = top + dy, left + dx
        share = (1 - tf.abs(y - row)) * (1 - tf.abs(x - column))
        share = tf.cast(share[..., None], images.dtype)
        total += share * _read(images, row, column, fill_value)
    return total


def _read(images: Any, y: Any, x: Any, fill_value: float) -> Any:
    """Returns the pixels at whole coordinates, the fill value outside."""
    _, height, width, channels = dynamic_shape(images)
    last_y = tf.cast(height, y.dtype) - 1
    last_x = tf.cast(width, x.dtype) - 1
    inside = (y >= 0) & (y <= last_y) & (x >= 0) & (x <= last_x)
    row = tf.cast(tf.clip_by_value(y, tf.zeros_like(last_y), last_y), "int32")
    column = tf.cast(tf.clip_by_value(x, tf.zeros_like(last_x), last_x), "int32")
    flat = tf.reshape(images, [tf.shape(images)[0], height * width, channels])
    found = tf.gather(flat, row * width + column, axis=1, batch_dims=1)
    return tf.where(inside[..., None], found, tf.cast(fill_value, images.dtype))


def at_coordinates(
    values: Any, coordinates: Any, order: int, fill_mode: str, fill_value: float
) -> Any:
    """Returns the values of a tensor at float coordinates of any rank.

    Args:
        values: a tensor.
        coordinates: one tensor of coordinates for each axis.
        order: 0 for the nearest value, 1 for linear interpolation.
        fill_mode: `"constant"`, `"nearest"`, `"wrap"`, `"mirror"` or `"reflect"`.
        fill_value: what is outside, for `"constant"`.
    """
    shape = dynamic_shape(values)
    choices = []
    for place, size in zip(coordinates, shape, strict=True):
        if order == 0:
            near = tf.round(place)
            choices.append([(near, tf.ones_like(place), size)])
        else:
            low = tf.floor(place)
            share = place - low
            choices.append([(low, 1 - share, size), (low + 1, share, size)])
    total: Any = 0.0
    for corner in itertools.product(*choices):
        inside: Any = True
        weight: Any = 1.0
        index = []
        for place, share, size in corner:
            at = tf.cast(place, "int32")
            if fill_mode == "constant":
                inside = inside & (at >= 0) & (at < size)
            index.append(tf.clip_by_value(_whole(at, size, fill_mode), 0, size - 1))
            weight = weight * share
        found = tf.gather_nd(values, tf.stack(index, -1))
        if fill_mode == "constant":
            found = tf.where(inside, found, tf.cast(fill_value, found.dtype))
        total += tf.cast(weight, found.dtype) * found
    return total


def _whole(at: Any, size: Any, fill_mode: str) -> Any:
    """Returns where a whole coordinate outside lies inside."""
    if fill_mode == "wrap":
        return tf.math.floormod(at, size)
    if fill_mode == "mirror":
        period = tf.maximum(2 * size - 2, 1)
        inside = tf.math.floormod(at, period)
        return tf.where(inside >= size, period - inside, inside)
    if fill_mode == "reflect":
        # As in Keras, only the far border counts twice.
        inside = tf.math.floormod(tf.abs(at), 2 * size)
        return tf.where(inside >= size, 2 * size - 1 - inside, inside)
    return at


def gaussian_kernel(size: int, sigma: Any, dtype: Any) -> Any:
    """Returns the values of a normal distribution at `size` places, of sum one.

    Args:
        size: how many places.
        sigma: the standard deviation.
        dtype: the type.
    """
    middle = (tf.cast(size, dtype) - 1) / 2
    places = tf.cast(tf.range(size), dtype) - middle
    values = tf.exp(-0.5 * tf.square(places / tf.cast(sigma, dtype)))
    return values / tf.reduce_sum(values)


LUMA = (0.2989, 0.5870, 0.1140)
