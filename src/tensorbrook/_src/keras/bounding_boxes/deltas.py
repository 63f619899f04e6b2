"""Boxes as changes of anchors: what detectors learn."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.bounding_boxes.formats import convert_format

_ENCODINGS = ("center_xywh", "center_yxhw")


def encode_box_to_deltas(
    anchors: Any,
    boxes: Any,
    anchor_format: str,
    box_format: str,
    encoding_format: str = "center_yxhw",
    variance: Any = None,
    image_shape: Any = None,
) -> tf.Tensor:
    """Writes boxes as moved centers and logarithms of stretched sides.

    Args:
        anchors: (boxes, 4) or (batch, boxes, 4).
        boxes: a box for each anchor.
        anchor_format: how the anchors are written.
        box_format: how the boxes are written.
        encoding_format: `"center_yxhw"` or `"center_xywh"`.
        variance: four numbers by which the changes are divided.
        image_shape: (height, width, channels), for boxes written as shares.

    Raises:
        ValueError: for another encoding, or another number of variances.
    """
    variance = _checked(encoding_format, variance)
    sizes = _image_sizes(image_shape)
    at = convert_format(anchors, anchor_format, encoding_format, *sizes)
    to = convert_format(boxes, box_format, encoding_format, *sizes)
    moved = tf.math.divide_no_nan(to[..., :2] - at[..., :2], at[..., 2:])
    tiny = 1e-8
    stretched = tf.math.log(
        tf.maximum(to[..., 2:], tiny) / tf.maximum(at[..., 2:], tiny)
    )
    found = tf.concat([moved, stretched], -1)
    return found if variance is None else found / variance


def decode_deltas_to_boxes(
    anchors: Any,
    boxes_delta: Any,
    anchor_format: str,
    box_format: str,
    encoded_format: str = "center_yxhw",
    variance: Any = None,
    image_shape: Any = None,
) -> Any:
    """Makes boxes of anchors and their changes; undoes `encode_box_to_deltas`.

    Args:
        anchors: (boxes, 4), or a dict of such.
        boxes_delta: a change for each anchor, (boxes, 4) or (batch, boxes, 4), or a
            dict of such with the same keys.
        anchor_format: how the anchors are written.
        box_format: how the boxes should be written.
        encoded_format: how the changes are written.
        variance: four numbers by which the changes were divided.
        image_shape: (height, width, channels), for boxes written as shares.

    Raises:
        ValueError: for another encoding, or another number of variances.
    """
    if isinstance(anchors, dict):
        return {
            key: decode_deltas_to_boxes(
                anchors[key], boxes_delta[key], anchor_format, box_format,
                encoded_format, variance, image_shape,
            )
            for key in anchors
        }  # fmt: skip
    scale = _checked(encoded_format, variance)
    sizes = _image_sizes(image_shape)
    at = convert_format(anchors, anchor_format, encoded_format, *sizes)
    change = tf.cast(boxes_delta, at.dtype)
    change = change if scale is None else change * scale
    center = at[..., :2] + change[..., :2] * at[..., 2:]
    sides = tf.exp(change[..., 2:]) * at[..., 2:]
    found = tf.concat([center, sides], -1)
    return convert_format(found, encoded_format, box_format, *sizes)


def _checked(encoding: str, variance: Any) -> Any:
    """Returns the variances, after checking the arguments."""
    if encoding not in _ENCODINGS:
        raise ValueError(
            f"The encoding of changes must be one of {_ENCODINGS}. Received: "
            f"{encoding!r}."
        )
    if variance is None:
        return None
    values = tf.cast(variance, "float32")
    if values.shape[-1] != 4:
        raise ValueError(f"`variance` must hold 4 numbers. Received: {variance}.")
    return values


def _image_sizes(image_shape: Any) -> tuple[Any, Any]:
    """Returns the height and the width of images, if known."""
    return (None, None) if image_shape is None else (image_shape[-3], image_shape[-2])
