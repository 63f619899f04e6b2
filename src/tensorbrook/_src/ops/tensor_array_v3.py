"""Records of the tensor arrays of graphs of 1.x: a list that ops change in place.

The output `flow` holds nothing; it hands the order from one op to the next.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import errors
from tensorbrook._src.core.op import (
    NOT_DIFFERENTIABLE,
    Op,
    ShapeContext,
    unsupported,
)
from tensorbrook._src.core.shapes import Dims
from tensorbrook._src.ops.rules import scalar

_IN_PLACE = unsupported("tensor arrays of 1.x are changed in place")


class ElementList:
    """The elements behind a handle; those that weren't written are None."""

    def __init__(self, size: int, dtype: Any, dims: Dims, grows: bool) -> None:
        self.dtype = dtype
        self.dims = dims
        self.grows = grows
        self.elements: list[Any] = [None] * size
        self._gradients: dict[str, ElementList] = {}
        self._sums = False

    def gradient(self, source: str, first_dims: tuple[int, ...] = ()) -> ElementList:
        """The list of the gradients of the elements; what is written there adds up.

        Args:
            source: Which gradient it is; there is one list for each name.
            first_dims: Dims that the gradients have before those of the elements.
        """
        if source not in self._gradients:
            dims = None if self.dims is None else (*first_dims, *self.dims)
            made = ElementList(len(self.elements), self.dtype, dims, False)
            made._sums = True
            for index, element in enumerate(self.elements):
                if element is not None:
                    zeros = np.zeros((*first_dims, *element.shape), element.dtype)
                    made.elements[index] = zeros
            self._gradients[source] = made
        return self._gradients[source]

    def write(self, index: int, value: Any) -> None:
        """Puts a value at a place.

        Raises:
            errors.InvalidArgumentError: There is no such place.
        """
        if index < 0 or (index >= len(self.elements) and not self.grows):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"TensorArray: Tried to write to index {index} but array is not "
                f"resizeable and size is: {len(self.elements)}",
            )
        missing = index + 1 - len(self.elements)
        self.elements.extend([None] * max(0, missing))
        old = self.elements[index]
        self.elements[index] = old + value if self._sums and old is not None else value

    def read(self, index: int) -> Any:
        """The value at a place; zeros where none was written but the shape is known.

        Raises:
            errors.InvalidArgumentError: There is no such place or no value.
        """
        if not 0 <= index < len(self.elements):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"TensorArray: Tried to read from index {index} but array size is: "
                f"{len(self.elements)}",
            )
        value = self.elements[index]
        if value is not None:
            return value
        if self.dims is None or None in self.dims:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"TensorArray: Could not read index {index} because it has not yet been "
                "written to.",
            )
        return np.zeros(self.dims, self.dtype.numpy_dtype)  # type: ignore[arg-type]


def _make(
    xp: Any,
    size: Any,
    dtype: Any,
    element_shape: Dims,
    dynamic_size: bool,
    **attrs: Any,
) -> tuple[Any, Any]:
    return ElementList(int(size), dtype, element_shape, dynamic_size), np.float32(0)


def _gradient(
    xp: Any,
    handle: ElementList,
    flow_in: Any,
    shape_to_prepend: Any = (),
    source: str = "",
) -> tuple[Any, Any]:
    return handle.gradient(source, tuple(map(int, shape_to_prepend))), flow_in


def _write(xp: Any, handle: ElementList, index: Any, value: Any, flow_in: Any) -> Any:
    handle.write(int(index), value)
    return flow_in


def _scatter(
    xp: Any, handle: ElementList, indices: Any, value: Any, flow_in: Any
) -> Any:
    for index, part in zip(indices.tolist(), value, strict=True):
        handle.write(index, part)
    return flow_in


def _gather(
    xp: Any, handle: ElementList, indices: Any, flow_in: Any, dtype: Any, **attrs: Any
) -> Any:
    parts = [handle.read(index) for index in indices.tolist()]
    if not parts:
        known = handle.dims or attrs["element_shape"] or ()
        dims = (0, *(0 if dim is None else dim for dim in known))
        return np.zeros(dims, dtype.numpy_dtype)
    return np.stack(parts)


def _concat(
    xp: Any, handle: ElementList, flow_in: Any, dtype: Any, **attrs: Any
) -> tuple[Any, Any]:
    parts = [handle.read(index) for index in range(len(handle.elements))]
    lengths = np.array([len(part) for part in parts], np.int64)
    if not parts:
        return np.zeros((0,), dtype.numpy_dtype), lengths
    return np.concatenate(parts), lengths


def _split(xp: Any, handle: ElementList, value: Any, lengths: Any, flow_in: Any) -> Any:
    if int(lengths.sum()) != len(value):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Expected sum of lengths to be equal to values.shape[0], but sum of lengths "
            f"is {int(lengths.sum())} and value's shape is: {list(value.shape)}",
        )
    ends = np.cumsum(lengths)
    for index, part in enumerate(np.split(value, ends[:-1])):
        handle.write(index, part)
    return flow_in


def _close(xp: Any, handle: ElementList) -> None:
    handle.elements = []


def _gathered_dims(c: ShapeContext) -> Dims:
    dims: Dims = c.attrs["element_shape"]
    if dims is None:
        return None
    count = c.shape(1)
    return (count[0] if count else None, *dims)


def _op(name: str, signature: str, shape: Any, kernel: Any, version: str = "V3") -> Op:
    return Op(
        f"TensorArray{name}{version}",
        signature,
        shape=shape,
        reference=kernel,
        gradient=NOT_DIFFERENTIABLE,
        xla=_IN_PLACE,
        stateful=True,
    )


tensor_array_op = _op(
    "",
    "size: int32 -> handle: resource, flow: float32 | dtype: type, "
    "element_shape: shape = None, dynamic_size: bool = False, "
    "clear_after_read: bool = True, identical_element_shapes: bool = False, "
    "tensor_array_name: string = ''",
    lambda c: [(2,), ()],
    _make,
)
write_op = _op(
    "Write",
    "handle: resource, index: int32, value: T, flow_in: float32 -> flow_out: float32",
    scalar,
    _write,
)
read_op = _op(
    "Read",
    "handle: resource, index: int32, flow_in: float32 -> value: dtype | dtype: type",
    lambda c: None,
    lambda xp, handle, index, flow_in, dtype: handle.read(int(index)),
)
gather_op = _op(
    "Gather",
    "handle: resource, indices: int32, flow_in: float32 -> value: dtype | dtype: type, "
    "element_shape: shape = None",
    _gathered_dims,
    _gather,
)
scatter_op = _op(
    "Scatter",
    "handle: resource, indices: int32, value: T, flow_in: float32 -> flow_out: float32",
    scalar,
    _scatter,
)
concat_op = _op(
    "Concat",
    "handle: resource, flow_in: float32 -> value: dtype, lengths: int64 | dtype: type, "
    "element_shape_except0: shape = None",
    lambda c: [None, (None,)],
    _concat,
)
split_op = _op(
    "Split",
    "handle: resource, value: T, lengths: int64, flow_in: float32 -> flow_out: float32",
    scalar,
    _split,
)
size_op = _op(
    "Size",
    "handle: resource, flow_in: float32 -> size: int32",
    scalar,
    lambda xp, handle, flow_in: np.int32(len(handle.elements)),
)
close_op = _op("Close", "handle: resource ->", lambda c: [], _close)
gradient_op = _op(
    "Grad",
    "handle: resource, flow_in: float32 -> grad_handle: resource, flow_out: float32 | "
    "source: string",
    lambda c: [(), ()],
    _gradient,
)
gradient_with_shape_op = _op(
    "GradWithShape",
    "handle: resource, flow_in: float32, shape_to_prepend: int32 -> "
    "grad_handle: resource, flow_out: float32 | source: string",
    lambda c: [(), ()],
    _gradient,
    version="",
)
