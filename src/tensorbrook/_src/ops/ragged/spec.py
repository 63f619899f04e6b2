"""`tf.RaggedTensorSpec`: what is known of a ragged tensor before the run."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.shapes import TensorShape, as_dims
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import RowPartition
from tensorbrook._src.ops.ragged.tensor import RaggedTensor
from tensorbrook._src.ops.ragged.value import RaggedTensorValue


class RaggedTensorSpec(TypeSpec):
    """The shape and types of a ragged tensor.

    Args:
        shape: The shape as far as it is known, None for ragged axes.
        dtype: The dtype of the values.
        ragged_rank: The number of partitions; by default one less than the rank.
        row_splits_dtype: The dtype of the partitions, int32 or int64.
        flat_values_spec: The spec of the flat values, instead of `dtype`.

    Raises:
        ValueError: The arguments contradict each other.

    Example:
        >>> import tensorbrook as tf
        >>> tf.RaggedTensorSpec([None, None], tf.int32)
        RaggedTensorSpec(TensorShape([None, None]), tf.int32, 1, tf.int64)
    """

    __module__ = "tensorbrook"
    __slots__ = (
        "_dtype",
        "_flat_values_spec",
        "_ragged_rank",
        "_row_splits_dtype",
        "_shape",
    )

    def __init__(
        self,
        shape: Any = None,
        dtype: Any = dtypes.float32,
        ragged_rank: int | None = None,
        row_splits_dtype: Any = dtypes.int64,
        flat_values_spec: Any = None,
    ) -> None:
        if flat_values_spec is not None:
            if dtype is None:
                dtype = flat_values_spec.dtype
            elif dtypes.as_dtype(dtype) is not flat_values_spec.dtype:
                raise ValueError(
                    "dtype must be the same as flat_values_spec.dtype, or None; got "
                    f"{dtypes.as_dtype(dtype).name} and {flat_values_spec.dtype.name}."
                )
        self._shape = TensorShape(as_dims(shape))
        self._row_splits_dtype = dtypes.as_dtype(row_splits_dtype)
        if self._row_splits_dtype not in (dtypes.int32, dtypes.int64):
            raise ValueError(
                "Argument `row_splits_dtype` must be int32 or int64. Received "
                f"{self._row_splits_dtype.name}."
            )
        self._dtype = dtypes.as_dtype(dtype)
        self._flat_values_spec = flat_values_spec
        rank = self._shape.rank
        if ragged_rank is None:
            if rank is None:
                raise ValueError(
                    "Must specify ragged_rank or a shape with a known rank."
                )
            ragged_rank = max(rank - 1, 0)
        if not isinstance(ragged_rank, int):
            raise TypeError(
                f"Argument `ragged_rank` must be an int. Received {ragged_rank}."
            )
        if rank is not None and ragged_rank >= max(rank, 1):
            raise ValueError(
                f"Argument `ragged_rank` ({ragged_rank}) must be less than rank ({rank})."
            )
        self._ragged_rank = ragged_rank

    @property
    def shape(self) -> TensorShape:
        """The shape as far as it is known, None for ragged axes."""
        return self._shape

    @property
    def dtype(self) -> DType:
        """The dtype of the values."""
        return self._dtype

    @property
    def ragged_rank(self) -> int:
        """The number of partitions."""
        return self._ragged_rank

    @property
    def row_splits_dtype(self) -> DType:
        """The dtype of the partitions."""
        return self._row_splits_dtype

    @property
    def flat_values_spec(self) -> Any:
        """The spec of the flat values, where one was given."""
        return self._flat_values_spec

    @property
    def value_type(self) -> type[Any]:
        """`RaggedTensor`, or `Tensor` where there are no partitions."""
        from tensorbrook._src.core.tensor import Tensor

        return RaggedTensor if self._ragged_rank else Tensor

    @classmethod
    def from_value(cls, value: Any) -> RaggedTensorSpec:
        """The spec of a ragged tensor.

        Args:
            value: A `RaggedTensor`, its NumPy value, or a tensor.
        """
        if isinstance(value, RaggedTensor):
            return cls(
                value.shape, value.dtype, value.ragged_rank, value.row_splits.dtype
            )
        if isinstance(value, RaggedTensorValue):
            kind = value.row_splits.dtype
            return cls(value.shape, value.dtype, value.ragged_rank, kind)
        return cls(value.shape, value.dtype, 0)

    def _serialize(self) -> tuple[Any, ...]:
        parts = (self._shape, self._dtype, self._ragged_rank, self._row_splits_dtype)
        if self._flat_values_spec is None:
            return parts
        return (*parts, self._flat_values_spec)

    @property
    def _component_specs(self) -> Any:
        dims = self._shape._dims
        if not self._ragged_rank:
            return [TensorSpec(dims, self._dtype)]
        rank = self._ragged_rank
        flat = self._flat_values_spec or TensorSpec(
            None if dims is None else (self._count(rank), *dims[rank + 1 :]),
            self._dtype,
        )
        cuts = []
        for level in range(rank):
            count = self._count(level)
            size = None if count is None else count + 1
            cuts.append(TensorSpec([size], self._row_splits_dtype))
        return [flat, *cuts]

    def _count(self, level: int) -> int | None:
        """How many rows there are at a level, where all outer axes are known."""
        total = 1
        for dim in (self._shape._dims or (None,))[: level + 1]:
            if dim is None:
                return None
            total *= dim
        return total

    def _to_components(self, value: Any) -> list[Any]:
        if isinstance(value, RaggedTensorValue):
            return [value.flat_values, *value.nested_row_splits]
        if isinstance(value, RaggedTensor):
            value = value.with_row_splits_dtype(self._row_splits_dtype)
            return value._component_tensors()
        return [value]

    def _from_components(self, components: Any) -> Any:
        found, *cuts = components
        if not self._ragged_rank:
            return found
        if isinstance(found, RaggedTensorValue) or not hasattr(found, "_dims"):
            for cut in reversed(cuts):
                found = RaggedTensorValue(found, cut)
            return found
        dims = self._shape._dims
        for level in range(self._ragged_rank - 1, -1, -1):
            length = None if dims is None else dims[level + 1]
            partition = RowPartition(
                cuts[level],
                uniform_row_length=None
                if length is None
                else convert_to_tensor(length, self._row_splits_dtype),
                internal=True,
            )
            found = RaggedTensor(found, partition, internal=True)
        found._set_shape(dims)
        return found

    def is_compatible_with(self, spec_or_value: Any) -> bool:
        """Whether some ragged tensor could have both this spec and the other.

        Args:
            spec_or_value: A spec or a value.
        """
        other = spec_or_value
        if isinstance(other, RaggedTensorValue) or not isinstance(other, TypeSpec):
            if not self._ragged_rank and not isinstance(other, RaggedTensor):
                return self._component_specs[0].is_compatible_with(other)  # type: ignore[no-any-return]
            if not isinstance(other, RaggedTensor | RaggedTensorValue):
                return False
            other = RaggedTensorSpec.from_value(other)
        return super().is_compatible_with(other)

    def _batch(self, batch_size: int | None) -> RaggedTensorSpec:
        dims = self._shape._dims
        return RaggedTensorSpec(
            None if dims is None else (batch_size, *dims),
            self._dtype,
            self._ragged_rank + 1,
            self._row_splits_dtype,
        )

    def _unbatch(self) -> Any:
        dims = self._shape._dims
        if dims == ():
            raise ValueError("A scalar can't be unbatched: it has no first dimension.")
        rest = None if dims is None else dims[1:]
        return RaggedTensorSpec(
            rest, self._dtype, max(self._ragged_rank - 1, 0), self._row_splits_dtype
        )
