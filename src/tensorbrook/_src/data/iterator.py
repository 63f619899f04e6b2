"""Iterators over datasets: eager ones, those of traced functions, and optionals."""

from __future__ import annotations

import abc
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors, nest
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import register_value_type
from tensorbrook._src.data import structure
from tensorbrook._src.data.spec import IteratorSpec, OptionalSpec
from tensorbrook._src.eager import kernels
from tensorbrook._src.eager.tensor import EagerTensor
from tensorbrook._src.ops.datasets import iterating
from tensorbrook._src.ops.datasets.iterating import IteratorResource
from tensorbrook._src.ops.files import parse_tensor, serialize_tensor

_STATE = "ITERATOR_STATE"  # the name of a position in a checkpoint


class Iterator(CompositeTensor, abc.ABC):
    """What `iter(dataset)` returns: gives the elements one by one.

    Example:
        >>> import tensorbrook as tf
        >>> it = iter(tf.data.Dataset.range(2))
        >>> next(it).numpy(), it.get_next().numpy()
        (np.int64(0), np.int64(1))
        >>> it.get_next_as_optional().has_value().numpy()
        np.False_
    """

    __module__ = "tensorbrook.data"

    @property
    @abc.abstractmethod
    def element_spec(self) -> Any:
        """The specs of an element, in its structure."""

    @abc.abstractmethod
    def get_next(self) -> Any:
        """The next element.

        Raises:
            errors.OutOfRangeError: There is none.
        """

    @abc.abstractmethod
    def get_next_as_optional(self) -> Optional:
        """The next element, or nothing, as a `tf.experimental.Optional`."""

    def __iter__(self) -> Any:
        return self


class OwnedIterator(Iterator):
    """An iterator that owns its position; it lives as long as the object."""

    __module__ = "tensorbrook.data"

    def __init__(self, dataset: Any) -> None:
        resource = iterating.anonymous_iterator_op(
            **structure.types_and_shapes(dataset.element_spec)
        )
        iterating.make_iterator_op(dataset._variant, resource)
        self._setup(resource, dataset.element_spec)
        self._dataset = dataset

    def _setup(self, resource: Any, spec: Any) -> None:
        self._resource = resource
        self._spec = spec
        self._pack = structure.packer(spec)
        self._position: IteratorResource | None = None
        if isinstance(resource, EagerTensor):
            self._position = resource._array()

    @classmethod
    def _of(cls, resource: Any, spec: Any) -> OwnedIterator:
        made = cls.__new__(cls)
        made._setup(resource, spec)
        return made

    @property
    def element_spec(self) -> Any:
        return self._spec

    @property
    def _type_spec(self) -> IteratorSpec:
        return IteratorSpec(self._spec)

    def __next__(self) -> Any:
        if self._position is None:
            return self.get_next()
        try:
            return self._pack(self._position.next())
        except errors.OutOfRangeError:
            raise StopIteration from None
        except errors.OpError as problem:
            raise kernels.in_context(problem, iterating.get_next_op, None) from problem

    def get_next(self, name: str | None = None) -> Any:
        tensors = iterating.get_next_op(
            self._resource, name=name, **structure.types_and_shapes(self._spec)
        )
        return self._pack(tensors)

    def _serialize_to_tensors(self) -> dict[str, Any]:
        return {_STATE: saved_position(self._resource)}

    def _restore_from_tensors(self, restored: dict[str, Any]) -> None:
        restore_position(self._resource, restored[_STATE])

    def get_next_as_optional(self) -> Optional:
        variant = iterating.get_next_as_optional_op(
            self._resource, **structure.types_and_shapes(self._spec)
        )
        return Optional._of(variant, self._spec)


def saved_position(resource: Any) -> Any:
    """The position of an iterator, as a string scalar."""
    return serialize_tensor(iterating.serialize_iterator_op(resource))


def restore_position(resource: Any, state: Any) -> Any:
    """Lets an iterator go on at a position from `saved_position`."""
    position = parse_tensor(state, dtypes.variant)
    return iterating.deserialize_iterator_op(resource, position)


class NumpyIterator:
    """What `dataset.as_numpy_iterator()` returns."""

    __module__ = "tensorbrook.data"

    def __init__(self, dataset: Any) -> None:
        for leaf in nest.flatten(dataset.element_spec):
            if not isinstance(leaf, TensorSpec) and leaf.flatten():
                allowed = type(leaf).__name__ in (
                    "RaggedTensorSpec",
                    "SparseTensorSpec",
                )
                if not allowed:
                    raise TypeError(
                        "as_numpy_iterator() is not supported for datasets whose "
                        f"elements hold {leaf!r}."
                    )
        self._iterator = OwnedIterator(dataset)

    def __iter__(self) -> NumpyIterator:
        return self

    def __next__(self) -> Any:
        return nest.map_structure(_to_numpy, next(self._iterator))

    def next(self) -> Any:
        """The next element."""
        return next(self)

    def save(self) -> Any:
        """The position, as a string scalar.

        Raises:
            errors.FailedPreconditionError: It depends on what isn't in the pipeline: a
                Python generator, or random ops in a function.
        """
        return saved_position(self._iterator._resource)

    def restore(self, state: Any) -> None:
        """Goes on at a position that `save` gave.

        Args:
            state: What `save` of an iterator over an equal dataset returned.
        """
        restore_position(self._iterator._resource, state)


def _to_numpy(leaf: Any) -> Any:
    if isinstance(leaf, Tensor):
        value = leaf.numpy()
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
        return value
    if type(leaf).__name__ == "SparseTensor":
        return leaf._from_component_values(
            [leaf.indices.numpy(), leaf.values.numpy(), leaf.dense_shape.numpy()]
        )
    return leaf


class Optional(CompositeTensor):
    """A value that may be missing.

    Example:
        >>> import tensorbrook as tf
        >>> some = tf.experimental.Optional.from_value(42)
        >>> some.has_value().numpy(), some.get_value().numpy()
        (np.True_, np.int32(42))
        >>> tf.experimental.Optional.empty(some.element_spec).has_value().numpy()
        np.False_
    """

    __module__ = "tensorbrook.experimental"

    _variant: Any
    _spec: Any

    @classmethod
    def _of(cls, variant: Any, spec: Any) -> Optional:
        made = cls.__new__(cls)
        made._variant = variant
        made._spec = spec
        return made

    @property
    def element_spec(self) -> Any:
        """The specs of the value, in its structure."""
        return self._spec

    @property
    def _type_spec(self) -> OptionalSpec:
        return OptionalSpec(self._spec)

    def has_value(self, name: str | None = None) -> Any:
        """A boolean scalar: whether there is a value."""
        return iterating.optional_has_value_op(self._variant, name=name)

    def get_value(self, name: str | None = None) -> Any:
        """The value.

        Raises:
            errors.InvalidArgumentError: There is none.
        """
        tensors = iterating.optional_get_value_op(
            self._variant, name=name, **structure.types_and_shapes(self._spec)
        )
        return structure.packer(self._spec)(tensors)

    @staticmethod
    def empty(element_spec: Any) -> Optional:
        """An optional without a value.

        Args:
            element_spec: The specs that a value would have.
        """
        return Optional._of(iterating.optional_none_op(), element_spec)

    @staticmethod
    def from_value(value: Any) -> Optional:
        """An optional with a value.

        Args:
            value: A tensor or a nested structure of such.
        """
        element = structure.normalized(value)
        spec = structure.spec_of(element)
        variant = iterating.optional_from_value_op(
            structure.flat_tensors(spec, element)
        )
        return Optional._of(variant, spec)


register_value_type(IteratorSpec, OwnedIterator)
register_value_type(OptionalSpec, Optional)
