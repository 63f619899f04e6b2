"""Changes of single images in arrays, as Keras 2 makes them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.keras.images.conversion import array_to_img, img_to_array


def apply_affine_transform(
    x: np.ndarray,
    theta: float = 0,
    tx: float = 0,
    ty: float = 0,
    shear: float = 0,
    zx: float = 1,
    zy: float = 1,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    order: int = 1,
) -> np.ndarray:
    """Turns, moves, shears and zooms an image; needs SciPy.

    Args:
        x: an image of three dimensions.
        theta: the angle in degrees.
        tx: how far down.
        ty: how far across.
        shear: the angle of shearing in degrees.
        zx: the zoom of the rows.
        zy: the zoom of the columns.
        row_axis: the axis of the rows.
        col_axis: the axis of the columns.
        channel_axis: the axis of the channels.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        cval: what is outside, for `"constant"`.
        order: of the interpolation.
    """
    matrix = _matrix(theta, tx, ty, shear, zx, zy)
    if matrix is None:
        return x
    from scipy import ndimage

    rows, columns = x.shape[row_axis], x.shape[col_axis]
    middle = np.array([[1, 0, rows / 2 - 0.5], [0, 1, columns / 2 - 0.5], [0, 0, 1]])
    back = np.array([[1, 0, 0.5 - rows / 2], [0, 1, 0.5 - columns / 2], [0, 0, 1]])
    whole = middle @ matrix @ back
    moved = np.moveaxis(x, (channel_axis, row_axis, col_axis), (0, 1, 2))
    found = [
        ndimage.affine_transform(
            channel, whole[:2, :2], whole[:2, 2], order=order, mode=fill_mode, cval=cval
        )
        for channel in moved
    ]
    return np.moveaxis(np.stack(found), (0, 1, 2), (channel_axis, row_axis, col_axis))


def _matrix(
    theta: float, tx: float, ty: float, shear: float, zx: float, zy: float
) -> np.ndarray | None:
    """Returns the map around the origin, None where nothing changes."""
    parts = []
    if theta:
        angle = np.deg2rad(theta)
        c, s = np.cos(angle), np.sin(angle)
        parts.append(np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]))
    if tx or ty:
        parts.append(np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1.0]]))
    if shear:
        angle = np.deg2rad(shear)
        parts.append(
            np.array([[1, -np.sin(angle), 0], [0, np.cos(angle), 0], [0, 0, 1]])
        )
    if zx != 1 or zy != 1:
        parts.append(np.array([[zx, 0, 0], [0, zy, 0], [0, 0, 1.0]]))
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = whole @ part
    return whole


def apply_brightness_shift(
    x: np.ndarray, brightness: float, scale: bool = True
) -> np.ndarray:
    """Makes an image brighter or darker by a factor."""
    from PIL import ImageEnhance

    low, high = np.min(x), np.max(x)
    local = low < 0 or high > 255
    picture = array_to_img(x, scale=local or scale)
    found = img_to_array(ImageEnhance.Brightness(picture).enhance(brightness))
    return found / 255 * (high - low) + low if not scale and local else found


def apply_channel_shift(
    x: np.ndarray, intensity: float, channel_axis: int = 0
) -> np.ndarray:
    """Adds a number to all channels, within the range of the values."""
    return np.clip(x + intensity, np.min(x), np.max(x))


def random_rotation(
    x: np.ndarray,
    rg: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Turns an image by a random angle of up to `rg` degrees."""
    axes = (row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order)
    return apply_affine_transform(x, np.random.uniform(-rg, rg), 0, 0, 0, 1, 1, *axes)


def random_shift(
    x: np.ndarray,
    wrg: float,
    hrg: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Moves an image by random parts of its width and height."""
    tx = np.random.uniform(-hrg, hrg) * x.shape[row_axis]
    ty = np.random.uniform(-wrg, wrg) * x.shape[col_axis]
    axes = (row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order)
    return apply_affine_transform(x, 0, tx, ty, 0, 1, 1, *axes)


def random_shear(
    x: np.ndarray,
    intensity: float,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Shears an image by a random angle of up to `intensity` degrees."""
    shear = np.random.uniform(-intensity, intensity)
    axes = (row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order)
    return apply_affine_transform(x, 0, 0, 0, shear, 1, 1, *axes)


def random_zoom(
    x: np.ndarray,
    zoom_range: Any,
    row_axis: int = 1,
    col_axis: int = 2,
    channel_axis: int = 0,
    fill_mode: str = "nearest",
    cval: float = 0.0,
    interpolation_order: int = 1,
) -> np.ndarray:
    """Zooms an image by random factors from a range."""
    if len(zoom_range) != 2:
        raise ValueError(
            f"random_zoom: `zoom_range` must be two numbers. Received: {zoom_range}."
        )
    zx, zy = np.random.uniform(zoom_range[0], zoom_range[1], 2)
    axes = (row_axis, col_axis, channel_axis, fill_mode, cval, interpolation_order)
    return apply_affine_transform(x, 0, 0, 0, 0, zx, zy, *axes)


def random_brightness(
    x: np.ndarray, brightness_range: Any, scale: bool = True
) -> np.ndarray:
    """Makes an image brighter or darker by a random factor from a range."""
    if len(brightness_range) != 2:
        raise ValueError(
            "random_brightness: `brightness_range` must be two numbers. Received: "
            f"{brightness_range}."
        )
    return apply_brightness_shift(x, np.random.uniform(*brightness_range), scale)


def random_channel_shift(
    x: np.ndarray, intensity_range: float, channel_axis: int = 0
) -> np.ndarray:
    """Adds a random number of up to `intensity_range` to all channels."""
    intensity = np.random.uniform(-intensity_range, intensity_range)
    return apply_channel_shift(x, intensity, channel_axis)
