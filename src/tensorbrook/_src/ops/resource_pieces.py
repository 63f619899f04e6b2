"""Pieces of variables and tensors: read at positions, or replaced in a slice."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import Op, ShapeContext
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops import gather
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.indexed_slices import IndexedSlices
from tensorbrook._src.ops.slicing import MASKS, dense_key, strided_slice_op
from tensorbrook._src.ops.state import check_held, handle_dims, read_value


def _gathered(c: ShapeContext) -> Dims:
    check_held(c, "dtype")
    dims, indices = handle_dims(c.inputs[0]), c.shape(1)
    if indices == ():
        raise c.fail("ResourceGatherNd: indices must have at least one axis.")
    if dims is None or indices is None or indices[-1] is None:
        return None
    if indices[-1] > len(dims):
        raise c.fail(
            f"ResourceGatherNd: positions of {indices[-1]} numbers don't fit a variable of "
            f"shape {dims}."
        )
    return (*indices[:-1], *dims[indices[-1] :])


def _gather_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import cast, scatter, shape, state

    handle, indices = op.inputs
    dims = handle_dims(handle)
    if dims is not None and None not in dims:
        sizes = convert_to_tensor(list(dims), dtype=dtypes.int64)
    else:
        sizes = shape.shape(state.read_variable_op(handle, dtype=dy.dtype))
    if indices._dims is not None and len(indices._dims) == 2 and indices._dims[-1] == 1:
        rows = shape.reshape(indices, [-1])
        return [IndexedSlices(dy, rows, sizes), None]
    return [scatter.scatter_nd(indices, dy, cast.cast(sizes, indices.dtype)), None]


resource_gather_nd_op = Op(
    "ResourceGatherNd",
    "resource: resource, indices: Tindices -> output: dtype | dtype: type, "
    "Tindices: index",
    shape=_gathered,
    reference=lambda xp, resource, indices, dtype: gather.gather_nd_op.reference(
        xp, read_value(resource)._array(), indices
    ),
    gradient=_gather_gradient,
    stateful=True,
)


def _replaced(
    xp: Any,
    input: Any,  # noqa: A002
    begin: Any,
    end: Any,
    strides: Any,
    value: Any,
    **masks: int,
) -> Any:
    key = dense_key(begin, end, strides, masks, input.ndim)
    if xp is not np:
        return input.at[key].set(value)
    made = np.array(input)
    target = made[key].shape
    if np.broadcast_shapes(np.shape(value), target) != target:
        raise ValueError(
            f"TensorStridedSliceUpdate: a value of shape {np.shape(value)} can't be "
            f"broadcast to the slice, {target}."
        )
    made[key] = value
    return made


def _slice_gradient(op: Any, dy: Any) -> list[Any]:
    from tensorbrook._src.ops import array_creation
    from tensorbrook._src.ops.broadcast_gradients import unbroadcast

    input, begin, end, strides, value = op.inputs  # noqa: A001
    masks = {name: op.attrs[name] for name in op.attrs if name.endswith("_mask")}
    zeros = array_creation.zeros_like(value)
    kept = tensor_strided_slice_update_op(dy, begin, end, strides, zeros, **masks)
    taken = strided_slice_op(dy, begin, end, strides, **masks)
    return [kept, None, None, None, unbroadcast(taken, value)]


def _updated(c: ShapeContext) -> Dims:
    lengths = {len(part) for i in (1, 2, 3) if (part := c.vector(i)) is not None}
    if len(lengths) > 1:
        raise c.fail(
            "TensorStridedSliceUpdate: begin, end and strides must be vectors of one "
            f"size, got {sorted(lengths)}."
        )
    return c.shape(0)


tensor_strided_slice_update_op = Op(
    "TensorStridedSliceUpdate",
    "input: T, begin: Index, end: Index, strides: Index, value: T -> output: T | "
    f"Index: index, {MASKS}",
    shape=_updated,
    reference=_replaced,
    gradient=_slice_gradient,
)
