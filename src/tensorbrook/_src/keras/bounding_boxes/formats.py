"""The ways to write down a box, and how each becomes another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf

FORMATS = (
    "xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", "rel_xyxy", "rel_yxyx",
    "rel_xywh", "rel_center_xywh",
)  # fmt: skip


def convert_format(
    boxes: Any,
    source: str,
    target: str,
    height: Any = None,
    width: Any = None,
    dtype: Any = "float32",
) -> Any:
    """Writes boxes down in another way.

    Args:
        boxes: (boxes, 4) or (batch, boxes, 4), or a dict with such `"boxes"`.
        source: how they are written: `"xyxy"` for two corners, `"xywh"` for a corner
            and the size, `"center_xywh"` for the center and the size, each also with
            rows first (`"yxyx"`, `"center_yxhw"`) or as shares of the image
            (`"rel_xyxy"`, ...).
        target: how they should be written.
        height: the height of the images, for shares.
        width: their width, for shares.
        dtype: the type of the result.

    Raises:
        ValueError: for an unknown format, a wrong shape, or shares without a size.

    Example:
        >>> from tensorbrook.keras.utils import bounding_boxes
        >>> bounding_boxes.convert_format([[1.0, 2.0, 5.0, 8.0]], "xyxy", "xywh").numpy()
        array([[1., 2., 4., 6.]], dtype=float32)
    """
    if isinstance(boxes, dict):
        changed = convert_format(boxes["boxes"], source, target, height, width, dtype)
        return {**boxes, "boxes": changed}
    _check(source, target, height, width)
    values = tf.cast(boxes, dtype)
    if values.shape[-1] != 4:
        raise ValueError(
            "`boxes` must be a tensor whose last dimension has the size 4. Received: "
            f"boxes.shape={tuple(values.shape)}."
        )
    if source == target:
        return values
    corners = _CORNERS[source.removeprefix("rel_")](tf.unstack(values, axis=-1))
    relative = [form.startswith("rel_") for form in (source, target)]
    if relative[0] != relative[1]:
        sizes = [_size(side, values) for side in (width, height, width, height)]
        corners = [
            corner * size if relative[0] else corner / size
            for corner, size in zip(corners, sizes, strict=True)
        ]
    return tf.stack(_WRITERS[target.removeprefix("rel_")](corners), axis=-1)


def _check(source: str, target: str, height: Any, width: Any) -> None:
    """Raises for an unknown format, and for shares without a size."""
    for form in (source, target):
        if form not in FORMATS:
            raise ValueError(
                f"The format of a box must be one of {FORMATS}. Received: {form!r}."
            )
    mixed = source.startswith("rel_") != target.startswith("rel_")
    if mixed and (height is None or width is None):
        raise ValueError(
            "convert_format() must receive `height` and `width` when one of the "
            f"formats is relative and the other is not. Received: source={source}, "
            f"target={target}, height={height}, width={width}."
        )


def _size(side: Any, boxes: Any) -> Any:
    """Returns a side of the images that goes with each box."""
    size = tf.cast(side, boxes.dtype)
    return size[:, None] if size.shape.rank == 1 and boxes.shape.rank == 3 else size


def _from_sizes(parts: list[Any]) -> list[Any]:
    """Returns the corners of a corner and a size."""
    x, y, width, height = parts
    return [x, y, x + width, y + height]


def _from_center(parts: list[Any]) -> list[Any]:
    """Returns the corners of a center and a size."""
    x, y, width, height = parts
    return [x - width / 2, y - height / 2, x + width / 2, y + height / 2]


def _to_sizes(parts: list[Any]) -> list[Any]:
    """Returns the first corner and the size."""
    left, top, right, bottom = parts
    return [left, top, right - left, bottom - top]


def _to_center(parts: list[Any]) -> list[Any]:
    """Returns the center and the size."""
    left, top, right, bottom = parts
    return [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top]


def _swapped(parts: list[Any]) -> list[Any]:
    """Returns columns and rows the other way round."""
    return [parts[1], parts[0], parts[3], parts[2]]


_Change = Callable[[list[Any]], list[Any]]
_CORNERS: dict[str, _Change] = {
    "xyxy": list,
    "yxyx": _swapped,
    "xywh": _from_sizes,
    "center_xywh": _from_center,
    "center_yxhw": lambda parts: _from_center(_swapped(parts)),
}
_WRITERS: dict[str, _Change] = {
    "xyxy": list,
    "yxyx": _swapped,
    "xywh": _to_sizes,
    "center_xywh": _to_center,
    "center_yxhw": lambda parts: _swapped(_to_center(parts)),
}
