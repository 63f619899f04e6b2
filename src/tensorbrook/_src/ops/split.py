"""Splitting: a tensor cut into pieces along an axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.shape import concat


def _split_dims(c: ShapeContext) -> list[Dims]:
    dims, count, value = c.shape(1), c.attrs["num_split"], c.number(0)
    if dims is None:
        return [None] * count
    if value is None:
        return [(None,) * len(dims)] * count
    axis = value
    if not -len(dims) <= axis < len(dims):
        raise c.fail(
            f"-input rank(-{len(dims)}) <= split_dim < input rank ({len(dims)}), but got {axis}"
        )
    axis %= len(dims)
    if dims[axis] is not None and dims[axis] % count:
        raise c.fail(
            "Number of ways to split should evenly divide the split dimension, but got "
            f"split_dim {axis} (size = {dims[axis]}) and num_split {count}"
        )
    part = None if dims[axis] is None else dims[axis] // count
    return [tuple(part if i == axis else d for i, d in enumerate(dims))] * count


split_op = Op(
    "Split",
    "split_dim: int32, value: T -> output: num_split * T | num_split: int >= 1",
    shape=_split_dims,
    reference=lambda xp, split_dim, value, num_split: xp.split(
        value, num_split, axis=int(split_dim)
    ),
    gradient=lambda op, *dys: [None, concat(list(dys), op.inputs[0])],
)


def _split_v_dims(c: ShapeContext) -> list[Dims]:
    dims, count = c.shape(0), c.attrs["num_split"]
    sizes, value = c.vector(1), c.number(2)
    if dims is None:
        return [None] * count
    if value is None:
        return [(None,) * len(dims)] * count
    axis = value
    if not -len(dims) <= axis < len(dims):
        raise c.fail(
            f"-input rank(-{len(dims)}) <= split_dim < input rank ({len(dims)}), but got {axis}"
        )
    axis %= len(dims)
    if sizes is None:
        return [tuple(None if i == axis else d for i, d in enumerate(dims))] * count
    numbers = _split_sizes(c, [int(n) for n in sizes], dims[axis])
    return [tuple(n if i == axis else d for i, d in enumerate(dims)) for n in numbers]


def _split_sizes(
    c: ShapeContext, sizes: list[int], total: int | None
) -> list[int | None]:
    fixed = sum(size for size in sizes if size != -1)
    if any(size < -1 for size in sizes) or sizes.count(-1) > 1:
        raise c.fail(
            f"Split sizes must be non-negative, at most one of them -1, got {sizes}"
        )
    if total is None:
        return [None if size == -1 else size for size in sizes]
    if fixed > total or (-1 not in sizes and fixed != total):
        raise c.fail(
            "Determined shape must either match input shape along split_dim exactly if "
            "fully specified, or be less than the size of the input along split_dim if not "
            f"fully specified. Got: {fixed}, expected {total}"
        )
    return [total - fixed if size == -1 else size for size in sizes]


def _split_v(
    xp: Any, value: Any, size_splits: Any, split_dim: Any, num_split: int
) -> Any:
    axis = int(split_dim)
    sizes = [int(n) for n in size_splits]
    rest = value.shape[axis] - sum(n for n in sizes if n != -1)
    ends = np.cumsum([rest if n == -1 else n for n in sizes])
    return xp.split(value, [int(end) for end in ends[:-1]], axis=axis)


split_v_op = Op(
    "SplitV",
    "value: T, size_splits: Tlen, split_dim: int32 -> output: num_split * T | "
    "num_split: int >= 1, Tlen: {int8, int32, int64} = int64",
    shape=_split_v_dims,
    reference=_split_v,
    gradient=lambda op, *dys: [concat(list(dys), op.inputs[2]), None, None],
)


def split(
    value: Any,
    num_or_size_splits: Any,
    axis: Any = 0,
    num: int | None = None,
    name: str = "split",
) -> list[Tensor]:
    """A tensor cut into pieces along an axis.

    Args:
        value: A tensor.
        num_or_size_splits: A number of equal pieces, or their lengths.
        axis: The axis.
        num: The number of pieces, where the lengths are a tensor of unknown size.
        name: Name of the node in a graph.

    Returns:
        A list of tensors.

    Raises:
        ValueError: The number of pieces isn't known.

    Example:
        >>> import tensorbrook as tf
        >>> [t.numpy().tolist() for t in tf.split([1, 2, 3], [1, 2])]
        [[1], [2, 3]]
    """
    if isinstance(num_or_size_splits, int | np.integer):
        count = int(num_or_size_splits)
        return split_op(axis, value, num_split=count, name=name)  # type: ignore[no-any-return]
    sizes = convert_to_tensor(num_or_size_splits)
    dims = sizes._dims  # type: ignore[attr-defined]
    if dims == ():
        raise ValueError(
            "Rank-0 tensors are not supported as the num_or_size_splits argument to split. "
            f"Argument provided: {num_or_size_splits}"
        )
    if dims is not None and len(dims) > 1:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"tf.split: the lengths of the pieces must be a vector, got shape {dims}.",
        )
    if num is None:
        num = dims[0] if dims else None
        if num is None:
            raise ValueError(f"Cannot infer argument `num` from shape {sizes.shape}")
    return split_v_op(value, sizes, axis, num_split=num, name=name)  # type: ignore[no-any-return]
