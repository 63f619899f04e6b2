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
