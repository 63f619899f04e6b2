"""CompositeTensor: the base of values that are made of several tensors."""

from __future__ import annotations

from typing import Any, ClassVar

from tensorbrook._src.core import nest
from tensorbrook._src.core.type_spec import TypeSpec


class CompositeTensor:
    """A value made of tensors: a sparse or ragged tensor, or slices of rows.

    A subclass defines the property `_type_spec`, whose spec takes the value apart, and
    `_from_component_values` for what a session gives back for it.
    """

    #: Whether functions may pass the value on to the records as if it were a tensor.
    _reaches_records: ClassVar[bool] = False

    @property
    def _type_spec(self) -> TypeSpec:
        """The spec of this value."""
        raise NotImplementedError(f"{type(self).__name__} lacks _type_spec.")

    def _component_tensors(self) -> list[Any]:
        """All tensors of this value, flat."""
        return self._type_spec.to_tensors(self)

    def _from_component_values(self, values: list[Any]) -> Any:
        """What a session returns for this value, from NumPy values of its parts."""
        raise NotImplementedError(f"{type(self).__name__} can't be fetched.")

    def _from_gradients(self, gradients: list[Any]) -> Any:
        """The gradient by this value, from the gradients by its tensors."""
        if all(gradient is None for gradient in gradients):
            return None
        return nest.pack_sequence_as(self, gradients, expand_composites=True)

    def consumers(self) -> list[Any]:
        """The operations of the graph that use one of the tensors."""
        found = [op for part in self._component_tensors() for op in part.consumers()]
        return list(dict.fromkeys(found))
