"""Convolutions that resize and pad their input first."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import conv, image_resize, pad

_HOW = "mode: {'REFLECT', 'SYMMETRIC'}, strides: list(int), padding: {'SAME', 'VALID'}"


def _dims(c: ShapeContext) -> Dims:
    """The lengths depend on values; the run finds them."""
    last = len(c.inputs) - 1
    images, kernel, paddings = c.shape(0), c.shape(last), c.matrix(last - 1)
    for index in (0, last):
        if c.rank(index) not in (None, 4):
            raise c.fail(
                f"{c.op.name}: input and filter must have 4 axes, got {c.shape(index)}."
            )
    if paddings is not None:
        if paddings.shape != (4, 2):
            raise c.fail(
                f"{c.op.name}: paddings must have shape (4, 2), got {paddings.shape}."
            )
        if paddings[[0, 3]].any():
            raise c.fail(
                f"{c.op.name}: only rows and columns can be padded, got "
                f"{paddings.tolist()}."
            )
    if images and kernel and None not in (images[3], kernel[2]):
        if images[3] != kernel[2]:
            raise c.fail(
                f"{c.op.name}: input has {images[3]} channels, filter takes {kernel[2]}."
            )
    return (images[0] if images else None, None, None, kernel[3] if kernel else None)


def _padded_conv(
    xp: Any,
    images: Any,
    paddings: Any,
    kernel: Any,
    mode: str,
    strides: Any,
    padding: str,
) -> Any:
    grown = pad.mirror_pad_op.reference(xp, images, paddings, mode=mode)
    options = {
        name: attr.default
        for name, attr in conv.conv2d_op.signature.attrs.items()
        if attr.kind != "type" and attr.has_default
    }
    return conv.conv2d_op.reference(
        xp, grown, kernel, **{**options, "strides": strides, "padding": padding}
    )


def _resized_conv(
    xp: Any,
    images: Any,
    size: Any,
    paddings: Any,
    kernel: Any,
    resize_align_corners: bool,
    **how: Any,
) -> Any:
    sized = image_resize.bilinear_op.reference(
        xp,
        images,
        size,
        align_corners=resize_align_corners,
        half_pixel_centers=False,
    )
    return _padded_conv(xp, sized.astype(images.dtype), paddings, kernel, **how)


fused_pad_conv2d_op = Op(
    "FusedPadConv2D",
    "input: T, paddings: int32, filter: T -> output: T | "
    f"{_HOW}, T: {{bfloat16, half, float32, float64}}",
    shape=_dims,
    reference=_padded_conv,
    gradient=NOT_DIFFERENTIABLE,
)

fused_resize_and_pad_conv2d_op = Op(
    "FusedResizeAndPadConv2D",
    "input: T, size: int32, paddings: int32, filter: T -> output: T | "
    f"resize_align_corners: bool = False, {_HOW}, T: {{half, float32, float64}}",
    shape=_dims,
    reference=_resized_conv,
    gradient=NOT_DIFFERENTIABLE,
)
