"""TraceType: what `tf.function` keys its traces by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class TraceType:
    """Describes a value for the tracing of `tf.function`.

    Two arguments share a trace when the type of the first is a supertype of the type
    of the second. `DType`, `TensorShape` and every `TypeSpec` are trace types; a class
    of your own becomes one by subclassing this and defining the methods below.
    """

    __slots__ = ()

    def is_subtype_of(self, other: TraceType) -> bool:
        """Returns whether every value of this type is also a value of `other`."""
        raise NotImplementedError(f"{type(self).__name__}.is_subtype_of isn't defined.")

    def most_specific_common_supertype(
        self, others: Sequence[TraceType]
    ) -> TraceType | None:
        """Returns the narrowest type that holds this type and all `others`, or None."""
        raise NotImplementedError(
            f"{type(self).__name__}.most_specific_common_supertype isn't defined."
        )

    def placeholder_value(self, placeholder_context: Any) -> Any:
        """Returns the stand-in that the traced function receives for this type."""
        raise NotImplementedError(
            f"{type(self).__name__}.placeholder_value isn't defined."
        )

    def to_tensors(self, value: Any) -> list[Any]:
        """Breaks `value`, an instance of this type, down into a list of tensors."""
        del value
        return []

    def from_tensors(self, tensors: Any) -> Any:
        """Builds a value of this type from an iterator over tensors."""
        del tensors
        return self.placeholder_value(None)

    def flatten(self) -> list[TraceType]:
        """Returns the types of the tensors that `to_tensors` gives."""
        return []

    def cast(self, value: Any, cast_context: Any) -> Any:
        """Returns `value` as an instance of this type; raises TypeError if it isn't."""
        del cast_context
        if value is not self and value != self:
            raise TypeError(f"Can not cast {value!r} to type {self!r}.")
        return value

    def experimental_as_proto(self) -> Any:
        """Returns this type as a protocol buffer."""
        raise NotImplementedError(f"{type(self).__name__} has no protocol buffer.")

    @classmethod
    def experimental_from_proto(cls, proto: Any) -> TraceType:
        """Returns the type that a protocol buffer holds."""
        raise NotImplementedError(f"{cls.__name__} has no protocol buffer.")

    @classmethod
    def experimental_type_proto(cls) -> Any:
        """Returns the class of the messages of `experimental_as_proto`."""
        raise NotImplementedError(f"{cls.__name__} has no protocol buffer.")
