"""A tensor whose shape is checked."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, as_dims, merge_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.rules import brackets


def _ensured(c: ShapeContext) -> Dims:
    wanted = c.attrs["shape"]
    try:
        return merge_dims(c.shape(0), wanted)
    except ValueError:
        raise c.fail(
            f"Shape of tensor {brackets(c.shape(0))} is not compatible with expected shape "
            f"{brackets(wanted)}."
        ) from None


ensure_shape_op = Op(
    "EnsureShape",
    "input: T -> output: T | shape: shape",
    shape=_ensured,
    reference=lambda xp, input, shape: input,
    gradient=lambda op, dy: [dy],
)


def ensure_shape(x: Any, shape: Any, name: str | None = None) -> Tensor:
    """The tensor itself, checked to have a shape compatible with `shape`.

    Raises:
        errors.InvalidArgumentError: It hasn't.

    Example:
        >>> import tensorbrook as tf
        >>> tf.ensure_shape([1, 2], [None]).shape
        TensorShape([2])
    """
    return ensure_shape_op(x, shape=shape, name=name)  # type: ignore[no-any-return]
