"""Patches of a volume, each laid out along the depth."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.windows import Window, output_length, window


def _dims(c: ShapeContext) -> Dims:
    dims, sizes, strides = c.shape(0), c.attrs["ksizes"], c.attrs["strides"]
    for what, values in (("ksizes", sizes), ("strides", strides)):
        if len(values) != 5 or values[0] != 1 or values[4] != 1:
            raise c.fail(
                f"ExtractVolumePatches: {what} must be [1, planes, rows, columns, 1], "
                f"got {list(values)}"
            )
    if dims is None:
        return (None,) * 5
    if len(dims) != 5:
        raise c.fail(f"input must be 5-dimensional: {brackets(dims)}")
    lengths = [
        output_length(c, dims[i], sizes[i], strides[i], 1, c.attrs["padding"], (0, 0))
        for i in (1, 2, 3)
    ]
    depth = None if dims[4] is None else dims[4] * math.prod(sizes)
    return (dims[0], *lengths, depth)


def _region(windows: list[Window], place: tuple[int, ...]) -> tuple[slice, ...]:
    """What lies under one place of the patch, for all positions of it."""
    cuts = [w.cut(offset) for w, offset in zip(windows, place, strict=True)]
    return (slice(None), *cuts)


def _patches(xp: Any, input: Any, ksizes: Any, strides: Any, padding: str) -> Any:
    windows = [
        window(input.shape[i], ksizes[i], strides[i], 1, padding) for i in (1, 2, 3)
    ]
    widths = [(0, 0), *((w.before, w.after) for w in windows), (0, 0)]
    padded = xp.pad(input, widths)
    places = itertools.product(*(range(w.size) for w in windows))
    parts = [padded[_region(windows, place)] for place in places]
    return xp.concatenate(parts, axis=-1)


def _gradient(op: Any, dy: Any) -> list[Any]:
    """A patch is a convolution with filters of ones and zeros; this is its gradient."""
    from tensorbrook._src.ops import cast, conv, shape

    source, sizes = op.inputs[0], op.attrs["ksizes"]
    depth = source._dims[-1]
    if depth is None:
        raise NotImplementedError(
            "The gradient of extract_volume_patches needs a depth that is known."
        )
    count = math.prod(sizes) * depth
    filters = np.eye(count, dtype=np.float32).reshape(*sizes[1:4], depth, count)
    found = conv.conv3d_transpose(
        dy,
        cast.cast(filters, dy.dtype),
        shape.shape(source, out_type=dtypes.int32),
        op.attrs["strides"],
        op.attrs["padding"],
    )
    return [found]


extract_volume_patches_op = Op(
    "ExtractVolumePatches",
    "input: T -> patches: T | T: real, ksizes: list(int), "
    "strides: list(int), padding: {'SAME', 'VALID'}",
    shape=_dims,
    reference=_patches,
    gradient=_gradient,
)


def extract_volume_patches(
    input: Any, ksizes: Any, strides: Any, padding: str, name: str | None = None
) -> Tensor:
    """Patches of a volume; the elements of each lie along the last axis.

    Args:
        input: A tensor of shape (batch, planes, rows, columns, depth).
        ksizes: The size of a patch: [1, planes, rows, columns, 1].
        strides: How far it moves each time: [1, planes, rows, columns, 1].
        padding: "VALID", or "SAME" for patches that reach beyond the volume.
        name: Name of the node in a graph.

    Returns:
        A tensor of five dimensions; the last is `depth` times the size of a patch.

    Raises:
        errors.InvalidArgumentError: `input` doesn't have five dimensions.

    Example:
        >>> import tensorbrook as tf
        >>> size = [1, 2, 2, 2, 1]
        >>> tf.extract_volume_patches(tf.ones([1, 4, 4, 4, 3]), size, size, "VALID").shape
        TensorShape([1, 2, 2, 2, 24])
    """
    return extract_volume_patches_op(  # type: ignore[no-any-return]
        input,
        ksizes=tuple(ksizes),
        strides=tuple(strides),
        padding=padding,
        name=name,
    )
