"""Blocks of space to the batch and back: how dilated convolutions are computed."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import pad
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets

_PAIRS = "must have shape"


def _arguments(c: ShapeContext) -> tuple[list[int] | None, list[list[int]] | None]:
    """Block sizes and pairs (before, after), where they are known."""
    blocks: list[int] | None
    if "block_size" in c.attrs:
        blocks = [c.attrs["block_size"]] * 2
        pairs = c.value(1)
    else:
        value, pairs = c.value(1), c.value(2)
        blocks = None if value is None else _sizes(value)
    if blocks is not None and any(b < 1 for b in blocks):
        raise c.fail(f"All values in block_shape must be positive, got {blocks}")
    if pairs is None:
        return blocks, None
    if pairs.ndim != 2 or pairs.shape[1] != 2:
        raise c.fail(f"{c.op.name}: the pairs {_PAIRS} [n, 2], got {list(pairs.shape)}")
    if blocks is not None and len(pairs) != len(blocks):
        raise c.fail(
            f"{c.op.name}: the pairs {_PAIRS} [{len(blocks)}, 2], "
            f"got {list(pairs.shape)}"
        )
    if pairs.size and pairs.min() < 0:
        raise c.fail(f"{c.op.name}: the pairs cannot be negative, got {pairs.tolist()}")
    return blocks, pairs.tolist()


def _checked_rank(c: ShapeContext, blocks: list[int]) -> Dims:
    dims = c.shape(0)
    if dims is not None and len(dims) < 1 + len(blocks):
        raise c.fail(
            f"{c.op.name}: the input {brackets(dims)} must have at least "
            f"{1 + len(blocks)} dimensions"
        )
    return dims


def _to_batch_dims(c: ShapeContext) -> Dims:
    blocks, pairs = _arguments(c)
    if blocks is None:
        return None if c.shape(0) is None else (None,) * len(c.shape(0) or ())
    dims = _checked_rank(c, blocks)
    if dims is None:
        return None
    made = list(dims)
    made[0] = None if dims[0] is None else dims[0] * math.prod(blocks)
    for axis, block in enumerate(blocks, 1):
        length = dims[axis]
        if length is None or pairs is None:
            made[axis] = None
            continue
        padded = length + sum(pairs[axis - 1])
        if padded % block:
            raise c.fail(
                f"padded_shape[{axis - 1}]={padded} is not divisible by "
                f"block_shape[{axis - 1}]={block}"
            )
        made[axis] = padded // block
    return tuple(made)


def _to_space_dims(c: ShapeContext) -> Dims:
    blocks, pairs = _arguments(c)
    if blocks is None:
        return None if c.shape(0) is None else (None,) * len(c.shape(0) or ())
    dims = _checked_rank(c, blocks)
    if dims is None:
        return None
    made = list(dims)
    count = math.prod(blocks)
    if dims[0] is not None:
        if dims[0] % count:
            raise c.fail(
                f"Input batch dimension ({dims[0]}) is not divisible by product of "
                f"block sizes ({count})"
            )
        made[0] = dims[0] // count
    for axis, block in enumerate(blocks, 1):
        length = dims[axis]
        if length is None or pairs is None:
            made[axis] = None
            continue
        cropped = length * block - sum(pairs[axis - 1])
        if cropped < 0:
            raise c.fail(
                f"cropped_shape[{axis - 1}]={cropped} must be non-negative: the crops "
                f"{pairs[axis - 1]} are larger than {length * block}"
            )
        made[axis] = cropped
    return tuple(made)


def _sizes(values: Any) -> list[int]:
    return [int(value) for value in np.asarray(values).reshape(-1)]


def _to_batch(xp: Any, input: Any, block_shape: Any, paddings: Any) -> Any:
    blocks = _sizes(block_shape)
    count, rest = len(blocks), input.shape[1 + len(blocks) :]
    widths = [(0, 0), *np.asarray(paddings).tolist(), *[(0, 0)] * len(rest)]
    if input.dtype.kind == "O":
        padded = pad.pad_texts(input, widths)
    else:
        padded = xp.pad(input, widths)
    cut: list[int] = [padded.shape[0]]
    for length, block in zip(padded.shape[1:], blocks, strict=False):
        cut += [length // block, block]
    inner, outer = range(2, 2 * count + 1, 2), range(1, 2 * count + 1, 2)
    order = [*inner, 0, *outer, *range(2 * count + 1, 2 * count + 1 + len(rest))]
    parts = xp.transpose(xp.reshape(padded, (*cut, *rest)), order)
    batch = padded.shape[0] * math.prod(blocks)
    return xp.reshape(parts, (batch, *(cut[axis] for axis in outer), *rest))


def _to_space(xp: Any, input: Any, block_shape: Any, crops: Any) -> Any:
    blocks = _sizes(block_shape)
    count, rest = len(blocks), input.shape[1 + len(blocks) :]
    lengths = input.shape[1 : 1 + count]
    batch = input.shape[0] // math.prod(blocks)
    parts = xp.reshape(input, (*blocks, batch, *lengths, *rest))
    order = [count]
    for axis in range(count):
        order += [count + 1 + axis, axis]
    order += range(2 * count + 1, 2 * count + 1 + len(rest))
    whole = [length * block for length, block in zip(lengths, blocks, strict=True)]
    wide = xp.reshape(xp.transpose(parts, order), (batch, *whole, *rest))
    kept = [
        slice(before, length - after)
        for (before, after), length in zip(
            np.asarray(crops).tolist(), whole, strict=True
        )
    ]
    region = (slice(None), *kept)
    return wide[region]


space_to_batch_nd_op: Op = Op(
    "SpaceToBatchND",
    "input: T, block_shape: Tblock_shape, paddings: Tpaddings -> output: T | "
    "Tblock_shape: index = int32, Tpaddings: index = int32",
    shape=_to_batch_dims,
    reference=_to_batch,
    gradient=lambda op, dy: [
        batch_to_space_nd_op(dy, op.inputs[1], op.inputs[2]),
        None,
        None,
    ],
)

batch_to_space_nd_op: Op = Op(
    "BatchToSpaceND",
    "input: T, block_shape: Tblock_shape, crops: Tcrops -> output: T | "
    "Tblock_shape: index = int32, Tcrops: index = int32",
    shape=_to_space_dims,
    reference=_to_space,
    gradient=lambda op, dy: [
        space_to_batch_nd_op(dy, op.inputs[1], op.inputs[2]),
        None,
        None,
    ],
)

space_to_batch_op: Op = Op(
    "SpaceToBatch",
    "input: T, paddings: Tpaddings -> output: T | Tpaddings: index = int32, "
    "block_size: int >= 2",
    shape=_to_batch_dims,
    reference=lambda xp, input, paddings, block_size: _to_batch(
        xp, input, [block_size] * 2, paddings
    ),
    gradient=lambda op, dy: [
        batch_to_space_op(dy, op.inputs[1], block_size=op.attrs["block_size"]),
        None,
    ],
)

batch_to_space_op: Op = Op(
    "BatchToSpace",
    "input: T, crops: Tidx -> output: T | Tidx: index = int32, block_size: int >= 2",
    shape=_to_space_dims,
    reference=lambda xp, input, crops, block_size: _to_space(
        xp, input, [block_size] * 2, crops
    ),
    gradient=lambda op, dy: [
        space_to_batch_op(dy, op.inputs[1], block_size=op.attrs["block_size"]),
        None,
    ],
)


def space_to_batch(
    input: Any, block_shape: Any, paddings: Any, name: str | None = None
) -> Tensor:
    """Cuts the axes after the first into blocks; places in the blocks go to the batch.

    Args:
        input: A tensor of shape (batch, *spatial, *rest).
        block_shape: The size of a block along each spatial axis.
        paddings: Zeros before and after each spatial axis, a pair for each.
        name: Name of the node in a graph.

    Returns:
        A tensor with prod(block_shape) times the batch.

    Raises:
        errors.InvalidArgumentError: A padded axis isn't a multiple of its block.

    Example:
        >>> import tensorbrook as tf
        >>> tf.space_to_batch([[[1], [2], [3], [4]]], [2], [[0, 0]]).numpy().tolist()
        [[[1], [3]], [[2], [4]]]
    """
    return space_to_batch_nd_op(input, block_shape, paddings, name=name)  # type: ignore[no-any-return]


def batch_to_space(
    input: Any, block_shape: Any, crops: Any, name: str | None = None
) -> Tensor:
    """Puts blocks of space back together from the batch, and crops the result.

    Args:
        input: A tensor of shape (batch, *spatial, *rest).
        block_shape: The size of a block along each spatial axis.
        crops: How much is cut off before and after each spatial axis, a pair for each.
        name: Name of the node in a graph.

    Returns:
        A tensor with the batch divided by prod(block_shape).

    Raises:
        errors.InvalidArgumentError: The batch isn't a multiple of prod(block_shape).

    Example:
        >>> import tensorbrook as tf
        >>> tf.batch_to_space([[[1], [3]], [[2], [4]]], [2], [[0, 1]]).numpy().tolist()
        [[[1], [2], [3]]]
    """
    return batch_to_space_nd_op(input, block_shape, crops, name=name)  # type: ignore[no-any-return]


def required_space_to_batch_paddings(
    input_shape: Any,
    block_shape: Any,
    base_paddings: Any = None,
    name: str | None = None,
) -> tuple[Tensor, Tensor]:
    """Paddings that make spatial axes multiples of blocks, and the crops that undo them.

    Args:
        input_shape: The lengths of the spatial axes.
        block_shape: The size of a block along each of them.
        base_paddings: Paddings that are wanted anyway, a pair for each axis.
        name: Name of the nodes in a graph.

    Returns:
        Paddings for `space_to_batch` and crops for `batch_to_space`.

    Example:
        >>> import tensorbrook as tf
        >>> paddings, crops = tf.required_space_to_batch_paddings([5], [4])
        >>> paddings.numpy().tolist(), crops.numpy().tolist()
        ([[0, 3]], [[0, 3]])
    """
    from tensorbrook._src.core.scopes import name_scope
    from tensorbrook._src.ops import array_creation, binary, shape

    with name_scope(name or "required_space_to_batch_paddings"):
        blocks = convert_to_tensor(block_shape, dtypes.int32)
        lengths = convert_to_tensor(input_shape, dtypes.int32)
        if base_paddings is None:
            start = end = array_creation.zeros_like(blocks)
        else:
            pairs = convert_to_tensor(base_paddings, dtypes.int32)
            start, end = pairs[:, 0], pairs[:, 1]  # type: ignore[index]
        missing = binary.floormod(-(lengths + start + end), blocks)
        paddings = shape.stack([start, end + missing], axis=1)
        crops = shape.stack([array_creation.zeros_like(missing), missing], axis=1)
    return paddings, crops
