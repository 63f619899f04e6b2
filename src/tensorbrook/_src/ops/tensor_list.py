"""Lists of tensors as values (variants): what loops accumulate into.

A list is immutable: an op that changes it returns a new one. Elements that were never
written count as zeros.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops.rules import scalar

_PYTHON = unsupported("lists of tensors have no XLA counterpart here yet")


class TensorList:
    """A list of tensors of one dtype; None stands for an element not written yet."""

    __slots__ = ("dims", "dtype", "items")

    def __init__(self, items: Sequence[Any], dtype: Any, dims: Dims) -> None:
        self.items = items
        self.dtype = dtype
        self.dims = dims

    def replaced(self, items: Sequence[Any]) -> TensorList:
        """A list of the same kind with other elements."""
        return TensorList(items, self.dtype, self.dims)

    def array(self, index: int, dims: Dims = None) -> Any:
        """The array of an element; zeros where none was written."""
        item = self.items[index]
        if item is not None:
            return item._array()
        return np.zeros(self.zero_dims(dims), self.dtype.numpy_dtype)

    def zero_dims(self, dims: Dims = None) -> tuple[int, ...]:
        """The dims of an element that was not written."""
        for known in (dims, self.dims, *(i._dims for i in self.items if i is not None)):
            if known is not None and None not in known:
                return tuple(known)  # type: ignore[arg-type]
        raise errors.InvalidArgumentError(
            None,
            None,
            "Trying to read an uninitialized element of a list whose element shape isn't "
            "known.",
        )

    def __add__(self, other: TensorList) -> TensorList:
        if len(self.items) != len(other.items):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Lists of {len(self.items)} and {len(other.items)} tensors can't be added.",
            )
        pairs = zip(self.items, other.items, strict=True)
        return self.replaced(
            [
                b if a is None else a if b is None else a._like(a._array() + b._array())
                for a, b in pairs
            ]
        )


def of_items(items: list[Any], dtype_code: int, dims: Any) -> TensorList:
    """The list that the native core holds; -1 stands for dims that aren't known."""
    known = None if dims is None else tuple(None if d < 0 else d for d in dims)
    return TensorList(items, dtypes.as_dtype(dtype_code), known)


def _list(tensor: Any, dtype: Any) -> TensorList:
    return _of_kind(tensor._array(), dtype)


def _of_kind(value: Any, dtype: Any = None) -> TensorList:
    """`value`, if it is a list of tensors of that dtype."""
    if not isinstance(value, TensorList):
        raise errors.InvalidArgumentError(
            None, None, f"Input handle is not a list. Saw: {type(value).__name__}"
        )
    if dtype is not None and value.dtype is not dtype:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Invalid data types; op elements {dtype.name} but list elements "
            f"{value.dtype.name}",
        )
    return value


def _variant(like: Any, value: TensorList) -> Any:
    return type(like)._object(value)


def _dims_of(tensor: Any) -> Dims:
    array = tensor._array()
    if array.ndim > 1:
        raise errors.InvalidArgumentError(
            None, None, f"element_shape must be a vector, got shape {array.shape}"
        )
    if array.ndim == 0:
        return None
    return tuple(None if dim < 0 else int(dim) for dim in array.tolist())


def _checked_index(handle: TensorList, index: Any, what: str) -> int:
    position = _number(index, "index")
    if not 0 <= position < len(handle.items):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Tried to {what} item {position} of a list with {len(handle.items)} items.",
        )
    return position


def _element(c: ShapeContext, index: int) -> Dims:
    return c.value_as_shape(index)


def _stacked(c: ShapeContext) -> Dims:
    dims = _element(c, 1)
    count = c.attrs["num_elements"]
    return None if dims is None else (None if count < 0 else count, *dims)


empty_op = Op(
    "EmptyTensorList",
    "element_shape: shape_type, max_num_elements: int32 -> handle: variant | "
    "element_dtype: type, shape_type: index",
    shape=scalar,
    reference=lambda xp, shape, limit, element_dtype: _variant(
        shape, TensorList([], element_dtype, _dims_of(shape))
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_PYTHON,
    on_tensors=True,
)

reserve_op = Op(
    "TensorListReserve",
    "element_shape: shape_type, num_elements: int32 -> handle: variant | "
    "element_dtype: type, shape_type: index",
    shape=scalar,
    reference=lambda xp, shape, count, element_dtype: _reserve(
        shape, count, element_dtype
    ),
    gradient=NOT_DIFFERENTIABLE,
    xla=_PYTHON,
    on_tensors=True,
)


def _number(tensor: Any, name: str) -> int:
    """The number in a scalar, small enough for the length of a list."""
    array = tensor._array() if hasattr(tensor, "_array") else tensor
    if array.ndim != 0:
        raise errors.InvalidArgumentError(
            None, None, f"{name} must be a scalar, got shape {list(array.shape)}"
        )
    if int(array) > _LONGEST:
        raise errors.ResourceExhaustedError(
            None, None, f"A list of {int(array)} tensors is too long."
        )
    return int(array)


_LONGEST = 1 << 24


def _reserve(shape: Any, count: Any, dtype: Any) -> Any:
    size = _number(count, "num_elements")
    if size < 0:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"The num_elements to reserve must be a non negative number, got {size}",
        )
    return _variant(shape, TensorList([None] * size, dtype, _dims_of(shape)))


def _push_back(xp: Any, handle: Any, tensor: Any) -> Any:
    value = _list(handle, tensor.dtype)
    return _variant(handle, value.replaced([*value.items, tensor]))


def _pop_back(xp: Any, handle: Any, shape: Any, element_dtype: Any) -> tuple[Any, Any]:
    value = _list(handle, element_dtype)
    if not value.items:
        raise errors.InvalidArgumentError(
            None, None, "Trying to pop from an empty list."
        )
    item = value.items[-1]
    if item is None:
        zeros = np.zeros(value.zero_dims(_dims_of(shape)), element_dtype.numpy_dtype)
        item = type(handle)._made(zeros, element_dtype)
    return _variant(handle, value.replaced(value.items[:-1])), item


push_back_op = Op(
    "TensorListPushBack",
    "input_handle: variant, tensor: element_dtype -> output_handle: variant | "
    "element_dtype: type",
    shape=scalar,
    reference=_push_back,
    gradient=lambda op, dlist: list(
        pop_back_op(dlist, _shape_of(op.inputs[1]), element_dtype=op.inputs[1].dtype)  # type: ignore[has-type]
    ),
    xla=_PYTHON,
    on_tensors=True,
)

pop_back_op = Op(
    "TensorListPopBack",
    "input_handle: variant, element_shape: int32 -> output_handle: variant, "
    "tensor: element_dtype | element_dtype: type",
    shape=lambda c: [(), _element(c, 1)],
    reference=_pop_back,
    gradient=lambda op, dlist, dtensor: [
        push_back_op(_or_zeros(dlist, op.outputs[0], op), dtensor),
        None,
    ],
    xla=_PYTHON,
    on_tensors=True,
)


def _or_zeros(dlist: Any, like: Any, op: Any) -> Any:
    if dlist is not None:
        return dlist
    return reserve_op(
        op.inputs[1], length_op(like), element_dtype=op.attrs["element_dtype"]
    )


def _set_item(
    xp: Any, handle: Any, index: Any, item: Any, resize_if_index_out_of_bounds: bool
) -> Any:
    value = _list(handle, item.dtype)
    items = list(value.items)
    position = _number(index, "index")
    if resize_if_index_out_of_bounds and position >= len(items):
        items += [None] * (position + 1 - len(items))
        value = value.replaced(items)
    position = _checked_index(value, index, "modify")
    if not compatible(value.dims, item._dims):
        raise errors.InvalidArgumentError(
            None,
            None,
            "Tried to set a tensor with incompatible shape at a list index. Item element "
            f"shape: {list(item._dims)} list shape: {value.dims}",
        )
    items[position] = item
    return _variant(handle, value.replaced(items))


def _get_item(xp: Any, handle: Any, index: Any, shape: Any, element_dtype: Any) -> Any:
    value = _list(handle, element_dtype)
    position = _checked_index(value, index, "access")
    item = value.items[position]
    if item is None:
        item = type(handle)._made(value.array(position, _dims_of(shape)), element_dtype)
    return item


def _shape_of(tensor: Any) -> Any:
    from tensorbrook._src.ops import shape

    return shape.shape(tensor)


def _zeros_like(tensor: Any) -> Any:
    from tensorbrook._src.ops import array_creation

    return array_creation.zeros_like(tensor)


def _set_item_gradient(op: Any, dlist: Any) -> list[Any]:
    _, index, item = op.inputs
    if not (item.dtype.is_floating or item.dtype.is_complex):
        return [dlist, None, None]
    return [
        set_item_op(dlist, index, _zeros_like(item)),
        None,
        get_item_op(dlist, index, _shape_of(item), element_dtype=item.dtype),
    ]


set_item_op = Op(
    "TensorListSetItem",
    "input_handle: variant, index: int32, item: element_dtype -> output_handle: variant | "
    "element_dtype: type, resize_if_index_out_of_bounds: bool = False",
    shape=scalar,
    reference=_set_item,
    gradient=_set_item_gradient,
    xla=_PYTHON,
    on_tensors=True,
)


def _get_item_gradient(op: Any, ditem: Any) -> list[Any]:
    handle, index, shape = op.inputs
    empty = reserve_op(shape, length_op(handle), element_dtype=ditem.dtype)
    return [set_item_op(empty, index, ditem), None, None]


get_item_op = Op(
    "TensorListGetItem",
    "input_handle: variant, index: int32, element_shape: int32 -> item: element_dtype | "
    "element_dtype: type",
    shape=lambda c: _element(c, 2),
    reference=_get_item,
    gradient=_get_item_gradient,
    xla=_PYTHON,
    on_tensors=True,
)

length_op = Op(
    "TensorListLength",
    "input_handle: variant -> length: int32",
    shape=scalar,
    reference=lambda xp, handle: np.int32(len(_of_kind(handle).items)),
    gradient=NOT_DIFFERENTIABLE,
    xla=_PYTHON,
)


def _resize(xp: Any, handle: Any, size: Any) -> TensorList:
    count = _number(size, "size")
    if count < 0:
        raise ValueError(
            f"TensorListResize expects size to be non-negative. Got: {count}"
        )
    items = list(_of_kind(handle).items[:count])
    return handle.replaced(items + [None] * (count - len(items)))  # type: ignore[no-any-return]


resize_op = Op(
    "TensorListResize",
    "input_handle: variant, size: int32 -> output_handle: variant",
    shape=scalar,
    reference=_resize,
    gradient=lambda op, dlist: [resize_op(dlist, length_op(op.inputs[0])), None],  # type: ignore[has-type]
    xla=_PYTHON,
)


def _stack(
    xp: Any, handle: Any, shape: Any, element_dtype: Any, num_elements: int
) -> Any:
    dims = _dims_from(shape)
    _of_kind(handle, element_dtype)
    parts = [handle.array(index, dims) for index in range(len(handle.items))]
    if not parts:
        return np.zeros((0, *(handle.zero_dims(dims))), element_dtype.numpy_dtype)
    if len({part.shape for part in parts}) > 1:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Elements of different shapes {sorted({p.shape for p in parts})} "
            "can't be stacked.",
        )
    return np.stack(parts)


def _dims_from(shape: Any) -> Dims:
    if shape.ndim == 0:
        return None
    return tuple(None if dim < 0 else int(dim) for dim in shape.reshape(-1).tolist())


stack_op = Op(
    "TensorListStack",
    "input_handle: variant, element_shape: int32 -> tensor: element_dtype | "
    "element_dtype: type, num_elements: int = -1",
    shape=_stacked,
    reference=_stack,
    gradient=lambda op, dt: [from_tensor_op(dt, op.inputs[1]), None],  # type: ignore[has-type]
    xla=_PYTHON,
)


def _of_rows(c: ShapeContext) -> Dims:
    if c.rank(0) == 0:
        raise c.fail(
            f"{c.op.name}: tensor must be at least a vector, but it is a scalar"
        )
    if c.op.name == "TensorListSplit":
        c.check_rank(2, 1)
    return ()


from_tensor_op = Op(
    "TensorListFromTensor",
    "tensor: element_dtype, element_shape: shape_type -> output_handle: variant | "
    "element_dtype: type, shape_type: index",
    shape=_of_rows,
    reference=lambda xp, tensor, shape: _variant(
        tensor,
        TensorList([tensor._like(row) for row in tensor._array()], tensor.dtype, None),
    ),
    gradient=lambda op, dlist: [
        stack_op(
            dlist,
            _shape_of(op.inputs[0])[1:],
            element_dtype=op.inputs[0].dtype,
        ),
        None,
    ],
    xla=_PYTHON,
    on_tensors=True,
)


def _concat(
    xp: Any,
    handle: Any,
    shape: Any,
    leading: Any,
    element_dtype: Any,
    shape_type: Any = None,
) -> tuple[Any, Any]:
    _of_kind(handle, element_dtype)
    parts = [handle.array(index) for index in range(len(handle.items))]
    lengths = np.array([len(part) for part in parts], np.int64)
    if not parts:
        dims = _dims_from(shape) or (0,)
        return np.zeros([dim or 0 for dim in dims], element_dtype.numpy_dtype), lengths
    return np.concatenate(parts), lengths


concat_op = Op(
    "TensorListConcatV2",
    "input_handle: variant, element_shape: shape_type, leading_dims: int64 -> "
    "tensor: element_dtype, lengths: int64 | element_dtype: type, shape_type: index",
    shape=lambda c: [
        None if (dims := _element(c, 1)) is None else (None, *dims[1:]),
        (None,),
    ],
    reference=_concat,
    gradient=lambda op, dt, dlengths: [
        split_op(dt, op.inputs[1], op.outputs[1]),  # type: ignore[has-type]
        None,
        None,
    ],
    xla=_PYTHON,
)


def _split(xp: Any, tensor: Any, shape: Any, lengths: Any) -> Any:
    sizes, rows = lengths._array(), tensor._array().shape[0]
    if (sizes < 0).any() or int(sizes.sum(dtype=object)) != rows:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Expected sum of lengths to be equal to values.shape[0], {rows}, got "
            f"{sizes.tolist()}",
        )
    ends = np.cumsum(sizes)
    parts = np.split(tensor._array(), ends[:-1]) if len(ends) else []
    return _variant(
        tensor, TensorList([tensor._like(part) for part in parts], tensor.dtype, None)
    )


split_op = Op(
    "TensorListSplit",
    "tensor: element_dtype, element_shape: shape_type, lengths: int64 -> "
    "output_handle: variant | element_dtype: type, shape_type: index",
    shape=_of_rows,
    reference=_split,
    gradient=lambda op, dlist: [
        concat_op(dlist, op.inputs[1], op.inputs[2], element_dtype=op.inputs[0].dtype)[
            0
        ],
        None,
        None,
    ],
    xla=_PYTHON,
    on_tensors=True,
)
