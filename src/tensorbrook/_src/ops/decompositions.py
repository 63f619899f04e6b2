"""Decompositions of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.rules import brackets


def _qr_dims(c: ShapeContext) -> list[Dims]:
    dims = c.shape(0)
    if dims is None:
        return [None, None]
    if len(dims) < 2:
        raise c.fail(f"Input must have rank >= 2, got {brackets(dims)}")
    *batch, rows, columns = dims
    least = None if rows is None or columns is None else min(rows, columns)
    if c.attrs["full_matrices"]:
        return [(*batch, rows, rows), (*batch, rows, columns)]
    return [(*batch, rows, least), (*batch, least, columns)]


def _qr(xp: Any, input: Any, full_matrices: bool) -> tuple[Any, Any]:
    mode = "complete" if full_matrices else "reduced"
    if xp is not np or input.ndim == 2:
        return xp.linalg.qr(input, mode)  # type: ignore[no-any-return, call-overload]
    flat = input.reshape((-1, *input.shape[-2:]))
    pairs: list[Any] = [xp.linalg.qr(matrix, mode) for matrix in flat]
    parts = [np.stack([pair[i] for pair in pairs]) for i in (0, 1)]
    q, r = (part.reshape((*input.shape[:-2], *part.shape[1:])) for part in parts)
    return q, r


def _qr_gradient(op: Any, dq: Any, dr: Any) -> list[Any]:
    raise NotImplementedError("The gradient of tf.linalg.qr is not implemented yet.")


qr_op = Op(
    "Qr",
    "input: T -> q: T, r: T | full_matrices: bool = False, "
    "T: half|float|double|complex64|complex128",
    shape=_qr_dims,
    reference=_qr,
    gradient=_qr_gradient,
)


def qr(input: Any, full_matrices: bool = False, name: str | None = None) -> Any:
    """The QR decomposition of matrices: orthonormal columns times a triangle.

    Args:
        input: A tensor of shape (..., rows, columns).
        full_matrices: Whether `q` is square.
        name: Name of the node in a graph.

    Returns:
        A named tuple (q, r).

    Raises:
        errors.InvalidArgumentError: The tensor has fewer than two axes.

    Example:
        >>> import tensorbrook as tf
        >>> tf.linalg.qr([[2.0, 0.0], [0.0, 3.0]]).q.shape
        TensorShape([2, 2])
    """
    return qr_op(input, full_matrices=full_matrices, name=name)
