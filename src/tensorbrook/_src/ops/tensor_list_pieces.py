"""Several elements of lists of tensors at once: gathered, scattered, joined."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op, ShapeContext, unsupported
from tensorbrook._src.core.shapes import Dims, compatible
from tensorbrook._src.ops import array_creation, tensor_list
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.rules import scalar
from tensorbrook._src.ops.tensor_list import TensorList

_PYTHON = unsupported("lists of tensors have no XLA counterpart here yet")


def _wrong(message: str) -> errors.InvalidArgumentError:
    return errors.InvalidArgumentError(None, None, message)


def _list(handle: Any, dtype: Any = None) -> TensorList:
    return tensor_list._of_kind(handle._array(), dtype)


def _op(name: str, signature: str, kernel: Any, shape: Any, gradient: Any) -> Op:
    return Op(
        name,
        signature,
        shape=shape,
        reference=kernel,
        gradient=gradient,
        xla=_PYTHON,
        on_tensors=True,
    )


def _element_shape(xp: Any, handle: Any, shape_type: Any) -> Any:
    dims = tensor_list._of_kind(handle).dims
    if dims is None:
        return np.array(-1, shape_type.numpy_dtype)
    sizes = [-1 if dim is None else dim for dim in dims]
    return np.array(sizes, shape_type.numpy_dtype)


element_shape_op = Op(
    "TensorListElementShape",
    "input_handle: variant -> element_shape: shape_type | shape_type: index",
    shape=lambda c: None,
    reference=_element_shape,
    gradient=NOT_DIFFERENTIABLE,
    xla=_PYTHON,
)


def _gather(
    xp: Any, handle: Any, indices: Any, element_shape: Any, element_dtype: Any
) -> Any:
    value = _list(handle, element_dtype)
    dims = tensor_list._dims_of(element_shape)
    places = indices._array().tolist()
    for place in places:
        if not 0 <= place < len(value.items):
            raise _wrong(
                f"Index {place} out of range; list only has {len(value.items)} elements."
            )
    rows = [value.array(place, dims) for place in places]
    if rows and any(row.shape != rows[0].shape for row in rows):
        raise _wrong("The elements to gather must have one shape.")
    if not rows:
        known = dims or value.dims or ()
        rows_of_none = (0, *(0 if dim is None else dim for dim in known))
        made = np.zeros(rows_of_none, element_dtype.numpy_dtype)
    else:
        made = np.stack(rows)
    return type(handle)._made(made, element_dtype)


def _gathered(c: ShapeContext) -> Dims:
    c.check_rank(1, 1)
    dims, count = c.value_as_shape(2), c.shape(1)
    return None if dims is None else (count[0] if count else None, *dims)


def _gather_gradient(op: Any, dy: Any) -> list[Any]:
    handle, indices, _ = op.inputs
    dims = element_shape_op(handle, shape_type=indices.dtype)
    size = tensor_list.length_op(handle)
    return [scatter_v2_op(dy, indices, dims, size), None, None]  # type: ignore[has-type]


gather_op = _op(
    "TensorListGather",
    "input_handle: variant, indices: int32, element_shape: int32 -> "
    "values: element_dtype | element_dtype: type",
    _gather,
    _gathered,
    _gather_gradient,
)


def _scattered(value: TensorList, tensor: Any, indices: Any, size: int) -> TensorList:
    """The list with rows of a tensor at some places, and at least that long."""
    rows, places = tensor._array(), indices._array()
    if places.ndim != 1 or not rows.ndim:
        raise _wrong("Rows of a tensor are scattered to a vector of indices.")
    if len(places) != len(rows):
        raise _wrong(
            f"Invalid number of rows in input tensor. Expected: {len(places)} Actual: "
            f"{len(rows)}"
        )
    if (places < 0).any():
        raise _wrong("Indices to scatter to must all be non-negative.")
    if not compatible(value.dims, rows.shape[1:]):
        raise _wrong(
            f"The rows have shape {list(rows.shape[1:])}, the list holds elements of "
            f"shape {value.dims}."
        )
    longest = int(places.max()) + 1 if len(places) else 0
    count = max(size, longest, len(value.items))
    tensor_list._number(np.array(count), "the number of elements")
    items = [*value.items, *[None] * (count - len(value.items))]
    for place, row in zip(places.tolist(), rows, strict=True):
        items[place] = tensor._like(row)
    return value.replaced(items)


def _scatter(
    xp: Any,
    tensor: Any,
    indices: Any,
    element_shape: Any,
    num_elements: Any = None,
    **attrs: Any,
) -> Any:
    if num_elements is not None and num_elements._array().ndim:
        raise _wrong("num_elements must be a scalar.")
    size = -1 if num_elements is None else int(num_elements._array())
    places = indices._array()
    if size < -1:
        raise _wrong(f"num_elements must be at least -1, got {size}.")
    if 0 <= size and places.size and places.max() >= size:
        raise _wrong(f"Index {int(places.max())} is not below num_elements {size}.")
    empty = TensorList([], tensor.dtype, tensor_list._dims_of(element_shape))
    return type(tensor)._object(_scattered(empty, tensor, indices, size))


def _scatter_gradient(op: Any, dlist: Any) -> list[Any]:
    tensor, indices, *rest = op.inputs
    dims = shapes.shape(tensor)[1:]
    rows = gather_op(dlist, indices, dims, element_dtype=tensor.dtype)
    return [rows, *[None] * (1 + len(rest))]


_SCATTER = "tensor: element_dtype, indices: int32, element_shape: shape_type"

scatter_op = _op(
    "TensorListScatter",
    f"{_SCATTER} -> output_handle: variant | element_dtype: type, shape_type: index",
    _scatter,
    scalar,
    _scatter_gradient,
)
scatter_v2_op = _op(
    "TensorListScatterV2",
    f"{_SCATTER}, num_elements: int32 -> output_handle: variant | element_dtype: type, "
    "shape_type: index",
    _scatter,
    scalar,
    _scatter_gradient,
)


def _scatter_into(xp: Any, handle: Any, tensor: Any, indices: Any) -> Any:
    value = _list(handle, tensor.dtype)
    return type(handle)._object(_scattered(value, tensor, indices, -1))


def _scatter_into_gradient(op: Any, dlist: Any) -> list[Any]:
    _, tensor, indices = op.inputs
    dims = shapes.shape(tensor)[1:]
    blank = scatter_into_op(dlist, array_creation.zeros_like(tensor), indices)  # type: ignore[has-type]
    rows = gather_op(dlist, indices, dims, element_dtype=tensor.dtype)
    return [blank, rows, None]


scatter_into_op = _op(
    "TensorListScatterIntoExistingList",
    "input_handle: variant, tensor: element_dtype, indices: int32 -> "
    "output_handle: variant | element_dtype: type",
    _scatter_into,
    scalar,
    _scatter_into_gradient,
)


def _concat(
    xp: Any, handle: Any, element_dtype: Any, element_shape: Dims
) -> tuple[Any, Any]:
    value = tensor_list._of_kind(handle, element_dtype)
    dims = element_shape if element_shape and None not in element_shape else None
    parts = [value.array(index, dims) for index in range(len(value.items))]
    if any(not part.ndim for part in parts):
        raise _wrong("Concat requires elements to be at least vectors, found scalars.")
    lengths = np.array([len(part) for part in parts], np.int64)
    if not parts:
        sizes = [0, *(dim or 0 for dim in (element_shape or (0,))[1:])]
        return np.zeros(sizes, element_dtype.numpy_dtype), lengths
    return np.concatenate(parts), lengths


def _concat_gradient(op: Any, dy: Any, _: Any) -> list[Any]:
    dims = element_shape_op(op.inputs[0], shape_type=op.outputs[1].dtype)
    return [tensor_list.split_op(dy, dims, op.outputs[1])]


concat_op = Op(
    "TensorListConcat",
    "input_handle: variant -> tensor: element_dtype, lengths: int64 | "
    "element_dtype: type, element_shape: shape = None",
    shape=lambda c: [None, (None,)],
    reference=_concat,
    gradient=_concat_gradient,
    xla=_PYTHON,
)


def _each(handle: Any, other: Any, combine: Any) -> Any:
    """Combines lists pair by pair: two lists, or two arrays of lists."""
    first, second = handle._array(), other
    if not isinstance(first, np.ndarray):
        return type(handle)._object(combine(first, second))
    if not isinstance(second, np.ndarray) or len(second) != first.size:
        raise _wrong(f"There are {first.size} lists on one side, others on the other.")
    made = np.empty(first.shape, object)
    for place, pair in enumerate(zip(first.flat, second, strict=True)):
        made.flat[place] = combine(*pair)
    return type(handle)._object(made, first.shape)


def _concat_lists(xp: Any, first: Any, second: Any, element_dtype: Any) -> Any:
    def joined(one: Any, other: Any) -> TensorList:
        one = tensor_list._of_kind(one, element_dtype)
        other = tensor_list._of_kind(other, element_dtype)
        return one.replaced([*one.items, *other.items])

    others = second._array()
    flat = others.reshape(-1) if isinstance(others, np.ndarray) else others
    return _each(first, flat, joined)


def _push_back_batch(xp: Any, handles: Any, tensor: Any) -> Any:
    def pushed(value: Any, row: Any) -> TensorList:
        value = tensor_list._of_kind(value, tensor.dtype)
        if not compatible(value.dims, row.shape):
            raise _wrong(
                f"A row of shape {list(row.shape)} doesn't fit a list of elements of "
                f"shape {value.dims}."
            )
        return value.replaced([*value.items, tensor._like(row)])

    lists, rows = handles._array(), tensor._array()
    if isinstance(lists, np.ndarray):
        count = lists.ndim
        if rows.shape[:count] != lists.shape:
            raise _wrong(
                f"The tensor of shape {list(rows.shape)} must have a row for each list "
                f"of {list(lists.shape)}."
            )
        return _each(handles, rows.reshape(lists.size, *rows.shape[count:]), pushed)
    return _each(handles, rows, pushed)


concat_lists_op = _op(
    "TensorListConcatLists",
    "input_a: variant, input_b: variant -> output: variant | element_dtype: type",
    _concat_lists,
    lambda c: c.shape(0),
    NOT_DIFFERENTIABLE,
)
push_back_batch_op = _op(
    "TensorListPushBackBatch",
    "input_handles: variant, tensor: element_dtype -> output_handles: variant | "
    "element_dtype: type",
    _push_back_batch,
    lambda c: c.shape(0),
    NOT_DIFFERENTIABLE,
)
