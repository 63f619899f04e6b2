"""Random rectangles in images."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf


def rectangle(
    layer: Any, batch: Any, wide: Any, tall: Any, height: int, width: int
) -> tuple[Any, Any, Any, Any]:
    """Draws a rectangle for each image: left, right, top and bottom.

    Args:
        layer: draws the random numbers.
        batch: the number of images.
        wide: the width of each, as a part of the image's.
        tall: the height of each, as a part of the image's.
        height: the height of the images.
        width: the width of the images.
    """
    length = wide * width
    left = layer.uniform([batch]) * (width - length)
    depth = tall * height
    top = layer.uniform([batch]) * (height - depth)
    return left, left + length, top, top + depth


def inside(box: tuple[Any, Any, Any, Any], height: int, width: int) -> Any:
    """Says which pixels are in the rectangle of their image."""
    left, right, top, bottom = (side[:, None, None, None] for side in box)
    x = tf.cast(tf.range(width), "float32")[None, None, :, None]
    y = tf.cast(tf.range(height), "float32")[None, :, None, None]
    return (x >= left) & (x < right) & (y >= top) & (y < bottom)
