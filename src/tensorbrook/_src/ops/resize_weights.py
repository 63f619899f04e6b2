"""The weights by which each output pixel of a resized axis sums its input pixels.

Resizing is linear and goes along one axis at a time: a matrix for rows and one for
columns say all. The positions are computed in 32 bits, as TensorFlow's kernels do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Matrix = np.ndarray[Any, Any]
_TABLE = 1024  # steps between two pixels for which cubic coefficients are known
_SMALLEST = 1000 * float(np.finfo(np.float32).tiny)


def scale_of(length: int, count: int, align_corners: bool) -> np.float32:
    """How far apart output pixels are, in input pixels."""
    if align_corners and count > 1:
        return np.float32((length - 1) / np.float32(count - 1))
    return np.float32(np.float32(length) / np.float32(max(count, 1)))


def positions(
    length: int, count: int, align_corners: bool, half_pixel_centers: bool
) -> Matrix:
    """Where output pixels lie among the input pixels."""
    scale = scale_of(length, count, align_corners)
    places = np.arange(count, dtype=np.float32)
    if half_pixel_centers:
        half = np.float32(0.5)
        return (places + half) * scale - half
    return places * scale


def nearest(
    length: int, count: int, align_corners: bool, half_pixel_centers: bool
) -> Matrix:
    """The input pixel that each output pixel copies."""
    scale = scale_of(length, count, align_corners)
    places = np.arange(count, dtype=np.float32)
    if half_pixel_centers:
        places = places + np.float32(0.5)
    found = places * scale
    whole = np.floor(found + np.float32(0.5)) if align_corners else np.floor(found)
    return np.clip(whole.astype(np.int64), 0, max(length - 1, 0))


def bilinear(
    length: int, count: int, align_corners: bool, half_pixel_centers: bool
) -> Matrix:
    """Weights of the two pixels around each position."""
    found = positions(length, count, align_corners, half_pixel_centers)
    floor = np.floor(found)
    share = found - floor
    low = np.clip(floor, 0, length - 1).astype(int)
    high = np.clip(np.ceil(found), 0, length - 1).astype(int)
    weights = np.zeros((count, length), np.float32)
    rows = np.arange(count)
    np.add.at(weights, (rows, low), 1 - share)
    np.add.at(weights, (rows, high), share)
    return weights


def _cubic_table(a: float) -> Matrix:
    """Cubic coefficients at distances from 0 to 1, and from 1 to 2."""
    x = np.arange(_TABLE + 1, dtype=np.float32) / np.float32(_TABLE)
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    x = x + 1
    far = ((a * x - 5 * a) * x + 8 * a) * x - 4 * a
    return np.stack([near, far], axis=1).astype(np.float32)


def bicubic(
    length: int, count: int, align_corners: bool, half_pixel_centers: bool
) -> Matrix:
    """Weights of the four pixels around each position."""
    table = _cubic_table(-0.5 if half_pixel_centers else -0.75)
    found = positions(length, count, align_corners, half_pixel_centers)
    floor = np.floor(found)
    offset = np.rint((found - floor) * _TABLE).astype(int)
    shares = np.stack(
        [
            table[offset, 1],
            table[offset, 0],
            table[_TABLE - offset, 0],
            table[_TABLE - offset, 1],
        ],
        axis=1,
    )
    places = floor.astype(int)[:, None] + np.arange(-1, 3)
    inside = np.clip(places, 0, length - 1)
    if half_pixel_centers:  # pixels outside count nothing, the others more
        shares = np.where(places == inside, shares, 0)
        total = shares.sum(axis=1, keepdims=True)
        shares = np.divide(shares, total, where=np.abs(total) >= _SMALLEST, out=shares)
    weights = np.zeros((count, length), np.float32)
    np.add.at(weights, (np.arange(count)[:, None], inside), shares)
    return weights


def area(length: int, count: int, align_corners: bool) -> Matrix:
    """Weights of the pixels that lie under each output pixel, by their overlap."""
    scale = scale_of(length, count, align_corners)
    starts = np.arange(count, dtype=np.float32) * scale
    ends = np.arange(1, count + 1, dtype=np.float32) * scale
    weights = np.zeros((count, length), np.float32)
    for row, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for place in range(int(np.floor(start)), int(np.ceil(end))):
            overlap = min(place + 1, float(end)) - max(place, float(start))
            weights[row, min(place, length - 1)] += overlap
    return weights / scale


Kernel = Callable[[Any, Any], Any]


def _lanczos(radius: float) -> Kernel:
    def kernel(xp: Any, x: Any) -> Any:
        safe = xp.where(x <= 1e-3, 1.0, x) * np.pi
        found = radius * xp.sin(safe) * xp.sin(safe / radius) / (safe * safe)
        return xp.where(x > radius, 0.0, xp.where(x <= 1e-3, 1.0, found))

    return kernel


def _gaussian(xp: Any, x: Any) -> Any:
    sigma = 0.5
    return xp.where(x >= 1.5, 0.0, xp.exp(-x * x / (2 * sigma * sigma)))


def _box(xp: Any, x: Any) -> Any:
    return xp.where(x < 0.5, 1.0, xp.where(x == 0.5, 0.5, 0.0))


def _triangle(xp: Any, x: Any) -> Any:
    return xp.maximum(1 - x, 0.0)


def _keys_cubic(xp: Any, x: Any) -> Any:
    near = (1.5 * x - 2.5) * x * x + 1
    far = ((-0.5 * x + 2.5) * x - 4) * x + 2
    return xp.where(x >= 2, 0.0, xp.where(x >= 1, far, near))


def _mitchell_cubic(xp: Any, x: Any) -> Any:
    near = (7 / 6 * x - 2) * x * x + 8 / 9
    far = ((-7 / 18 * x + 2) * x - 10 / 3) * x + 16 / 9
    return xp.where(x >= 2, 0.0, xp.where(x >= 1, far, near))


#: Kernels by name: their radius and the function of the distance.
KERNELS: dict[str, tuple[float, Kernel]] = {
    "lanczos1": (1.0, _lanczos(1.0)),
    "lanczos3": (3.0, _lanczos(3.0)),
    "lanczos5": (5.0, _lanczos(5.0)),
    "gaussian": (1.5, _gaussian),
    "box": (0.5, _box),
    "triangle": (1.0, _triangle),
    "keyscubic": (2.0, _keys_cubic),
    "mitchellcubic": (2.0, _mitchell_cubic),
}


def sampled(
    xp: Any,
    length: int,
    count: int,
    scale: Any,
    translation: Any,
    kernel_type: str,
    antialias: bool,
) -> Any:
    """Weights by a kernel around each position; wider ones where the image shrinks."""
    radius, kernel = KERNELS[kernel_type]
    one = np.float32(1)
    step = one / scale
    shift = -step * translation
    stretch = xp.maximum(step, one) if antialias else one
    centres = (xp.arange(count, dtype=np.float32) + np.float32(0.5)) * step + shift
    places = xp.arange(length, dtype=np.float32) + np.float32(0.5)
    reach = radius * stretch
    first = xp.clip(xp.ceil(centres - reach - 0.5), 0, length - 1)[:, None]
    last = xp.clip(xp.floor(centres + reach - 0.5), 0, length - 1)[:, None]
    at = xp.arange(length)
    distance = xp.abs(places - centres[:, None]) / stretch
    weights = kernel(xp, distance.astype(np.float64))
    inside = (centres >= 0) & (centres <= length)
    used = (at >= first) & (at <= last) & inside[:, None]
    weights = xp.where(used, weights, 0.0)
    total = weights.sum(axis=1, keepdims=True)
    large = xp.abs(total) >= _SMALLEST
    return (weights / xp.where(large, total, 1.0)).astype(np.float32)
