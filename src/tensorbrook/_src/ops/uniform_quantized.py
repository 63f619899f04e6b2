"""Uniformly quantized numbers: `(integer - zero point) * scale`, for all or by channel."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import quantized_numbers as numbers
from tensorbrook._src.ops.rules import broadcast


def attrs_of(*parts: str) -> str:
    """The declarations of the attributes that each of the parts has."""
    return ", ".join(
        f"{part}quantization_axis: int = -1, {part}quantization_min_val: int, "
        f"{part}quantization_max_val: int"
        for part in parts
    )


def check_scales(c: ShapeContext, scales: int, axis: int, dims: Dims) -> None:
    """Refuses scales and zero points that don't fit the tensor.

    Args:
        c: The context.
        scales: The place of the scales among the inputs; the zero points follow.
        axis: The axis that has a scale for each index, or -1.
        dims: The dims of the tensor.
    """
    found, zeros = c.shape(scales), c.shape(scales + 1)
    if found is None or zeros is None:
        return
    if found != zeros:
        raise c.fail(
            f"{c.op.name}: scales and zero_points must have one shape, got {found} and "
            f"{zeros}."
        )
    if axis < -1 or (dims is not None and axis >= len(dims)):
        raise c.fail(f"{c.op.name}: {axis} is not an axis of shape {dims}.")
    if axis == -1 and found:
        raise c.fail(f"{c.op.name}: without an axis scales are scalars, got {found}.")
    if axis >= 0 and dims is not None and found != (dims[axis],):
        if None not in found + (dims[axis],) or len(found) != 1:
            raise c.fail(
                f"{c.op.name}: there must be a scale for each of {dims[axis]} indices, "
                f"got shape {found}."
            )


def along(values: Any, rank: int, axis: int) -> Any:
    """One value for each index of an axis, shaped to be broadcast; scalars stay."""
    if axis < 0:
        return values
    return values.reshape([-1 if place == axis else 1 for place in range(rank)])


def requantized(values: Any, scale: Any, zero: Any, low: int, high: int) -> Any:
    """Whole numbers in units of another scale, around another zero point."""
    found = np.floor(values * np.asarray(scale, np.float64) + 0.5) + zero
    return np.clip(found, low, high)


def _quantize(
    xp: Any,
    input: Any,  # noqa: A002
    scales: Any,
    zero_points: Any,
    Tout: DType,
    quantization_axis: int,
    quantization_min_val: int,
    quantization_max_val: int,
) -> Any:
    steps = 1 / along(scales, input.ndim, quantization_axis).astype(np.float32)
    zero = along(zero_points, input.ndim, quantization_axis)
    found = np.floor((input * steps).astype(np.float32) + np.float32(0.5))
    made = np.clip(
        found.astype(np.float64) + zero, quantization_min_val, quantization_max_val
    )
    return made.astype(Tout.numpy_dtype)


def _like_first(c: ShapeContext) -> Dims:
    check_scales(c, 1, c.attrs["quantization_axis"], c.shape(0))
    return c.shape(0)


uniform_quantize_op = Op(
    "UniformQuantize",
    "input: Tin, scales: float32, zero_points: int32 -> output: Tout | Tin: {float32}, "
    f"Tout: {{qint8, quint8, qint32}}, {attrs_of('')}",
    shape=_like_first,
    reference=_quantize,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _dequantize(
    xp: Any,
    input: Any,  # noqa: A002
    scales: Any,
    zero_points: Any,
    quantization_axis: int,
    **limits: Any,
) -> Any:
    zero = along(zero_points, input.ndim, quantization_axis).astype(np.int64)
    scale = along(scales, input.ndim, quantization_axis)
    return (input - zero).astype(np.float32) * scale


uniform_dequantize_op = Op(
    "UniformDequantize",
    "input: Tin, scales: float32, zero_points: int32 -> output: Tout | "
    f"Tin: {{qint8, quint8, qint32}}, Tout: {{float32}}, {attrs_of('')}",
    shape=_like_first,
    reference=_dequantize,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _requantize(
    xp: Any,
    input: Any,  # noqa: A002
    input_scales: Any,
    input_zero_points: Any,
    output_scales: Any,
    output_zero_points: Any,
    Tout: DType,
    **attrs: int,
) -> Any:
    numbers.require_output("UniformRequantize", Tout, "qint8")
    rank = input.ndim
    axis, new_axis = (
        attrs[f"{part}_quantization_axis"] for part in ("input", "output")
    )
    centred = input - along(input_zero_points, rank, axis).astype(np.int64)
    scale = along(input_scales, rank, axis).astype(np.float64)
    made = requantized(
        centred,
        scale / along(output_scales, rank, new_axis),
        along(output_zero_points, rank, new_axis),
        attrs["output_quantization_min_val"],
        attrs["output_quantization_max_val"],
    )
    return made.astype(Tout.numpy_dtype)


def _requantized_dims(c: ShapeContext) -> Dims:
    check_scales(c, 1, c.attrs["input_quantization_axis"], c.shape(0))
    check_scales(c, 3, c.attrs["output_quantization_axis"], c.shape(0))
    return c.shape(0)


uniform_requantize_op = Op(
    "UniformRequantize",
    "input: Tin, input_scales: float32, input_zero_points: int32, "
    "output_scales: float32, output_zero_points: int32 -> output: Tout | "
    f"Tin: {{qint8, qint32}}, Tout: {{qint8, qint32}}, {attrs_of('input_', 'output_')}",
    shape=_requantized_dims,
    reference=_requantize,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _add(
    xp: Any,
    lhs: Any,
    rhs: Any,
    lhs_scales: Any,
    lhs_zero_points: Any,
    rhs_scales: Any,
    rhs_zero_points: Any,
    output_scales: Any,
    output_zero_points: Any,
    **attrs: int,
) -> Any:
    rank = max(lhs.ndim, rhs.ndim)
    low, high = (attrs[f"output_quantization_{end}_val"] for end in ("min", "max"))
    axis = attrs["output_quantization_axis"]
    scale = along(output_scales, rank, axis).astype(np.float64)
    zero = along(output_zero_points, rank, axis).astype(np.int64)
    total: Any = -zero
    for part, array, scales, zeros in (
        ("lhs", lhs, lhs_scales, lhs_zero_points),
        ("rhs", rhs, rhs_scales, rhs_zero_points),
    ):
        own = attrs[f"{part}_quantization_axis"]
        centred = array - along(zeros, array.ndim, own).astype(np.int64)
        steps = along(scales, array.ndim, own).astype(np.float64)
        total = total + requantized(centred, steps / scale, zero, low, high)
    return np.clip(total, low, high).astype(np.int32)


def _added_dims(c: ShapeContext) -> Dims:
    made = broadcast(c)
    for place, part, dims in (
        (2, "lhs", c.shape(0)),
        (4, "rhs", c.shape(1)),
        (6, "output", made),
    ):
        check_scales(c, place, c.attrs[f"{part}_quantization_axis"], dims)
    return made


uniform_quantized_add_op = Op(
    "UniformQuantizedAdd",
    "lhs: T, rhs: T, lhs_scales: float32, lhs_zero_points: int32, rhs_scales: float32, "
    "rhs_zero_points: int32, output_scales: float32, output_zero_points: int32 -> "
    f"output: T | T: {{qint32}}, {attrs_of('lhs_', 'rhs_', 'output_')}",
    shape=_added_dims,
    reference=_add,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


def _clip(
    xp: Any,
    operand: Any,
    low: Any,
    high: Any,
    scales: Any,
    zero_points: Any,
    quantization_axis: int,
    **limits: int,
) -> Any:
    ends = (along(end, operand.ndim, quantization_axis) for end in (low, high))
    return np.clip(operand, *ends)


def _clipped_dims(c: ShapeContext) -> Dims:
    axis = c.attrs["quantization_axis"]
    for place in (1, 3):
        check_scales(c, place, axis, c.shape(0))
    return c.shape(0)


uniform_quantized_clip_op = Op(
    "UniformQuantizedClipByValue",
    "operand: T, min: T, max: T, scales: float32, zero_points: int32 -> output: T | "
    f"T: {{qint32}}, {attrs_of('')}",
    shape=_clipped_dims,
    reference=_clip,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)
