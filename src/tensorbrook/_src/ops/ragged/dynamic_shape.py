"""`tf.experimental.DynamicRaggedShape`: the shape of a ragged tensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.ops import cast
from tensorbrook._src.ops import shape as shapes
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import RowPartition
from tensorbrook._src.ops.ragged.tensor import RaggedTensor


class DynamicRaggedShape(CompositeTensor):
    """The shape of a ragged tensor: its partitions and the shape of its flat values.

    `tf.shape` of a ragged tensor returns one.

    Args:
        row_partitions: The partitions, the outermost first.
        inner_shape: The shape of the flat values, a vector of integers.
        dtype: The dtype of the numbers, int32 or int64.
        validate: Accepted for compatibility.
        static_inner_shape: What is known of `inner_shape`.

    Example:
        >>> import tensorbrook as tf
        >>> tf.shape(tf.ragged.constant([[1, 2], [3]]))
        <DynamicRaggedShape lengths=[2, (2, 1)] num_row_partitions=1>
    """

    __module__ = "tensorbrook.experimental"
    _reaches_records = True

    def __init__(
        self,
        row_partitions: Any,
        inner_shape: Any,
        dtype: Any = None,
        validate: bool = False,
        static_inner_shape: Any = None,
    ) -> None:
        parts = list(row_partitions)
        kind = _dtype_of(parts, inner_shape, dtype)
        self._partitions = [part.with_dtype(kind) for part in parts]
        shape: Any = convert_to_tensor(inner_shape, dtype_hint=kind)
        self._inner_shape = shape if shape.dtype is kind else cast.cast(shape, kind)
        self._static_inner = (
            self._inner_shape._static_dims()
            if static_inner_shape is None
            else TensorShape(static_inner_shape)._dims
        )

    @classmethod
    def from_row_partitions(
        cls, row_partitions: Any, dtype: Any = None
    ) -> DynamicRaggedShape:
        """The shape with those partitions, whose flat values form a vector.

        Args:
            row_partitions: The partitions, the outermost first.
            dtype: The dtype of the numbers.

        Raises:
            ValueError: There are no partitions.
        """
        parts = list(row_partitions)
        if not parts:
            raise ValueError("row_partitions cannot be empty")
        count = shapes.reshape(parts[-1].nvals(), [1])
        return cls(parts, count, dtype)

    @classmethod
    def from_lengths(
        cls,
        lengths: Any,
        num_row_partitions: int | None = None,
        dtype: Any = dtypes.int64,
    ) -> DynamicRaggedShape:
        """The shape with those lengths: a number for a uniform axis, a tuple for another.

        Args:
            lengths: The lengths of the axes.
            num_row_partitions: The number of partitions; by default up to the last
                ragged axis.
            dtype: The dtype of the numbers.

        Raises:
            ValueError: The lengths don't fit together.

        Example:
            >>> import tensorbrook as tf
            >>> tf.experimental.DynamicRaggedShape.from_lengths([2, (2, 1), 2])
            <DynamicRaggedShape lengths=[2, (2, 1), 2] num_row_partitions=1>
        """
        kind = dtypes.as_dtype(dtype)
        items = list(lengths)
        ragged = [i for i, item in enumerate(items) if not isinstance(item, int)]
        if 0 in ragged:
            raise ValueError("The first of `lengths` must be an integer.")
        levels = (
            max(ragged, default=0) if num_row_partitions is None else num_row_partitions
        )
        parts, count = [], items[0] if items else 1
        for item in items[1 : levels + 1]:
            if isinstance(item, int):
                part = RowPartition.from_uniform_row_length(
                    item, nrows=count, dtype=kind
                )
                count *= item
            else:
                if len(item) != count:
                    raise ValueError(
                        f"`lengths`: {item} must have {count} elements, one for each row."
                    )
                part = RowPartition.from_row_lengths(list(item), dtype=kind)
                count = sum(item)
            parts.append(part)
        inner = [count, *items[levels + 1 :]] if items else []
        return cls(parts, inner, kind)

    @classmethod
    def from_tensor(cls, t: Any, dtype: Any = None) -> DynamicRaggedShape:
        """The shape of a tensor or ragged tensor.

        Args:
            t: The tensor.
            dtype: The dtype of the numbers.
        """
        if not isinstance(t, RaggedTensor):
            value: Any = convert_to_tensor(t)
            kind = dtypes.int64 if dtype is None else dtypes.as_dtype(dtype)
            return cls([], shapes.shape(value, kind), kind)
        kind = t.row_splits.dtype if dtype is None else dtypes.as_dtype(dtype)
        flat = t.flat_values
        found = cls(t._partitions, shapes.shape(flat, kind), kind)
        if flat._dims is not None:
            found._static_inner = flat._dims
        return found

    @property
    def dtype(self) -> DType:
        """The dtype of the numbers."""
        return self._inner_shape.dtype  # type: ignore[no-any-return]

    @property
    def row_partitions(self) -> tuple[RowPartition, ...]:
        """The partitions, the outermost first."""
        return tuple(self._partitions)

    @property
    def num_row_partitions(self) -> int:
        """The number of partitions."""
        return len(self._partitions)

    @property
    def inner_shape(self) -> Any:
        """The shape of the flat values."""
        return self._inner_shape

    @property
    def inner_rank(self) -> int | None:
        """The rank of the flat values."""
        dims = self._inner_shape._dims
        return None if dims is None else dims[0]

    @property
    def rank(self) -> int | None:
        """The number of axes."""
        inner = self.inner_rank
        return None if inner is None else len(self._partitions) + inner

    def is_uniform(self, axis: int) -> bool:
        """Whether all rows along an axis have one length.

        Args:
            axis: The axis.

        Raises:
            IndexError: There is no such axis.
        """
        rank = self.rank
        if not isinstance(axis, int):
            raise TypeError("axis must be an integer")
        if axis < 0 or (rank is not None and axis >= rank):
            raise IndexError(
                f"Expected 0 <= axis < rank, got axis={axis}, rank={rank}."
            )
        if axis == 0 or axis > len(self._partitions):
            return True
        return self._partitions[axis - 1].is_uniform()

    def static_lengths(self, ragged_lengths: bool = True) -> list[Any]:
        """The lengths of the axes as far as they are known.

        Args:
            ragged_lengths: Whether ragged axes have a tuple of lengths, and not None.
        """
        inner = self._static_inner
        if inner is None:
            inner = (None,) * (self.inner_rank or 0)
        if not self._partitions:
            return list(inner)
        first = self._partitions[0].static_nrows
        return [
            first,
            *(_lengths(p, ragged_lengths) for p in self._partitions),
            *inner[1:],
        ]

    def with_dtype(self, dtype: Any) -> DynamicRaggedShape:
        """The same shape with numbers of another dtype.

        Args:
            dtype: int32 or int64.
        """
        kind = dtypes.as_dtype(dtype)
        return DynamicRaggedShape(
            self._partitions, cast.cast(self._inner_shape, kind), kind
        )

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return self._slice(index)
        if not isinstance(index, int):
            raise TypeError("index is not an int or a slice")
        rank = self.rank
        if index < 0 and rank is not None:
            index += rank
        if index == 0 and self._partitions:
            return self._partitions[0].nrows()
        levels = len(self._partitions)
        if index > levels:
            return self._inner_shape[index - levels]
        if not self.is_uniform(index):
            raise ValueError(f"Index {index} is not uniform")
        if not self._partitions:
            return self._inner_shape[index]
        return self._partitions[index - 1].uniform_row_length()

    def _slice(self, index: slice) -> DynamicRaggedShape:
        if index.step not in (None, 1):
            raise IndexError("Cannot stride through a shape")
        start, stop, _ = index.indices(self.rank or 0)
        levels = len(self._partitions)
        if start > levels or (start and all(self.is_uniform(i) for i in range(start))):
            numbers = [self[i] for i in range(start, stop)]
            return DynamicRaggedShape(
                [], shapes.stack(numbers) if numbers else [], self.dtype
            )
        if start:
            raise ValueError(
                "A slice of a ragged shape must begin with the first axis."
            )
        if stop <= 1:
            first = [self[0]] if stop == 1 else []
            shape = shapes.stack(first) if first else convert_to_tensor([], self.dtype)
            return DynamicRaggedShape([], shape, self.dtype)
        if stop <= levels:
            return DynamicRaggedShape.from_row_partitions(
                self._partitions[: stop - 1], self.dtype
            )
        return DynamicRaggedShape(
            self._partitions, self._inner_shape[: stop - levels], self.dtype
        )

    def __eq__(self, other: object) -> Any:
        if not isinstance(other, DynamicRaggedShape):
            return NotImplemented
        from tensorbrook._src.ops import comparison, reduce

        same: Any = convert_to_tensor(len(self._partitions) == len(other._partitions))
        mine, theirs = self._component_tensors(), other._component_tensors()
        if len(mine) != len(theirs):
            return convert_to_tensor(False)
        for a, b in zip(mine, theirs, strict=True):
            if a.shape.as_list() != b.shape.as_list() and None not in (
                *a.shape.as_list(),
                *b.shape.as_list(),
            ):
                return convert_to_tensor(False)
            equal = comparison.equal(a, cast.cast(b, a.dtype))
            same = comparison.logical_and(same, reduce.reduce_all(equal))
        return same

    __hash__ = None  # type: ignore[assignment]

    @property
    def _type_spec(self) -> DynamicRaggedShapeSpec:
        return DynamicRaggedShapeSpec(
            [part._type_spec for part in self._partitions],
            TensorShape(self._static_inner),
            self.dtype,
        )

    def _component_tensors(self) -> list[Any]:
        return [*(part.row_splits() for part in self._partitions), self._inner_shape]

    def _from_component_values(self, values: list[Any]) -> Any:
        return values

    def __tensorbrook_dispatch__(
        self, op: Op, inputs: Any, attrs: dict[str, Any], name: str | None
    ) -> Any:
        """Runs an op that was given a ragged shape."""
        from tensorbrook._src.ops.ragged import shaped

        return shaped.run(op, inputs, attrs, name)

    def __repr__(self) -> str:
        lengths = [
            length if length is None or isinstance(length, tuple) else int(length)
            for length in self.static_lengths()
        ]
        shown = ", ".join(map(str, lengths))
        return (
            f"<DynamicRaggedShape lengths=[{shown}] "
            f"num_row_partitions={self.num_row_partitions}>"
        )


def _dtype_of(parts: list[Any], inner_shape: Any, dtype: Any) -> DType:
    if dtype is not None:
        return dtypes.as_dtype(dtype)
    kinds = {part.dtype for part in parts}
    if hasattr(type(inner_shape), "__tf_tensor__"):
        kinds.add(inner_shape.dtype)
    return kinds.pop() if len(kinds) == 1 else dtypes.int64


def _lengths(partition: RowPartition, ragged_lengths: bool) -> Any:
    known = partition.static_uniform_row_length
    if known is not None or not ragged_lengths:
        return known
    lengths = partition.row_lengths()._static_value()
    return None if lengths is None else tuple(np.asarray(lengths).tolist())


class DynamicRaggedShapeSpec(TypeSpec):
    """What is known of a `DynamicRaggedShape` before the run.

    Args:
        row_partitions: The specs of the partitions.
        static_inner_shape: What is known of the shape of the flat values.
        dtype: The dtype of the numbers.
    """

    __slots__ = ("_dtype", "_row_partitions", "_static_inner_shape")

    def __init__(
        self, row_partitions: Any, static_inner_shape: Any, dtype: Any
    ) -> None:
        self._row_partitions = tuple(row_partitions)
        self._static_inner_shape = TensorShape(static_inner_shape)
        self._dtype = dtypes.as_dtype(dtype)

    @property
    def value_type(self) -> type[DynamicRaggedShape]:
        """`DynamicRaggedShape`."""
        return DynamicRaggedShape

    def _serialize(self) -> tuple[Any, ...]:
        return self._row_partitions, self._static_inner_shape, self._dtype

    @property
    def _component_specs(self) -> list[Any]:
        cuts = [spec._component_specs[0] for spec in self._row_partitions]
        return [*cuts, TensorSpec([self._static_inner_shape.rank], self._dtype)]

    def _to_components(self, value: Any) -> list[Any]:
        return value._component_tensors()  # type: ignore[no-any-return]

    def _from_components(self, components: Any) -> DynamicRaggedShape:
        *cuts, inner = components
        parts = [
            spec._from_components([cut])
            for spec, cut in zip(self._row_partitions, cuts, strict=True)
        ]
        return DynamicRaggedShape(
            parts, inner, self._dtype, static_inner_shape=self._static_inner_shape
        )


DynamicRaggedShape.Spec = DynamicRaggedShapeSpec  # type: ignore[attr-defined]
