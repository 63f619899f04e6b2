"""TypeSpec: what a value is made of, without the value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, TypeAlias, TypeVar

import numpy as np

from tensorbrook._src.core import nest
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.trace_type import TraceType

_Self = TypeVar("_Self", bound="TypeSpec")


class TypeSpec(TraceType):
    """Describes the tensors that a value, e.g. a ragged tensor, consists of.

    A subclass defines `value_type`, `_serialize` (the arguments of its constructor as
    a tuple), `_component_specs`, `_to_components` and `_from_components`. Equality,
    compatibility and the rest follow from these.
    """

    __slots__ = ()

    #: Whether `tf.nest` leaves this spec whole even with `expand_composites`.
    _is_dense: ClassVar[bool] = False

    @property
    def value_type(self) -> type[Any]:
        """The class of the values that this spec describes."""
        return value_type_of(type(self))

    @property
    def _component_specs(self) -> Any:
        """The specs of the components, in the structure of `_to_components`."""
        raise NotImplementedError(f"{type(self).__name__} lacks _component_specs.")

    def _serialize(self) -> tuple[Any, ...]:
        """The arguments from which `_deserialize` builds an equal spec."""
        raise NotImplementedError(f"{type(self).__name__} lacks _serialize.")

    @classmethod
    def _deserialize(cls: type[_Self], serialization: tuple[Any, ...]) -> _Self:
        return cls(*serialization)

    def _to_components(self, value: Any) -> Any:
        """Takes a value apart into a structure of tensors and composite tensors."""
        raise NotImplementedError(f"{type(self).__name__} lacks _to_components.")

    def _from_components(self, components: Any) -> Any:
        """Builds a value from what `_to_components` gave."""
        raise NotImplementedError(f"{type(self).__name__} lacks _from_components.")

    def is_compatible_with(self, spec_or_value: Any) -> bool:
        """Returns whether some value could have both this spec and the other.

        Args:
          spec_or_value: A spec, or a value whose spec is taken.

        Raises:
          TypeError: It is a value that has no spec.
        """
        other = spec_or_value
        if not isinstance(other, TypeSpec):
            other = type_spec_from_value(other)
        return type(self) is type(other) and _all_parts(
            self._serialize(), other._serialize(), _parts_compatible
        )

    def is_subtype_of(self, other: TraceType) -> bool:
        """Returns whether every value of this spec is also one of `other`."""
        return (
            type(self) is type(other)
            and isinstance(other, TypeSpec)
            and _all_parts(self._serialize(), other._serialize(), _part_is_subtype)
        )

    def most_specific_common_supertype(
        self: _Self, others: Sequence[TraceType]
    ) -> _Self | None:
        """Returns the narrowest spec that covers this and all `others`.

        Args:
          others: Further specs.

        Returns:
          The spec, or None if nothing covers them all.
        """
        serialization: Any = self._serialize()
        for other in others:
            if type(other) is not type(self) or not isinstance(other, TypeSpec):
                return None
            try:
                serialization = _common_part(serialization, other._serialize())
            except _NoCommonTypeError:
                return None
        return self._deserialize(serialization)

    def most_specific_compatible_type(self: _Self, other: TypeSpec) -> _Self:
        """Returns the narrowest spec that covers this and `other`.

        Raises:
          ValueError: No spec covers both.
        """
        result = self.most_specific_common_supertype([other])
        if result is None:
            raise ValueError(f"No TypeSpec is compatible with both {self} and {other}")
        return result

    def placeholder_value(self, placeholder_context: Any) -> Any:
        """Returns a value made of placeholders for its components.

        Args:
          placeholder_context: Its method `placeholder(tensor_spec)` makes one.
        """
        components = nest.map_structure(
            lambda spec: spec.placeholder_value(placeholder_context),
            self._component_specs,
        )
        return self._from_components(components)

    def flatten(self) -> list[Any]:
        """Returns the specs of all tensors in a value."""
        return nest.flatten(self._component_specs, expand_composites=True)

    def to_tensors(self, value: Any) -> list[Any]:
        """Returns all tensors in `value`."""
        return nest.flatten(self._to_components(value), expand_composites=True)

    def from_tensors(self, tensors: Iterator[Any]) -> Any:
        """Builds a value from the next tensors of an iterator."""
        specs = self._component_specs
        flat = [next(tensors) for _ in nest.flatten(specs, expand_composites=True)]
        return self._from_components(
            nest.pack_sequence_as(specs, flat, expand_composites=True)
        )

    def cast(self, value: Any, casting_context: Any) -> Any:
        """Returns `value` with each component cast to its spec.

        Raises:
          TypeError: `value` doesn't have such components.
        """
        if isinstance(value, TypeSpec) and value.is_subtype_of(self):
            return value
        if not isinstance(value, self.value_type):
            raise TypeError(f"{value!r} can't be cast to {self!r}.")
        components = nest.map_structure(
            lambda spec, part: spec.cast(part, casting_context),
            self._component_specs,
            self._to_components(value),
        )
        return self._from_components(components)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other) or not isinstance(other, TypeSpec):
            return NotImplemented
        return self is other or (
            _comparison_key(self._serialize()) == _comparison_key(other._serialize())
        )

    def __hash__(self) -> int:
        return hash((type(self), _comparison_key(self._serialize())))

    def __repr__(self) -> str:
        return f"{type(self).__name__}{self._serialize()!r}"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), self._serialize()


class _NoCommonTypeError(Exception):
    """Two serializations have no common supertype."""


def _comparison_key(part: Any) -> Any:
    """Makes a hashable key; lists count as tuples, 1 and True and float32 differ."""
    if isinstance(part, list | tuple):
        return tuple(map(_comparison_key, part))
    if isinstance(part, dict):
        return tuple((key, _comparison_key(part[key])) for key in sorted(part))
    if isinstance(part, np.ndarray):
        return part.dtype.str, part.shape, tuple(part.ravel().tolist())
    return type(part), part


def _all_parts(first: Any, second: Any, test: Callable[[Any, Any], bool]) -> bool:
    if isinstance(first, list | tuple):
        return (
            isinstance(second, list | tuple)
            and len(first) == len(second)
            and all(_all_parts(a, b, test) for a, b in zip(first, second, strict=True))
        )
    if isinstance(first, dict):
        return (
            isinstance(second, dict)
            and first.keys() == second.keys()
            and all(_all_parts(first[key], second[key], test) for key in first)
        )
    return test(first, second)


def _parts_compatible(first: Any, second: Any) -> bool:
    if type(first) is not type(second):
        return False
    if isinstance(first, TypeSpec | TensorShape | DType):
        return first.is_compatible_with(second)
    return bool(_comparison_key(first) == _comparison_key(second))


def _part_is_subtype(first: Any, second: Any) -> bool:
    if isinstance(first, TraceType):
        return isinstance(second, TraceType) and first.is_subtype_of(second)
    return bool(_comparison_key(first) == _comparison_key(second))


def _common_part(first: Any, second: Any) -> Any:
    if isinstance(first, list | tuple) and isinstance(second, list | tuple):
        if len(first) != len(second):
            raise _NoCommonTypeError
        parts = [_common_part(a, b) for a, b in zip(first, second, strict=True)]
        return tuple(parts) if isinstance(first, tuple) else parts
    if isinstance(first, dict) and isinstance(second, dict):
        if first.keys() != second.keys():
            raise _NoCommonTypeError
        return {key: _common_part(first[key], second[key]) for key in first}
    if isinstance(first, TraceType) and isinstance(second, TraceType):
        common = first.most_specific_common_supertype([second])
        if common is None:
            raise _NoCommonTypeError
        return common
    if _comparison_key(first) != _comparison_key(second):
        raise _NoCommonTypeError
    return first


_FromValue: TypeAlias = Callable[[Any], TypeSpec]
_FROM_VALUE: dict[type, _FromValue] = {}
_VALUE_TYPES: dict[type[TypeSpec], type[Any]] = {}


def register_type_spec_from_value(
    value_type: type[Any], from_value: Callable[[Any], TypeSpec]
) -> None:
    """Says how `type_spec_from_value` finds the spec of values of one class.

    Args:
      value_type: The class; subclasses are included unless registered themselves, so
        `object` catches what nothing else does.
      from_value: Called with the value. It may raise TypeError or ValueError for a
        value that has no spec.
    """
    _FROM_VALUE[value_type] = from_value


def register_value_type(spec_type: type[TypeSpec], value_type: type[Any]) -> None:
    """Says which class of values a spec class describes.

    For specs that are defined before the class of their values is.
    """
    _VALUE_TYPES[spec_type] = value_type


def value_type_of(spec_type: type[TypeSpec]) -> type[Any]:
    """Returns the class of values that a spec class describes.

    Raises:
      NotImplementedError: None was registered.
    """
    for each in spec_type.__mro__:
        if each in _VALUE_TYPES:
            return _VALUE_TYPES[each]
    raise NotImplementedError(f"{spec_type.__name__} lacks value_type.")


def type_spec_from_value(value: Any) -> TypeSpec:
    """Returns the `TypeSpec` of a value.

    Args:
      value: A tensor, composite tensor, variable, dataset, None, or anything that can
        be converted to a tensor.

    Returns:
      Its spec.

    Raises:
      TypeError: Values of its class have none.

    Example:
      >>> type_spec_from_value(None)
      NoneTensorSpec()
    """
    spec = getattr(value, "_type_spec", None)
    if isinstance(spec, TypeSpec):
        return spec
    for each in type(value).__mro__:
        if each in _FROM_VALUE:
            try:
                return _FROM_VALUE[each](value)
            except (TypeError, ValueError) as error:
                raise _no_spec(value) from error
    raise _no_spec(value)


def _no_spec(value: Any) -> TypeError:
    return TypeError(
        f"A value of type {type(value).__name__} has no TypeSpec. Received: {value!r}."
    )
