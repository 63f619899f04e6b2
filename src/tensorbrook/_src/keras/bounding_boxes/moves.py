"""Boxes that move with the pixels of their image."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.bounding_boxes.formats import convert_format


def clip_to_image_size(
    bounding_boxes: dict[str, Any],
    height: Any = None,
    width: Any = None,
    bounding_box_format: str = "xyxy",
) -> dict[str, Any]:
    """Cuts boxes at the borders of the image; labels of empty ones become -1.

    Args:
        bounding_boxes: a dict of `"boxes"` and `"labels"`.
        height: the height of the image, for `"xyxy"`.
        width: its width, for `"xyxy"`.
        bounding_box_format: `"xyxy"` or `"rel_xyxy"`.

    Raises:
        ValueError: when the size is missing.
        NotImplementedError: for another format, as in Keras.
    """
    _only(bounding_box_format, ("xyxy", "rel_xyxy"), "clip_to_image_size")
    limits: Any = (1.0, 1.0, 1.0, 1.0)
    if bounding_box_format == "xyxy":
        if height is None or width is None:
            raise ValueError(
                "clip_to_image_size: `height` and `width` must be set for the format "
                f"'xyxy'. Received: height={height}, width={width}."
            )
        limits = (width, height, width, height)
    boxes = tf.cast(bounding_boxes["boxes"], "float32")
    labels = tf.convert_to_tensor(bounding_boxes["labels"])
    boxes = tf.clip_by_value(boxes, 0.0, tf.cast(tf.stack(limits), boxes.dtype))
    area = (boxes[..., 2] - boxes[..., 0]) * (boxes[..., 3] - boxes[..., 1])
    labels = tf.where(area > 0, labels, tf.cast(-1, labels.dtype))
    return {**bounding_boxes, "boxes": boxes, "labels": labels}


def crop(
    boxes: Any,
    top: Any,
    left: Any,
    height: Any,
    width: Any,
    bounding_box_format: str = "xyxy",
) -> tf.Tensor:
    """Returns boxes in a part of their image.

    Args:
        boxes: (..., 4).
        top: the part's first row.
        left: the part's first column.
        height: the part's height.
        width: the part's width.
        bounding_box_format: `"xyxy"`.

    Raises:
        NotImplementedError: for another format, as in Keras.
    """
    _only(bounding_box_format, ("xyxy",), "crop")
    moved = tf.cast(boxes, "float32") - _offset(left, top)
    return tf.clip_by_value(moved, 0.0, _offset(width, height))


def pad(
    boxes: Any,
    top: Any,
    left: Any,
    height: Any = None,
    width: Any = None,
    bounding_box_format: str = "xyxy",
) -> tf.Tensor:
    """Returns boxes in an image that got rows on top and columns at the left.

    Args:
        boxes: (..., 4).
        top: how many rows were added.
        left: how many columns were added.
        height: kept for formats to come.
        width: kept for formats to come.
        bounding_box_format: `"xyxy"`.

    Raises:
        NotImplementedError: for another format, as in Keras.
    """
    _only(bounding_box_format, ("xyxy",), "pad")
    return tf.cast(boxes, "float32") + _offset(left, top)


def affine_transform(
    boxes: Any,
    angle: Any,
    translate_x: Any,
    translate_y: Any,
    scale: Any,
    shear_x: Any,
    shear_y: Any,
    height: Any,
    width: Any,
    center_x: Any = None,
    center_y: Any = None,
    bounding_box_format: str = "xyxy",
) -> tf.Tensor:
    """Turns, shears, scales and moves boxes; each stays upright around its corners.

    Args:
        boxes: (batch, boxes, 4).
        angle: degrees for each image, against the clock.
        translate_x: shares of the width.
        translate_y: shares of the height.
        scale: factors.
        shear_x: degrees.
        shear_y: degrees.
        height: the height of the images.
        width: their width.
        center_x: what stays in place; the middle by default.
        center_y: what stays in place; the middle by default.
        bounding_box_format: how the boxes are written.

    Raises:
        ValueError: for an unknown format.
    """
    given = tf.cast(boxes, "float32")
    corners = convert_format(given, bounding_box_format, "xyxy", height, width)
    height, width = tf.cast(height, "float32"), tf.cast(width, "float32")
    middle_x = (width - 1) / 2 if center_x is None else tf.cast(center_x, "float32")
    middle_y = (height - 1) / 2 if center_y is None else tf.cast(center_y, "float32")
    angle, shear_x, shear_y = (
        tf.cast(value, "float32") * (math.pi / 180)
        for value in (angle, shear_x, shear_y)
    )
    sine, cosine = tf.sin(angle), tf.cos(angle)
    scale = tf.cast(scale, "float32")
    lower = (-sine + tf.tan(shear_y) * cosine, cosine + tf.tan(shear_y) * sine)
    upper = (cosine - tf.tan(shear_x) * lower[0], sine + tf.tan(shear_x) * lower[1])
    move_x = tf.cast(translate_x, "float32") * (width - 1) - middle_x
    move_y = tf.cast(translate_y, "float32") * (height - 1) - middle_y

    def moved(row: tuple[Any, Any], x: Any, y: Any, middle: Any) -> Any:
        along = _per_image(row[0] * scale) * (x + _per_image(move_x))
        across = _per_image(row[1] * scale) * (y + _per_image(move_y))
        return along + across + _per_image(middle)

    left, top, right, bottom = tf.unstack(corners, axis=-1)
    x = tf.stack([left, right, left, right], -1)
    y = tf.stack([top, top, bottom, bottom], -1)
    new_x, new_y = moved(upper, x, y, middle_x), moved(lower, x, y, middle_y)
    sides = [
        tf.reduce_min(new_x, -1),
        tf.reduce_min(new_y, -1),
        tf.reduce_max(new_x, -1),
        tf.reduce_max(new_y, -1),
    ]
    found = tf.stack(sides, -1)
    return convert_format(found, "xyxy", bounding_box_format, height, width)


def _per_image(value: tf.Tensor) -> tf.Tensor:
    """Returns a number for each image in the shape of (batch, boxes, corners)."""
    return value[:, None, None] if value.shape.rank == 1 else value


def _offset(left: Any, top: Any) -> tf.Tensor:
    """Returns what is to be added to the four numbers of each box."""
    parts = [tf.cast(value, "float32") for value in (left, top, left, top)]
    joined = tf.stack(parts, -1)
    return joined[:, None, :] if joined.shape.rank == 2 else joined


def _only(form: str, known: tuple[str, ...], where: str) -> None:
    """Raises for a format that the function does not take."""
    if form not in known:
        raise NotImplementedError(
            f"{where}: `bounding_box_format` must be one of {known}. Received: "
            f"{form!r}. Convert the boxes with `convert_format` first."
        )
