"""`tensorflow.python.framework.tensor_shape`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.dimension import Dimension as Dimension
from tensorbrook._src.core.shapes import TensorShape as TensorShape


def scalar() -> TensorShape:
    """The shape of a scalar."""
    return TensorShape([])


def vector(length: Any) -> TensorShape:
    """The shape of a vector."""
    return TensorShape([length])


def matrix(rows: Any, cols: Any) -> TensorShape:
    """The shape of a matrix."""
    return TensorShape([rows, cols])


def unknown_shape(rank: int | None = None) -> TensorShape:
    """A shape of which at most the rank is known."""
    return TensorShape(None if rank is None else [None] * rank)


def as_shape(shape: Any) -> TensorShape:
    """A shape of what can become one."""
    return shape if isinstance(shape, TensorShape) else TensorShape(shape)
