"""Images under projective transforms: turned, sheared, scaled, seen at an angle."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import linalg_solve, shape
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.sparse_kernels import invalid

_MODES = ("CONSTANT", "REFLECT", "WRAP", "NEAREST")


def _dims(c: ShapeContext) -> Dims:
    images, transforms, size = c.shape(0), c.shape(1), c.value(2)
    if images is not None and len(images) != 4:
        raise c.fail(f"Input images must have rank 4, got {brackets(images)}")
    if transforms is not None and (
        len(transforms) != 2 or transforms[1] not in (8, None)
    ):
        raise c.fail(
            "Input transform should be num_images x 8 or 1 x 8, got "
            f"{brackets(transforms)}"
        )
    if images and transforms and None not in (images[0], transforms[0]):
        if transforms[0] not in (1, images[0]):
            raise c.fail(
                "Input transform should be num_images x 8 or 1 x 8, got "
                f"{brackets(transforms)}"
            )
    rows, columns = (None, None) if size is None else (int(n) for n in size)
    if rows is not None and columns is not None and min(rows, columns) <= 0:
        raise c.fail(f"output_shape must be positive, got {[rows, columns]}")
    batch, channels = (images[0], images[3]) if images else (None, None)
    return (batch, rows, columns, channels)


def _mapped(xp: Any, places: Any, length: int, mode: str) -> Any:
    """Places along an axis, those outside brought inside as `mode` says."""
    if mode == "CONSTANT":
        return places
    if mode == "REFLECT":
        period = 2.0 * length
        inside = places - period * xp.floor(places / period)
        places = xp.where(inside >= length, period - inside - 1, inside)
    elif mode == "WRAP" and length > 1:
        step = float(length - 1)
        low = places + length * (xp.trunc(-places / step) + 1)
        high = places - length * xp.trunc(places / step)
        places = xp.where(places < 0, low, xp.where(places > step, high, places))
    elif mode == "WRAP":
        places = xp.zeros_like(places)
    return xp.clip(places, 0, length - 1)


def _read(xp: Any, images: Any, rows: Any, columns: Any, fill: Any) -> Any:
    """The pixels at whole places; `fill` outside."""
    height, width = images.shape[1:3]
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    batch = xp.arange(images.shape[0]).reshape(-1, 1, 1)
    found = images[
        batch,
        xp.clip(rows, 0, height - 1).astype(np.int64),
        xp.clip(columns, 0, width - 1).astype(np.int64),
    ]
    return xp.where(inside[..., None], found, fill)


def _transformed(
    xp: Any,
    images: Any,
    transforms: Any,
    output_shape: Any,
    fill_value: Any,
    interpolation: str,
    fill_mode: str,
) -> Any:
    if fill_mode not in _MODES:
        raise invalid(f"Invalid mode {fill_mode}. Must be one of {_MODES}.")
    if interpolation not in ("NEAREST", "BILINEAR"):
        raise invalid(f"Invalid interpolation {interpolation}.")
    height, width = (int(n) for n in output_shape)
    kind = (
        np.float64 if images.dtype.kind in "iu" else np.result_type(images.dtype, "f")
    )
    wide = images.astype(kind)
    t = transforms.astype(np.float32)
    t = xp.broadcast_to(t, (images.shape[0], 8))[:, :, None, None]
    x = xp.arange(width, dtype=np.float32)
    y = xp.arange(height, dtype=np.float32)[:, None]
    depth = t[:, 6] * x + t[:, 7] * y + 1
    safe = xp.where(depth == 0, 1, depth)
    across = _mapped(
        xp, (t[:, 0] * x + t[:, 1] * y + t[:, 2]) / safe, images.shape[2], fill_mode
    )
    down = _mapped(
        xp, (t[:, 3] * x + t[:, 4] * y + t[:, 5]) / safe, images.shape[1], fill_mode
    )
    if interpolation == "NEAREST":
        rows, columns = _rounded(xp, down), _rounded(xp, across)
        found = _read(xp, wide, rows, columns, fill_value)
    else:
        found = _bilinear(xp, wide, down, across, fill_value)
    found = xp.where((depth == 0)[..., None], fill_value, found)
    return found.astype(images.dtype)


def _rounded(xp: Any, places: Any) -> Any:
    """To the nearest whole number, halves away from zero."""
    return xp.trunc(places + xp.copysign(0.5, places))


def _bilinear(xp: Any, images: Any, down: Any, across: Any, fill: Any) -> Any:
    top, left = xp.floor(down), xp.floor(across)
    below, beside = (down - top)[..., None], (across - left)[..., None]

    def row(rows: Any) -> Any:
        first = _read(xp, images, rows, left, fill)
        second = _read(xp, images, rows, left + 1, fill)
        return (1 - beside) * first + beside * second

    return (1 - below) * row(top) + below * row(top + 1)


def _kernel_v2(
    xp: Any, images: Any, transforms: Any, output_shape: Any, **attrs: Any
) -> Any:
    return _transformed(xp, images, transforms, output_shape, 0.0, **attrs)


def _gradient(op: Any, dy: Any) -> list[Any]:
    """The output's gradient under the inverse transform: TensorFlow's choice."""
    images, transforms = op.inputs[:2]
    size = shape.shape(images)[1:3]
    options = {name: op.attrs[name] for name in ("interpolation", "fill_mode")}
    inverse = _inverse(transforms)
    rest: list[Any] = [None] * (len(op.inputs) - 1)
    fill = [convert_to_tensor(0.0)] if op.record is transform_v3_op else []
    return [op.record(dy, inverse, size, *fill, **options), *rest]


def _inverse(transforms: Any) -> Any:
    """The transforms that undo these."""
    ones = shape.reshape(transforms[:, :1] * 0 + 1, [-1, 1])
    matrices = shape.reshape(shape.concat([transforms, ones], 1), [-1, 3, 3])
    flat = shape.reshape(linalg_solve.inv(matrices), [-1, 9])
    return flat[:, :8] / flat[:, 8:]


_INPUTS = "images: dtype, transforms: float32, output_shape: int32"
_ATTRS = (
    "interpolation: string, fill_mode: string = 'CONSTANT', "
    "dtype: uint8|int32|int64|half|bfloat16|float32|float64"
)

transform_v2_op = Op(
    "ImageProjectiveTransformV2",
    f"{_INPUTS} -> transformed_images: dtype | {_ATTRS}",
    shape=_dims,
    reference=_kernel_v2,
    gradient=_gradient,
)
transform_v3_op = Op(
    "ImageProjectiveTransformV3",
    f"{_INPUTS}, fill_value: float32 -> transformed_images: dtype | {_ATTRS}",
    shape=_dims,
    reference=_transformed,
    gradient=_gradient,
)
