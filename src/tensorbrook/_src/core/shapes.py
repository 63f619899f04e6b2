"""Shapes: plain tuples inside the package, `TensorShape` for its users."""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from tensorbrook._src.core.dimension import Dimension as Dimension
from tensorbrook._src.core.dimension import as_dimension_value
from tensorbrook._src.core.trace_type import TraceType

Dims: TypeAlias = tuple[int | None, ...] | None
"""A shape inside the package; None is an unknown dimension, or an unknown rank."""

_v2_behavior = True


def as_dims(value: Any) -> Dims:
    """Converts `value` to dims.

    Args:
      value: None (unknown rank), a `TensorShape`, an integer (one dimension), an
        iterable of integers, None and `Dimension`, or a `TensorShapeProto`.

    Returns:
      A tuple, or None where the rank is unknown.

    Raises:
      TypeError: `value` is not a shape.
      ValueError: A dimension is negative.

    Example:
      >>> as_dims([2, None]), as_dims(3), as_dims(None)
      ((2, None), (3,), None)
    """
    if value is None:
        return None
    if type(value) is tuple or type(value) is list:
        return _dims_of(value)
    if isinstance(value, TensorShape):
        return value._dims
    if hasattr(value, "unknown_rank"):
        if value.unknown_rank:
            return None
        return tuple(None if d.size == -1 else int(d.size) for d in value.dim)
    if isinstance(value, str):
        raise TypeError(f"A string is not a shape. Received: {value!r}.")
    try:
        items = iter(value)
    except TypeError:
        return (as_dimension_value(value),)
    return _dims_of(items)


def _dims_of(items: Iterable[Any]) -> tuple[int | None, ...]:
    # The usual entries are let through here because a call costs more than the test.
    return tuple(
        [
            item
            if item is None or (type(item) is int and item >= 0)
            else as_dimension_value(item)
            for item in items
        ]
    )


def is_fully_defined(dims: Dims) -> bool:
    """Returns whether the rank and all dimensions are known."""
    return dims is not None and None not in dims


def num_elements(dims: Dims) -> int | None:
    """Returns the number of elements, or None unless all dimensions are known."""
    if dims is None or None in dims:
        return None
    return math.prod(dims)  # type: ignore[arg-type]


def compatible(first: Dims, second: Dims) -> bool:
    """Returns whether one shape could have both dims."""
    if first is None or second is None or first == second:
        return True
    return len(first) == len(second) and all(
        a is None or b is None or a == b for a, b in zip(first, second, strict=True)
    )


def merge_dims(first: Dims, second: Dims) -> Dims:
    """Joins what two dims of the same shape know.

    Raises:
      ValueError: They contradict each other.

    Example:
      >>> merge_dims((2, None), (None, 3))
      (2, 3)
    """
    if first is None:
        return second
    if second is None or first == second:
        return first
    if not compatible(first, second):
        raise ValueError(
            f"Shapes {format_dims(first)} and {format_dims(second)} are not compatible"
        )
    return tuple(b if a is None else a for a, b in zip(first, second, strict=True))


def relax_dims(first: Dims, second: Dims) -> Dims:
    """Returns the narrowest dims that are compatible with both shapes.

    Example:
      >>> relax_dims((2, 3), (2, 4)), relax_dims((2,), (2, 4))
      ((2, None), None)
    """
    if first is None or second is None or len(first) != len(second):
        return None
    return tuple(a if a == b else None for a, b in zip(first, second, strict=True))


def broadcast_dims(first: Dims, second: Dims) -> Dims:
    """Returns the dims of the result of an element-wise operation with broadcasting.

    Raises:
      ValueError: The shapes can't be broadcast.

    Example:
      >>> broadcast_dims((4, 1), (3,)), broadcast_dims((None, 1), (2, 5))
      ((4, 3), (2, 5))
    """
    if first is None or second is None:
        return None
    if first == second:
        return first
    short, long = sorted((first, second), key=len)
    result = list(long)
    offset = len(long) - len(short)
    for i, a in enumerate(short, offset):
        b = long[i]
        if a == b or a == 1:
            continue
        if b == 1 or (b is None and a is not None):
            result[i] = a
        elif a is not None:
            raise ValueError(
                f"Shapes {format_dims(first)} and {format_dims(second)} can't be "
                "broadcast: aligned at the right, dimensions must be equal or 1."
            )
    return tuple(result)


def concatenate_dims(first: Dims, second: Dims) -> Dims:
    """Returns the dimensions of both in a row, or None if one rank is unknown."""
    return None if first is None or second is None else first + second


def is_subshape(first: Dims, second: Dims) -> bool:
    """Returns whether every shape that has the dims `first` also has `second`."""
    if second is None:
        return True
    if first is None or len(first) != len(second):
        return False
    return all(b is None or a == b for a, b in zip(first, second, strict=True))


def format_dims(dims: Dims) -> str:
    """Returns the text of a shape in messages: `(2, None)`, or `<unknown>`."""
    return "<unknown>" if dims is None else str(dims)


class TensorShape(TraceType):
    """The shape of a tensor, possibly known only in part.

    Either the rank and all dimensions are known (`TensorShape([16, 256])`), or some
    dimensions are None (`TensorShape([None, 256])`), or not even the rank is known
    (`TensorShape(None)`).

    Args:
      dims: An iterable of integers and None, one integer, another shape, a
        `TensorShapeProto`, or None for an unknown rank.

    Raises:
      TypeError: `dims` can't be converted to a shape.
      ValueError: A dimension is negative.

    Example:
      >>> TensorShape([None, 3]).merge_with([2, None])
      TensorShape([2, 3])
      >>> TensorShape([2, 3])[0], TensorShape([2, 3])[1:]
      (2, TensorShape([3]))
    """

    __slots__ = ("_dims",)

    _dims: Dims

    def __init__(self, dims: Any) -> None:
        self._dims = as_dims(dims)

    @property
    def rank(self) -> int | None:
        """The number of dimensions, or None where it is unknown."""
        return None if self._dims is None else len(self._dims)

    @property
    def ndims(self) -> int | None:
        """The same as `rank`."""
        return None if self._dims is None else len(self._dims)

    @property
    def dims(self) -> list[Dimension] | None:
        """The dimensions as a list of `Dimension`, or None if the rank is unknown."""
        return None if self._dims is None else [Dimension(d) for d in self._dims]

    def as_list(self) -> list[int | None]:
        """Returns the dimensions as a list of integers and None.

        Raises:
          ValueError: The rank is unknown.
        """
        if self._dims is None:
            raise ValueError(
                "as_list() needs a known rank. Received: an unknown shape."
            )
        return list(self._dims)

    def num_elements(self) -> int | None:
        """Returns the number of elements, or None unless the shape is fully defined."""
        return num_elements(self._dims)

    def is_fully_defined(self) -> bool:
        """Returns whether the rank and all dimensions are known."""
        return is_fully_defined(self._dims)

    def is_compatible_with(self, other: Any) -> bool:
        """Returns whether a tensor could have both this shape and `other`."""
        return compatible(self._dims, as_dims(other))

    def merge_with(self, other: Any) -> TensorShape:
        """Returns the shape that knows what this and `other` know together.

        Raises:
          ValueError: The two are not compatible.
        """
        return from_dims(merge_dims(self._dims, as_dims(other)))

    def concatenate(self, other: Any) -> TensorShape:
        """Returns the shape with the dimensions of `other` behind those of this one."""
        return from_dims(concatenate_dims(self._dims, as_dims(other)))

    def most_specific_compatible_shape(self, other: Any) -> TensorShape:
        """Returns the narrowest shape that is compatible with this and `other`."""
        return from_dims(relax_dims(self._dims, as_dims(other)))

    def with_rank(self, rank: int) -> TensorShape:
        """Returns this shape, known to have `rank` dimensions.

        Raises:
          ValueError: It is known to have another rank.
        """
        if self._dims is None:
            return unknown_shape(rank)
        self.assert_has_rank(rank)
        return self

    def with_rank_at_least(self, rank: int) -> TensorShape:
        """Returns this shape.

        Raises:
          ValueError: It is known to have fewer than `rank` dimensions.
        """
        if self._dims is not None and len(self._dims) < rank:
            raise ValueError(f"Shape {self} must have rank at least {rank}")
        return self

    def with_rank_at_most(self, rank: int) -> TensorShape:
        """Returns this shape.

        Raises:
          ValueError: It is known to have more than `rank` dimensions.
        """
        if self._dims is not None and len(self._dims) > rank:
            raise ValueError(f"Shape {self} must have rank at most {rank}")
        return self

    def assert_has_rank(self, rank: int) -> None:
        """Raises ValueError if this shape is known to have another rank."""
        if self._dims is not None and len(self._dims) != rank:
            raise ValueError(f"Shape {self} must have rank {rank}")

    def assert_same_rank(self, other: Any) -> None:
        """Raises ValueError if this shape and `other` are known to differ in rank."""
        second = as_dims(other)
        if self._dims is None or second is None or len(self._dims) == len(second):
            return
        raise ValueError(
            f"Shapes {self} and {format_dims(second)} must have the same rank"
        )

    def assert_is_compatible_with(self, other: Any) -> None:
        """Raises ValueError unless `is_compatible_with(other)`."""
        if not self.is_compatible_with(other):
            raise ValueError(f"Shapes {self} and {other} are incompatible")

    def assert_is_fully_defined(self) -> None:
        """Raises ValueError unless all dimensions are known."""
        if not self.is_fully_defined():
            raise ValueError(f"Shape {self} is not fully defined")

    def is_subtype_of(self, other: TraceType) -> bool:
        """Returns whether `other` is a shape that holds every shape that this holds."""
        return isinstance(other, TensorShape) and is_subshape(self._dims, other._dims)

    def most_specific_common_supertype(
        self, others: Sequence[TraceType]
    ) -> TensorShape | None:
        """Returns the narrowest shape that holds this and all `others`.

        Returns None if one of `others` isn't a `TensorShape`.
        """
        dims = self._dims
        for other in others:
            if not isinstance(other, TensorShape):
                return None
            dims = relax_dims(dims, other._dims)
        return from_dims(dims)

    def placeholder_value(self, placeholder_context: Any) -> TensorShape:
        """Returns the shape itself: in a traced function a shape is a constant."""
        del placeholder_context
        return self

    def as_proto(self) -> Any:
        """Returns this shape as a `TensorShapeProto`."""
        message = self.experimental_type_proto()
        if self._dims is None:
            return message(unknown_rank=True)
        sizes = [-1 if size is None else size for size in self._dims]
        return message(dim=[message.Dim(size=size) for size in sizes])

    def experimental_as_proto(self) -> Any:
        """Returns this shape as a `TensorShapeProto`."""
        return self.as_proto()

    @classmethod
    def experimental_from_proto(cls, proto: Any) -> TensorShape:
        """Returns the shape that a `TensorShapeProto` holds."""
        return cls(proto)

    @classmethod
    def experimental_type_proto(cls) -> Any:
        """Returns the class of the messages of `experimental_as_proto`."""
        # Loaded here because protobuf costs more to import than all of the core.
        schema = importlib.import_module("tensorbrook._src.formats.schema")
        return schema.message("TensorShapeProto")

    def _sliced(self, key: slice) -> TensorShape:
        if self._dims is not None:
            return from_dims(self._dims[key])
        start = key.start or 0
        if key.stop is None or key.stop < 0 or start < 0:
            return unknown_shape()
        return unknown_shape(len(range(start, key.stop, key.step or 1)))

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return self._sliced(key)
        value = None if self._dims is None else self._dims[key]
        return value if _v2_behavior else Dimension(value)

    def __len__(self) -> int:
        if self._dims is None:
            raise ValueError("A shape of unknown rank has no length.")
        return len(self._dims)

    def __iter__(self) -> Iterator[Any]:
        if self._dims is None:
            raise ValueError("A shape of unknown rank can't be iterated over.")
        return iter(self._dims if _v2_behavior else map(Dimension, self._dims))

    def __bool__(self) -> bool:
        return self._dims is not None

    def __add__(self, other: Any) -> TensorShape:
        return self.concatenate(other)

    def __radd__(self, other: Any) -> TensorShape:
        return from_dims(concatenate_dims(as_dims(other), self._dims))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, TensorShape):
            return self._dims == other._dims
        try:
            return self._dims == as_dims(other)
        except (TypeError, ValueError):
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self._dims)

    def __str__(self) -> str:
        if _v2_behavior or self._dims is None:
            return format_dims(self._dims)
        names = ", ".join("?" if d is None else str(d) for d in self._dims)
        return f"({names},)" if len(self._dims) == 1 else f"({names})"

    def __repr__(self) -> str:
        return f"TensorShape({None if self._dims is None else list(self)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return TensorShape, (self._dims,)


def from_dims(dims: Dims) -> TensorShape:
    """Returns the `TensorShape` of dims that are known to be right, unchecked."""
    shape = TensorShape.__new__(TensorShape)
    shape._dims = dims
    return shape


def as_shape(value: Any) -> TensorShape:
    """Converts `value` to a `TensorShape`, as its constructor does."""
    return value if isinstance(value, TensorShape) else TensorShape(value)


def unknown_shape(rank: int | None = None) -> TensorShape:
    """Returns a shape of which nothing but perhaps the rank is known."""
    return from_dims(None if rank is None else (None,) * rank)


def dimension_value(dimension: Any) -> Any:
    """Returns the integer or None that a dimension is in either behaviour.

    For programs that run with and without `enable_v2_tensorshape`.

    Args:
      dimension: `shape[i]`: a `Dimension`, an integer or None.
    """
    return dimension.value if isinstance(dimension, Dimension) else dimension


def dimension_at_index(shape: TensorShape, index: int) -> Dimension:
    """Returns `shape[index]` as a `Dimension` in either behaviour."""
    dims = shape._dims
    return Dimension(None if dims is None else dims[index])


def enable_v2_tensorshape() -> None:
    """Makes `shape[i]` an integer or None; the default of 2.x."""
    global _v2_behavior
    _v2_behavior = True


def disable_v2_tensorshape() -> None:
    """Makes `shape[i]` a `Dimension`, as 1.x programs expect."""
    global _v2_behavior
    _v2_behavior = False
