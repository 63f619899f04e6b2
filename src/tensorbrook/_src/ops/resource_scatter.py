"""Scattering into variables: rows, slices and strided slices are changed in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops.rules import brackets
from tensorbrook._src.ops.scatter import apply_nd, check_updates
from tensorbrook._src.ops.slicing import MASKS, dense_key
from tensorbrook._src.ops.state import check_held, exclusive, handle_dims, read_value

_UFUNCS = {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "min": np.minimum,
    "max": np.maximum,
}


@exclusive
def _replace(resource: Any, change: Callable[[Any], Any]) -> None:
    tensor = read_value(resource)
    resource.assign(tensor._like(change(tensor._array())))


def _row_dims(c: ShapeContext) -> list[Dims]:
    check_held(c, "dtype")
    dims, indices, updates = handle_dims(c.inputs[0]), c.shape(1), c.shape(2)
    if dims is None or indices is None or updates is None or updates == ():
        return []
    if not dims or not compatible((*indices, *dims[1:]), updates):
        raise c.fail(
            "Must have updates.shape = indices.shape + params.shape[1:] or updates.shape "
            f"= [], got updates.shape {brackets(updates)}, indices.shape "
            f"{brackets(indices)}, params.shape {brackets(dims)}"
        )
    return []


def _check_rows(indices: Any, count: int) -> None:
    wrong = (indices < 0) | (indices >= count)
    if wrong.any():
        place = np.argwhere(np.atleast_1d(wrong))[0].tolist()
        bad = int(np.atleast_1d(indices)[tuple(place)])
        where = ",".join(map(str, place)) if indices.ndim else "0"
        raise ValueError(f"indices[{where}] = {bad} is not in [0, {count})")


def _rows(xp: Any, old: Any, indices: Any, updates: Any, how: str) -> Any:
    if xp is not np:
        place = old.at[indices]
        return {
            "update": place.set,
            "add": place.add,
            "sub": lambda value: place.add(-value),
            "mul": place.multiply,
            "div": place.divide,
            "min": place.min,
            "max": place.max,
        }[how](updates)
    _check_rows(indices, old.shape[0])
    made = np.array(old)
    if how == "update":
        made[indices] = updates
    elif how == "div" and made.dtype.kind in "iu":
        np.floor_divide.at(made, indices, updates)
    else:
        _UFUNCS[how].at(made, indices, updates)
    return made


def _row_op(name: str, how: str) -> Op:
    def kernel(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
        _replace(resource, lambda old: _rows(xp, old, indices, updates, how))

    kinds = "" if how == "update" else ", dtype: numeric"
    return Op(
        name,
        "resource: resource, indices: Tindices, updates: dtype -> | "
        f"Tindices: index{kinds}",
        shape=_row_dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        stateful=True,
    )


resource_scatter_add_op = _row_op("ResourceScatterAdd", "add")
resource_scatter_sub_op = _row_op("ResourceScatterSub", "sub")
resource_scatter_mul_op = _row_op("ResourceScatterMul", "mul")
resource_scatter_div_op = _row_op("ResourceScatterDiv", "div")
resource_scatter_min_op = _row_op("ResourceScatterMin", "min")
resource_scatter_max_op = _row_op("ResourceScatterMax", "max")
resource_scatter_update_op = _row_op("ResourceScatterUpdate", "update")


def _nd_dims(c: ShapeContext) -> list[Dims]:
    check_held(c, "T")
    check_updates(c, handle_dims(c.inputs[0]), c.shape(1), c.shape(2))
    return []


def _nd_op(name: str, how: str) -> Op:
    def kernel(
        xp: Any,
        ref: Any,
        indices: Any,
        updates: Any,
        use_locking: bool,
        bad_indices_policy: str,
    ) -> None:
        _replace(ref, lambda old: apply_nd(xp, old, indices, updates, how))

    return Op(
        name,
        "ref: resource, indices: Tindices, updates: T -> | use_locking: bool = True, "
        "bad_indices_policy: string = '', Tindices: index",
        shape=_nd_dims,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        stateful=True,
    )


resource_scatter_nd_update_op = _nd_op("ResourceScatterNdUpdate", "update")
resource_scatter_nd_add_op = _nd_op("ResourceScatterNdAdd", "add")
resource_scatter_nd_sub_op = _nd_op("ResourceScatterNdSub", "sub")
resource_scatter_nd_min_op = _nd_op("ResourceScatterNdMin", "min")
resource_scatter_nd_max_op = _nd_op("ResourceScatterNdMax", "max")


def _slice_kernel(
    xp: Any, ref: Any, begin: Any, end: Any, strides: Any, value: Any, **masks: int
) -> None:
    def change(old: Any) -> Any:
        key = dense_key(begin, end, strides, masks, old.ndim)
        if xp is not np:
            return old.at[key].set(value)
        made = np.array(old)
        target = made[key].shape
        if np.shape(value) != target:
            try:
                np.broadcast_to(value, target)
            except ValueError:
                raise ValueError(
                    f"Cannot broadcast input shape {list(np.shape(value))} into final "
                    f"shape {list(target)}"
                ) from None
        made[key] = value
        return made

    _replace(ref, change)


def _slice_dims(c: ShapeContext) -> list[Dims]:
    check_held(c, "T")
    lengths = {len(part) for i in (1, 2, 3) if (part := c.vector(i)) is not None}
    if len(lengths) > 1:
        raise c.fail(
            "Expected begin, end, and strides to be 1D equal size tensors, but they have "
            f"the sizes {sorted(lengths)}"
        )
    return []


resource_strided_slice_assign_op = Op(
    "ResourceStridedSliceAssign",
    "ref: resource, begin: Index, end: Index, strides: Index, value: T -> | "
    f"Index: index, {MASKS}",
    shape=_slice_dims,
    reference=_slice_kernel,
    gradient=NOT_DIFFERENTIABLE,
    stateful=True,
)
