"""Order: extremes' positions, sorting, unique elements."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets, same_as

_BY_VALUE = unsupported("the shape of the result depends on values")


def _without_axis(c: ShapeContext) -> Dims:
    dims, axis = c.shape(0), c.number(1)
    if dims is None:
        return None
    if axis is None:
        return (None,) * max(len(dims) - 1, 0)
    if not -len(dims) <= axis < len(dims):
        raise c.fail(
            f"Expected dimension in the range [{-len(dims)}, {len(dims)}), but got {axis}"
        )
    axis %= len(dims)
    if dims[axis] == 0:
        raise c.fail(f"Reduction axis {axis} is empty in shape {brackets(dims)}")
    return (*dims[:axis], *dims[axis + 1 :])


def _extreme_position(name: str, which: str, never: float) -> Op:
    def kernel(xp: Any, input: Any, dimension: Any, output_type: Any) -> Any:
        if input.dtype.kind not in "iubc":
            # NumPy would take NaN for the extreme; here it never is.
            input = xp.where(xp.isnan(input), input.dtype.type(never), input)
        found = getattr(xp, which)(input, axis=int(dimension))
        return found.astype(output_type.numpy_dtype)

    return Op(
        name,
        "input: T, dimension: Tidx -> output: output_type | T: numeric|bool, "
        "Tidx: {int16, int32, int64} = int32, "
        "output_type: {int16, uint16, int32, int64} = int64",
        shape=_without_axis,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
    )


arg_max_op = _extreme_position("ArgMax", "argmax", -np.inf)
arg_min_op = _extreme_position("ArgMin", "argmin", np.inf)


def _top_k_dims(c: ShapeContext) -> list[Dims]:
    dims, count = c.shape(0), c.number(1)
    if dims is None:
        return [None, None]
    if not dims:
        raise c.fail("input must have >= 1 dimension, got a scalar")
    if count is not None and count < 0:
        raise c.fail(f"Need k >= 0, got {count}")
    if None not in (count, dims[-1]) and dims[-1] < count:  # type: ignore[operator]
        raise c.fail(
            f"input must have at least k columns. Had {dims[-1]}, needed {count}"
        )
    found = (*dims[:-1], count)
    return [found, found]


def _top_k(
    xp: Any, input: Any, k: Any, sorted: bool, index_type: Any
) -> tuple[Any, Any]:
    count = int(k)
    kind = {"kind": "stable"} if xp is np else {}  # JAX always is
    order = xp.argsort(_opposed(input), axis=-1, **kind)[..., :count]
    return xp.take_along_axis(input, order, axis=-1), order.astype(
        index_type.numpy_dtype
    )


def _opposed(array: Any) -> Any:
    """Numbers in the opposite order."""
    if array.dtype.kind in "iub":
        return ~array  # unlike the negative, it is always there
    return -array.astype(np.float32) if array.dtype.itemsize == 2 else -array


def _top_k_gradient(op: Any, dvalues: Any, dindices: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, reduce, shape

    tensor, places = op.inputs[0], op.outputs[1]
    columns = shape.shape(tensor)[-1]
    marks = array_creation.one_hot(places, columns, dtype=dvalues.dtype)
    return [reduce.reduce_sum(marks * shape.expand_dims(dvalues, -1), -2), None]


top_k_op = Op(
    "TopKV2",
    "input: T, k: Tk -> values: T, indices: index_type | sorted: bool = True, T: real, "
    "Tk: {int16, int32, int64} = int32, index_type: {int16, int32, int64} = int32",
    shape=_top_k_dims,
    reference=_top_k,
    gradient=_top_k_gradient,
)


def _vector(c: ShapeContext) -> Dims:
    c.check_rank(0, 1)
    return c.shape(0)


def _inverted(xp: Any, x: Any) -> Any:
    if xp is np and sorted(x.tolist()) != list(range(len(x))):
        raise ValueError(f"{x.tolist()} is not a permutation of 0 to {len(x) - 1}")
    return xp.argsort(x).astype(x.dtype)


invert_permutation_op = Op(
    "InvertPermutation",
    "x: T -> y: T | T: index = int32",
    shape=_vector,
    reference=_inverted,
    gradient=NOT_DIFFERENTIABLE,
)


def _unique(x: Any, out_idx: Any) -> tuple[Any, Any, Any]:
    seen: dict[Any, int] = {}
    places = np.empty(len(x), out_idx.numpy_dtype)
    for index, item in enumerate(x.tolist()):
        places[index] = seen.setdefault(item, len(seen))
    first = np.empty(len(seen), x.dtype)
    first[:] = list(seen)
    return (
        first,
        places,
        np.bincount(places, minlength=len(seen)).astype(out_idx.numpy_dtype),
    )


def _vector_only(c: ShapeContext) -> list[Dims]:
    dims = c.shape(0)
    if dims is not None and len(dims) != 1:
        raise c.fail(f"unique expects a 1D vector, got shape {brackets(dims)}")
    return [(None,), dims]


unique_op = Op(
    "Unique",
    "x: T -> y: T, idx: out_idx | out_idx: index = int32",
    shape=_vector_only,
    reference=lambda xp, x, out_idx: _unique(x, out_idx)[:2],
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)

unique_with_counts_op = Op(
    "UniqueWithCounts",
    "x: T -> y: T, idx: out_idx, count: out_idx | out_idx: index = int32",
    shape=lambda c: [*_vector_only(c), (None,)],
    reference=lambda xp, x, out_idx: _unique(x, out_idx),
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)


def _bound_dims(c: ShapeContext) -> Dims:
    c.check_rank(0, 2)
    c.check_rank(1, 2)
    rows, wanted = c.shape(0), c.shape(1)
    if rows and wanted and not compatible(rows[:1], wanted[:1]):
        raise c.fail(f"Leading dim_size of both tensors must match: {rows} {wanted}")
    return wanted


def _bound(name: str, side: str) -> Op:
    def kernel(xp: Any, sorted_inputs: Any, values: Any, out_type: Any) -> Any:
        if sorted_inputs.dtype.kind == "c":
            raise TypeError("complex numbers have no order")
        rows = [
            xp.searchsorted(row, wanted, side=side)
            for row, wanted in zip(sorted_inputs, values, strict=True)
        ]
        return (
            xp.stack(rows).astype(out_type.numpy_dtype)
            if rows
            else xp.zeros(values.shape, out_type.numpy_dtype)
        )

    return Op(
        name,
        "sorted_inputs: T, values: T -> output: out_type | out_type: index = int32",
        shape=_bound_dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
    )


lower_bound_op = _bound("LowerBound", "left")
upper_bound_op = _bound("UpperBound", "right")


def argmax(
    input: Any,
    axis: Any = None,
    output_type: Any = dtypes.int64,
    name: str | None = None,
) -> Tensor:
    """The index of the largest element along an axis; the first one of equals.

    Args:
        input: A tensor.
        axis: The axis; by default 0.
        output_type: int32 or int64.
        name: Name of the node in a graph.

    Returns:
        A tensor of integers without that axis.

    Raises:
        errors.InvalidArgumentError: The axis is out of range or empty.

    Example:
        >>> import tensorbrook as tf
        >>> tf.argmax([[3, 9], [7, 1]], axis=1).numpy()
        array([1, 0])
    """
    return arg_max_op(  # type: ignore[no-any-return]
        input,
        0 if axis is None else axis,
        output_type=dtypes.as_dtype(output_type),
        name=name,
    )


def argmin(
    input: Any,
    axis: Any = None,
    output_type: Any = dtypes.int64,
    name: str | None = None,
) -> Tensor:
    """The index of the smallest element along an axis; arguments as for `argmax`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.argmin([[3, 9], [7, 1]], axis=1).numpy()
        array([0, 1])
    """
    return arg_min_op(  # type: ignore[no-any-return]
        input,
        0 if axis is None else axis,
        output_type=dtypes.as_dtype(output_type),
        name=name,
    )


def top_k(
    input: Any,
    k: Any = 1,
    sorted: bool = True,
    index_type: Any = dtypes.int32,
    name: str | None = None,
) -> Any:
    """The `k` largest elements along the last axis and their indices.

    Args:
        input: A tensor of real numbers.
        k: How many.
        sorted: Whether the largest comes first.
        index_type: The dtype of the indices.
        name: Name of the node in a graph.

    Returns:
        A named tuple (values, indices).

    Raises:
        errors.InvalidArgumentError: There are fewer than `k` elements.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.top_k([1, 3, 2], k=2).values.numpy()
        array([3, 2], dtype=int32)
    """
    return top_k_op(
        input, k, sorted=sorted, index_type=dtypes.as_dtype(index_type), name=name
    )


def _descending(direction: str) -> bool:
    if str(direction).upper() not in ("ASCENDING", "DESCENDING"):
        raise ValueError(
            "Argument `direction` should be one of 'ASCENDING' or 'DESCENDING'. Received: "
            f"{direction}"
        )
    return str(direction).upper() == "DESCENDING"


def argsort(
    values: Any,
    axis: int = -1,
    direction: str = "ASCENDING",
    stable: bool = False,
    name: str | None = None,
) -> Tensor:
    """The indices that sort a tensor along an axis.

    Args:
        values: A tensor of real numbers.
        axis: The axis.
        direction: "ASCENDING" or "DESCENDING".
        stable: Accepted for compatibility: the order of equals is always kept.
        name: Name of the node in a graph.

    Returns:
        int32 indices of the same shape.

    Raises:
        ValueError: The direction is unknown.

    Example:
        >>> import tensorbrook as tf
        >>> tf.argsort([3, 1, 2]).numpy()
        array([1, 2, 0], dtype=int32)
    """
    from tensorbrook._src.ops import bitwise, shape

    tensor = convert_to_tensor(values)
    if tensor.dtype.is_unsigned and not _descending(direction):
        keys = bitwise.invert(tensor)
    elif not _descending(direction):
        keys = bitwise.invert(tensor) if tensor.dtype.is_integer else -tensor
    else:
        keys = tensor
    rank = len(tensor._dims)  # type: ignore[arg-type, attr-defined]
    if not -rank <= axis < rank:
        raise errors.InvalidArgumentError(
            None, None, f"tf.argsort: axis {axis} is out of range for rank {rank}."
        )
    place = axis % rank
    order = [i for i in range(rank) if i != place] + [place]
    if place != rank - 1:
        keys = shape.transpose(keys, order)
    count = shape.shape(keys)[-1]
    found = top_k_op(keys, count)[1]
    if place != rank - 1:
        found = shape.transpose(found, [order.index(i) for i in range(rank)])
    return found  # type: ignore[no-any-return]


def sort(
    values: Any, axis: int = -1, direction: str = "ASCENDING", name: str | None = None
) -> Tensor:
    """A tensor sorted along an axis; arguments as for `argsort`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.sort([3, 1, 2], direction="DESCENDING").numpy()
        array([3, 2, 1], dtype=int32)
    """
    from tensorbrook._src.ops import gather

    tensor = convert_to_tensor(values)
    order = argsort(tensor, axis, direction)
    rank = len(tensor._dims)  # type: ignore[arg-type, attr-defined]
    if rank == 1:
        return gather.gather(tensor, order)
    from tensorbrook._src.ops import shape

    place = axis % rank
    turn = [i for i in range(rank) if i != place] + [place]
    moved, places = shape.transpose(tensor, turn), shape.transpose(order, turn)
    chosen = gather.gather(moved, places, axis=rank - 1, batch_dims=rank - 1)
    return shape.transpose(chosen, [turn.index(i) for i in range(rank)])


def invert_permutation(x: Any, name: str | None = None) -> Tensor:
    """The permutation that undoes another one.

    Raises:
        errors.InvalidArgumentError: `x` is no permutation.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.invert_permutation([2, 0, 1]).numpy()
        array([1, 2, 0], dtype=int32)
    """
    return invert_permutation_op(x, name=name)  # type: ignore[no-any-return]


def unique(x: Any, out_idx: Any = dtypes.int32, name: str | None = None) -> Any:
    """The different elements of a vector, and for each element which of them it is.

    Returns:
        A named tuple (y, idx).

    Raises:
        errors.InvalidArgumentError: `x` isn't a vector.

    Example:
        >>> import tensorbrook as tf
        >>> tf.unique([5, 7, 5]).y.numpy()
        array([5, 7], dtype=int32)
    """
    return unique_op(x, out_idx=dtypes.as_dtype(out_idx), name=name)


def unique_with_counts(
    x: Any, out_idx: Any = dtypes.int32, name: str | None = None
) -> Any:
    """As `unique`, and how often each element occurs.

    Returns:
        A named tuple (y, idx, count).

    Example:
        >>> import tensorbrook as tf
        >>> tf.unique_with_counts([5, 7, 5]).count.numpy()
        array([2, 1], dtype=int32)
    """
    return unique_with_counts_op(x, out_idx=dtypes.as_dtype(out_idx), name=name)


def searchsorted(
    sorted_sequence: Any,
    values: Any,
    side: str = "left",
    out_type: Any = dtypes.int32,
    name: str | None = None,
) -> Tensor:
    """Where values would go in sorted rows.

    Args:
        sorted_sequence: A tensor whose last axis is sorted.
        values: A tensor with the same leading axes.
        side: "left" for before equal elements, "right" for behind them.
        out_type: The dtype of the result.
        name: Name of the node in a graph.

    Returns:
        Indices of the shape of `values`.

    Raises:
        ValueError: The side is unknown.

    Example:
        >>> import tensorbrook as tf
        >>> tf.searchsorted([1, 3, 5], [2, 5]).numpy()
        array([1, 2], dtype=int32)
    """
    from tensorbrook._src.ops import shape

    if side not in ("left", "right"):
        raise ValueError(
            f"Argument `side` must be either 'right' or 'left'. Received: {side}"
        )
    rows = convert_to_tensor(sorted_sequence)
    wanted = convert_to_tensor(values, dtype_hint=rows.dtype)
    flat_rows = shape.reshape(rows, shape.stack([-1, shape.shape(rows)[-1]]))
    flat = shape.reshape(wanted, shape.stack([-1, shape.shape(wanted)[-1]]))
    op = lower_bound_op if side == "left" else upper_bound_op
    found = op(flat_rows, flat, out_type=dtypes.as_dtype(out_type), name=name)
    return shape.reshape(found, shape.shape(wanted))
