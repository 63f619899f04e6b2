"""Maps that turn, move, scale and shear images."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf


def affine_maps(angle: Any, shear_x: Any, shear_y: Any, height: int, width: int) -> Any:
    """Returns the maps that turn and shear images around their middle.

    Args:
        angle: degrees, for each image.
        shear_x: degrees.
        shear_y: degrees.
        height: the height of the images.
        width: the width of the images.
    """
    turn = angle * (math.pi / 180.0)
    cosine, sine = tf.cos(turn), tf.sin(turn)
    across = tf.tan(shear_x * (math.pi / 180.0))
    down = tf.tan(shear_y * (math.pi / 180.0))
    middle_x, middle_y = 0.5 * (width - 1), 0.5 * (height - 1)
    a0, a1 = cosine + across * sine, -sine + across * cosine
    b0, b1 = down * cosine + sine, down * -sine + cosine
    a2 = middle_x - middle_x * a0 - middle_y * a1
    b2 = middle_y - middle_x * b0 - middle_y * b1
    zero = tf.zeros_like(a0)
    return tf.stack([a0, a1, a2, b0, b1, b2, zero, zero], axis=1)


def warped(
    images: Any, maps: Any, interpolation: str, fill_mode: str, fill_value: float
) -> Any:
    """Returns images seen through maps; see `keras.ops.image.affine_transform`."""
    return tf.keras.ops.image.affine_transform(
        images, maps, interpolation, fill_mode, fill_value, "channels_last"
    )


def boxes_through(boxes: Any, maps: Any) -> Any:
    """Returns upright boxes around what the maps moved.

    Args:
        boxes: (batch, boxes, 4): left, top, right, bottom.
        maps: (batch, 8), from places in the new images to places in the old ones.
    """
    full = tf.concat([maps, tf.ones_like(maps[:, :1])], axis=1)
    back = tf.linalg.inv(tf.reshape(full, [-1, 3, 3]))
    left, top, right, bottom = tf.unstack(boxes, axis=-1)
    x = tf.stack([left, right, left, right], -1)
    y = tf.stack([top, top, bottom, bottom], -1)
    places = tf.einsum("bij,bnkj->bnki", back, tf.stack([x, y, tf.ones_like(x)], -1))
    x, y = places[..., 0] / places[..., 2], places[..., 1] / places[..., 2]
    sides = [tf.reduce_min(x, -1), tf.reduce_min(y, -1)]
    sides += [tf.reduce_max(x, -1), tf.reduce_max(y, -1)]
    return tf.stack(sides, -1)


def boxes_in_crop(boxes: Any, size: tuple[int, int], target: tuple[int, int]) -> Any:
    """Returns boxes in the resized middle of images.

    Args:
        boxes: (batch, boxes, 4): left, top, right, bottom.
        size: the height and the width of the images.
        target: those wanted; the greatest middle of this shape is resized.
    """
    scale = max(target[0] / size[0], target[1] / size[1])
    return _scaled(boxes, size, target, scale)


def boxes_in_frame(boxes: Any, size: tuple[int, int], target: tuple[int, int]) -> Any:
    """Returns boxes in images that were resized and framed.

    Args:
        boxes: (batch, boxes, 4): left, top, right, bottom.
        size: the height and the width of the images.
        target: those wanted, with the frame.
    """
    scale = min(target[0] / size[0], target[1] / size[1])
    return _scaled(boxes, size, target, scale)


def _scaled(
    boxes: Any, size: tuple[int, int], target: tuple[int, int], scale: float
) -> Any:
    """Returns scaled boxes whose image keeps its middle."""
    left = (target[1] - size[1] * scale) / 2
    top = (target[0] - size[0] * scale) / 2
    return boxes * scale + tf.constant([left, top, left, top], boxes.dtype)
