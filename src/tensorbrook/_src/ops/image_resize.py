"""The records that resize images, and their gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops import resize_weights, shape
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.sparse_kernels import invalid

_INPUTS = "int8|uint8|int16|uint16|int32|int64|half|float32|float64|bfloat16"
_FLAGS = "align_corners: bool = False, half_pixel_centers: bool = False"


def _resized_dims(c: ShapeContext) -> Dims:
    dims, size = c.shape(0), c.shape(1)
    if dims is not None and len(dims) != 4:
        raise c.fail(
            f"{c.op.name}: input images must be 4-dimensional, got {brackets(dims)}"
        )
    if size is not None and len(size) != 1:
        raise c.fail(
            f"{c.op.name}: shape_t must be 1-dimensional, got {brackets(size)}"
        )
    if size is not None and size[0] not in (2, None):
        raise c.fail(f"{c.op.name}: shape_t must have two elements, got {size[0]}")
    wanted = c.value(1)
    rows, columns = (None, None) if wanted is None else map(int, wanted)
    if rows is not None and columns is not None and min(rows, columns) <= 0:
        raise c.fail(f"{c.op.name}: output dimensions must be positive")
    batch, channels = (None, None) if dims is None else (dims[0], dims[3])
    if dims is not None and 0 in dims[1:3]:
        raise c.fail(f"{c.op.name}: input image must be of non-zero size")
    return (batch, rows, columns, channels)


def _applied(xp: Any, images: Any, rows: Any, columns: Any) -> Any:
    """`rows @ image @ columns.T` for each image and channel."""
    batch, height, width, depth = images.shape
    tall = xp.matmul(rows, images.reshape(batch, height, width * depth))
    tall = tall.reshape(batch, rows.shape[0], width, depth)
    return xp.moveaxis(xp.tensordot(tall, columns, axes=([2], [1])), 3, 2)


def _by_weights(weights: Any) -> Any:
    def kernel(xp: Any, images: Any, size: Any, **flags: Any) -> Any:
        rows, columns = (
            weights(length, int(count), **flags)
            for length, count in zip(images.shape[1:3], size, strict=True)
        )
        return _applied(xp, images.astype(np.float32), rows, columns)

    return kernel


def _by_weights_back(weights: Any) -> Any:
    def kernel(xp: Any, grads: Any, original_image: Any, **flags: Any) -> Any:
        kind = np.float64 if original_image.dtype == np.float64 else np.float32
        rows, columns = (
            weights(length, count, **flags).T.astype(kind)
            for length, count in zip(
                original_image.shape[1:3], grads.shape[1:3], strict=True
            )
        )
        found = _applied(xp, grads.astype(kind), rows, columns)
        return found.astype(original_image.dtype)

    return kernel


def _flags(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("align_corners", "half_pixel_centers")}


def _back_dims(c: ShapeContext) -> Dims:
    for index in (0, 1):
        if c.rank(index) not in (None, 4):
            raise c.fail(
                f"{c.op.name}: {c.op.signature.inputs[index].name} must be 4-dimensional, "
                f"got {c.shape(index)}"
            )
    grads, images = c.shape(0), c.shape(1)
    if grads and images and not compatible(grads[::3], images[::3]):
        raise c.fail(
            f"{c.op.name}: batch and channels must agree, got {grads} and {images}"
        )
    return images


def _pair(name: str, weights: Any, types: str) -> Op:
    """A record for resizing and one for its gradient."""

    def gradient(op: Any, dy: Any) -> list[Any]:
        if not op.inputs[0].dtype.is_floating:
            return [None, None]
        return [back(dy, op.inputs[0], **_flags(op)), None]

    def second(op: Any, dy: Any) -> list[Any]:
        size = shape.shape(op.inputs[0])[1:3]
        return [forward(dy, size, **_flags(op)), None]

    forward = Op(
        name,
        f"images: T, size: int32 -> resized_images: float32 | {_FLAGS}, T: {_INPUTS}",
        shape=_resized_dims,
        reference=_by_weights(weights),
        gradient=gradient,
    )
    back = Op(
        f"{name}Grad",
        f"grads: float32, original_image: T -> output: T | {_FLAGS}, T: {types}",
        shape=_back_dims,
        reference=_by_weights_back(weights),
        gradient=second,
    )
    return forward


bilinear_op = _pair(
    "ResizeBilinear", resize_weights.bilinear, "float32|bfloat16|half|float64"
)
bicubic_op = _pair("ResizeBicubic", resize_weights.bicubic, "float32|float64")


def _nearest(xp: Any, images: Any, size: Any, **flags: Any) -> Any:
    rows, columns = (
        resize_weights.nearest(length, int(count), **flags)
        for length, count in zip(images.shape[1:3], size, strict=True)
    )
    return images[:, rows][:, :, columns]


def _nearest_back(xp: Any, grads: Any, size: Any, **flags: Any) -> Any:
    rows, columns = (
        resize_weights.nearest(int(length), count, **flags)
        for length, count in zip(size, grads.shape[1:3], strict=True)
    )
    tall = _collected(xp, grads, rows, int(size[0]), 1)
    return _collected(xp, tall, columns, int(size[1]), 2).astype(grads.dtype)


def _collected(xp: Any, grads: Any, places: Any, length: int, axis: int) -> Any:
    """Sums along an axis what was copied from the same place."""
    chosen = np.zeros((length, len(places)), np.float32)
    chosen[places, np.arange(len(places))] = 1
    kind = np.float64 if grads.dtype.kind in "iu" else np.result_type(grads.dtype, "f")
    chosen = chosen.astype(kind)
    moved = xp.moveaxis(grads.astype(kind), axis, -2)
    return xp.moveaxis(xp.matmul(chosen, moved), -2, axis)


def _nearest_gradient(op: Any, dy: Any) -> list[Any]:
    size = shape.shape(op.inputs[0])[1:3]
    return [nearest_grad_op(dy, size, **_flags(op)), None]


nearest_grad_op = Op(
    "ResizeNearestNeighborGrad",
    f"grads: T, size: int32 -> output: T | {_FLAGS}, "
    "T: uint8|int8|int32|half|float32|float64|bfloat16",
    shape=_resized_dims,
    reference=_nearest_back,
    gradient=lambda op, dy: [
        nearest_op(dy, shape.shape(op.inputs[0])[1:3], **_flags(op)),  # type: ignore[has-type]
        None,
    ],
)
nearest_op = Op(
    "ResizeNearestNeighbor",
    f"images: T, size: int32 -> resized_images: T | {_FLAGS}, T: {_INPUTS}",
    shape=_resized_dims,
    reference=_nearest,
    gradient=_nearest_gradient,
)

area_op = Op(
    "ResizeArea",
    "images: T, size: int32 -> resized_images: float32 | align_corners: bool = False, "
    f"T: {_INPUTS}",
    shape=_resized_dims,
    reference=_by_weights(resize_weights.area),
    gradient=NOT_DIFFERENTIABLE,
)


def _axis_weights(
    xp: Any,
    lengths: Any,
    counts: Any,
    scale: Any,
    translation: Any,
    kernel_type: Any,
    **more: Any,
) -> list[Any]:
    if kernel_type not in resize_weights.KERNELS:
        raise invalid(f"Unrecognized kernel type: {kernel_type}")
    return [
        resize_weights.sampled(
            xp,
            int(lengths[axis]),
            int(counts[axis]),
            scale[axis],
            translation[axis],
            kernel_type,
            **more,
        )
        for axis in range(2)
    ]


def _scaled(
    xp: Any, images: Any, size: Any, scale: Any, translation: Any, **attrs: Any
) -> Any:
    weights = _axis_weights(xp, images.shape[1:3], size, scale, translation, **attrs)
    return _applied(xp, images.astype(np.float32), *weights)


def _scaled_back(
    xp: Any, grads: Any, original_image: Any, scale: Any, translation: Any, **attrs: Any
) -> Any:
    weights = _axis_weights(
        xp, original_image.shape[1:3], grads.shape[1:3], scale, translation, **attrs
    )
    return _applied(xp, grads, *(matrix.T for matrix in weights))


def _sampling(op: Any) -> dict[str, Any]:
    return {name: op.attrs[name] for name in ("kernel_type", "antialias")}


_SAMPLING = "kernel_type: string = 'lanczos3', antialias: bool = True"


scale_grad_op = Op(
    "ScaleAndTranslateGrad",
    "grads: T, original_image: T, scale: float32, translation: float32 -> output: T | "
    f"{_SAMPLING}, T: {{float32}}",
    shape=lambda c: c.shape(1),
    reference=_scaled_back,
    gradient=lambda op, dy: [
        scale_op(  # type: ignore[has-type]
            dy, shape.shape(op.inputs[0])[1:3], *op.inputs[2:], **_sampling(op)
        ),
        None,
        None,
        None,
    ],
)
scale_op = Op(
    "ScaleAndTranslate",
    "images: T, size: int32, scale: float32, translation: float32 -> "
    f"resized_images: float32 | {_SAMPLING}, T: {_INPUTS}",
    shape=_resized_dims,
    reference=_scaled,
    gradient=lambda op, dy: [_scale_gradient(op, dy), None, None, None],
)


def _scale_gradient(op: Any, dy: Any) -> Any:
    from tensorbrook._src.ops import cast

    images = op.inputs[0]
    if not images.dtype.is_floating:
        return None
    wide = cast.cast(images, "float32")
    found = scale_grad_op(dy, wide, *op.inputs[2:], **_sampling(op))
    return cast.cast(found, images.dtype)
