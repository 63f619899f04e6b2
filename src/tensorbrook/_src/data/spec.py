"""DatasetSpec, IteratorSpec, OptionalSpec: specs of values that hold elements."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec


class _OfElements(TypeSpec):
    """A spec whose value is one tensor that stands for elements."""

    __slots__ = ("_element_spec",)

    _element_spec: Any

    @property
    def element_spec(self) -> Any:
        """The specs of an element, in its structure."""
        return self._element_spec

    def _serialize(self) -> tuple[Any, ...]:
        return (self._element_spec,)


class DatasetSpec(_OfElements):
    """The spec of a dataset.

    Args:
        element_spec: The specs of an element, in its structure.
        dataset_shape: The shape of the tensor that holds the dataset.

    Example:
        >>> import tensorbrook as tf
        >>> tf.data.DatasetSpec.from_value(tf.data.Dataset.range(3)).element_spec
        TensorSpec(shape=(), dtype=tf.int64, name=None)
    """

    __slots__ = ("_dataset_shape",)
    __module__ = "tensorbrook.data"

    def __init__(self, element_spec: Any, dataset_shape: Any = ()) -> None:
        self._element_spec = element_spec
        self._dataset_shape = TensorShape(dataset_shape)

    @staticmethod
    def from_value(value: Any) -> DatasetSpec:
        """The spec of a dataset."""
        return DatasetSpec(value.element_spec)

    @property
    def _component_specs(self) -> TensorSpec:
        return TensorSpec(self._dataset_shape, dtypes.variant)

    def _serialize(self) -> tuple[Any, ...]:
        return self._element_spec, self._dataset_shape

    def _to_components(self, value: Any) -> Any:
        return value._variant

    def _from_components(self, components: Any) -> Any:
        return self.value_type._of(components, self._element_spec, "_VariantDataset")

    def _batch(self, batch_size: int | None) -> DatasetSpec:
        return DatasetSpec(
            self._element_spec, TensorShape([batch_size]) + self._dataset_shape
        )

    def _unbatch(self) -> DatasetSpec:
        return DatasetSpec(self._element_spec, self._dataset_shape[1:])


class IteratorSpec(_OfElements):
    """The spec of an iterator over a dataset.

    Args:
        element_spec: The specs of an element, in its structure.
    """

    __slots__ = ()
    __module__ = "tensorbrook.data"

    def __init__(self, element_spec: Any) -> None:
        self._element_spec = element_spec

    @staticmethod
    def from_value(value: Any) -> IteratorSpec:
        """The spec of an iterator."""
        return IteratorSpec(value.element_spec)

    @property
    def _component_specs(self) -> TensorSpec:
        return TensorSpec([], dtypes.resource)

    def _to_components(self, value: Any) -> Any:
        return value._resource

    def _from_components(self, components: Any) -> Any:
        return self.value_type._of(components, self._element_spec)


class OptionalSpec(_OfElements):
    """The spec of a `tf.experimental.Optional`.

    Args:
        element_spec: The specs of the value, in its structure.
    """

    __slots__ = ()
    __module__ = "tensorbrook"

    def __init__(self, element_spec: Any) -> None:
        self._element_spec = element_spec

    @staticmethod
    def from_value(value: Any) -> OptionalSpec:
        """The spec of an optional."""
        return OptionalSpec(value.element_spec)

    @property
    def _component_specs(self) -> TensorSpec:
        return TensorSpec([], dtypes.variant)

    def _to_components(self, value: Any) -> Any:
        return value._variant

    def _from_components(self, components: Any) -> Any:
        return self.value_type._of(components, self._element_spec)
