"""Gathering: rows by index, elements by mask, choices by condition."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.bad_indices import check_policy, outside
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.indexed_slices import IndexedSlices
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.state import check_held, handle_dims, read_value

_BY_VALUE = unsupported("the shape of the result depends on values")


def _gather_dims(c: ShapeContext) -> Dims:
    dims, indices, place = c.shape(0), c.shape(1), c.number(2)
    if dims is None or indices is None or place is None:
        return None
    batch = c.attrs["batch_dims"]
    batch += len(indices) if batch < 0 else 0
    if not -len(dims) <= place < len(dims):
        raise c.fail(
            f"Expected axis in the range [{-len(dims)}, {len(dims)}), but got {place}"
        )
    place %= len(dims)
    if batch > min(place, len(indices)):
        raise c.fail(
            f"batch_dims ({batch}) must be less than or equal to axis ({place})."
        )
    _check_indices(c, dims[place])
    return (*dims[:place], *indices[batch:], *dims[place + 1 :])


def _check_indices(c: ShapeContext, limit: int | None) -> None:
    if limit is None or not c.inputs[0].__class__.__name__ == "EagerTensor":
        return
    value = c.value(1)
    if value is None or value.size == 0:
        return
    wrong = (value < 0) | (value >= limit)
    if wrong.any():
        place = np.argwhere(np.atleast_1d(wrong))[0].tolist()
        at = "" if value.ndim == 0 else "[" + ",".join(map(str, place)) + "]"
        raise c.fail(
            f"indices{at} = {int(value[wrong][0] if value.ndim else value)} is not in "
            f"[0, {limit})"
        )


def _gather_kernel(
    xp: Any, params: Any, indices: Any, axis: Any, batch_dims: int
) -> Any:
    place = int(axis) % params.ndim
    batch = batch_dims + (indices.ndim if batch_dims < 0 else 0)
    if batch == 0:
        return xp.take(params, indices, axis=place)
    lead = indices.shape[:batch]
    flat_params = xp.reshape(params, (-1, *params.shape[batch:]))
    flat_indices = xp.reshape(indices, (-1, *indices.shape[batch:]))
    rows = [
        xp.take(p, i, axis=place - batch)
        for p, i in zip(flat_params, flat_indices, strict=True)
    ]
    if not rows:
        inner = (
            params.shape[batch:place]
            + indices.shape[batch:]
            + params.shape[place + 1 :]
        )
        return xp.zeros(lead + inner, params.dtype)
    stacked = xp.stack(rows)
    return xp.reshape(stacked, lead + stacked.shape[1:])


def _gather_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, cast, segment, shape

    params, indices, axis = op.inputs
    place = int(axis._static_value()) % len(params._dims)
    batch = op.attrs["batch_dims"] + (
        len(indices._dims) if op.attrs["batch_dims"] < 0 else 0
    )
    sizes = shape.shape(params)
    if place == 0 and batch == 0:
        values = shape.reshape(dy, shape.concat([[-1], sizes[1:]], 0))
        rows = shape.reshape(indices, [-1])
        return [IndexedSlices(values, rows, sizes), None, None]
    rank = len(params._dims)
    inner = len(indices._dims) - batch
    order = [
        *range(batch),
        *range(place, place + inner),
        *range(batch, place),
        *range(place + inner, rank + inner - 1),
    ]
    moved = shape.transpose(dy, order)
    heads = sizes[:batch]
    count = sizes[place]
    rest = [i for i in range(batch, rank) if i != place]
    tail = array_creation.zeros([0], dtypes.int32)
    if rest:
        tail = shape.stack([sizes[i] for i in rest])
    groups = _product(heads)
    flat_ids = shape.reshape(
        cast.cast(indices, dtypes.int32), shape.stack([groups, -1])
    )
    ids = flat_ids + shape.expand_dims(array_creation.range(groups), 1) * count
    values = shape.reshape(moved, shape.concat([[-1], tail], 0))
    summed = segment.unsorted_segment_sum(
        values, shape.reshape(ids, [-1]), groups * count
    )
    back = shape.reshape(summed, shape.concat([heads, [count], tail], 0))
    inverse_order = [
        *range(batch),
        *range(batch + 1, place + 1),
        batch,
        *range(place + 1, rank),
    ]
    return [shape.transpose(back, inverse_order), None, None]


def _product(sizes: Any) -> Any:
    from tensorbrook._src.ops import reduce

    return reduce.reduce_prod(sizes)


def _known_gather(c: ShapeContext) -> Dims:
    part, indices = c.value_as_shape(0), c.value(1)
    if part is None or indices is None or c.rank() != 1:
        return None
    flat = [int(i) for i in indices.reshape(-1)]
    return (
        tuple(part[i] for i in flat) if all(0 <= i < len(part) for i in flat) else None
    )


gather_op = Op(
    "GatherV2",
    "params: Tparams, indices: Tindices, axis: Taxis -> output: Tparams | "
    "batch_dims: int = 0, Tindices: {int16, int32, int64}, Taxis: index",
    shape=_gather_dims,
    reference=_gather_kernel,
    gradient=_gather_gradient,
    partial_value=_known_gather,
)


def _resource_gather_dims(c: ShapeContext) -> Dims:
    check_held(c, "dtype")
    dims, indices = handle_dims(c.inputs[0]), c.shape(1)
    if dims is None or indices is None:
        return None
    if not dims:
        raise c.fail("params must be at least 1 dimensional")
    if c.attrs["batch_dims"]:
        raise NotImplementedError("ResourceGather: batch_dims are missing.")
    _check_indices(c, dims[0])
    return (*indices, *dims[1:])


def _resource_gather(
    xp: Any,
    resource: Any,
    indices: Any,
    batch_dims: int,
    validate_indices: bool,
    dtype: Any,
) -> Any:
    return xp.take(read_value(resource)._array(), indices, axis=0)


def _resource_gather_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import shape, state

    handle, indices = op.inputs
    dims = handle_dims(handle)
    if dims is not None and None not in dims:
        sizes = convert_to_tensor(list(dims), dtype=dtypes.int32)
    else:
        sizes = shape.shape(state.read_variable_op(handle, dtype=dy.dtype))
    values = shape.reshape(dy, shape.concat([[-1], sizes[1:]], 0))
    return [IndexedSlices(values, shape.reshape(indices, [-1]), sizes), None]


resource_gather_op = Op(
    "ResourceGather",
    "resource: resource, indices: Tindices -> output: dtype | batch_dims: int = 0, "
    "validate_indices: bool = True, dtype: type, Tindices: index",
    shape=_resource_gather_dims,
    reference=_resource_gather,
    gradient=_resource_gather_gradient,
    stateful=True,
)


def _gather_nd_dims(c: ShapeContext) -> Dims:
    check_policy(c)
    dims, indices = c.shape(0), c.shape(1)
    if dims is None or indices is None or not indices or indices[-1] is None:
        return None
    depth = indices[-1]
    if depth > len(dims):
        raise c.fail(
            f"index innermost dimension length must be <= params rank; saw: {depth} vs. "
            f"{len(dims)}"
        )
    return (*indices[:-1], *dims[depth:])


def _gather_nd_kernel(
    xp: Any, params: Any, indices: Any, bad_indices_policy: str = ""
) -> Any:
    depth = indices.shape[-1]
    if not depth:
        return xp.broadcast_to(params, indices.shape[:-1] + params.shape)
    if bad_indices_policy == "IGNORE":
        return _gather_inside(xp, params, indices)
    if xp is np and indices.size:
        wrong = outside(np, indices, params.shape)
        if wrong.any():
            place = np.argwhere(np.atleast_1d(wrong))[0].tolist()
            bad = np.asarray(indices)[tuple(place)] if wrong.ndim else indices
            raise ValueError(
                f"indices{place if wrong.ndim else ''} = {np.asarray(bad).tolist()} does not "
                f"index into param shape {list(params.shape)}"
            )
    return params[tuple(xp.moveaxis(indices, -1, 0))]


def _gather_inside(xp: Any, params: Any, indices: Any) -> Any:
    """Slices at the positions that are inside, and zeros for the others."""
    wrong = outside(xp, indices, params.shape)
    safe = xp.where(wrong[..., None], xp.zeros_like(indices), indices)
    depth = indices.shape[-1]
    if 0 in params.shape[:depth]:
        empty = indices.shape[:-1] + params.shape[depth:]
        return xp.zeros(empty, params.dtype)
    found = params[tuple(xp.moveaxis(safe, -1, 0))]
    mask = xp.reshape(wrong, wrong.shape + (1,) * (found.ndim - wrong.ndim))
    nothing = b"" if params.dtype.kind == "O" else xp.zeros((), params.dtype)
    return xp.where(mask, nothing, found)


def _gather_nd_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import cast, scatter, shape

    params, indices = op.inputs
    sizes = cast.cast(shape.shape(params), indices.dtype)
    policy = op.attrs["bad_indices_policy"]
    return [scatter.scatter_nd(indices, dy, sizes, bad_indices_policy=policy), None]


gather_nd_op = Op(
    "GatherNd",
    "params: Tparams, indices: Tindices -> output: Tparams | "
    "Tindices: {int16, int32, int64}, bad_indices_policy: string = ''",
    shape=_gather_nd_dims,
    reference=_gather_nd_kernel,
    gradient=_gather_nd_gradient,
)


def _selected(c: ShapeContext) -> Dims:
    dims: Dims = ()
    for other in c.shapes():
        if dims is None or other is None:
            return None
        size = max(len(dims), len(other))
        left = (1,) * (size - len(dims)) + tuple(dims)
        right = (1,) * (size - len(other)) + tuple(other)
        found: list[int | None] = []
        for a, b in zip(left, right, strict=True):
            if a == 1 or (a is None and b not in (1, None)):
                found.append(b)
            elif b in (1, a) or b is None:
                found.append(a)
            else:
                shapes = ", ".join(brackets(s) for s in c.shapes())
                raise c.fail(
                    f"condition, then, and else must be broadcastable, got shapes {shapes}"
                )
        dims = tuple(found)
    return dims


def _select_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation
    from tensorbrook._src.ops.binary import unbroadcast

    condition, x, y = op.inputs
    zeros = array_creation.zeros_like(dy)
    return [
        None,
        unbroadcast(select_op(condition, dy, zeros), x),
        unbroadcast(select_op(condition, zeros, dy), y),
    ]


select_op = Op(
    "SelectV2",
    "condition: bool, t: T, e: T -> output: T",
    shape=_selected,
    reference=lambda xp, condition, t, e: xp.where(condition, t, e),
    gradient=_select_gradient,
    elementwise=True,
)

where_op = Op(
    "Where",
    "input: T -> index: int64 | T: numeric|bool = bool",
    shape=lambda c: (None, c.rank()),
    reference=lambda xp, input: np.argwhere(input).astype(np.int64),
    gradient=NOT_DIFFERENTIABLE,
    xla=_BY_VALUE,
)


def gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    axis: Any = None,
    batch_dims: int = 0,
    name: str | None = None,
) -> Tensor:
    """Slices of `params` along an axis, at `indices`.

    Args:
        params: A tensor or variable.
        indices: Integers of any shape.
        validate_indices: Accepted for compatibility.
        axis: The axis; by default `batch_dims`.
        batch_dims: The number of leading axes that go together.
        name: Name of the node in a graph.

    Returns:
        A tensor of the dtype of `params`.

    Raises:
        errors.InvalidArgumentError: An index is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.gather([10, 20, 30], [2, 0]).numpy()
        array([30, 10], dtype=int32)
    """
    axis = batch_dims if axis is None else axis
    if axis == 0 and batch_dims == 0 and hasattr(params, "sparse_read"):
        return params.sparse_read(indices, name=name)  # type: ignore[no-any-return]
    places = convert_to_tensor(indices, dtype_hint=dtypes.int32)
    return gather_op(params, places, axis, batch_dims=batch_dims, name=name)  # type: ignore[no-any-return]


def gather_nd(
    params: Any,
    indices: Any,
    batch_dims: int = 0,
    name: str | None = None,
    bad_indices_policy: str = "",
) -> Tensor:
    """Slices of `params` at the positions that the rows of `indices` name.

    Args:
        params: A tensor or variable.
        indices: Integers; the last axis holds positions.
        batch_dims: The number of leading axes that go together.
        name: Name of the node in a graph.
        bad_indices_policy: "ERROR" (by default), or "IGNORE" for zeros where a position
            is out of range.

    Returns:
        A tensor of the dtype of `params`.

    Raises:
        errors.InvalidArgumentError: A position is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.gather_nd([[1, 2], [3, 4]], [[0, 1], [1, 0]]).numpy()
        array([2, 3], dtype=int32)
    """
    tensor = convert_to_tensor(params)
    places = convert_to_tensor(indices, dtype_hint=dtypes.int32)
    if batch_dims:
        places = _with_batch_positions(places, batch_dims)
    return gather_nd_op(  # type: ignore[no-any-return]
        tensor, places, bad_indices_policy=bad_indices_policy, name=name
    )


def _with_batch_positions(indices: Any, batch_dims: int) -> Any:
    from tensorbrook._src.ops import array_creation, cast, shape

    sizes = shape.shape(indices)
    parts = []
    for axis in range(batch_dims):
        steps = cast.cast(array_creation.range(sizes[axis]), indices.dtype)
        view = [1] * len(indices._dims)
        view[axis] = -1
        target = shape.concat([sizes[:-1], [1]], 0)
        parts.append(shape.broadcast_to(shape.reshape(steps, view), target))
    return shape.concat([*parts, indices], -1)


def where(
    condition: Any, x: Any = None, y: Any = None, name: str | None = None
) -> Tensor:
    """`x` where the condition holds and `y` elsewhere; alone, the indices where it holds.

    Args:
        condition: A boolean tensor (alone: any tensor, counted true where not zero).
        x: A tensor.
        y: A tensor of the same dtype.
        name: Name of the node in a graph.

    Returns:
        A tensor of the broadcast shape, or int64 indices of shape (n, rank).

    Raises:
        ValueError: Only one of `x` and `y` was given.

    Example:
        >>> import tensorbrook as tf
        >>> tf.where([True, False], [1, 2], 0).numpy()
        array([1, 0], dtype=int32)
        >>> tf.where([False, True]).numpy()
        array([[1]])
    """
    if x is None and y is None:
        return where_op(convert_to_tensor(condition), name=name)  # type: ignore[no-any-return]
    if x is None or y is None:
        raise ValueError("x and y must both be non-None or both be None.")
    condition = convert_to_tensor(condition, dtype=dtypes.bool)
    return select_op(condition, x, y, name=name)  # type: ignore[no-any-return]


def boolean_mask(
    tensor: Any, mask: Any, axis: int | None = None, name: str = "boolean_mask"
) -> Tensor:
    """The parts of a tensor for which a mask is true.

    Args:
        tensor: A tensor.
        mask: Booleans whose shape is that of some axes of `tensor`.
        axis: The first of these axes; by default 0.
        name: Name of the node in a graph.

    Returns:
        A tensor in which those axes have become one.

    Raises:
        ValueError: The shapes don't fit.

    Example:
        >>> import tensorbrook as tf
        >>> tf.boolean_mask([1, 2, 3], [True, False, True]).numpy()
        array([1, 3], dtype=int32)
    """
    from tensorbrook._src.ops import shape

    values = convert_to_tensor(tensor)
    marks = convert_to_tensor(mask)
    dims, mask_dims = values._dims, marks._dims  # type: ignore[attr-defined]
    first = 0 if axis is None else int(axis)
    if mask_dims is None:
        raise ValueError(
            "Number of mask dimensions must be specified, even if some dims are None."
        )
    if not mask_dims:
        raise ValueError("mask cannot be scalar.")
    if dims is None:
        raise NotImplementedError(
            "tf.boolean_mask: the rank of `tensor` must be known."
        )
    first = first % len(dims) if first < 0 else first
    covered = dims[first : first + len(mask_dims)]
    if len(covered) != len(mask_dims) or any(
        a is not None and b is not None and a != b
        for a, b in zip(covered, mask_dims, strict=False)
    ):
        raise ValueError(f"Shapes {covered} and {mask_dims} are incompatible")
    sizes = shape.shape(values)
    flat = shape.reshape(
        values, shape.concat([sizes[:first], [-1], sizes[first + len(mask_dims) :]], 0)
    )
    chosen = shape.squeeze(where_op(shape.reshape(marks, [-1])), axis=[1])
    return gather(flat, chosen, axis=first)
