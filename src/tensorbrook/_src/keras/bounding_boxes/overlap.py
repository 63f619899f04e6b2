"""How well two boxes fit each other."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.bounding_boxes.formats import convert_format


def compute_iou(
    boxes1: Any,
    boxes2: Any,
    bounding_box_format: str,
    use_masking: bool = False,
    mask_val: float = -1,
    image_shape: Any = None,
) -> tf.Tensor:
    """Computes the shared area over the joint area, for each pair of boxes.

    Args:
        boxes1: (boxes, 4) or (batch, boxes, 4).
        boxes2: (others, 4) or (batch, others, 4).
        bounding_box_format: how the boxes are written.
        use_masking: whether pairs with an empty box get `mask_val`.
        mask_val: what stands for an empty box.
        image_shape: (height, width, channels), for boxes written as shares.

    Returns:
        (boxes, others) or (batch, boxes, others).

    Raises:
        ValueError: for other ranks, or shares without `image_shape`.

    Example:
        >>> from tensorbrook.keras.utils import bounding_boxes
        >>> box = [[0.0, 0.0, 2.0, 2.0]]
        >>> bounding_boxes.compute_iou(box, [[0.0, 0.0, 2.0, 1.0]], "xyxy").numpy()
        array([[0.5]], dtype=float32)
    """
    first = _corners("compute_iou", "boxes1", boxes1, bounding_box_format, image_shape)
    second = _corners("compute_iou", "boxes2", boxes2, bounding_box_format, image_shape)
    one, other = first[..., :, None, :], second[..., None, :, :]
    low = tf.maximum(one[..., :2], other[..., :2])
    high = tf.minimum(one[..., 2:], other[..., 2:])
    shared = tf.reduce_prod(tf.maximum(high - low, 0.0), -1)
    joint = _area(one) + _area(other) - shared
    found = tf.math.divide_no_nan(shared, joint)
    if not use_masking:
        return found
    empty = [
        tf.reduce_max(tf.cast(boxes, "float32"), -1) < 0.0 for boxes in (boxes1, boxes2)
    ]
    masked = tf.logical_or(empty[0][..., :, None], empty[1][..., None, :])
    return tf.where(masked, tf.cast(mask_val, found.dtype), found)


def compute_ciou(
    boxes1: Any, boxes2: Any, bounding_box_format: str, image_shape: Any = None
) -> tf.Tensor:
    """Computes the overlap of boxes, less how far centers and shapes differ.

    Args:
        boxes1: (..., 4).
        boxes2: (..., 4), one for each of `boxes1`.
        bounding_box_format: how the boxes are written.
        image_shape: (height, width, channels), for boxes written as shares.

    Raises:
        ValueError: for shares without `image_shape`.
    """
    first = _corners("compute_ciou", "boxes1", boxes1, bounding_box_format, image_shape)
    second = _corners(
        "compute_ciou", "boxes2", boxes2, bounding_box_format, image_shape
    )
    epsilon = config.epsilon()
    low = tf.maximum(first[..., :2], second[..., :2])
    high = tf.minimum(first[..., 2:], second[..., 2:])
    shared = tf.reduce_prod(tf.maximum(high - low, 0.0), -1)
    joint = _area(first) + _area(second) - shared
    overlap = shared / (joint + epsilon)
    outer = tf.maximum(first[..., 2:], second[..., 2:]) - tf.minimum(
        first[..., :2], second[..., :2]
    )
    centers = [(boxes[..., :2] + boxes[..., 2:]) / 2 for boxes in (first, second)]
    apart = tf.reduce_sum(tf.square(centers[0] - centers[1]), -1)
    apart = apart / (tf.reduce_sum(tf.square(outer), -1) + epsilon)
    angles = []
    for boxes in (first, second):
        sides = boxes[..., 2:] - boxes[..., :2]
        angles.append(tf.atan(sides[..., 0] / (sides[..., 1] + epsilon)))
    shape = tf.square(2 / math.pi * (angles[0] - angles[1]))
    weight = shape / (shape - overlap + 1 + epsilon)
    return overlap - (apart + shape * weight)


def _corners(
    where: str, name: str, boxes: Any, form: str, image_shape: Any
) -> tf.Tensor:
    """Returns the corners of boxes as (..., 4), in pixels where the image is known."""
    values = tf.cast(boxes, "float32")
    if where == "compute_iou" and values.shape.rank not in (2, 3):
        raise ValueError(
            f"{where}: `{name}` must be of the shape (boxes, 4) or (batch, boxes, 4). "
            f"Received: shape={tuple(values.shape)}."
        )
    if not form.startswith("rel_"):
        return convert_format(values, form, "xyxy")
    if image_shape is None:
        raise ValueError(
            f"{where}: relative formats of boxes need `image_shape`. Received: "
            f"bounding_box_format={form!r}, image_shape=None."
        )
    return convert_format(values, form, "xyxy", image_shape[-3], image_shape[-2])


def _area(boxes: tf.Tensor) -> tf.Tensor:
    """Returns the area of boxes given by corners."""
    return tf.reduce_prod(boxes[..., 2:] - boxes[..., :2], -1)
