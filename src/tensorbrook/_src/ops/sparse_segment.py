"""Reductions over segments of rows that are looked up in a table."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import segment
from tensorbrook._src.ops.elementwise import widened

_TYPES = (
    "Tidx: index = int32, Tsegmentids: index = int32, sparse_gradient: bool = False"
)


def _dims(c: ShapeContext) -> Dims:
    data, ids, known = c.shape(0), c.shape(2), c.vector(2)
    indices = c.shape(1)
    if None not in (indices, ids) and None not in (*indices, *ids) and indices != ids:  # type: ignore[misc]
        raise c.fail("segment_ids and indices should have same size.")
    rows, at = c.vector(1), None if data is None or not data else data[0]
    if rows is not None and at is not None and ((rows < 0) | (rows >= at)).any():
        raise c.fail(f"indices are out of range [0, {at})")
    count = None
    if len(c.inputs) == 4:
        count = c.number(3)
        if count is not None and count < 0:
            raise c.fail(f"num_segments must be >= 0, got {count}")
    elif known is not None:
        count = int(known[-1]) + 1 if known.size else 0
    if known is not None:
        if known.size and (known[0] < 0 or (np.diff(known) < 0).any()):
            raise c.fail("segment ids are not increasing")
        if count is not None and known.size and known[-1] >= count:
            raise c.fail(f"segment ids must be < {count}")
    if data is not None and not data:
        raise c.fail("data must be at least rank 1")
    return None if data is None else (count, *data[1:])


def _kernel(power: float) -> Any:
    """Sums, divided by a power of the number of rows."""

    def kernel(
        xp: Any, data: Any, indices: Any, ids: Any, *count: Any, **_: Any
    ) -> Any:
        size = int(count[0]) if count else (int(ids[-1]) + 1 if ids.size else 0)
        total = segment.combine(xp, "add", widened(data)[indices], ids, size)
        if power:
            rows = xp.maximum(segment.row_counts(xp, ids, size), 1).astype(total.dtype)
            total = total / (rows**power).reshape((size,) + (1,) * (total.ndim - 1))
        return total.astype(data.dtype)

    return kernel


def _gradient(power: float) -> Any:
    def gradient(op: Any, dy: Any) -> list[Any]:
        from tensorbrook._src.ops import array_creation, binary, cast, gather, shape

        data, indices, ids = op.inputs[:3]
        if power:
            ones = cast.cast(array_creation.ones_like(ids), dy.dtype)
            rows = segment.unsorted_segment_sum(ones, ids, shape.shape(dy)[0])
            rows = binary.maximum(rows, array_creation.ones_like(rows)) ** power
            dy = dy / shape.reshape(rows, [-1] + [1] * (len(data._dims) - 1))
        back = gather.gather(dy, ids)
        found = segment.unsorted_segment_sum(back, indices, shape.shape(data)[0])
        return [found] + [None] * (len(op.inputs) - 1)

    return gradient


def _records(name: str, power: float, types: str) -> tuple[Op, Op]:
    arguments = "data: T, indices: Tidx, segment_ids: Tsegmentids"
    options: dict[str, Any] = {
        "shape": _dims,
        "reference": _kernel(power),
        "gradient": _gradient(power),
    }
    plain = Op(
        f"SparseSegment{name}",
        f"{arguments} -> output: T | T: {types}, {_TYPES}",
        **options,
    )
    counted = Op(
        f"SparseSegment{name}WithNumSegments",
        f"{arguments}, num_segments: Tnumsegments -> output: T | T: {types}, {_TYPES}, "
        "Tnumsegments: index = int32",
        **options,
    )
    return plain, counted


sum_op, sum_counted_op = _records("Sum", 0.0, "real")
mean_op, mean_counted_op = _records("Mean", 1.0, "floating")
sqrt_n_op, sqrt_n_counted_op = _records("SqrtN", 0.5, "floating")


def _backward(power: float) -> Any:
    """Rows of gradients sent back to the rows of the table that they came from."""

    def kernel(xp: Any, grad: Any, indices: Any, ids: Any, output_dim0: Any) -> Any:
        wide = widened(grad)
        if power:
            rows = xp.maximum(segment.row_counts(xp, ids, len(grad)), 1)
            scale = (rows.astype(wide.dtype) ** power).reshape(
                -1, *[1] * (grad.ndim - 1)
            )
            wide = wide / scale
        found = segment.combine(xp, "add", wide[ids], indices, int(output_dim0))
        return found.astype(grad.dtype)

    return kernel


def _backward_dims(c: ShapeContext) -> Dims:
    dims = c.shape(0)
    return None if dims is None else (c.number(3), *dims[1:])


def _backward_gradient(forward: Op) -> Any:
    def gradient(op: Any, dy: Any) -> list[Any]:
        _, indices, ids, _ = op.inputs
        from tensorbrook._src.ops import shape

        count = shape.shape(op.inputs[0])[0]
        return [forward(dy, indices, ids, count), None, None, None]

    return gradient


def _backward_record(name: str, power: float, forward: Op) -> Op:
    return Op(
        f"SparseSegment{name}Grad",
        "grad: T, indices: Tidx, segment_ids: Tsegmentids, output_dim0: int32 -> "
        "output: T | T: floating, Tidx: index = int32, Tsegmentids: index = int32",
        shape=_backward_dims,
        reference=_backward(power),
        gradient=_backward_gradient(forward),
    )


sum_grad_op = _backward_record("Sum", 0.0, sum_counted_op)
mean_grad_op = _backward_record("Mean", 1.0, mean_counted_op)
sqrt_n_grad_op = _backward_record("SqrtN", 0.5, sqrt_n_counted_op)


def sparse_segment_sum(
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any = None,
    name: str | None = None,
    sparse_gradient: bool = False,
) -> Any:
    """Adds up rows of `data`, segment by segment.

    Args:
        data: A tensor of real numbers, a table of rows.
        indices: The rows to take, a vector of integers.
        segment_ids: The segment of each; they never fall.
        num_segments: How many segments there are; by default up to the last id.
        name: Name of the node in a graph.
        sparse_gradient: Accepted for compatibility: the gradient is dense.

    Returns:
        A tensor with a row for each segment.

    Raises:
        tf.errors.InvalidArgumentError: Ids fall, or indices are out of range.

    Example:
        >>> import tensorbrook as tf
        >>> table = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        >>> tf.sparse.segment_sum(table, [0, 1], [0, 0]).numpy().round(3)
        array([[4., 6.]], dtype=float32)
    """
    if num_segments is None:
        return sum_op(data, indices, segment_ids, name=name)
    return sum_counted_op(data, indices, segment_ids, num_segments, name=name)


def sparse_segment_mean(
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any = None,
    name: str | None = None,
    sparse_gradient: bool = False,
) -> Any:
    """Computes the means of rows of `data`, segment by segment.

    Args:
        data: A tensor of real numbers, a table of rows.
        indices: The rows to take, a vector of integers.
        segment_ids: The segment of each; they never fall.
        num_segments: How many segments there are; by default up to the last id.
        name: Name of the node in a graph.
        sparse_gradient: Accepted for compatibility: the gradient is dense.

    Returns:
        A tensor with a row for each segment.

    Raises:
        tf.errors.InvalidArgumentError: Ids fall, or indices are out of range.

    Example:
        >>> import tensorbrook as tf
        >>> table = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        >>> tf.sparse.segment_mean(table, [0, 1], [0, 0]).numpy().round(3)
        array([[2., 3.]], dtype=float32)
    """
    if num_segments is None:
        return mean_op(data, indices, segment_ids, name=name)
    return mean_counted_op(data, indices, segment_ids, num_segments, name=name)


def sparse_segment_sqrt_n(
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any = None,
    name: str | None = None,
    sparse_gradient: bool = False,
) -> Any:
    """Adds up rows, divided by the root of their number, segment by segment.

    Args:
        data: A tensor of real numbers, a table of rows.
        indices: The rows to take, a vector of integers.
        segment_ids: The segment of each; they never fall.
        num_segments: How many segments there are; by default up to the last id.
        name: Name of the node in a graph.
        sparse_gradient: Accepted for compatibility: the gradient is dense.

    Returns:
        A tensor with a row for each segment.

    Raises:
        tf.errors.InvalidArgumentError: Ids fall, or indices are out of range.

    Example:
        >>> import tensorbrook as tf
        >>> table = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        >>> tf.sparse.segment_sqrt_n(table, [0, 1], [0, 0]).numpy().round(3)
        array([[2.828, 4.243]], dtype=float32)
    """
    if num_segments is None:
        return sqrt_n_op(data, indices, segment_ids, name=name)
    return sqrt_n_counted_op(data, indices, segment_ids, num_segments, name=name)
