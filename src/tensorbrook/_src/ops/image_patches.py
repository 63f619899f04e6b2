"""Windows cut out of images."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import conv, shape, windows
from tensorbrook._src.ops.constant import constant
from tensorbrook._src.ops.pooling import cuts_of, padded_with
from tensorbrook._src.ops.rules import brackets


def _geometry(dims: Any, attrs: dict[str, Any]) -> list[windows.Window]:
    rates = attrs.get("rates") or [1] * len(dims)
    return [
        windows.window(
            dims[axis],
            attrs["ksizes"][axis],
            attrs["strides"][axis],
            rates[axis],
            attrs["padding"],
        )
        for axis in range(1, len(dims) - 1)
    ]


def _patches(xp: Any, images: Any, **attrs: Any) -> Any:
    axes = _geometry(images.shape, attrs)
    padded = padded_with(xp, images, axes, 0)
    return xp.concatenate([padded[cut] for cut in cuts_of(axes)], axis=-1)


def _dims(c: ShapeContext) -> Dims:
    dims, attrs = c.shape(0), c.attrs
    rank = len(attrs["ksizes"])
    rates = attrs.get("rates") or [1] * rank
    for what, numbers in (
        ("ksizes", attrs["ksizes"]),
        ("strides", attrs["strides"]),
        ("rates", rates),
    ):
        windows.check_positive(c, what, numbers)
        if len(numbers) != rank or numbers[0] != 1 or numbers[-1] != 1:
            raise c.fail(
                f"{c.op.name}: {what} must have a number for each axis, with 1 for batch "
                f"and channels, got {list(numbers)}"
            )
    if dims is None:
        return (None,) * rank
    if len(dims) != rank:
        raise c.fail(
            f"{c.op.name}: the input must have rank {rank}, got {brackets(dims)}"
        )
    lengths = [
        None
        if dims[axis] is None
        else windows.window(
            dims[axis],  # type: ignore[arg-type]
            attrs["ksizes"][axis],
            attrs["strides"][axis],
            rates[axis],
            attrs["padding"],
        ).count
        for axis in range(1, rank - 1)
    ]
    size = int(np.prod(attrs["ksizes"]))
    return (dims[0], *lengths, None if dims[-1] is None else dims[-1] * size)


def _gradient(op: Any, dy: Any) -> list[Any]:
    """Each channel for itself: patches are a convolution with unit filters."""
    images, attrs = op.inputs[0], op.attrs
    rank = len(images.shape)
    sizes = list(attrs["ksizes"][1:-1])
    count = int(np.prod(sizes))
    units = constant(np.eye(count).reshape(*sizes, 1, count), dtype=dy.dtype)
    whole, small = shape.shape(images), shape.shape(dy)
    depth = whole[-1:]
    split_dy = shape.reshape(dy, shape.concat([small[:-1], [count], depth], 0))
    order = [0, rank, *range(1, rank)]
    single = shape.reshape(
        shape.transpose(split_dy, order),
        shape.concat([small[:1] * depth, small[1:-1], [count]], 0),
    )
    lengths = shape.concat([whole[:1] * depth, whole[1:-1], [1]], 0)
    back = conv.conv2d_backprop_input_op if rank == 4 else conv.conv3d_backprop_input_op
    found = back(
        lengths,
        units,
        single,
        strides=attrs["strides"],
        padding=attrs["padding"],
        dilations=attrs.get("rates") or [1] * rank,
    )
    apart = shape.reshape(found, shape.concat([whole[:1], depth, whole[1:-1]], 0))
    return [shape.transpose(apart, [0, *range(2, rank), 1])]


patches_op = Op(
    "ExtractImagePatches",
    "images: T -> patches: T | ksizes: list(int), strides: list(int), rates: list(int), "
    "padding: {'SAME', 'VALID'}, T: floating|signed|unsigned|complex|bool",
    shape=_dims,
    reference=_patches,
    gradient=_gradient,
)


def extract_patches(
    images: Any,
    sizes: Any,
    strides: Any,
    rates: Any,
    padding: str,
    name: str | None = None,
) -> Tensor:
    """Cuts windows out of images and puts each into the last axis.

    Args:
        images: Images of shape (batch, height, width, channels).
        sizes: The size of the windows, `[1, rows, columns, 1]`.
        strides: The steps, `[1, rows, columns, 1]`.
        rates: The distances between the pixels of a window, `[1, rows, columns, 1]`.
        padding: "SAME" or "VALID".
        name: Name of the node in a graph.

    Returns:
        A tensor of shape (batch, rows, columns, window rows * columns * channels).

    Example:
        >>> import tensorbrook as tf
        >>> x = tf.ones([1, 4, 4, 3])
        >>> ones = [1, 1, 1, 1]
        >>> tf.image.extract_patches(x, [1, 2, 2, 1], ones, ones, "VALID").shape
        TensorShape([1, 3, 3, 12])
    """
    return patches_op(  # type: ignore[no-any-return]
        images,
        ksizes=list(sizes),
        strides=list(strides),
        rates=list(rates),
        padding=padding.upper(),
        name=name,
    )
