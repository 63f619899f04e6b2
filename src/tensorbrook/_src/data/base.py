"""What every dataset is: a variant tensor, and the specs of its elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, TypeVar

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.op import Op, find
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.data import structure
from tensorbrook._src.data.iterator import NumpyIterator, OwnedIterator
from tensorbrook._src.data.options import Options
from tensorbrook._src.data.spec import DatasetSpec
from tensorbrook._src.ops.cast import cast
from tensorbrook._src.ops.constant import constant, convert_to_tensor
from tensorbrook._src.ops.datasets import iterating
from tensorbrook._src.ops.datasets.stream import INFINITE, UNKNOWN
from tensorbrook._src.ops.random_seed import get_seed

Self = TypeVar("Self", bound="DatasetBase")


class DatasetBase(CompositeTensor):
    """The variant tensor, the specs, and iteration; methods are in the other files."""

    #: The class of what transformations return.
    _family: ClassVar[type[Any]]

    _variant: Any
    _spec: Any
    _kind: str
    _options: Options

    def __init__(self, variant_tensor: Any) -> None:
        raise TypeError(
            "Dataset can't be created from a tensor; use Dataset.from_tensors, "
            f"from_tensor_slices, or another source. Received: {variant_tensor!r}."
        )

    def _setup(self, variant: Any, spec: Any, kind: str, options: Options) -> None:
        self._variant = variant
        self._spec = spec
        self._kind = kind
        self._options = options

    @classmethod
    def _of(
        cls, variant: Any, spec: Any, kind: str, options: Options | None = None
    ) -> Any:
        """A dataset of this family."""
        made: Any = object.__new__(cls._family)
        made._setup(variant, spec, kind, Options() if options is None else options)
        return made

    def _derive(
        self, op: Op, kind: str, spec: Any, *inputs: Any, name: Any = None, **attrs: Any
    ) -> Any:
        """The dataset that an op makes of this one and further inputs."""
        described = structure.types_and_shapes(spec)
        variant = op(self._variant, *inputs, name=name, **described, **attrs)
        return self._of(variant, spec, kind, self._options)

    @property
    def element_spec(self) -> Any:
        """The specs of an element, in its structure."""
        return self._spec

    @property
    def _variant_tensor(self) -> Any:
        return self._variant

    @property
    def _type_spec(self) -> DatasetSpec:
        return DatasetSpec(self._spec)

    def options(self) -> Options:
        """The options that were given to this dataset and those that it is made of.

        Returns:
            A `tf.data.Options`.

        Example:
            >>> import tensorbrook as tf
            >>> tf.data.Dataset.range(3).options().deterministic is None
            True
        """
        return self._options

    def cardinality(self) -> Any:
        """How many elements there are, as far as is known without iterating.

        Returns:
            An int64 scalar; `tf.data.INFINITE_CARDINALITY` or
            `tf.data.UNKNOWN_CARDINALITY` where it isn't a number.

        Example:
            >>> import tensorbrook as tf
            >>> tf.data.Dataset.range(10).batch(3).cardinality().numpy()
            np.int64(4)
        """
        return iterating.cardinality_op(self._variant)

    def fingerprint(self) -> Any:
        """A number that datasets have in common if they are made in the same way.

        Returns:
            A uint64 scalar.

        Raises:
            errors.FailedPreconditionError: The pipeline can't be written as a graph.

        Example:
            >>> import tensorbrook as tf
            >>> one, other = (tf.data.Dataset.range(3).batch(2) for _ in range(2))
            >>> bool(one.fingerprint() == other.fingerprint())
            True
        """
        return find("DatasetFingerprint")(self._variant)

    def __len__(self) -> int:
        if not current.interpreter.executing_eagerly:
            raise TypeError(
                "`tf.data.Dataset` only supports `len` in eager mode. Use "
                "`tf.data.Dataset.cardinality()` instead."
            )
        size = int(self.cardinality())
        if size == INFINITE:
            raise TypeError("The dataset is infinite.")
        if size == UNKNOWN:
            raise TypeError("The dataset length is unknown.")
        return size

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Any]:
        interpreter = current.interpreter
        if interpreter.executing_eagerly or interpreter.building_function:
            return OwnedIterator(self)
        raise RuntimeError(
            "`tf.data.Dataset` only supports Python-style iteration in eager mode or "
            "within tf.function. In a graph, use tf.compat.v1.data."
            "make_one_shot_iterator(dataset).get_next()."
        )

    def _autograph_iterator(self) -> OwnedIterator:
        return OwnedIterator(self)

    def as_numpy_iterator(self) -> NumpyIterator:
        """An iterator whose elements hold NumPy values instead of tensors.

        Returns:
            A Python iterator.

        Raises:
            RuntimeError: Eager execution is off.
            TypeError: An element holds something without a NumPy value.

        Example:
            >>> import tensorbrook as tf
            >>> [int(n) for n in tf.data.Dataset.range(3).as_numpy_iterator()]
            [0, 1, 2]
        """
        if not current.interpreter.executing_eagerly:
            raise RuntimeError(
                "`tf.data.Dataset.as_numpy_iterator()` is only supported in eager mode."
            )
        return NumpyIterator(self)

    def __repr__(self) -> str:
        return f"<{self._kind} element_spec={self._spec}>"

    def __str__(self) -> str:
        return self.__repr__()

    def __add__(self, other: Any) -> Any:
        del other
        raise TypeError(
            "Datasets can't be added with `+`; use Dataset.concatenate or Dataset.zip."
        )


def int64(value: Any, name: str = "value") -> Any:
    """An int64 scalar for an input of a dataset op.

    Raises:
        TypeError: The value isn't an integer.
    """
    if isinstance(value, Tensor):
        return value
    if isinstance(value, bool | np.bool_ | float | str | bytes):
        raise TypeError(
            f"Cannot convert {value!r} to a tensor of dtype int64: `{name}` must be an "
            "integer."
        )
    return convert_to_tensor(value, dtypes.int64)


def as_int64(value: Any) -> Any:
    """A tensor of any integers, cast to int64."""
    tensor = convert_to_tensor(value)
    if tensor.dtype is dtypes.int64:
        return tensor
    return cast(tensor, dtypes.int64)


def boolean(value: Any) -> Any:
    """A boolean scalar for an input of a dataset op."""
    return convert_to_tensor(value, dtypes.bool)


def seeds(seed: Any) -> tuple[Any, Any]:
    """The two seeds of a random dataset, as int64 scalars."""
    if isinstance(seed, Tensor):
        return as_int64(seed), constant(0, dtypes.int64)
    first, second = get_seed(seed)
    return (
        constant(first or 0, dtypes.int64),
        constant(second or 0, dtypes.int64),
    )
