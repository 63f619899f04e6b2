"""Reductions over rows that belong together: segments."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.elementwise import is_half, select, widened

_UFUNCS = {
    "add": np.add,
    "multiply": np.multiply,
    "max": np.maximum,
    "min": np.minimum,
}
_NUMERIC = "floating|complex|signed|unsigned"


def _identity(kind: str, dtype: Any) -> Any:
    """What an empty segment reduces to."""
    if kind == "add":
        return 0
    if kind == "multiply":
        return 1
    if dtype.kind in "iu":
        limits = np.iinfo(dtype)
        return limits.min if kind == "max" else limits.max
    limits = np.finfo(dtype)
    return limits.min if kind == "max" else limits.max


def combine(xp: Any, kind: str, data: Any, ids: Any, count: int) -> Any:
    """Reduces the rows of `data` with equal ids; negative ids drop out."""
    tail = data.shape[ids.ndim :]
    rows = data.reshape((ids.size, *tail))
    flat = ids.reshape(-1)
    given = data.dtype
    rows = widened(rows)
    start = xp.full((count, *tail), _identity(kind, rows.dtype), rows.dtype)
    if is_half(data):
        start = xp.full((count, *tail), _half_identity(kind, given), rows.dtype)
    if xp is np:
        kept = flat >= 0
        if not kept.all():
            flat, rows = flat[kept], rows[kept]
        _reduce_rows(_UFUNCS[kind], start, flat, rows)
        return start.astype(given)
    flat = xp.where(flat < 0, count, flat)
    return getattr(start.at[flat], kind)(rows, mode="drop").astype(given)


def _reduce_rows(ufunc: Any, start: Any, ids: Any, rows: Any) -> None:
    """Adds each row (or what `ufunc` does) to the row of `start` that its id names."""
    if rows.ndim == 1 or len(ids) < 2:
        ufunc.at(start, ids, rows)
        return
    steps = np.diff(ids)
    if (steps < 0).any():  # runs of equal ids reduce fast; `at` goes by elements
        order = np.argsort(ids, kind="stable")
        ids, rows = ids[order], rows[order]
        steps = np.diff(ids)
    begins = np.concatenate([[0], np.flatnonzero(steps) + 1])
    at = ids[begins]
    start[at] = ufunc(start[at], ufunc.reduceat(rows, begins, axis=0))


def row_counts(xp: Any, ids: Any, count: int) -> Any:
    """How many of the ids each of the `count` segments has."""
    return combine(xp, "add", xp.ones(ids.shape, np.int32), ids, count)


def _half_identity(kind: str, dtype: Any) -> float:
    import ml_dtypes

    if kind in ("add", "multiply"):
        return float(kind == "multiply")
    limits: Any = ml_dtypes.finfo(dtype)  # type: ignore[no-untyped-call]
    return float(limits.min if kind == "max" else limits.max)


def _unsorted_dims(c: ShapeContext) -> Dims:
    data, ids, first = c.shape(0), c.shape(1), c.number(2)
    if first is not None and first < 0:
        raise c.fail(f"num_segments must be a scalar >= 0, got {first}")
    if data is None or ids is None:
        return None
    for one, other in zip(data, ids, strict=False):
        if None not in (one, other) and one != other:
            break
    else:
        if len(ids) <= len(data):
            _check_range(c, first)
            return (first, *data[len(ids) :])
    raise c.fail(
        f"data.shape = {list(data)} does not start with segment_ids.shape = {list(ids)}"
    )


def _check_range(c: ShapeContext, count: int | None) -> None:
    ids = c.value(1)
    if ids is None or count is None:
        return
    wrong = ids[ids >= count]
    if wrong.size:
        raise c.fail(f"segment_ids = {int(wrong.flat[0])} is out of range [0, {count})")


def _sorted_dims(c: ShapeContext) -> Dims:
    data, ids, known = c.shape(0), c.shape(1), c.vector(1)
    if data is not None and ids is not None:
        if not data:
            raise c.fail("data must be at least rank 1")
        if None not in (data[0], ids[0]) and data[0] != ids[0]:
            raise c.fail("segment_ids should be the same size as dimension 0 of input.")
    count = None
    if known is not None:
        if known.size and (known[0] < 0 or (np.diff(known) < 0).any()):
            raise c.fail("segment ids are not increasing")
        count = int(known[-1]) + 1 if known.size else 0
    return None if data is None else (count, *data[1:])


def _sorted_kernel(kind: str) -> Any:
    def kernel(xp: Any, data: Any, segment_ids: Any) -> Any:
        count = int(segment_ids[-1]) + 1 if segment_ids.size else 0
        result = combine(xp, kind, data, segment_ids, count)
        if kind not in ("max", "min"):
            return result
        # Here TensorFlow leaves the gaps between ids zero.
        present = row_counts(xp, segment_ids, count) > 0
        present = present.reshape((count,) + (1,) * (result.ndim - 1))
        return xp.where(present, result, xp.zeros((), result.dtype))

    return kernel


def _mean_kernel(xp: Any, data: Any, segment_ids: Any) -> Any:
    count = int(segment_ids[-1]) + 1 if segment_ids.size else 0
    sizes = xp.maximum(row_counts(xp, segment_ids, count), 1)
    total = combine(xp, "add", widened(data), segment_ids, count)
    sizes = sizes.reshape((count,) + (1,) * (total.ndim - 1)).astype(total.dtype)
    return (total / sizes).astype(data.dtype)


def _gathered(rows: Any, ids: Any) -> Any:
    """The row of each id; zeros where an id is negative."""
    from tensorbrook._src.ops import array_creation, binary, gather, shape

    known = binary.maximum(ids, array_creation.zeros_like(ids))
    found = gather.gather(rows, known)
    kept = ids >= 0
    for _ in range(len(found._dims or ()) - len(ids._dims or ())):
        kept = shape.expand_dims(kept, -1)
    return select(kept, found, array_creation.zeros_like(found))


def _sum_gradient(op: Any, dy: Any) -> list[Any]:
    return [_gathered(dy, op.inputs[1])] + [None] * (len(op.inputs) - 1)


def _mean_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, gather, shape

    data, ids = op.inputs
    ones = array_creation.ones_like(ids)
    sizes = segment_sum(_as(ones, dy.dtype), ids)
    rank = len(data._dims)
    sizes = shape.reshape(sizes, [-1] + [1] * (rank - 1))
    return [gather.gather(dy / sizes, ids), None]


def _extreme_gradient(op: Any, dy: Any) -> list[Any]:
    """Shared equally among the elements that are the extreme of their segment."""
    from tensorbrook._src.ops import array_creation, comparison

    data, ids = op.inputs[0], op.inputs[1]
    chosen = comparison.equal(data, _gathered(op.outputs[0], ids))
    weights = _as(chosen, dy.dtype)
    count = sum_like(op, weights)
    share = _gathered(dy / count, ids)
    gradient = select(chosen, share, array_creation.zeros_like(share))
    return [gradient] + [None] * (len(op.inputs) - 1)


def sum_like(op: Any, data: Any) -> Any:
    """The sum over the segments that `op` has."""
    if len(op.inputs) == 2:
        return segment_sum(data, op.inputs[1])
    return unsorted_segment_sum(data, op.inputs[1], op.inputs[2])


def _product_gradient(op: Any, dy: Any) -> list[Any]:
    """The product of the others, also where one of them is zero."""
    from tensorbrook._src.ops import array_creation, comparison

    data, ids = op.inputs[0], op.inputs[1]
    is_zero = comparison.equal(data, array_creation.zeros_like(data))
    zeros = sum_like(op, _as(is_zero, dtypes.int32))
    dy = select(zeros > 1, array_creation.zeros_like(dy), dy)
    filled = select(is_zero, array_creation.ones_like(data), data)
    if len(op.inputs) == 2:
        others = segment_prod(filled, ids)
    else:
        others = unsorted_segment_prod(filled, ids, op.inputs[2])
    without = _gathered(others, ids)
    whole = _gathered(op.outputs[0], ids)
    partial = select(is_zero, without, whole / filled)
    gradient = _gathered(dy, ids) * partial
    return [gradient] + [None] * (len(op.inputs) - 1)


def _as(tensor: Any, dtype: Any) -> Any:
    from tensorbrook._src.ops import cast

    return cast.cast(tensor, dtype)


def _unsorted(name: str, kind: str, gradient: Any, types: str) -> Op:
    return Op(
        name,
        "data: T, segment_ids: Tindices, num_segments: Tnumsegments -> output: T | "
        f"T: {types}, Tindices: int16|int32|int64, Tnumsegments: index = int32",
        shape=_unsorted_dims,
        reference=lambda xp, data, ids, count: combine(xp, kind, data, ids, int(count)),
        gradient=gradient,
        sized_by_values=True,
    )


def _sorted(name: str, kernel: Any, gradient: Any, types: str) -> Op:
    return Op(
        name,
        f"data: T, segment_ids: Tindices -> output: T | T: {types}, Tindices: index",
        shape=_sorted_dims,
        reference=kernel,
        gradient=gradient,
    )


unsorted_segment_sum_op = _unsorted(
    "UnsortedSegmentSum", "add", _sum_gradient, _NUMERIC
)
unsorted_segment_prod_op = _unsorted(
    "UnsortedSegmentProd", "multiply", _product_gradient, _NUMERIC
)
unsorted_segment_max_op = _unsorted(
    "UnsortedSegmentMax", "max", _extreme_gradient, "real"
)
unsorted_segment_min_op = _unsorted(
    "UnsortedSegmentMin", "min", _extreme_gradient, "real"
)
segment_sum_op = _sorted("SegmentSum", _sorted_kernel("add"), _sum_gradient, _NUMERIC)
segment_prod_op = _sorted(
    "SegmentProd", _sorted_kernel("multiply"), _product_gradient, _NUMERIC
)
segment_max_op = _sorted("SegmentMax", _sorted_kernel("max"), _extreme_gradient, "real")
segment_min_op = _sorted("SegmentMin", _sorted_kernel("min"), _extreme_gradient, "real")
segment_mean_op = _sorted("SegmentMean", _mean_kernel, _mean_gradient, _NUMERIC)


def segment_sum(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """Computes the sums of rows that have the same id.

    Args:
        data: A numeric tensor.
        segment_ids: A vector of integers that never fall, one for each row.
        name: Name of the node in a graph.

    Returns:
        A tensor with a row for each id from 0 to the last.

    Raises:
        tf.errors.InvalidArgumentError: The ids fall, or are not one for each row.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.segment_sum([1, 3, 5], [0, 0, 1]).numpy()
        array([4, 5], dtype=int32)
    """
    return segment_sum_op(data, segment_ids, name=name)  # type: ignore[no-any-return]


def segment_prod(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """Computes the products of rows that have the same id.

    Args:
        data: A numeric tensor.
        segment_ids: A vector of integers that never fall, one for each row.
        name: Name of the node in a graph.

    Returns:
        A tensor with a row for each id from 0 to the last.

    Raises:
        tf.errors.InvalidArgumentError: The ids fall, or are not one for each row.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.segment_prod([1, 3, 5], [0, 0, 1]).numpy()
        array([3, 5], dtype=int32)
    """
    return segment_prod_op(data, segment_ids, name=name)  # type: ignore[no-any-return]


def segment_max(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """Computes the largest elements of rows that have the same id.

    Args:
        data: A numeric tensor.
        segment_ids: A vector of integers that never fall, one for each row.
        name: Name of the node in a graph.

    Returns:
        A tensor with a row for each id from 0 to the last.

    Raises:
        tf.errors.InvalidArgumentError: The ids fall, or are not one for each row.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.segment_max([1, 3, 5], [0, 0, 1]).numpy()
        array([3, 5], dtype=int32)
    """
    return segment_max_op(data, segment_ids, name=name)  # type: ignore[no-any-return]


def segment_min(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """Computes the smallest elements of rows that have the same id.

    Args:
        data: A numeric tensor.
        segment_ids: A vector of integers that never fall, one for each row.
        name: Name of the node in a graph.

    Returns:
        A tensor with a row for each id from 0 to the last.

    Raises:
        tf.errors.InvalidArgumentError: The ids fall, or are not one for each row.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.segment_min([1, 3, 5], [0, 0, 1]).numpy()
        array([1, 5], dtype=int32)
    """
    return segment_min_op(data, segment_ids, name=name)  # type: ignore[no-any-return]


def segment_mean(data: Any, segment_ids: Any, name: str | None = None) -> Tensor:
    """Computes the means of rows that have the same id.

    Args:
        data: A numeric tensor.
        segment_ids: A vector of integers that never fall, one for each row.
        name: Name of the node in a graph.

    Returns:
        A tensor with a row for each id from 0 to the last.

    Raises:
        tf.errors.InvalidArgumentError: The ids fall, or are not one for each row.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.segment_mean([1, 3, 5], [0, 0, 1]).numpy()
        array([2, 5], dtype=int32)
    """
    return segment_mean_op(data, segment_ids, name=name)  # type: ignore[no-any-return]


def unsorted_segment_sum(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Tensor:
    """Computes the sums of rows that have the same id, in any order.

    Args:
        data: A numeric tensor.
        segment_ids: Integers whose shape begins that of `data`; negative ones drop out.
        num_segments: How many segments there are.
        name: Name of the node in a graph.

    Returns:
        A tensor of `num_segments` rows.

    Raises:
        tf.errors.InvalidArgumentError: An id is too large, or the shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.unsorted_segment_sum([1, 5, 3], [0, 1, 0], 2).numpy()
        array([4, 5], dtype=int32)
    """
    return unsorted_segment_sum_op(  # type: ignore[no-any-return]
        data, segment_ids, num_segments, name=name
    )


def unsorted_segment_prod(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Tensor:
    """Computes the products of rows that have the same id, in any order.

    Args:
        data: A numeric tensor.
        segment_ids: Integers whose shape begins that of `data`; negative ones drop out.
        num_segments: How many segments there are.
        name: Name of the node in a graph.

    Returns:
        A tensor of `num_segments` rows.

    Raises:
        tf.errors.InvalidArgumentError: An id is too large, or the shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.unsorted_segment_prod([1, 5, 3], [0, 1, 0], 2).numpy()
        array([3, 5], dtype=int32)
    """
    return unsorted_segment_prod_op(  # type: ignore[no-any-return]
        data, segment_ids, num_segments, name=name
    )


def unsorted_segment_max(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Tensor:
    """Computes the largest elements of rows that have the same id, in any order.

    Args:
        data: A numeric tensor.
        segment_ids: Integers whose shape begins that of `data`; negative ones drop out.
        num_segments: How many segments there are.
        name: Name of the node in a graph.

    Returns:
        A tensor of `num_segments` rows.

    Raises:
        tf.errors.InvalidArgumentError: An id is too large, or the shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.unsorted_segment_max([1, 5, 3], [0, 1, 0], 2).numpy()
        array([3, 5], dtype=int32)
    """
    return unsorted_segment_max_op(  # type: ignore[no-any-return]
        data, segment_ids, num_segments, name=name
    )


def unsorted_segment_min(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Tensor:
    """Computes the smallest elements of rows that have the same id, in any order.

    Args:
        data: A numeric tensor.
        segment_ids: Integers whose shape begins that of `data`; negative ones drop out.
        num_segments: How many segments there are.
        name: Name of the node in a graph.

    Returns:
        A tensor of `num_segments` rows.

    Raises:
        tf.errors.InvalidArgumentError: An id is too large, or the shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.unsorted_segment_min([1, 5, 3], [0, 1, 0], 2).numpy()
        array([1, 5], dtype=int32)
    """
    return unsorted_segment_min_op(  # type: ignore[no-any-return]
        data, segment_ids, num_segments, name=name
    )


def _sizes(data: Any, ids: Any, count: Any) -> Any:
    """The number of rows of each segment, at least 1, in a shape to divide by."""
    from tensorbrook._src.ops import array_creation, binary, shape

    ones = _as(array_creation.ones_like(ids), data.dtype)
    sizes = unsorted_segment_sum(ones, ids, count)
    sizes = binary.maximum(sizes, array_creation.ones_like(sizes))
    for _ in range(len(data._dims) - len(ids._dims)):
        sizes = shape.expand_dims(sizes, -1)
    return sizes


def _places_taken(data: Any, ids: Any, count: Any) -> Any:
    """How many rows of a ragged tensor have a value in each place of a segment."""
    from tensorbrook._src.ops import array_creation

    return unsorted_segment_sum(array_creation.ones_like(data), ids, count)


def unsorted_segment_mean(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Tensor:
    """Computes the means of rows that have the same id, in any order.

    Args:
        data: A tensor of floats or complex numbers.
        segment_ids: Integers whose shape begins that of `data`; negative ones drop out.
        num_segments: How many segments there are.
        name: Name of the node in a graph.

    Returns:
        A tensor of `num_segments` rows; an empty segment is zero.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.unsorted_segment_mean([1.0, 5.0, 3.0], [0, 1, 0], 2).numpy()
        array([2., 5.], dtype=float32)
    """
    data, ids = convert_to_tensor(data), convert_to_tensor(segment_ids)
    total = unsorted_segment_sum(data, ids, num_segments)
    if isinstance(data, CompositeTensor):
        return total / _places_taken(data, ids, num_segments)  # type: ignore[no-any-return]
    return total / _sizes(data, ids, num_segments)  # type: ignore[no-any-return]


def unsorted_segment_sqrt_n(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Tensor:
    """Computes sums of rows with the same id, divided by the root of their number.

    Args:
        data: A tensor of floats or complex numbers.
        segment_ids: Integers whose shape begins that of `data`; negative ones drop out.
        num_segments: How many segments there are.
        name: Name of the node in a graph.

    Returns:
        A tensor of `num_segments` rows.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.unsorted_segment_sqrt_n([4.0, 2.0], [0, 0], 1).numpy().round(3)
        array([4.243], dtype=float32)
    """
    from tensorbrook._src.ops import unary

    data, ids = convert_to_tensor(data), convert_to_tensor(segment_ids)
    total = unsorted_segment_sum(data, ids, num_segments)
    if isinstance(data, CompositeTensor):
        taken = _places_taken(data, ids, num_segments)
        return total / unary.sqrt(taken)  # type: ignore[no-any-return]
    return total / unary.sqrt(_sizes(data, ids, num_segments))
