"""NoneTensorSpec: the spec of None."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.type_spec import (
    TypeSpec,
    register_type_spec_from_value,
    register_value_type,
)


class NoneTensorSpec(TypeSpec):
    """The spec of None where tensors could stand, such as an element of a dataset.

    Example:
      >>> NoneTensorSpec().is_compatible_with(None)
      True
    """

    __slots__ = ()

    @staticmethod
    def from_value(value: Any) -> NoneTensorSpec:
        """Returns the spec of None."""
        del value
        return NoneTensorSpec()

    @property
    def _component_specs(self) -> list[Any]:
        return []

    def _serialize(self) -> tuple[Any, ...]:
        return ()

    def _to_components(self, value: Any) -> list[Any]:
        del value
        return []

    def _from_components(self, components: Any) -> None:
        del components

    def most_specific_compatible_shape(self, other: Any) -> NoneTensorSpec:
        """Returns this spec.

        Raises:
          ValueError: `other` is another kind of spec.
        """
        if not isinstance(other, NoneTensorSpec):
            raise ValueError(f"No shape is compatible with both {self} and {other}")
        return self

    def _batch(self, batch_size: int | None) -> NoneTensorSpec:
        del batch_size
        return self

    def _unbatch(self) -> NoneTensorSpec:
        return self


register_value_type(NoneTensorSpec, type(None))
register_type_spec_from_value(type(None), NoneTensorSpec.from_value)
