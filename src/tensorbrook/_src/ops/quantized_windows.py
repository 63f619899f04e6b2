"""Convolution, pooling, resizing and normalising of quantized images."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import conv, image_resize, pooling
from tensorbrook._src.ops import quantized_numbers as numbers
from tensorbrook._src.ops.rules import same_as

_ENDS = "min_output: float32, max_output: float32"


def completed(op: Op, **given: Any) -> dict[str, Any]:
    """The attributes of a kernel: those given, and the defaults of the others."""
    options = {
        name: attr.default
        for name, attr in op.signature.attrs.items()
        if attr.kind != "type" and attr.has_default
    }
    return {**options, **given}


def with_attrs(c: ShapeContext, op: Op, **given: Any) -> ShapeContext:
    """The context for the shape rule of another record."""
    attrs = completed(op, **given)
    return ShapeContext(c.op, c.inputs, attrs, c._value, c._value_as_shape)


def convolved(
    images: Any, kernel: Any, strides: Any, padding: str, dilations: Any
) -> Any:
    """A convolution of whole numbers, exactly."""
    options = completed(
        conv.conv2d_op, strides=strides, padding=padding, dilations=dilations
    )
    found = conv.conv2d_op.reference(
        np, images.astype(np.float64), kernel.astype(np.float64), **options
    )
    return np.rint(found).astype(np.int64)


def _convolution(
    xp: Any,
    input: Any,  # noqa: A002
    filter: Any,  # noqa: A002
    min_input: Any,
    max_input: Any,
    min_filter: Any,
    max_filter: Any,
    out_type: Any,
    strides: Any,
    padding: str,
    dilations: Any,
) -> Any:
    numbers.require("QuantizedConv2D", input, "uint8")
    numbers.require("QuantizedConv2D", filter, "uint8", "int8")
    numbers.require_output("QuantizedConv2D", out_type, "qint32")
    ends, ends_filter = (min_input, max_input), (min_filter, max_filter)
    images, kernel = input.astype(np.int64), filter.astype(np.int64)
    if filter.dtype == np.uint8:
        images -= numbers.offset(input, *ends)
        kernel -= numbers.offset(filter, *ends_filter)
    made = convolved(images, kernel, strides, padding, dilations).astype(np.int32)
    if filter.dtype == np.int8:  # oneDNN's: even steps from zero on
        step = (max_input - min_input) / 255 * (max_filter - min_filter) / 254
        top = np.float32(step * float(numbers.SCALED_32))
        return made, -top, top
    return made, *numbers.product_range(input, ends, filter, ends_filter)


def _convolution_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 2, 3, 4, 5)
    given = {name: c.attrs[name] for name in ("strides", "padding", "dilations")}
    return [*conv.conv2d_op.infer(with_attrs(c, conv.conv2d_op, **given)), (), ()]


quantized_conv2d_op = Op(
    "QuantizedConv2D",
    "input: Tinput, filter: Tfilter, min_input: float32, max_input: float32, "
    f"min_filter: float32, max_filter: float32 -> output: out_type, {_ENDS} | "
    "Tinput: quantized, Tfilter: quantized, out_type: quantized = qint32, "
    "strides: list(int), padding: {'SAME', 'VALID'}, "
    "dilations: list(int) = [1, 1, 1, 1]",
    shape=_convolution_dims,
    reference=_convolution,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _pool(name: str, record: Op, average: bool) -> Op:
    def kernel(
        xp: Any,
        input: Any,  # noqa: A002
        min_input: Any,
        max_input: Any,
        ksize: Any,
        strides: Any,
        padding: str,
    ) -> Any:
        numbers.require(name, input, "uint8", "int8")
        options = completed(record, ksize=ksize, strides=strides, padding=padding)
        found = record.reference(np, input.astype(np.float64), **options)
        if average:
            found = np.rint(found)
        return found.astype(input.dtype), min_input, max_input

    def dims(c: ShapeContext) -> list[Dims]:
        numbers.check_scalars(c, 1, 2)
        given = {key: c.attrs[key] for key in ("ksize", "strides", "padding")}
        return [*record.infer(with_attrs(c, record, **given)), (), ()]

    return Op(
        name,
        f"input: T, min_input: float32, max_input: float32 -> output: T, {_ENDS} | "
        "T: quantized, ksize: list(int), strides: list(int), "
        "padding: {'SAME', 'VALID'}",
        shape=dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=numbers.HOST,
    )


quantized_max_pool_op = _pool("QuantizedMaxPool", pooling.max_pool_op, average=False)
quantized_avg_pool_op = _pool("QuantizedAvgPool", pooling.avg_pool_op, average=True)


def _resized(
    xp: Any,
    images: Any,
    size: Any,
    low: Any,
    high: Any,
    align_corners: bool,
    half_pixel_centers: bool,
) -> Any:
    values = images
    if images.dtype.kind != "f":
        values = numbers.to_float(images, low, high)
    found = image_resize.bilinear_op.reference(
        np,
        values,
        size,
        align_corners=align_corners,
        half_pixel_centers=half_pixel_centers,
    )
    if images.dtype.kind != "f":
        found = numbers.to_quantized(found, low, high, images.dtype)
    return found, low, high


def _resized_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 2, 3)
    return [*image_resize.bilinear_op.infer(c), (), ()]


quantized_resize_bilinear_op = Op(
    "QuantizedResizeBilinear",
    "images: T, size: int32, min: float32, max: float32 -> resized_images: T, "
    "out_min: float32, out_max: float32 | T: {quint8, qint32, float32}, "
    "align_corners: bool = False, half_pixel_centers: bool = False",
    shape=_resized_dims,
    reference=_resized,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _instance_norm(
    xp: Any,
    x: Any,
    x_min: Any,
    x_max: Any,
    output_range_given: bool,
    given_y_min: float,
    given_y_max: float,
    variance_epsilon: float,
    min_separation: float,
) -> Any:
    numbers.require("QuantizedInstanceNorm", x, "uint8")
    numbers.check_order("QuantizedInstanceNorm", x_min, x_max)
    values = numbers.to_float(x, x_min, x_max).astype(np.float64)
    centred = values - values.mean(axis=(1, 2), keepdims=True)
    variance = np.mean(centred * centred, axis=(1, 2), keepdims=True)
    found = centred / np.sqrt(variance + variance_epsilon)
    low, high = given_y_min, given_y_max
    if not output_range_given:
        low, high = float(found.min()), float(found.max())
        high = max(high, low + min_separation)
    made = numbers.to_quantized(found, low, high, x.dtype)
    return made, np.float32(low), np.float32(high)


def _instance_dims(c: ShapeContext) -> list[Dims]:
    numbers.check_scalars(c, 1, 2)
    if c.rank(0) not in (None, 4):
        raise c.fail(
            f"QuantizedInstanceNorm: x must have 4 axes, its shape is {c.shape(0)}."
        )
    return [c.shape(0), (), ()]


quantized_instance_norm_op = Op(
    "QuantizedInstanceNorm",
    "x: T, x_min: float32, x_max: float32 -> y: T, y_min: float32, y_max: float32 | "
    "T: quantized, output_range_given: bool = False, given_y_min: float = 0.0, "
    "given_y_max: float = 0.0, variance_epsilon: float = 1e-05, "
    "min_separation: float = 0.001",
    shape=_instance_dims,
    reference=_instance_norm,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)

_PARTS = ("t", "m", "v", "beta", "gamma")
_NORM_RANGE = np.float32(1 << 20)


def _batch_norm(
    xp: Any,
    *inputs: Any,
    out_type: dtypes.DType,
    variance_epsilon: float,
    scale_after_normalization: bool,
) -> Any:
    name = "QuantizedBatchNormWithGlobalNormalization"
    numbers.require_output(name, out_type, "qint32")
    parts = []
    for place in range(0, 15, 3):
        numbers.require(name, inputs[place], "uint8")
        parts.append(numbers.to_float(*inputs[place : place + 3]).astype(np.float64))
    t, mean, variance, beta, gamma = parts
    scale = 1 / np.sqrt(variance + variance_epsilon)
    if scale_after_normalization:
        scale = scale * gamma
    found = (t - mean) * scale + beta
    ends = -_NORM_RANGE, _NORM_RANGE
    return numbers.to_quantized(found, *ends, np.dtype(np.int32)), *ends


def _batch_norm_dims(c: ShapeContext) -> list[Dims]:
    dims = same_as(0)(c)
    if dims is not None and len(dims) != 4:
        raise c.fail(f"{c.op.name}: t must have 4 axes, its shape is {dims}.")
    for place in range(15):
        if place % 3:
            c.check_rank(place, 0)
        elif place:
            c.check_rank(place, 1)
            vector = c.shape(place)
            if dims and vector and None not in (vector[0], dims[3]):
                if vector[0] != dims[3]:
                    raise c.fail(
                        f"{c.op.name}: there must be {dims[3]} values, got {vector[0]}."
                    )
    return [dims, (), ()]


quantized_batch_norm_op = Op(
    "QuantizedBatchNormWithGlobalNormalization",
    ", ".join(f"{p}: Tinput, {p}_min: float32, {p}_max: float32" for p in _PARTS)
    + " -> result: out_type, result_min: float32, result_max: float32 | "
    "Tinput: quantized, out_type: quantized, variance_epsilon: float, "
    "scale_after_normalization: bool",
    shape=_batch_norm_dims,
    reference=_batch_norm,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)
