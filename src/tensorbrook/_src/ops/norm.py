"""Lengths of vectors and norms of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor, identity


def norm(
    tensor: Any,
    ord: Any = "euclidean",
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
) -> Tensor:
    """Computes the norm of vectors or matrices.

    Args:
        tensor: A tensor of floats or complex numbers.
        ord: For vectors a positive number, "euclidean" or `np.inf`; for matrices
            "euclidean", "fro", 1, 2 or `np.inf`.
        axis: One axis for vectors, two for matrices; by default all elements form one
            vector.
        keepdims: Whether the axes stay, with length 1.
        name: Name of the node in a graph.

    Returns:
        A tensor; of complex numbers only the Euclidean norm is complex, too.

    Raises:
        ValueError: There is no such norm.

    Example:
        >>> import tensorbrook as tf
        >>> tf.norm([[3.0, 4.0], [6.0, 8.0]], axis=1).numpy()
        array([ 5., 10.], dtype=float32)
    """
    axis = tuple(axis) if isinstance(axis, list | tuple) else axis
    of_matrices = isinstance(axis, tuple) and len(axis) == 2
    _check(ord, axis, of_matrices)
    value = convert_to_tensor(tensor)
    keep = bool(keepdims)
    if of_matrices:
        return identity(_matrix_norm(value, ord, axis, keep), name)
    return identity(_vector_norm(value, ord, axis, keep), name)


def _check(ord: Any, axis: Any, of_matrices: bool) -> None:
    if isinstance(axis, tuple):
        if len(axis) not in (1, 2) or (of_matrices and axis[0] == axis[1]):
            raise ValueError(
                "tf.norm: `axis` must be None, an integer, or a tuple of 2 unique "
                f"integers, got {axis}."
            )
    if of_matrices:
        if ord not in ("euclidean", "fro", 1, 2, np.inf):
            raise ValueError(
                f"tf.norm: `ord` must be 'euclidean', 'fro', 1, 2 or np.inf for "
                f"matrices, got {ord!r}."
            )
    elif ord != "euclidean" and (isinstance(ord, str) or not ord > 0):
        raise ValueError(
            "tf.norm: `ord` must be 'euclidean' or a positive number for vectors, got "
            f"{ord!r}."
        )


def _squares(value: Any) -> Any:
    """The squares of sizes, in the dtype of the tensor as TensorFlow has it."""
    from tensorbrook._src.ops import complex_numbers

    return (
        value * complex_numbers.conj(value) if value.dtype.is_complex else value * value
    )


def _vector_norm(value: Any, ord: Any, axis: Any, keep: bool) -> Any:
    from tensorbrook._src.ops import binary, reduce, unary

    if ord in ("euclidean", 2):
        return unary.sqrt(reduce.reduce_sum(_squares(value), axis, keep))
    sizes = unary.abs(value)
    if ord == 1:
        return reduce.reduce_sum(sizes, axis, keep)
    if ord == np.inf:
        return reduce.reduce_max(sizes, axis, keep)
    total = reduce.reduce_sum(binary.pow(sizes, ord), axis, keep)
    return binary.pow(total, 1.0 / ord)


def _matrix_norm(value: Any, ord: Any, axis: tuple[int, int], keep: bool) -> Any:
    from tensorbrook._src.ops import reduce, unary

    if ord in ("euclidean", "fro"):
        return unary.sqrt(reduce.reduce_sum(_squares(value), axis, keep))
    if ord == 2:
        return _spectral_norm(value, axis, keep)
    summed, largest = axis if ord == 1 else reversed(axis)
    sums = reduce.reduce_sum(unary.abs(value), summed, keepdims=True)
    result = reduce.reduce_max(sums, largest, keepdims=True)
    return result if keep else _without(result, axis)


def _without(result: Any, axis: tuple[int, int]) -> Any:
    from tensorbrook._src.ops import shape

    return shape.squeeze(result, list(axis))


def _spectral_norm(value: Any, axis: tuple[int, int], keep: bool) -> Any:
    """The largest singular value; the matrix is moved to the last axes first."""
    from tensorbrook._src.ops import decompositions, reduce, shape

    rank = len(value._dims)
    chosen = [item % rank for item in axis]
    order = [item for item in range(rank) if item not in chosen] + chosen
    moved = shape.transpose(value, order)
    values = decompositions.svd(moved, compute_uv=False)
    result = reduce.reduce_max(values, -1)
    if keep:
        for item in sorted(chosen):
            result = shape.expand_dims(result, item)
    return result
