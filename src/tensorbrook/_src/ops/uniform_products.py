"""Dot products and convolutions of uniformly quantized numbers."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.formats import proto_wire
from tensorbrook._src.ops import quantized_numbers as numbers
from tensorbrook._src.ops.uniform_quantized import (
    along,
    attrs_of,
    check_scales,
    requantized,
)

_BOTH = (
    "lhs: Tin, rhs: Tin, lhs_scales: float32, lhs_zero_points: int32, "
    "rhs_scales: float32, rhs_zero_points: int32, output_scales: float32, "
    "output_zero_points: int32 -> output: Tout | Tin: {qint8}, Tout: {qint32}, "
)
_HYBRID = (
    "lhs: Tlhs, rhs: Trhs, rhs_scales: float32, rhs_zero_points: int32 -> "
    "output: Tout | Tlhs: {float32}, Trhs: {qint8}, Tout: {float32}, "
)
_WINDOWS = (
    "window_strides: list(int) = [], padding: string, "
    "explicit_padding: list(int) = [], lhs_dilation: list(int) = [], "
    "rhs_dilation: list(int) = [], batch_group_count: int = 1, "
    "feature_group_count: int = 1, dimension_numbers: string = '', "
)


def _centred(array: Any, zeros: Any, axis: int) -> Any:
    return array.astype(np.int64) - along(zeros, array.ndim, axis)


def _finished(sums: Any, inputs: Any, axis: int, attrs: Any) -> Any:
    """The sums in the scale of the output."""
    lhs_scales, rhs_scales, output_scales, output_zeros = inputs
    own = attrs["output_quantization_axis"]
    place = axis if attrs["rhs_quantization_axis"] >= 0 else -1
    scale = lhs_scales.astype(np.float64) * along(rhs_scales, sums.ndim, place)
    made = requantized(
        sums,
        scale / along(output_scales, sums.ndim, own),
        along(output_zeros, sums.ndim, own),
        attrs["output_quantization_min_val"],
        attrs["output_quantization_max_val"],
    )
    return made.astype(np.int32)


def _dot(
    xp: Any,
    lhs: Any,
    rhs: Any,
    lhs_scales: Any,
    lhs_zero_points: Any,
    rhs_scales: Any,
    rhs_zero_points: Any,
    *output: Any,
    **attrs: Any,
) -> Any:
    sums = _centred(lhs, lhs_zero_points, -1) @ _centred(
        rhs, rhs_zero_points, attrs["rhs_quantization_axis"]
    )
    return _finished(sums, (lhs_scales, rhs_scales, *output), 1, attrs)


def _dequantized(rhs: Any, scales: Any, zeros: Any, axis: int) -> Any:
    centred = _centred(rhs, zeros, axis).astype(np.float32)
    return centred * along(scales, rhs.ndim, axis)


def _rounded(lhs: Any) -> Any:
    """Floats in 256 steps, which are chosen for each element of the batch."""
    axes = tuple(range(1, lhs.ndim))
    wide = lhs.astype(np.float64)
    low = np.minimum(wide.min(axis=axes, keepdims=True, initial=0.0), 0.0)
    high = np.maximum(wide.max(axis=axes, keepdims=True, initial=0.0), 0.0)
    step = np.where(high > low, (high - low) / 255, 1.0)
    below, above = -low / step, high / step
    zero = np.rint(np.where(128 + below < 127 + above, below - 128, 127 - above))
    made = np.clip(np.rint(wide / step) + zero, -128, 127) - zero
    return (made * step).astype(np.float32)


def _dot_hybrid(
    xp: Any, lhs: Any, rhs: Any, scales: Any, zeros: Any, **attrs: Any
) -> Any:
    axis = attrs["rhs_quantization_axis"]
    return _rounded(lhs) @ _dequantized(rhs, scales, zeros, axis)


def _check_axes(c: ShapeContext, made: Dims, weights: int, features: int) -> None:
    """The scales of inputs and output fit; only output features may have their own."""
    attrs, hybrid = c.attrs, len(c.inputs) == 4
    axis = attrs["rhs_quantization_axis"]
    if axis not in (-1, weights):
        raise c.fail(
            f"{c.op.name}: rhs_quantization_axis must be -1 or {weights}, got {axis}."
        )
    check_scales(c, 2 if hybrid else 4, axis, c.shape(1))
    if hybrid:
        return
    if attrs["lhs_quantization_axis"] != -1:
        raise c.fail(f"{c.op.name}: lhs can only be quantized as a whole.")
    check_scales(c, 2, -1, c.shape(0))
    own = attrs["output_quantization_axis"]
    if own not in (-1, features):
        raise c.fail(
            f"{c.op.name}: output_quantization_axis must be -1 or {features}, got {own}."
        )
    check_scales(c, 6, own, made)


def _dot_dims(c: ShapeContext) -> Dims:
    lhs, rhs = c.shape(0), c.shape(1)
    c.matrix(0)
    c.matrix(1)
    made: Dims = None
    if lhs is not None and rhs is not None:
        if None not in (lhs[1], rhs[0]) and lhs[1] != rhs[0]:
            raise c.fail(f"{c.op.name}: lhs has {lhs[1]} columns, rhs {rhs[0]} rows.")
        made = (lhs[0], rhs[1])
    _check_axes(c, made, 1, 1)
    return made


uniform_quantized_dot_op = Op(
    "UniformQuantizedDot",
    _BOTH + attrs_of("lhs_", "rhs_", "output_"),
    shape=_dot_dims,
    reference=_dot,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)
uniform_quantized_dot_hybrid_op = Op(
    "UniformQuantizedDotHybrid",
    _HYBRID + attrs_of("rhs_"),
    shape=_dot_dims,
    reference=_dot_hybrid,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)


@dataclasses.dataclass(frozen=True)
class _Layout:
    """The axes of images, of the kernel and of the output: batch, features, places."""

    lhs: tuple[int, ...]
    rhs: tuple[int, ...]
    output: tuple[int, ...]


def _layout(text: str, rank: int) -> _Layout:
    """The axes that a serialised message names; by default the first ones come first."""
    if not text:
        plain = tuple(range(rank))
        return _Layout(plain, plain, plain)
    found: dict[int, list[int]] = {}
    content = text.encode("utf-8", "surrogateescape")
    for number, wire, value in proto_wire.fields(content):
        listed = found.setdefault(number, [])
        listed.extend([value] if wire == proto_wire.VARINT else value)

    def axes(*fields: int) -> tuple[int, ...]:
        made = [axis for n in fields[:2] for axis in found.get(n, [0])]
        return (*made, *found.get(fields[2], []))

    layout = _Layout(axes(1, 2, 3), axes(5, 4, 6), axes(7, 8, 9))
    for part in (layout.lhs, layout.rhs, layout.output):
        if sorted(part) != list(range(rank)):
            raise ValueError(
                f"dimension_numbers must name each of {rank} axes once, got {part}."
            )
    return layout


@dataclasses.dataclass(frozen=True)
class _Windows:
    """How a kernel moves over images, by spatial axis."""

    strides: tuple[int, ...]
    pads: tuple[tuple[int, int], ...]
    spread: tuple[int, ...]
    dilations: tuple[int, ...]


def _windows(c_name: str, images: Any, kernel: Any, attrs: Any) -> _Windows:
    count = len(images)

    def listed(name: str) -> tuple[int, ...]:
        values = tuple(attrs[name]) or (1,) * count
        if len(values) != count or min(values) < 1:
            raise ValueError(
                f"{c_name}: {name} must have {count} positive numbers, got {values}."
            )
        return values

    strides, spread, dilations = (
        listed(name) for name in ("window_strides", "lhs_dilation", "rhs_dilation")
    )
    padding, explicit = attrs["padding"], attrs["explicit_padding"]
    if padding == "EXPLICIT":
        if len(explicit) != 2 * count or min(explicit, default=0) < 0:
            raise ValueError(
                f"{c_name}: explicit_padding must have {2 * count} numbers that aren't "
                f"negative, got {explicit}."
            )
        pads = tuple(zip(explicit[::2], explicit[1::2], strict=True))
    elif padding == "VALID":
        pads = ((0, 0),) * count
    elif padding == "SAME":
        found = []
        for size, width, stride, wide, gap in zip(
            images, kernel, strides, spread, dilations, strict=True
        ):
            length = (size - 1) * wide + 1 if size else 0
            reach = (width - 1) * gap + 1
            total = max((-(-length // stride) - 1) * stride + reach - length, 0)
            found.append((total // 2, total - total // 2))
        pads = tuple(found)
    else:
        raise ValueError(f"{c_name}: padding must be SAME, VALID or EXPLICIT.")
    return _Windows(strides, pads, spread, dilations)


def _cut(lhs: Any, sizes: Any, windows: _Windows) -> Any:
    """All patches: (batch, features, places..., kernel places...)."""
    spatial = lhs.shape[2:]
    wide = [
        (n - 1) * s + 1 if n else 0
        for n, s in zip(spatial, windows.spread, strict=True)
    ]
    spread = np.zeros((*lhs.shape[:2], *wide), lhs.dtype)
    chosen: Any = [slice(None), slice(None)]
    chosen += [slice(None, None, s) for s in windows.spread]
    spread[tuple(chosen)] = lhs
    grown = np.pad(spread, [(0, 0), (0, 0), *windows.pads])
    reach = [
        (width - 1) * gap + 1
        for width, gap in zip(sizes, windows.dilations, strict=True)
    ]
    axes = tuple(range(2, lhs.ndim))
    lacking = [max(r - n, 0) for n, r in zip(grown.shape[2:], reach, strict=True)]
    if any(lacking):
        made = [
            0 if lack else (n - r) // step + 1
            for lack, n, r, step in zip(
                lacking, grown.shape[2:], reach, windows.strides, strict=True
            )
        ]
        return np.zeros((*grown.shape[:2], *made, *sizes), grown.dtype)
    patches = np.lib.stride_tricks.sliding_window_view(grown, reach, axis=axes)
    steps = [slice(None, None, s) for s in windows.strides]
    gaps = [slice(None, None, g) for g in windows.dilations]
    kept: Any = [slice(None), slice(None), *steps, *gaps]
    return patches[tuple(kept)]


def _convolved(name: str, lhs: Any, rhs: Any, attrs: Any) -> Any:
    """The convolution of centred numbers, in the layout of the output."""
    layout = _layout(attrs["dimension_numbers"], lhs.ndim)
    images, kernel = np.transpose(lhs, layout.lhs), np.transpose(rhs, layout.rhs)
    windows = _windows(name, images.shape[2:], kernel.shape[2:], attrs)
    groups, batches = attrs["feature_group_count"], attrs["batch_group_count"]
    patches = _cut(images, kernel.shape[2:], windows)
    count = lhs.ndim - 2
    parts = []
    pieces = (
        np.split(patches, batches, 0) if batches > 1 else np.split(patches, groups, 1)
    )
    for patch, weights in zip(pieces, np.split(kernel, len(pieces), 0), strict=True):
        inner = list(range(2 + count, 2 + 2 * count))
        made = np.tensordot(patch, weights, ([1, *inner], [1, *range(2, 2 + count)]))
        parts.append(np.moveaxis(made, -1, 1))
    found = np.concatenate(parts, axis=1)
    return np.transpose(found, np.argsort(layout.output)), layout


def _convolution(
    xp: Any,
    lhs: Any,
    rhs: Any,
    lhs_scales: Any,
    lhs_zero_points: Any,
    rhs_scales: Any,
    rhs_zero_points: Any,
    *output: Any,
    **attrs: Any,
) -> Any:
    images = _centred(lhs, lhs_zero_points, -1)
    kernel = _centred(rhs, rhs_zero_points, attrs["rhs_quantization_axis"])
    sums, layout = _convolved("UniformQuantizedConvolution", images, kernel, attrs)
    scales = (lhs_scales, rhs_scales, *output)
    return _finished(sums, scales, layout.output[1], attrs)


def _convolution_hybrid(
    xp: Any, lhs: Any, rhs: Any, scales: Any, zeros: Any, **attrs: Any
) -> Any:
    axis = attrs["rhs_quantization_axis"]
    kernel = _dequantized(rhs, scales, zeros, axis)
    batch = _layout(attrs["dimension_numbers"], lhs.ndim).lhs[0]
    images = np.moveaxis(_rounded(np.moveaxis(lhs, batch, 0)), 0, batch)
    return _convolved("UniformQuantizedConvolutionHybrid", images, kernel, attrs)[0]


def _convolution_dims(c: ShapeContext) -> Dims:
    lhs, rhs = c.shape(0), c.shape(1)
    if lhs is None or rhs is None:
        return None
    rank = len(lhs)
    if len(rhs) != rank or rank < 3:
        raise c.fail(
            f"{c.op.name}: lhs and rhs must have one rank above 2, got {lhs} and {rhs}."
        )
    attrs = c.attrs
    try:
        layout = _layout(attrs["dimension_numbers"], rank)
    except ValueError as problem:
        raise c.fail(f"{c.op.name}: {problem}") from None
    groups, batches = attrs["feature_group_count"], attrs["batch_group_count"]
    features, taken = lhs[layout.lhs[1]], rhs[layout.rhs[1]]
    made, batch = rhs[layout.rhs[0]], lhs[layout.lhs[0]]
    if groups < 1 or batches < 1 or (groups > 1 and batches > 1):
        raise c.fail(f"{c.op.name}: the group counts {groups}, {batches} don't fit.")
    if None not in (features, taken, made, batch):
        uneven = made % groups or made % batches or batch % batches  # type: ignore[operator]
        if features != taken * groups or uneven:  # type: ignore[operator]
            raise c.fail(
                f"{c.op.name}: lhs {lhs} and rhs {rhs} don't fit {groups} groups of "
                f"features and {batches} of batches."
            )
    _check_axes(c, None, layout.rhs[0], layout.output[1])
    return (None,) * rank


uniform_quantized_convolution_op = Op(
    "UniformQuantizedConvolution",
    _BOTH + _WINDOWS + attrs_of("lhs_", "rhs_", "output_"),
    shape=_convolution_dims,
    reference=_convolution,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)
uniform_quantized_convolution_hybrid_op = Op(
    "UniformQuantizedConvolutionHybrid",
    _HYBRID + _WINDOWS + attrs_of("rhs_"),
    shape=_convolution_dims,
    reference=_convolution_hybrid,
    gradient=NOT_DIFFERENTIABLE,
    xla=numbers.HOST,
)
