"""The cross product of vectors in space."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.elementwise import in_float32


def _same_triples(c: ShapeContext) -> Dims:
    a, b = c.shape(0), c.shape(1)
    if a is None or b is None:
        return b if a is None else a
    if len(a) != len(b) or any(
        None not in pair and pair[0] != pair[1] for pair in zip(a, b, strict=True)
    ):
        raise c.fail(f"Cross: both inputs must have the same shape, got {a} and {b}")
    if not a or a[-1] not in (3, None):
        raise c.fail(f"Cross: the last dimension must be 3, got the shape {a}")
    return a


cross_op = Op(
    "Cross",
    "a: T, b: T -> product: T | T: real",
    shape=_same_triples,
    reference=in_float32(lambda xp, a, b: xp.cross(a, b)),
    gradient=lambda op, dy: [cross(op.inputs[1], dy), cross(dy, op.inputs[0])],
)


def cross(a: Any, b: Any, name: str | None = None) -> Tensor:
    """Computes the cross products of vectors of length 3.

    Args:
        a: A tensor of real numbers; its last axis holds the vectors.
        b: A tensor of the shape and type of `a`.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape.

    Raises:
        tf.errors.InvalidArgumentError: The shapes differ, or the vectors aren't of
            length 3.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.cross([1, 0, 0], [0, 1, 0]).numpy()
        array([0, 0, 1], dtype=int32)
    """
    return cross_op(a, b, name=name)  # type: ignore[no-any-return]
