"""Scattering: slices written or added at the positions that indices name."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.binding import dtype_of
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import gather, shape
from tensorbrook._src.ops.bad_indices import check_policy, ignored
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.rules import brackets

_BY_VALUE = unsupported("the shape of the result depends on values")


def check_updates(c: ShapeContext, target: Dims, indices: Dims, updates: Dims) -> None:
    """Refuses updates whose shape doesn't fit the indices and the target."""
    if target is None or indices is None or updates is None:
        return
    if not indices:
        raise c.fail("indices must have rank 1 or more, got a scalar")
    depth = indices[-1]
    if depth is None:
        return
    if depth > len(target):
        raise c.fail(
            f"The last dimension of indices ({depth}) must be at most the rank of the tensor "
            f"({len(target)})"
        )
    if not compatible((*indices[:-1], *target[depth:]), updates):
        raise c.fail(
            f"Must have updates.shape = indices.shape[:-1] + shape[{depth}:], got "
            f"updates.shape {brackets(updates)}, indices.shape {brackets(indices)}, shape "
            f"{brackets(target)}"
        )


def _check_positions(indices: Any, dims: Any) -> None:
    depth = indices.shape[-1]
    if not indices.size:
        return
    limits = np.array(dims[:depth], np.int64)
    wrong = ((indices < 0) | (indices >= limits)).any(axis=-1)
    if wrong.any():
        place = np.argwhere(np.atleast_1d(wrong))[0].tolist()
        bad = indices[tuple(place)] if wrong.ndim else indices
        raise ValueError(
            f"indices{place} = {np.asarray(bad).tolist()} does not index into shape {list(dims)}"
        )


def _scatter_nd_dims(c: ShapeContext) -> Dims:
    check_policy(c)
    target = c.value_as_shape(2)
    value = c.value(2)
    if value is not None and (value < 0).any():
        raise c.fail(f"shape must be non-negative, got {value.tolist()}")
    check_updates(c, target, c.shape(0), c.shape(1))
    return target


def apply_nd(
    xp: Any, tensor: Any, indices: Any, updates: Any, how: str, policy: str = ""
) -> Any:
    """`tensor` with slices changed at the positions that `indices` holds."""
    if policy == "IGNORE":
        indices, updates = ignored(xp, indices, updates, tensor.shape)
    if xp is np:
        indices = np.asarray(indices)
        _check_positions(indices, tensor.shape)
        key = tuple(np.moveaxis(indices, -1, 0))
        made = np.array(tensor)
        if how == "update":
            made[key] = updates
        else:
            _UFUNCS[how].at(made, key, updates)
        return made
    key = tuple(xp.moveaxis(indices, -1, 0))
    place = tensor.at[key]
    return {
        "update": lambda: place.set(updates),
        "add": lambda: place.add(updates),
        "sub": lambda: place.add(-updates),
        "min": lambda: place.min(updates),
        "max": lambda: place.max(updates),
    }[how]()


_UFUNCS = {"add": np.add, "sub": np.subtract, "min": np.minimum, "max": np.maximum}


def _scatter_nd(
    xp: Any, indices: Any, updates: Any, shape: Any, bad_indices_policy: str = ""
) -> Any:
    dims = tuple(int(n) for n in shape)
    if updates.dtype == object:
        empty = np.full(dims, b"", object)
        return apply_nd(np, empty, indices, updates, "update", bad_indices_policy)
    zeros = xp.zeros(dims, updates.dtype)
    how = "max" if updates.dtype == bool else "add"
    return apply_nd(xp, zeros, indices, updates, how, bad_indices_policy)


scatter_nd_op = Op(
    "ScatterNd",
    "indices: Tindices, updates: T, shape: Tindices -> output: T | "
    "Tindices: {int16, int32, int64}, bad_indices_policy: string = ''",
    shape=_scatter_nd_dims,
    reference=_scatter_nd,
    gradient=lambda op, dy: [None, _gathered(op, dy, op.inputs[0]), None],
    sized_by_values=True,
)


def _gathered(op: Any, dy: Any, indices: Any) -> Any:
    """Gradients at the positions; zero where a position was ignored."""
    policy = op.attrs.get("bad_indices_policy", "")
    return gather.gather_nd(dy, indices, bad_indices_policy=policy)


def _tensor_dims(c: ShapeContext) -> Dims:
    check_policy(c)
    check_updates(c, c.shape(0), c.shape(1), c.shape(2))
    return c.shape(0)


def _tensor_scatter(name: str, how: str, gradient: Any) -> Op:
    return Op(
        name,
        f"tensor: T, indices: Tindices, updates: T -> output: T | Tindices: "
        f"{'{int16, uint16, int32, int64}' if how == 'update' else 'index'}, "
        "bad_indices_policy: string = ''",
        shape=_tensor_dims,
        reference=lambda xp, tensor, indices, updates, bad_indices_policy: apply_nd(
            xp, tensor, indices, updates, how, bad_indices_policy
        ),
        gradient=gradient,
    )


def _update_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation

    _, indices, updates = op.inputs
    zeros = array_creation.zeros_like(updates)
    return [
        tensor_scatter_update_op(
            dy, indices, zeros, bad_indices_policy=op.attrs["bad_indices_policy"]
        ),
        None,
        _gathered(op, dy, indices),
    ]


def _extreme_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import cast, comparison

    tensor, indices, updates = op.inputs
    result = op.outputs[0]
    kept = cast.cast(comparison.equal(result, tensor), dy.dtype)
    taken = cast.cast(
        comparison.equal(_gathered(op, result, indices), updates), dy.dtype
    )
    policy = op.attrs["bad_indices_policy"]
    counts = tensor_scatter_add_op(kept, indices, taken, bad_indices_policy=policy)
    return [
        dy * kept / counts,
        None,
        _gathered(op, dy / counts, indices) * taken,
    ]


tensor_scatter_update_op = _tensor_scatter(
    "TensorScatterUpdate", "update", _update_gradient
)
tensor_scatter_add_op = _tensor_scatter(
    "TensorScatterAdd",
    "add",
    lambda op, dy: [dy, None, _gathered(op, dy, op.inputs[1])],
)
tensor_scatter_sub_op = _tensor_scatter(
    "TensorScatterSub",
    "sub",
    lambda op, dy: [dy, None, -_gathered(op, dy, op.inputs[1])],
)
tensor_scatter_min_op = _tensor_scatter("TensorScatterMin", "min", _extreme_gradient)
tensor_scatter_max_op = _tensor_scatter("TensorScatterMax", "max", _extreme_gradient)


def _partition(xp: Any, data: Any, partitions: Any, num_partitions: int) -> list[Any]:
    rank = partitions.ndim
    if data.shape[:rank] != partitions.shape:
        raise ValueError(
            f"data.shape {list(data.shape)} must start with partitions.shape "
            f"{list(partitions.shape)}"
        )
    if partitions.size and ((partitions < 0) | (partitions >= num_partitions)).any():
        bad = partitions[(partitions < 0) | (partitions >= num_partitions)][0]
        raise ValueError(
            f"partitions[...] = {int(bad)} is not in [0, {num_partitions})"
        )
    return [data[partitions == i] for i in range(num_partitions)]


def _partition_dims(c: ShapeContext) -> list[Dims]:
    data, parts = c.shape(0), c.shape(1)
    count = c.attrs["num_partitions"]
    if data is None or parts is None:
        return [None] * count
    return [(None, *data[len(parts) :])] * count


def _partition_gradient(op: Any, *dys: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation, reduce

    data, parts = op.inputs
    prefix = shape.shape(parts)
    total = reduce.reduce_prod(prefix)
    places = shape.reshape(array_creation.range(total), prefix)
    spread = dynamic_partition(places, parts, op.attrs["num_partitions"])
    joined = dynamic_stitch(spread, list(dys))
    return [shape.reshape(joined, shape.shape(data)), None]


dynamic_partition_op = Op(
    "DynamicPartition",
    "data: T, partitions: int32 -> outputs: num_partitions * T | num_partitions: int >= 1",
    shape=_partition_dims,
    reference=_partition,
    gradient=_partition_gradient,
    xla=_BY_VALUE,
)


def _stitch(xp: Any, indices: list[Any], data: list[Any]) -> Any:
    size = 1 + max((int(i.max()) for i in indices if i.size), default=-1)
    tail = data[0].shape[indices[0].ndim :]
    made = np.zeros((size, *tail), data[0].dtype)
    for places, values in zip(indices, data, strict=True):
        made[places.reshape(-1)] = values.reshape((places.size, *tail))
    return made


def _stitched_dims(c: ShapeContext) -> Dims:
    """The rows are known once the places are."""
    count = len(c.inputs) // 2
    places = [c.value(index) for index in range(count)]
    first = c.shape(count)
    for index in range(count):
        ids, data = c.shape(index), c.shape(count + index)
        if (
            ids is not None
            and data is not None
            and not compatible(data[: len(ids)], ids)
        ):
            raise c.fail(
                f"data[{index}].shape = {list(data)} does not start with "
                f"indices[{index}].shape = {list(ids)}"
            )
    if any(found is None for found in places) or first is None:
        return None
    known = [found for found in places if found is not None and found.size]
    if any(found.min() < 0 for found in known):
        raise c.fail("DynamicStitch: indices must be >= 0")
    size = max((int(found.max()) + 1 for found in known), default=0)
    return (size, *first[len(c.shape(0) or ()) :])


dynamic_stitch_op = Op(
    "DynamicStitch",
    "indices: N * int32, data: N * T -> merged: T | N: int >= 1",
    shape=_stitched_dims,
    reference=_stitch,
    gradient=lambda op, dy: [
        *[None] * (len(op.inputs) // 2),
        *(gather.gather(dy, places) for places in op.inputs[: len(op.inputs) // 2]),
    ],
    xla=_BY_VALUE,
)


def scatter_nd(
    indices: Any,
    updates: Any,
    shape: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """Zeros with slices added at the positions that the rows of `indices` name.

    Args:
        indices: Integers; the last axis holds positions.
        updates: The slices.
        shape: The shape of the result.
        bad_indices_policy: "ERROR" (by default) or "IGNORE" for positions out of range.
        name: Name of the node in a graph.

    Returns:
        A tensor of the dtype of `updates`.

    Raises:
        errors.InvalidArgumentError: A position is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.scatter_nd([[1], [1]], [3, 4], [3]).numpy()
        array([0, 7, 0], dtype=int32)
    """
    places = convert_to_tensor(indices, dtype_hint=dtypes.int32)
    if dtype_of(shape) is None:
        shape = convert_to_tensor(shape, dtype=places.dtype)
    return scatter_nd_op(  # type: ignore[no-any-return]
        places,
        updates,
        shape,
        bad_indices_policy=bad_indices_policy,
        name=name,
    )


def _scatter(
    op: Op, tensor: Any, indices: Any, updates: Any, name: str | None, policy: str = ""
) -> Tensor:
    target = convert_to_tensor(tensor)
    return op(  # type: ignore[no-any-return]
        target,
        convert_to_tensor(indices, dtype_hint=dtypes.int32),
        convert_to_tensor(updates, dtype_hint=target.dtype),
        bad_indices_policy=policy,
        name=name,
    )


def tensor_scatter_nd_update(
    tensor: Any, indices: Any, updates: Any, name: str | None = None
) -> Tensor:
    """A tensor with slices replaced at the positions that `indices` names.

    Args:
        tensor: A tensor.
        indices: Integers; the last axis holds positions.
        updates: The new slices.
        name: Name of the node in a graph.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        errors.InvalidArgumentError: A position is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tensor_scatter_nd_update([1, 2, 3], [[1]], [9]).numpy()
        array([1, 9, 3], dtype=int32)
    """
    return _scatter(tensor_scatter_update_op, tensor, indices, updates, name)


def tensor_scatter_nd_add(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """A tensor with slices added at positions; arguments as for the update.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tensor_scatter_nd_add([1, 2, 3], [[1], [1]], [1, 1]).numpy()
        array([1, 4, 3], dtype=int32)
    """
    op = tensor_scatter_add_op
    return _scatter(op, tensor, indices, updates, name, bad_indices_policy)


def tensor_scatter_nd_sub(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """A tensor with slices subtracted at positions; arguments as for the update.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tensor_scatter_nd_sub([1, 2, 3], [[1]], [1]).numpy()
        array([1, 1, 3], dtype=int32)
    """
    op = tensor_scatter_sub_op
    return _scatter(op, tensor, indices, updates, name, bad_indices_policy)


def tensor_scatter_nd_min(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """The smaller of elements and updates at positions; arguments as for the update.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tensor_scatter_nd_min([1, 2, 3], [[1]], [0]).numpy()
        array([1, 0, 3], dtype=int32)
    """
    op = tensor_scatter_min_op
    return _scatter(op, tensor, indices, updates, name, bad_indices_policy)


def tensor_scatter_nd_max(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """The larger of elements and updates at positions; arguments as for the update.

    Example:
        >>> import tensorbrook as tf
        >>> tf.tensor_scatter_nd_max([1, 2, 3], [[1]], [9]).numpy()
        array([1, 9, 3], dtype=int32)
    """
    op = tensor_scatter_max_op
    return _scatter(op, tensor, indices, updates, name, bad_indices_policy)


def dynamic_partition(
    data: Any, partitions: Any, num_partitions: int, name: str | None = None
) -> list[Tensor]:
    """A tensor dealt out into several ones.

    Args:
        data: A tensor.
        partitions: For each element of the leading axes, where it goes.
        num_partitions: How many tensors there are.
        name: Name of the node in a graph.

    Returns:
        A list of tensors.

    Raises:
        errors.InvalidArgumentError: A partition is out of range.

    Example:
        >>> import tensorbrook as tf
        >>> [t.numpy().tolist() for t in tf.dynamic_partition([1, 2, 3], [0, 1, 0], 2)]
        [[1, 3], [2]]
    """
    return dynamic_partition_op(
        data, partitions, num_partitions=num_partitions, name=name
    )  # type: ignore[no-any-return]


def dynamic_stitch(indices: Any, data: Any, name: str | None = None) -> Tensor:
    """Tensors put together again: the opposite of `dynamic_partition`.

    Args:
        indices: For each tensor of `data`, where its rows go.
        data: Tensors.
        name: Name of the node in a graph.

    Returns:
        A tensor; of rows with the same index the last one counts.

    Example:
        >>> import tensorbrook as tf
        >>> tf.dynamic_stitch([[0, 2], [1]], [[10, 30], [20]]).numpy()
        array([10, 20, 30], dtype=int32)
    """
    return dynamic_stitch_op(list(indices), list(data), name=name)  # type: ignore[no-any-return]
