"""`tf.TensorArray`: an array of tensors that is written element by element."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.current import current
from tensorbrook._src.core.shapes import (
    Dims,
    TensorShape,
    as_dims,
    compatible,
    merge_dims,
)
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec, type_spec_from_value
from tensorbrook._src.graph.constant_value import constant_value
from tensorbrook._src.ops import gather as gathering
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops import tensor_list
from tensorbrook._src.ops.constant import convert_to_tensor


class _Element:
    """What is known of the elements of an array and of all that come from it.

    A loop's body writes to an array of its own: what it learns counts outside as well.
    """

    def __init__(self, dims: Dims) -> None:
        self.dims = dims


class TensorArray:
    """An array of tensors of one dtype, for use in loops.

    Writing returns a new array to go on with (executing eagerly, the same one).

    Args:
        dtype: The dtype of the elements.
        size: The number of elements.
        dynamic_size: Whether writing beyond the end makes the array longer.
        clear_after_read: Accepted for compatibility.
        tensor_array_name: Accepted for compatibility.
        handle: Not used.
        flow: The tensor that carries the contents, to make an array of it.
        infer_shape: Whether all elements have the shape of the first one written.
        element_shape: The shape of the elements.
        colocate_with_first_write_call: Accepted for compatibility.
        name: Accepted for compatibility.

    Example:
        >>> import tensorbrook as tf
        >>> ta = tf.TensorArray(tf.float32, size=2)
        >>> ta = ta.write(0, 1.0).write(1, 2.0)
        >>> ta.stack().numpy()
        array([1., 2.], dtype=float32)
    """

    __module__ = "tensorbrook"

    def __init__(
        self,
        dtype: Any,
        size: Any = None,
        dynamic_size: bool | None = None,
        clear_after_read: bool | None = None,
        tensor_array_name: str | None = None,
        handle: Any = None,
        flow: Any = None,
        infer_shape: bool = True,
        element_shape: Any = None,
        colocate_with_first_write_call: bool = True,
        name: str | None = None,
    ) -> None:
        self._dtype = dtypes.as_dtype(dtype).base_dtype
        self._element = _Element(as_dims(element_shape))
        self._infer_shape = infer_shape
        self._dynamic = bool(dynamic_size)
        if flow is None:
            flow = tensor_list.reserve_op(
                _shape_tensor(self._dims),
                convert_to_tensor(0 if size is None else size, dtype=dtypes.int32),
                element_dtype=self._dtype,
            )
        self._flow = flow

    @property
    def _dims(self) -> Dims:
        return self._element.dims

    @property
    def dtype(self) -> Any:
        """The dtype of the elements."""
        return self._dtype

    @property
    def flow(self) -> Any:
        """The tensor that carries the contents."""
        return self._flow

    @property
    def handle(self) -> Any:
        """None: the contents are in `flow`."""
        return None

    @property
    def element_shape(self) -> TensorShape:
        """The shape of the elements, as far as it is known."""
        return TensorShape(self._dims)

    @property
    def dynamic_size(self) -> bool:
        """Whether writing beyond the end makes the array longer."""
        return self._dynamic

    @property
    def _type_spec(self) -> TensorArraySpec:
        spec = TensorArraySpec(
            self._dims, self._dtype, self._dynamic, self._infer_shape
        )
        spec._element = self._element
        return spec

    def _next(self, flow: Any) -> TensorArray:
        """The array after a change."""
        if current.interpreter.executing_eagerly:
            self._flow = flow
            return self
        made = TensorArray(
            self._dtype,
            dynamic_size=self._dynamic,
            flow=flow,
            infer_shape=self._infer_shape,
        )
        made._element = self._element
        return made

    @contextlib.contextmanager
    def _checked(self, doing: str, index: Any) -> Iterator[None]:
        """Names an index outside of an eager array for what it is."""
        try:
            yield
        except errors.InvalidArgumentError as problem:
            if not current.interpreter.executing_eagerly:
                raise
            size = int(self.size())
            if 0 <= int(index) < size:
                raise
            raise errors.OutOfRangeError(
                None,
                None,
                f"TensorArray.{doing}: the index {int(index)} is outside of an array of "
                f"{size} elements.",
            ) from problem

    def _learn(self, dims: Any) -> None:
        """Notes the shape of an element.

        Raises:
            ValueError: It contradicts what is known.
        """
        if self._infer_shape or self._dims is not None:
            try:
                merged = merge_dims(self._dims, dims)
            except ValueError:
                raise ValueError(
                    f"Incompatible shape for value ({dims}), expected ({self._dims}) in "
                    "tf.TensorArray.write."
                ) from None
            if self._infer_shape:
                self._element.dims = merged

    def identity(self) -> TensorArray:
        """An array with the same contents."""
        return self._next(self._flow)

    def grad(self, source: str, flow: Any = None, name: str | None = None) -> Any:
        """Not available: gradients flow through `flow`."""
        raise NotImplementedError(
            "TensorArray.grad is not supported; use tf.GradientTape."
        )

    def read(self, index: Any, name: str | None = None) -> Any:
        """The element at `index`."""
        with self._checked("read", index):
            return tensor_list.get_item_op(
                self._flow,
                convert_to_tensor(index, dtype_hint=dtypes.int32),
                _shape_tensor(self._dims),
                element_dtype=self._dtype,
                name=name,
            )

    def write(self, index: Any, value: Any, name: str | None = None) -> TensorArray:
        """The array with `value` at `index`."""
        tensor = convert_to_tensor(value, dtype_hint=self._dtype)
        if tensor.dtype is not self._dtype:
            raise ValueError(
                f"TensorArray dtype is {self._dtype.name} but Op is trying to write dtype "
                f"{tensor.dtype.name}"
            )
        self._learn(tensor._dims)
        with self._checked("write", index):
            flow = tensor_list.set_item_op(
                self._flow,
                convert_to_tensor(index, dtype_hint=dtypes.int32),
                tensor,
                resize_if_index_out_of_bounds=self._dynamic,
                name=name,
            )
        return self._next(flow)

    def stack(self, name: str | None = None) -> Any:
        """All elements as one tensor."""
        return tensor_list.stack_op(
            self._flow,
            _shape_tensor(self._dims),
            element_dtype=self._dtype,
            num_elements=_known(self.size()),
            name=name,
        )

    def gather(self, indices: Any, name: str | None = None) -> Any:
        """The elements at `indices` as one tensor."""
        return gathering.gather(self.stack(), indices, name=name)

    def concat(self, name: str | None = None) -> Any:
        """All elements one behind the other along their first axis."""
        dims = None if self._dims is None else (None, *self._dims[1:])
        return tensor_list.concat_op(
            self._flow,
            _shape_tensor(dims),
            convert_to_tensor([], dtype=dtypes.int64),
            element_dtype=self._dtype,
            name=name,
        )[0]

    def unstack(self, value: Any, name: str | None = None) -> TensorArray:
        """The array whose elements are the rows of `value`."""
        tensor = convert_to_tensor(value, dtype=self._dtype)
        dims = tensor._dims
        self._learn(None if dims is None else dims[1:])
        size = self.size()._static_value()
        if (
            dims
            and None not in (dims[0], size)
            and dims[0] > size
            and not self._dynamic
        ):
            raise ValueError(
                f"TensorArray.unstack: {dims[0]} rows do not fit into an array of "
                f"{int(size)} elements."
            )
        flow = tensor_list.from_tensor_op(tensor, _shape_tensor(self._dims), name=name)
        return self._next(flow)

    def scatter(self, indices: Any, value: Any, name: str | None = None) -> TensorArray:
        """The array with the rows of `value` at `indices`."""
        rows = shapes.unstack(convert_to_tensor(value, dtype=self._dtype))
        places = shapes.unstack(convert_to_tensor(indices, dtype_hint=dtypes.int32))
        made = self
        for index, row in zip(places, rows, strict=True):
            made = made.write(index, row)
        return made

    def split(self, value: Any, lengths: Any, name: str | None = None) -> TensorArray:
        """The array whose elements are pieces of `value` of the given lengths."""
        tensor = convert_to_tensor(value, dtype=self._dtype)
        self._infer_shape = False
        flow = tensor_list.split_op(
            tensor,
            _shape_tensor(None),
            convert_to_tensor(lengths, dtype=dtypes.int64),
            name=name,
        )
        return self._next(flow)

    def size(self, name: str | None = None) -> Any:
        """The number of elements."""
        return tensor_list.length_op(self._flow, name=name)

    def close(self, name: str | None = None) -> None:
        """Accepted for compatibility."""


class TensorArraySpec(TypeSpec):
    """What a `TensorArray` is like.

    Args:
        element_shape: The shape of the elements.
        dtype: The dtype of the elements.
        dynamic_size: Whether the array grows.
        infer_shape: Whether all elements have one shape.

    Example:
        >>> import tensorbrook as tf
        >>> tf.TensorArraySpec([2], tf.float32).value_type is tf.TensorArray
        True
    """

    __module__ = "tensorbrook"

    def __init__(
        self,
        element_shape: Any = None,
        dtype: Any = dtypes.float32,
        dynamic_size: bool = False,
        infer_shape: bool = True,
    ) -> None:
        self._element_dims = as_dims(element_shape)
        self._element: _Element | None = None
        self._dtype = dtypes.as_dtype(dtype)
        self._dynamic_size = dynamic_size
        self._infer_shape = infer_shape

    @staticmethod
    def from_value(value: TensorArray) -> TensorArraySpec:
        """The spec of a `TensorArray`.

        Args:
            value: The array.

        Returns:
            Its spec.

        Raises:
            TypeError: It is no `TensorArray`.
        """
        if not isinstance(value, TensorArray):
            raise TypeError(
                f"TensorArraySpec.from_value needs a TensorArray. Received: {value!r}."
            )
        return value._type_spec

    def is_compatible_with(self, other: Any) -> bool:
        """Whether a `TensorArray` could have both this spec and the other.

        Args:
            other: A spec, or a value whose spec is taken.
        """
        if not isinstance(other, TypeSpec):
            other = type_spec_from_value(other)
        return (
            isinstance(other, TensorArraySpec)
            and self._dtype.is_compatible_with(other._dtype)
            and compatible(self._element_dims, other._element_dims)
            and self._dynamic_size == other._dynamic_size
        )

    @property
    def value_type(self) -> type[TensorArray]:
        """`TensorArray`."""
        return TensorArray

    @property
    def _component_specs(self) -> Any:
        return [TensorSpec([], dtypes.variant)]

    def _serialize(self) -> tuple[Any, ...]:
        return (
            TensorShape(self._element_dims),
            self._dtype,
            self._dynamic_size,
            self._infer_shape,
        )

    def _to_components(self, value: TensorArray) -> Any:
        return [value.flow]

    def _from_components(self, components: Any) -> TensorArray:
        made = TensorArray(
            self._dtype,
            dynamic_size=self._dynamic_size,
            flow=components[0],
            infer_shape=self._infer_shape,
            element_shape=self._element_dims,
        )
        if self._element is not None:
            made._element = self._element
        return made


def _shape_tensor(dims: Any) -> Any:
    if dims is None:
        return convert_to_tensor(-1)
    return convert_to_tensor(
        [-1 if dim is None else dim for dim in dims], dtype=dtypes.int32
    )


def _known(size: Any) -> int:
    value = constant_value(size)
    return -1 if value is None else int(value)
