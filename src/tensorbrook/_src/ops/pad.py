"""Padding."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import shape, slicing
from tensorbrook._src.ops.constant import convert_to_tensor


def _padded(c: ShapeContext) -> Dims:
    dims, value, rows = c.shape(0), c.matrix(1), c.shape(1)
    if rows is not None and (len(rows) != 2 or rows[1] not in (2, None)):
        raise c.fail(f"paddings must be a matrix with 2 columns: {list(rows)}")
    if dims is None:
        return None if rows is None or rows[0] is None else (None,) * rows[0]
    if rows is not None and rows[0] not in (None, len(dims)):
        raise c.fail(
            "The first dimension of paddings must be the rank of inputs"
            f"[{rows[0]},2] {list(dims)}"
        )
    if value is None:
        return (None,) * len(dims)
    if (value < 0).any():
        raise c.fail(f"Paddings must be non-negative: {value.tolist()}")
    return tuple(
        None if dim is None else dim + int(a) + int(b)
        for dim, (a, b) in zip(dims, value.tolist(), strict=True)
    )


def _mirrored(c: ShapeContext) -> Dims:
    found, dims, value = _padded(c), c.shape(0), c.value(1)
    if dims is not None and value is not None:
        reach = 1 if c.attrs["mode"] == "REFLECT" else 0
        for dim, (a, b) in zip(dims, value.tolist(), strict=False):
            if dim is not None and max(a, b) > dim - reach:
                word = "less than" if reach else "no greater than"
                raise c.fail(
                    f"paddings must be {word} the dimension size: {a}, {b} not {word} {dim}"
                )
    return found


def _pairs(paddings: Any) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in np.asarray(paddings)]


def _inner(op: Any, dy: Any) -> Any:
    begin = op.inputs[1][:, 0]
    return slicing.slice(dy, begin, _sizes(op))


def _sizes(op: Any) -> Any:
    from tensorbrook._src.ops import cast

    return cast.cast(shape.shape(op.inputs[0]), op.inputs[1].dtype)


pad_op = Op(
    "Pad",
    "input: T, paddings: Tpaddings -> output: T | Tpaddings: index = int32",
    shape=_padded,
    reference=lambda xp, input, paddings: _constant_pad(xp, input, paddings, None),
    gradient=lambda op, dy: [_inner(op, dy), None],
    sized_by_values=True,
)


def _constant_pad(xp: Any, input: Any, paddings: Any, value: Any) -> Any:
    if input.dtype == object:
        return pad_texts(input, _pairs(paddings), value)
    if value is None:
        value = input.dtype.type(0)
    return xp.pad(input, _pairs(paddings), constant_values=value)


def pad_texts(input: Any, pairs: Any, value: Any = None) -> Any:
    """An array of bytes with others around it; `np.pad` would change their class."""
    dims = [n + sum(pair) for n, pair in zip(input.shape, pairs, strict=True)]
    made = np.empty(dims, object)
    made[...] = b"" if value is None else bytes(np.asarray(value).item())
    inner = tuple(
        slice(before, before + n)
        for n, (before, _) in zip(input.shape, pairs, strict=True)
    )
    made[inner] = input
    return made


pad_v2_op = Op(
    "PadV2",
    "input: T, paddings: Tpaddings, constant_values: T -> output: T | "
    "Tpaddings: index = int32",
    shape=_padded,
    reference=lambda xp, input, paddings, value: _constant_pad(
        xp, input, paddings, value
    ),
    gradient=lambda op, dy: [_inner(op, dy), None, _outer_sum(op, dy)],
    sized_by_values=True,
)


def _outer_sum(op: Any, dy: Any) -> Any:
    from tensorbrook._src.ops import reduce

    return reduce.reduce_sum(dy) - reduce.reduce_sum(_inner(op, dy))


mirror_pad_op = Op(
    "MirrorPad",
    "input: T, paddings: Tpaddings -> output: T | mode: {'REFLECT', 'SYMMETRIC'}, "
    "Tpaddings: index = int32",
    shape=_mirrored,
    reference=lambda xp, input, paddings, mode: xp.pad(
        input, _pairs(paddings), mode=mode.lower()
    ),
    gradient=lambda op, dy: [
        mirror_pad_grad_op(dy, op.inputs[1], mode=op.attrs["mode"]),  # type: ignore[has-type]
        None,
    ],
)


def _unpadded(c: ShapeContext) -> Dims:
    grown, dims, value = _padded(c), c.shape(0), c.value(1)
    if dims is None or value is None:
        return grown
    reach = 1 if c.attrs["mode"] == "REFLECT" else 0
    found: list[int | None] = []
    for dim, (a, b) in zip(dims, value.tolist(), strict=True):
        size = None if dim is None else dim - a - b
        if size is not None and max(a, b) + reach > size:
            raise c.fail(f"paddings {a}, {b} are too large for a dimension of {dim}")
        found.append(size)
    return tuple(found)


def _mirror_pad_grad(xp: Any, input: Any, paddings: Any, mode: str) -> Any:
    """Folds the borders back onto where they were copied from."""
    for axis, (before, after) in enumerate(_pairs(paddings)):
        size = input.shape[axis] - before - after
        places = np.pad(np.arange(size), (before, after), mode=mode.lower())  # type: ignore[call-overload]
        spread = (places[:, None] == np.arange(size)[None, :]).astype(input.dtype)
        input = xp.moveaxis(
            xp.tensordot(xp.moveaxis(input, axis, -1), spread, 1), -1, axis
        )
    return input


mirror_pad_grad_op = Op(
    "MirrorPadGrad",
    "input: T, paddings: Tpaddings -> output: T | mode: {'REFLECT', 'SYMMETRIC'}, "
    "Tpaddings: index = int32",
    shape=_unpadded,
    reference=_mirror_pad_grad,
    gradient=lambda op, dy: [
        mirror_pad_op(dy, op.inputs[1], mode=op.attrs["mode"]),
        None,
    ],
)


def pad(
    tensor: Any,
    paddings: Any,
    mode: str = "CONSTANT",
    constant_values: Any = 0,
    name: str | None = None,
) -> Tensor:
    """A tensor with borders.

    Args:
        tensor: A tensor.
        paddings: For each axis how many elements come before and after: shape (rank, 2).
        mode: "CONSTANT", "REFLECT" (without the edge) or "SYMMETRIC" (with it).
        constant_values: What constant borders hold.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same dtype and rank.

    Raises:
        ValueError: The mode is unknown.

    Example:
        >>> import tensorbrook as tf
        >>> tf.pad([1, 2], [[1, 2]]).numpy()
        array([0, 1, 2, 0, 0], dtype=int32)
    """
    kind = str(mode).upper()
    values = convert_to_tensor(tensor)
    borders = convert_to_tensor(paddings, dtype_hint=dtypes.int32)
    if kind in ("REFLECT", "SYMMETRIC"):
        return mirror_pad_op(values, borders, mode=kind, name=name)  # type: ignore[no-any-return]
    if kind != "CONSTANT":
        raise ValueError(
            "Value of argument `mode` expected to be one of 'CONSTANT', 'REFLECT' or "
            f"'SYMMETRIC'. Received `mode` = {mode}"
        )
    if isinstance(constant_values, int | float) and constant_values == 0:
        return pad_op(values, borders, name=name)  # type: ignore[no-any-return]
    return pad_v2_op(values, borders, constant_values, name=name)  # type: ignore[no-any-return]
