"""What the kernels of sparse operations share: orders of indices, checks, rules."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims

DYNAMIC = unsupported("how many values the result stores depends on the values")
_LARGEST = 2**63 - 1


def invalid(message: str) -> errors.InvalidArgumentError:
    """The error for values that an operation can't take."""
    return errors.InvalidArgumentError(None, None, message)


def keys(dense_shape: Sequence[int], *matrices: Any) -> list[Any]:
    """One number for each row of index matrices; they sort as the rows do."""
    shape = [int(n) for n in dense_shape]
    if math.prod(max(n, 1) for n in shape) < _LARGEST:
        weights = np.ones(len(shape), np.int64)
        if len(shape) > 1:
            weights[:-1] = np.cumprod(shape[:0:-1], dtype=np.int64)[::-1]
        return [matrix @ weights for matrix in matrices]
    ranks = np.unique(np.concatenate(matrices), axis=0, return_inverse=True)[1]
    ends = np.cumsum([len(matrix) for matrix in matrices])[:-1]
    return np.split(ranks.reshape(-1), ends)


def check_within(indices: Any, dense_shape: Any) -> None:
    """Raises for an index outside of the shape."""
    wrong = ((indices < 0) | (indices >= dense_shape)).any(axis=1)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise invalid(
            f"indices[{row}] = {numbers(indices[row])} is out of bounds: need 0 <= index "
            f"< {numbers(dense_shape)}"
        )


def check_sorted(indices: Any, dense_shape: Any) -> None:
    """Raises for indices that are outside of the shape, repeated or out of order."""
    check_within(indices, dense_shape)
    steps = np.diff(keys(dense_shape, indices)[0])
    if (steps <= 0).any():
        row = int(np.argmax(steps <= 0)) + 1
        where = f"indices[{row}] = {numbers(indices[row])}"
        if steps[row - 1] == 0:
            raise invalid(f"{where} is repeated")
        raise invalid(
            f"{where} is out of order. Many sparse ops require sorted indices. Use "
            "`tf.sparse.reorder` to create a correctly ordered copy."
        )


def numbers(array: Any) -> str:
    """A vector as TensorFlow's runtime writes it: [2,3]."""
    return "[" + ",".join(map(str, np.asarray(array).tolist())) + "]"


def rank_of(c: ShapeContext, indices: int, dense_shape: int) -> int | None:
    """The rank of a sparse tensor, told by its indices or its shape."""
    matrix, vector = c.shape(indices), c.shape(dense_shape)
    if matrix is not None and len(matrix) == 2 and matrix[1] is not None:
        return matrix[1]
    return None if vector is None else vector[0]


def check_ranks(c: ShapeContext, what: str, *wanted: tuple[int, str, int]) -> None:
    """Raises where an input (its index and name) has another rank than wanted."""
    for index, name, rank in wanted:
        dims = c.shape(index)
        if dims is not None and len(dims) != rank:
            kind = {0: "a scalar", 1: "a vector", 2: "a matrix"}[rank]
            raise c.fail(f"{what}: `{name}` must be {kind}, got shape {list(dims)}")


def check_parts(c: ShapeContext, what: str, first: int = 0, prefix: str = "") -> None:
    """Raises where three inputs don't have the ranks of a sparse tensor's parts."""
    check_ranks(
        c,
        what,
        (first, f"{prefix}indices", 2),
        (first + 1, f"{prefix}values", 1),
        (first + 2, f"{prefix}shape", 1),
    )


def parts(count: int | None, rank: int | None) -> list[Dims]:
    """The dims of indices, values and shape of a sparse tensor."""
    return [(count, rank), (count,), (rank,)]
