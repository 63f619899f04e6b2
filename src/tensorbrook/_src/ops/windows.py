"""The geometry of sliding windows, shared by convolution and pooling."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible


def channels_first(data_format: str) -> bool:
    """Whether the channels are the second axis."""
    return data_format.startswith("NC")


def spatial_axes(data_format: str, rank: int) -> list[int]:
    """The axes that windows slide along."""
    start = 2 if channels_first(data_format) else 1
    return list(range(start, start + rank - 2))


def spatial(values: Any, data_format: str, rank: int) -> list[Any]:
    """The entries of a per-axis attribute that belong to spatial axes."""
    return [values[axis] for axis in spatial_axes(data_format, rank)]


def to_last(xp: Any, x: Any, data_format: str) -> Any:
    """The array with its channels in the last axis."""
    return xp.moveaxis(x, 1, -1) if channels_first(data_format) else x


def from_last(xp: Any, x: Any, data_format: str) -> Any:
    """An array with channels in the last axis, in the order of `data_format`."""
    return xp.moveaxis(x, -1, 1) if channels_first(data_format) else x


@dataclasses.dataclass(frozen=True)
class Window:
    """How a window slides along one axis."""

    size: int
    stride: int
    dilation: int
    before: int
    after: int
    count: int  # positions of the window

    @property
    def reach(self) -> int:
        """The extent of the window, holes included."""
        return (self.size - 1) * self.dilation + 1

    def cut(self, offset: int) -> slice:
        """The elements of the padded axis under one place of the window."""
        start = offset * self.dilation
        return slice(start, start + (self.count - 1) * self.stride + 1, self.stride)


def window(
    length: int,
    size: int,
    stride: int,
    dilation: int,
    padding: str,
    explicit: Any = (0, 0),
) -> Window:
    """The window along an axis of a known length.

    Raises:
        ValueError: The window is larger than the axis.
    """
    reach = (size - 1) * dilation + 1
    before, after = explicit
    if padding == "SAME":
        count = -(-length // stride)
        total = max((count - 1) * stride + reach - length, 0)
        before, after = total // 2, total - total // 2
    else:
        if padding == "VALID":
            before = after = 0
        count = max((length + before + after - reach) // stride + 1, 0)
    return Window(size, stride, dilation, before, after, count)


def explicit_pairs(paddings: Any, data_format: str, rank: int) -> list[tuple[int, int]]:
    """Explicit paddings (flat, two numbers for each axis) of the spatial axes."""
    if not paddings:
        return [(0, 0)] * (rank - 2)
    return [
        (paddings[2 * axis], paddings[2 * axis + 1])
        for axis in spatial_axes(data_format, rank)
    ]


def output_length(
    c: ShapeContext,
    length: int | None,
    size: int | None,
    stride: int,
    dilation: int,
    padding: str,
    explicit: tuple[int, int],
) -> int | None:
    """How many positions a window has along an axis that may be unknown."""
    if length is None or (size is None and padding != "SAME"):
        return None
    found = window(length, size or 1, stride, dilation, padding, explicit)
    reach = ((size or 1) - 1) * dilation + 1
    if padding != "SAME" and length + sum(explicit) < reach:
        raise c.fail(
            f"Computed output size would be negative: {length + sum(explicit) - reach} "
            f"[input_size: {length}, effective_filter_size: {reach}, stride: {stride}]"
        )
    return found.count


def check_positive(c: ShapeContext, what: str, values: Any) -> None:
    """Strides, windows and dilations must be at least 1."""
    if any(value < 1 for value in values):
        raise c.fail(f"{c.op.name}: {what} must be positive, got {list(values)}")


def check_attributes(c: ShapeContext, *names: str) -> None:
    """Strides and their like hold a number for each axis, 1 where nothing slides."""
    layout, padding = c.attrs.get("data_format", "NHWC"), c.attrs["padding"]
    if layout == "NCHW_VECT_C":
        raise NotImplementedError(f"{c.op.name}: the layout NCHW_VECT_C is missing.")
    rank = len(layout)
    still = set(range(rank)) - set(spatial_axes(layout, rank))
    for name in names:
        values = c.attrs[name]
        if len(values) != rank:
            raise c.fail(
                f"{c.op.name}: {name} must have {rank} numbers, one for each axis, got "
                f"{list(values)}"
            )
        check_positive(c, name, values)
        if any(values[axis] != 1 for axis in still):
            raise errors.UnimplementedError(
                None,
                None,
                f"{c.op.name}: {name} must be 1 on the axes of the batch and of the "
                f"channels, got {list(values)}",
            )
    explicit = c.attrs.get("explicit_paddings", ())
    if len(explicit) != (2 * rank if padding == "EXPLICIT" else 0):
        raise c.fail(
            f"{c.op.name}: explicit_paddings must hold {2 * rank} numbers with the padding "
            f"EXPLICIT, and none with another one; got {list(explicit)} with {padding}"
        )
    if any(number < 0 for number in explicit):
        raise c.fail(f"{c.op.name}: explicit_paddings must be >= 0: {list(explicit)}")


def check_places(c: ShapeContext, sizes: Any) -> None:
    """The window has a number of places that one can go through."""
    if None not in sizes and math.prod(sizes) > _MOST_PLACES:
        raise errors.ResourceExhaustedError(
            None,
            None,
            f"{c.op.name}: a window of {list(sizes)} has more than {_MOST_PLACES} places.",
        )


def check_backprop(c: ShapeContext, index: int, wanted: Dims) -> None:
    """The gradient that comes in has the dims of what the op it belongs to gave."""
    found = c.shape(index)
    if not compatible(found, wanted):
        raise c.fail(
            f"{c.op.name}: '{c.op.signature.inputs[index].name}' must have the shape "
            f"{wanted}, got {found}"
        )


_MOST_PLACES = 1 << 20


def merge(dims: list[int | None], batch: Any, channels: Any, data_format: str) -> Dims:
    """Dims of a tensor from those of its parts."""
    if channels_first(data_format):
        return (batch, channels, *dims)
    return (batch, *dims, channels)
