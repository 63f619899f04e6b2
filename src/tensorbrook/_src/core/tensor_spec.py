"""TensorSpec: the shape, dtype and name of a tensor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt

from tensorbrook._src.core.dtypes import DType, DTypeLike, as_dtype, float32
from tensorbrook._src.core.shapes import TensorShape, broadcast_dims, from_dims
from tensorbrook._src.core.trace_type import TraceType
from tensorbrook._src.core.type_spec import TypeSpec, value_type_of

_Self = TypeVar("_Self", bound="DenseSpec")


class DenseSpec(TypeSpec):
    """A spec of one dense array: what tensors and variables have in common."""

    __slots__ = ("_dtype", "_name", "_shape")
    _is_dense: ClassVar[bool] = True

    def __init__(
        self, shape: Any, dtype: DTypeLike = float32, name: str | None = None
    ) -> None:
        self._shape = shape if isinstance(shape, TensorShape) else TensorShape(shape)
        self._dtype = as_dtype(dtype)
        self._name = name

    @property
    def shape(self) -> TensorShape:
        """The shape, possibly known only in part."""
        return self._shape

    @property
    def dtype(self) -> DType:
        """The element type."""
        return self._dtype

    @property
    def name(self) -> str | None:
        """The name that a placeholder for the tensor gets, or None."""
        return self._name

    def _serialize(self) -> tuple[Any, ...]:
        return self._shape, self._dtype, self._name

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(shape={self._shape}, dtype={self._dtype!r}, "
            f"name={self._name!r})"
        )

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, DenseSpec):
            return NotImplemented
        return (
            self._shape._dims == other._shape._dims
            and self._dtype is other._dtype
            and self._name == other._name
        )

    def __hash__(self) -> int:
        return hash((self._shape._dims, self._dtype._code))


class TensorSpec(DenseSpec):
    """The shape and dtype that a tensor has or must have.

    Used for the signatures of `tf.function`, the elements of datasets, and wherever a
    tensor is described without being there.

    Args:
      shape: A `TensorShape`, or anything that converts to one.
      dtype: The element type.
      name: A name for the tensor; it doesn't matter for compatibility.

    Example:
      >>> TensorSpec([None, 2], "int32")
      TensorSpec(shape=(None, 2), dtype=tf.int32, name=None)
      >>> TensorSpec([None, 2]).is_compatible_with(TensorSpec([3, 2]))
      True
    """

    __slots__ = ()

    @classmethod
    def from_spec(cls: type[_Self], spec: Any, name: str | None = None) -> _Self:
        """Returns a spec with the shape and dtype of `spec`.

        Args:
          spec: Anything with `shape` and `dtype`.
          name: The name; by default that of `spec`, if it has one.
        """
        return cls(spec.shape, spec.dtype, name or getattr(spec, "name", None))

    @classmethod
    def from_tensor(cls, tensor: Any, name: str | None = None) -> TensorSpec:
        """Returns the spec of a tensor.

        Args:
          tensor: The tensor.
          name: The name; by default that of the operation which made the tensor, if
            the tensor is part of a graph.

        Raises:
          ValueError: `tensor` is not a `tf.Tensor`.
        """
        if not isinstance(tensor, value_type_of(TensorSpec)):
            raise ValueError(
                "TensorSpec.from_tensor needs a tf.Tensor. Received: "
                f"{tensor!r} of type {type(tensor).__name__}."
            )
        operation = getattr(tensor, "op", None) if hasattr(tensor, "graph") else None
        if name is None and operation is not None:
            name = operation.name
        return TensorSpec(tensor.shape, tensor.dtype, name)

    @property
    def _component_specs(self) -> TensorSpec:
        return self

    def _to_components(self, value: Any) -> Any:
        if not isinstance(value, self.value_type):
            raise TypeError(f"{self!r} describes a tensor. Received: {value!r}.")
        return value

    def _from_components(self, components: Any) -> Any:
        return components

    def is_compatible_with(self, spec_or_tensor: Any) -> bool:
        """Returns whether a tensor could have this spec and the other.

        Args:
          spec_or_tensor: A `TensorSpec`, or a tensor. Other values, such as arrays,
            aren't compatible.
        """
        if not isinstance(spec_or_tensor, TensorSpec | self.value_type):
            return False
        return self._dtype.is_compatible_with(
            spec_or_tensor.dtype
        ) and self._shape.is_compatible_with(spec_or_tensor.shape)

    def is_subtype_of(self, other: TraceType) -> bool:
        """Returns whether every tensor of this spec is also one of `other`."""
        return (
            isinstance(other, TensorSpec)
            and (self._name is None or self._name == other._name)
            and self._dtype is other._dtype
            and self._shape.is_subtype_of(other._shape)
        )

    def most_specific_common_supertype(
        self, others: Sequence[TraceType]
    ) -> TensorSpec | None:
        """Returns the narrowest spec that covers this and all `others`.

        Returns None if dtypes or names differ.
        """
        for other in others:
            if (
                not isinstance(other, TensorSpec)
                or self._dtype is not other._dtype
                or self._name != other._name
            ):
                return None
        shapes = [other._shape for other in others if isinstance(other, TensorSpec)]
        shape = self._shape.most_specific_common_supertype(shapes)
        return TensorSpec(shape, self._dtype, self._name)

    def placeholder_value(self, placeholder_context: Any) -> Any:
        """Returns a placeholder with this spec.

        Args:
          placeholder_context: Its method `placeholder(tensor_spec)` makes it.
        """
        return placeholder_context.placeholder(self)

    def flatten(self) -> list[Any]:
        """Returns a list of just this spec."""
        return [self]

    def to_tensors(self, value: Any) -> list[Any]:
        """Returns a list of just `value`."""
        return [self._to_components(value)]

    def from_tensors(self, tensors: Any) -> Any:
        """Returns the next tensor of an iterator."""
        return next(tensors)

    def cast(self, value: Any, casting_context: Any) -> Any:
        """Returns `value` if it is a tensor, or a spec, of this spec.

        Raises:
          TypeError: It isn't.
        """
        del casting_context
        if not self.is_compatible_with(value):
            raise TypeError(f"{value!r} can't be cast to {self!r}.")
        return value

    def _batch(self, batch_size: int | None) -> TensorSpec:
        """The spec of `batch_size` such tensors stacked."""
        return TensorSpec(from_dims((batch_size,)) + self._shape, self._dtype)

    def _unbatch(self) -> TensorSpec:
        """The spec of one of the tensors that this one is stacked from."""
        if self._shape.rank == 0:
            raise ValueError("A scalar can't be unbatched: it has no first dimension.")
        return TensorSpec(self._shape[1:], self._dtype)


class BoundedTensorSpec(TensorSpec):
    """A `TensorSpec` with bounds on the values of the elements.

    Args:
      shape: A `TensorShape`, or anything that converts to one.
      dtype: The element type.
      minimum: The smallest value allowed, included: one number, or an array of them
        that broadcasts to `shape`.
      maximum: The largest value allowed, included.
      name: A name for the tensor.

    Raises:
      ValueError: A bound is None, or can't be broadcast to `shape`.

    Example:
      >>> spec = BoundedTensorSpec([2], "int32", minimum=0, maximum=[5, 9])
      >>> spec.maximum
      array([5, 9], dtype=int32)
    """

    __slots__ = ("_maximum", "_minimum")

    def __init__(
        self,
        shape: Any,
        dtype: DTypeLike,
        minimum: Any,
        maximum: Any,
        name: str | None = None,
    ) -> None:
        super().__init__(shape, dtype, name)
        self._minimum = self._bound_array("minimum", minimum)
        self._maximum = self._bound_array("maximum", maximum)

    def _bound_array(self, argument: str, value: Any) -> npt.NDArray[Any]:
        if value is None:
            raise ValueError(f"`{argument}` of a BoundedTensorSpec can't be None.")
        array = np.array(value, dtype=self._dtype.numpy_dtype)
        try:
            broadcast_dims(array.shape, self._shape._dims)
        except ValueError as error:
            raise ValueError(
                f"`{argument}` must broadcast to the shape {self._shape}. Received: "
                f"{value!r}."
            ) from error
        array.setflags(write=False)
        return array

    @classmethod
    def from_spec(cls, spec: Any, name: str | None = None) -> BoundedTensorSpec:
        """Returns a bounded spec like `spec`.

        Args:
          spec: A `TensorSpec`. If it has no bounds, those of its dtype are taken.
          name: The name; by default that of `spec`.
        """
        dtype = as_dtype(spec.dtype)
        minimum = getattr(spec, "minimum", None)
        maximum = getattr(spec, "maximum", None)
        return BoundedTensorSpec(
            spec.shape,
            dtype,
            dtype.min if minimum is None else minimum,
            dtype.max if maximum is None else maximum,
            name or spec.name,
        )

    @property
    def minimum(self) -> npt.NDArray[Any]:
        """The smallest value allowed."""
        return self._minimum

    @property
    def maximum(self) -> npt.NDArray[Any]:
        """The largest value allowed."""
        return self._maximum

    def _serialize(self) -> tuple[Any, ...]:
        return self._shape, self._dtype, self._minimum, self._maximum, self._name

    def __repr__(self) -> str:
        return (
            f"BoundedTensorSpec(shape={self._shape}, dtype={self._dtype!r}, "
            f"name={self._name!r}, minimum={self._minimum!r}, "
            f"maximum={self._maximum!r})"
        )

    def __eq__(self, other: object) -> bool:
        return TypeSpec.__eq__(self, other)

    def __hash__(self) -> int:
        return TypeSpec.__hash__(self)
