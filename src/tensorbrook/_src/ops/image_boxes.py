"""Boxes cut out of images and resized, and glimpses."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast, shape
from tensorbrook._src.ops.rules import brackets

_TYPES = "uint8|uint16|int8|int16|int32|int64|half|float32|float64"


def _crop_dims(c: ShapeContext) -> Dims:
    image, boxes, which, size = (c.shape(index) for index in range(4))
    if image is not None and len(image) != 4:
        raise c.fail(f"input image must be 4-D, got {brackets(image)}")
    if boxes is not None and (len(boxes) != 2 or boxes[1] not in (4, None)):
        raise c.fail(f"boxes must be 2-D with 4 columns, got {brackets(boxes)}")
    if which is not None and len(which) != 1:
        raise c.fail(f"box_index must be 1-D, got {brackets(which)}")
    if size is not None and size not in ((2,), (None,)):
        raise c.fail(f"crop_size must have two elements, got {brackets(size)}")
    count = boxes[0] if boxes else None
    if boxes and which and None not in (count, which[0]) and which[0] != count:
        raise c.fail(f"boxes has {count} rows, but box_index {which[0]} elements")
    wanted = c.value(3)
    if wanted is not None and min(wanted) <= 0:
        raise c.fail(f"crop dimensions must be positive, got {wanted.tolist()}")
    rows, columns = (None, None) if wanted is None else (int(n) for n in wanted)
    batch, known = image[0] if image else None, c.value(2)
    if (
        batch is not None
        and known is not None
        and ((known < 0).any() or (known >= batch).any())
    ):
        raise errors.OutOfRangeError(
            None, None, "box_index has values outside [0, batch_size)"
        )
    return (count, rows, columns, image[3] if image else None)


def _places(xp: Any, boxes: Any, axis: int, length: int, count: int) -> Any:
    """Where the pixels of crops lie along an axis, for each box."""
    start, end = boxes[:, axis], boxes[:, axis + 2]
    if count == 1:
        return (0.5 * (start + end) * (length - 1))[:, None]
    step = (end - start) * (length - 1) / (count - 1)
    return (
        start[:, None] * (length - 1)
        + xp.arange(count, dtype=boxes.dtype) * step[:, None]
    )


class _Crop:
    """The four pixels around each pixel of the crops, and how near they are."""

    def __init__(self, xp: Any, dims: Any, boxes: Any, which: Any, size: Any) -> None:
        height, width = dims[1:3]
        rows, columns = int(size[0]), int(size[1])
        down = _places(xp, boxes, 0, height, rows)
        across = _places(xp, boxes, 1, width, columns)
        inside = ((down >= 0) & (down <= height - 1))[:, :, None]
        self.inside = inside & ((across >= 0) & (across <= width - 1))[:, None]
        self.image = which[:, None, None]
        self.down, self.across = down, across
        self.top, self.bottom = self._around(xp, down, height)
        self.left, self.right = self._around(xp, across, width)
        self.below = (down - xp.floor(down))[:, :, None, None]
        self.beside = (across - xp.floor(across))[:, None, :, None]

    def _around(self, xp: Any, places: Any, length: int) -> tuple[Any, Any]:
        low = xp.clip(xp.floor(places), 0, length - 1).astype(np.int64)
        return low, xp.clip(xp.ceil(places), 0, length - 1).astype(np.int64)

    def pixels(self, image: Any, rows: Any, columns: Any) -> Any:
        return image[self.image, rows[:, :, None], columns[:, None, :]]

    def corners(self) -> list[tuple[Any, Any, Any]]:
        """Rows, columns and weights of the four pixels."""
        return [
            (self.top, self.left, (1 - self.below) * (1 - self.beside)),
            (self.top, self.right, (1 - self.below) * self.beside),
            (self.bottom, self.left, self.below * (1 - self.beside)),
            (self.bottom, self.right, self.below * self.beside),
        ]

    def nearest(self, xp: Any) -> tuple[Any, Any]:
        """The rows and columns that are closest."""
        rows = xp.floor(xp.abs(self.down) + 0.5).astype(np.int64)
        columns = xp.floor(xp.abs(self.across) + 0.5).astype(np.int64)
        return rows, columns


def _crop(
    xp: Any,
    image: Any,
    boxes: Any,
    box_ind: Any,
    crop_size: Any,
    method: str,
    extrapolation_value: float,
) -> Any:
    crop = _Crop(xp, image.shape, boxes, box_ind, crop_size)
    wide = image.astype(np.float32)
    if method == "nearest":
        rows, columns = crop.nearest(xp)
        rows = xp.clip(rows, 0, image.shape[1] - 1)
        columns = xp.clip(columns, 0, image.shape[2] - 1)
        found = crop.pixels(wide, rows, columns)
    else:
        found = sum(
            crop.pixels(wide, rows, columns) * weights
            for rows, columns, weights in crop.corners()
        )
    return xp.where(
        crop.inside[..., None], found, np.float32(extrapolation_value)
    ).astype(np.float32)


def _crop_back(
    xp: Any, grads: Any, boxes: Any, box_ind: Any, image_size: Any, T: Any, method: str
) -> Any:
    dims = [int(n) for n in image_size]
    crop = _Crop(xp, dims, boxes, box_ind, grads.shape[1:3])
    dy = xp.where(crop.inside[..., None], grads, 0)
    total = xp.zeros(dims, np.float32)
    if method == "nearest":
        rows, columns = crop.nearest(xp)
        rows = xp.clip(rows, 0, dims[1] - 1)
        columns = xp.clip(columns, 0, dims[2] - 1)
        parts = [(rows, columns, np.float32(1))]
    else:
        parts = crop.corners()
    for rows, columns, weights in parts:
        place = (crop.image, rows[:, :, None], columns[:, None, :])
        if xp is np:
            np.add.at(total, place, dy * weights)
        else:
            total = total.at[place].add(dy * weights)
    return total.astype(T.numpy_dtype)


def _boxes_back(
    xp: Any, grads: Any, image: Any, boxes: Any, box_ind: Any, method: str
) -> Any:
    crop = _Crop(xp, image.shape, boxes, box_ind, grads.shape[1:3])
    wide = image.astype(np.float32)
    tl, tr, bl, br = (
        crop.pixels(wide, rows, columns) for rows, columns, _ in crop.corners()
    )
    dy = xp.where(crop.inside[..., None], grads, 0)
    by_row = dy * ((1 - crop.beside) * (bl - tl) + crop.beside * (br - tr))
    by_column = dy * ((1 - crop.below) * (tr - tl) + crop.below * (br - bl))
    found = []
    for axis, part in ((0, by_row.sum(axis=(2, 3))), (1, by_column.sum(axis=(1, 3)))):
        length, count = image.shape[1 + axis], grads.shape[1 + axis]
        shares = xp.full(1, 0.5) if count == 1 else xp.arange(count) / (count - 1)
        scale = length - 1
        found.append(
            (
                (part * (1 - shares)).sum(axis=1) * scale,
                (part * shares).sum(axis=1) * scale,
            )
        )
    return xp.stack(
        [found[0][0], found[1][0], found[0][1], found[1][1]], axis=1
    ).astype(np.float32)


def _crop_gradient(op: Any, dy: Any) -> list[Any]:
    image, boxes, which, _ = op.inputs
    by_image = None
    if image.dtype.is_floating:
        by_image = image_grad_op(
            dy,
            boxes,
            which,
            shape.shape(image),
            T=image.dtype,
            method=op.attrs["method"],
        )
    by_boxes = boxes_grad_op(dy, image, boxes, which)
    return [by_image, by_boxes, None, None]


image_grad_op = Op(
    "CropAndResizeGradImage",
    "grads: float32, boxes: float32, box_ind: int32, image_size: int32 -> output: T | "
    "T: float32|half|float64, method: {'bilinear', 'nearest'} = 'bilinear'",
    shape=lambda c: c.value_as_shape(3),
    reference=_crop_back,
    gradient=NOT_DIFFERENTIABLE,
)
boxes_grad_op = Op(
    "CropAndResizeGradBoxes",
    "grads: float32, image: T, boxes: float32, box_ind: int32 -> output: float32 | "
    f"method: {{'bilinear'}} = 'bilinear', T: {_TYPES}",
    shape=lambda c: c.shape(2),
    reference=_boxes_back,
    gradient=NOT_DIFFERENTIABLE,
)
crop_op = Op(
    "CropAndResize",
    "image: T, boxes: float32, box_ind: int32, crop_size: int32 -> crops: float32 | "
    "method: {'bilinear', 'nearest'} = 'bilinear', extrapolation_value: float = 0.0, "
    f"T: {_TYPES}",
    shape=_crop_dims,
    reference=_crop,
    gradient=_crop_gradient,
)


def crop_and_resize(
    image: Any,
    boxes: Any,
    box_indices: Any,
    crop_size: Any,
    method: str = "bilinear",
    extrapolation_value: float = 0.0,
    name: str | None = None,
) -> Tensor:
    """Cuts boxes out of images and resizes them to one size.

    Args:
        image: Images of shape (batch, height, width, channels).
        boxes: Boxes `[y1, x1, y2, x2]`, where 0 and 1 are the borders of the image.
        box_indices: The image of each box.
        crop_size: The height and width of the crops.
        method: "bilinear" or "nearest".
        extrapolation_value: What stands where a box reaches beyond its image.
        name: Name of the node in a graph.

    Returns:
        Crops of shape (boxes, *crop_size, channels), float32.

    Raises:
        tf.errors.InvalidArgumentError: The shapes don't fit.
        tf.errors.OutOfRangeError: A box belongs to no image.

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.reshape(tf.range(4.0), [1, 2, 2, 1])
        >>> tf.image.crop_and_resize(x, [[0, 0, 1, 1]], [0], [1, 1]).numpy().item()
        1.5
    """
    return crop_op(  # type: ignore[no-any-return]
        image,
        boxes,
        box_indices,
        crop_size,
        method=method,
        extrapolation_value=float(extrapolation_value),
        name=name,
    )


# --- glimpses ------------------------------------------------------------------------


def _glimpse_dims(c: ShapeContext) -> Dims:
    dims, offsets = c.shape(0), c.shape(2)
    if dims is not None and len(dims) != 4:
        raise c.fail(
            f"input must be a vector of images of rank 4, got {brackets(dims)}"
        )
    if offsets is not None and (len(offsets) != 2 or offsets[1] not in (2, None)):
        raise c.fail(f"offsets must be a matrix of 2 columns, got {brackets(offsets)}")
    size = c.vector(1)
    if size is not None and (len(size) != 2 or (size <= 0).any()):
        raise c.fail(f"size must be two positive numbers, got {size.tolist()}")
    rows, columns = (None, None) if size is None else (int(n) for n in size)
    batch, channels = (None, None) if dims is None else (dims[0], dims[3])
    return (batch, rows, columns, channels)


def _starts(dims: Any, size: Any, offsets: Any, attrs: Any, version: int) -> Any:
    lengths = np.array(dims[1:3], np.float32)
    half = np.array(size, np.float32) / 2
    places = offsets.astype(np.float32)
    if attrs["normalized"]:
        places = places * lengths
    if attrs["centered"]:
        # pixels count from the middle to the corner of the window since version 2
        if version == 1 or attrs["normalized"]:
            places = places / 2 - half
        places = places + lengths / 2
    elif version == 1:
        places = places - half
    return np.trunc(places).astype(np.int64)


def _noise(kind: str, image: Any, dims: Any) -> Any:
    """What stands around an image: zeros, or random numbers like its own."""
    if kind == "zero" or not image.size:
        return np.zeros(dims, np.float32)
    draw = np.random.default_rng()
    if kind == "gaussian":
        return draw.normal(image.mean(), image.std(), dims).astype(np.float32)
    return draw.uniform(image.min(), image.max(), dims).astype(np.float32)


def _glimpse(version: int) -> Any:
    def kernel(
        xp: Any,
        input: Any,
        size: Any,
        offsets: Any,
        noise: str,
        uniform_noise: bool,
        **attrs: Any,
    ) -> Any:
        rows, columns = (int(n) for n in size)
        starts = _starts(input.shape, (rows, columns), offsets, attrs, version)
        kind = "uniform" if uniform_noise else noise
        dims = (rows, columns, input.shape[3])
        found = np.empty((len(input), *dims), np.float32)
        for index, (image, (top, left)) in enumerate(zip(input, starts, strict=True)):
            found[index] = _noise(kind, image, dims)
            low = (max(top, 0), max(left, 0))
            high = (
                min(top + rows, image.shape[0]),
                min(left + columns, image.shape[1]),
            )
            if low[0] < high[0] and low[1] < high[1]:
                found[
                    index,
                    low[0] - top : high[0] - top,
                    low[1] - left : high[1] - left,
                ] = image[low[0] : high[0], low[1] : high[1]]
        return found

    return kernel


def _glimpse_record(name: str, version: int) -> Op:
    return Op(
        name,
        "input: float32, size: int32, offsets: float32 -> glimpse: float32 | "
        "centered: bool = True, normalized: bool = True, uniform_noise: bool = True, "
        "noise: string = 'uniform'",
        shape=_glimpse_dims,
        reference=_glimpse(version),
        gradient=NOT_DIFFERENTIABLE,
        xla=unsupported("glimpses begin where the values say"),
    )


glimpse_v1_op = _glimpse_record("ExtractGlimpse", 1)
glimpse_op = _glimpse_record("ExtractGlimpseV2", 2)


def extract_glimpse(
    input: Any,
    size: Any,
    offsets: Any,
    centered: bool = True,
    normalized: bool = True,
    noise: str = "uniform",
    name: str | None = None,
) -> Tensor:
    """Cuts a window of one size out of each image.

    Args:
        input: Images of shape (batch, height, width, channels).
        size: The height and width of the windows.
        offsets: Where each window lies, row and column.
        centered: Whether offsets count from the middle of the image, and not from its
            first corner.
        normalized: Whether an offset of 1 is the border of the image, and not a pixel;
            centered ones then lead to the middle of the window.
        noise: What stands outside of the image: "uniform", "gaussian" or "zero".
        name: Name of the node in a graph.

    Returns:
        Windows of shape (batch, *size, channels).

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.reshape(tf.range(9.0), [1, 3, 3, 1])
        >>> tf.image.extract_glimpse(x, [1, 1], [[0.0, 0.0]]).numpy().item()
        4.0
    """
    return glimpse_op(  # type: ignore[no-any-return]
        input,
        cast.cast(size, dtypes.int32),
        offsets,
        centered=centered,
        normalized=normalized,
        uniform_noise=False,
        noise=noise,
        name=name,
    )
