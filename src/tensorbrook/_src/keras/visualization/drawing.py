"""Boxes and masks drawn into images."""

from __future__ import annotations

import colorsys
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.bounding_boxes.formats import convert_format


def draw_bounding_boxes(
    images: Any,
    bounding_boxes: Any,
    bounding_box_format: str,
    class_mapping: dict[int, str] | None = None,
    color: Any = (128, 128, 128),
    line_thickness: int = 2,
    text_thickness: int = 1,
    font_scale: float = 1.0,
    data_format: str | None = None,
) -> np.ndarray:
    """Draws boxes, with the names of their classes, into images.

    Args:
        images: (batch, height, width, 3), from 0 to 255.
        bounding_boxes: a dict of `"boxes"`, `"labels"` and perhaps `"confidences"`.
        bounding_box_format: how the boxes are written.
        class_mapping: the name of each label.
        color: red, green and blue.
        line_thickness: the width of the lines.
        text_thickness: kept for compatibility.
        font_scale: the size of the names, relative to ten pixels.
        data_format: `"channels_last"` or `"channels_first"`.

    Returns:
        The images, an array of bytes.

    Raises:
        ValueError: for images of another shape.
        TypeError: when the boxes are no dict.
    """
    from PIL import Image, ImageDraw

    pictures = _pictures("draw_bounding_boxes", images, data_format)
    if not isinstance(bounding_boxes, dict):
        raise TypeError(
            "draw_bounding_boxes: `bounding_boxes` must be a dict of 'boxes' and "
            f"'labels'. Received: {type(bounding_boxes).__name__}."
        )
    height, width = pictures.shape[1:3]
    corners = convert_format(
        bounding_boxes["boxes"], bounding_box_format, "xyxy", height, width
    ).numpy()
    labels = np.asarray(bounding_boxes["labels"]).astype(int)
    sure = bounding_boxes.get("confidences")
    names = class_mapping or {}
    found = []
    for place, picture in enumerate(pictures):
        image = Image.fromarray(picture)
        brush = ImageDraw.Draw(image)
        for number, box in enumerate(corners[place]):
            label = labels[place, number]
            if label == -1 or (box[2:] <= box[:2]).any():
                continue
            brush.rectangle(
                [float(side) for side in box],
                outline=tuple(color),
                width=line_thickness,
            )
            if label in names:
                text = str(names[label])
                if sure is not None:
                    text += f" | {np.asarray(sure)[place, number]:.2f}"
                spot = (float(box[0]) + line_thickness, float(box[1]))
                brush.text(spot, text, fill=tuple(color), font_size=10 * font_scale)
        found.append(np.asarray(image))
    return np.stack(found)


def draw_segmentation_masks(
    images: Any,
    segmentation_masks: Any,
    num_classes: int | None = None,
    color_mapping: dict[int, Any] | None = None,
    alpha: float = 0.8,
    blend: bool = True,
    ignore_index: int = -1,
    data_format: str | None = None,
) -> np.ndarray:
    """Paints each class of a mask in a color of its own.

    Args:
        images: (batch, height, width, 3), from 0 to 255.
        segmentation_masks: the number of the class of each pixel, with or without a
            last axis of one.
        num_classes: how many classes there are.
        color_mapping: red, green and blue of each class.
        alpha: how much the color covers.
        blend: whether the image shines through.
        ignore_index: the class that is not painted.
        data_format: `"channels_last"` or `"channels_first"`.

    Returns:
        The images, an array of bytes.

    Raises:
        ValueError: for images of another shape.
        TypeError: when the masks are not integers.

    Example:
        >>> import numpy as np
        >>> from tensorbrook import keras
        >>> image, mask = np.zeros((1, 1, 2, 3), "uint8"), np.array([[[0, 1]]])
        >>> keras.visualization.draw_segmentation_masks(
        ...     image, mask, color_mapping={0: (0, 0, 0), 1: (100, 0, 0)})[0, 0, 1]
        array([80,  0,  0], dtype=uint8)
    """
    pictures = _pictures("draw_segmentation_masks", images, data_format)
    masks = np.asarray(segmentation_masks)
    if masks.dtype.kind not in "iu":
        raise TypeError(
            "draw_segmentation_masks: `segmentation_masks` must hold integers. "
            f"Received: dtype={masks.dtype}."
        )
    if masks.ndim == 4:
        axis = (
            1 if config.standardize_data_format(data_format) != "channels_last" else 3
        )
        masks = np.squeeze(masks, axis)
    count = num_classes or int(masks.max(initial=0)) + 1
    colors = _colors(count) if color_mapping is None else color_mapping
    painted = pictures.astype("float32")
    share = alpha if blend else 1.0
    for label, color in colors.items():
        spots = (masks == label) & (masks != ignore_index)
        mixed = pictures[spots] * (1.0 - share) + np.asarray(color, "float32") * share
        painted[spots] = mixed
    return painted.astype("uint8")


def _pictures(where: str, images: Any, data_format: str | None) -> np.ndarray:
    """Returns images as bytes, channels last."""
    found = np.asarray(tf.convert_to_tensor(images))
    if found.ndim != 4:
        raise ValueError(
            f"{where}: `images` must be of four dimensions, with a batch. Received: "
            f"shape={found.shape}."
        )
    if config.standardize_data_format(data_format) == "channels_first":
        found = np.moveaxis(found, 1, -1)
    return np.clip(found, 0, 255).astype("uint8")


def _colors(count: int) -> dict[int, tuple[int, ...]]:
    """Returns a color for each class, as different as can be."""
    found = {}
    for number in range(count):
        parts = colorsys.hsv_to_rgb(number / max(count, 1), 0.9, 0.9)
        found[number] = tuple(int(part * 255) for part in parts)
    return found
