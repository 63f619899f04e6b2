"""`tf.experimental.RowPartition`: how a sequence of values is cut into rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.op import find
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.ops.constant import convert_to_tensor


def as_vector(value: Any, dtype: Any, hint: Any, name: str) -> Any:
    """`value` as a vector of int32 or int64 numbers."""
    wanted = None if dtype is None else dtypes.as_dtype(dtype)
    hinted = dtypes.int64 if hint is None else dtypes.as_dtype(hint)
    if isinstance(value, np.ndarray) and value.dtype in (np.int32, np.int64):
        hinted = dtypes.as_dtype(value.dtype)  # arrays keep their type
    tensor: Any = convert_to_tensor(value, dtype_hint=wanted or hinted)
    if tensor.dtype not in (dtypes.int32, dtypes.int64):
        raise ValueError(
            f"RowPartition: `{name}` must be int32 or int64, got {tensor.dtype.name}."
        )
    if tensor._dims is not None and len(tensor._dims) != 1:
        raise ValueError(
            f"RowPartition: `{name}` must be a vector, got shape {tensor.shape}."
        )
    return tensor if wanted is None else _cast(tensor, wanted)


def _cast(tensor: Any, dtype: Any) -> Any:
    from tensorbrook._src.ops import cast

    return tensor if tensor.dtype is dtype else cast.cast(tensor, dtype)


def static_number(tensor: Any) -> int | None:
    """The value of an integer scalar, where it is known."""
    if isinstance(tensor, int | np.integer):
        return int(tensor)
    value = None if tensor is None else tensor._static_value()
    return None if value is None else int(value)


def splits_of(lengths: Any) -> Any:
    """The places where rows of those lengths begin, and where the last one ends."""
    from tensorbrook._src.ops import cumulative, shape

    ends = cumulative.cumsum(lengths)
    zero: Any = convert_to_tensor([0], ends.dtype)
    return shape.concat([zero, ends], 0)


def rowids_of(splits: Any, count: Any) -> Any:
    """The row of each of `count` values."""
    from tensorbrook._src.ops import array_creation, shape

    places = array_creation.range(_cast(convert_to_tensor(count), splits.dtype))
    found = find("UpperBound")(
        shape.expand_dims(splits[1:], 0),
        shape.expand_dims(places, 0),
        out_type=splits.dtype,
    )
    return shape.squeeze(found, [0])


class RowPartition(CompositeTensor):
    """How a sequence of values is cut into rows.

    Make one with `from_row_splits` and its relatives; the constructor is private.

    Example:
        >>> import tensorbrook as tf
        >>> p = tf.experimental.RowPartition.from_row_lengths([2, 0, 1])
        >>> p.row_splits().numpy(), p.value_rowids().numpy()
        (array([0, 2, 2, 3]), array([0, 0, 2]))
    """

    __module__ = "tensorbrook.experimental"

    def __init__(
        self,
        row_splits: Any,
        row_lengths: Any = None,
        value_rowids: Any = None,
        nrows: Any = None,
        uniform_row_length: Any = None,
        nvals: Any = None,
        internal: Any = False,
    ) -> None:
        if not internal:
            raise ValueError(
                "The constructor of RowPartition is private. Use one of the class "
                "methods, for instance RowPartition.from_row_splits."
            )
        self._row_splits = row_splits
        self._row_lengths = row_lengths
        self._value_rowids = value_rowids
        self._nrows = nrows
        self._uniform_row_length = uniform_row_length
        self._nvals = nvals

    # --- ways to make one ---------------------------------------------------------

    @classmethod
    def from_row_splits(
        cls,
        row_splits: Any,
        validate: bool = True,
        dtype: Any = None,
        dtype_hint: Any = None,
    ) -> RowPartition:
        """The partition whose row i holds the values `row_splits[i]:row_splits[i+1]`.

        Args:
            row_splits: An increasing vector of integers that begins with 0.
            validate: Whether to check it.
            dtype: The dtype of the numbers, int32 or int64.
            dtype_hint: The dtype where the values have none of their own.

        Raises:
            ValueError: It is not a vector of integers, or empty.
            tf.errors.InvalidArgumentError: It does not increase from 0.
        """
        splits = as_vector(row_splits, dtype, dtype_hint, "row_splits")
        if splits._dims is not None and splits._dims[0] == 0:
            raise ValueError("RowPartition: `row_splits` may not be empty.")
        value = splits._static_value() if validate else None
        if value is not None and (value[0] != 0 or (np.diff(value) < 0).any()):
            raise errors.InvalidArgumentError(
                None,
                None,
                "Arguments to from_row_splits do not form a valid RaggedTensor: "
                f"row_splits must increase from 0, got {value.tolist()}.",
            )
        return cls(splits, internal=True)

    @classmethod
    def from_row_lengths(
        cls,
        row_lengths: Any,
        validate: bool = True,
        dtype: Any = None,
        dtype_hint: Any = None,
    ) -> RowPartition:
        """The partition into rows of those lengths.

        Args:
            row_lengths: A vector of integers that are not negative.
            validate: Whether to check them.
            dtype: The dtype of the numbers, int32 or int64.
            dtype_hint: The dtype where the values have none of their own.

        Raises:
            tf.errors.InvalidArgumentError: A length is negative.
        """
        lengths = as_vector(row_lengths, dtype, dtype_hint, "row_lengths")
        _check_not_negative(lengths, "row_lengths", validate)
        return cls(splits_of(lengths), row_lengths=lengths, internal=True)

    @classmethod
    def from_row_starts(
        cls,
        row_starts: Any,
        nvals: Any,
        validate: bool = True,
        dtype: Any = None,
        dtype_hint: Any = None,
    ) -> RowPartition:
        """The partition whose rows begin at those places.

        Args:
            row_starts: An increasing vector of integers that begins with 0.
            nvals: The number of values.
            validate: Whether to check them.
            dtype: The dtype of the numbers, int32 or int64.
            dtype_hint: The dtype where the values have none of their own.
        """
        from tensorbrook._src.ops import shape

        starts = as_vector(row_starts, dtype, dtype_hint, "row_starts")
        end = _cast(convert_to_tensor(nvals, dtype_hint=starts.dtype), starts.dtype)
        splits = shape.concat([starts, shape.reshape(end, [1])], 0)
        return cls.from_row_splits(splits, validate)

    @classmethod
    def from_row_limits(
        cls,
        row_limits: Any,
        validate: bool = True,
        dtype: Any = None,
        dtype_hint: Any = None,
    ) -> RowPartition:
        """The partition whose rows end at those places.

        Args:
            row_limits: An increasing vector of integers.
            validate: Whether to check them.
            dtype: The dtype of the numbers, int32 or int64.
            dtype_hint: The dtype where the values have none of their own.
        """
        from tensorbrook._src.ops import shape

        limits = as_vector(row_limits, dtype, dtype_hint, "row_limits")
        zero: Any = convert_to_tensor([0], limits.dtype)
        return cls.from_row_splits(shape.concat([zero, limits], 0), validate)

    @classmethod
    def from_value_rowids(
        cls,
        value_rowids: Any,
        nrows: Any = None,
        validate: bool = True,
        dtype: Any = None,
        dtype_hint: Any = None,
    ) -> RowPartition:
        """The partition that puts each value into the row that stands beside it.

        Args:
            value_rowids: A vector of integers that never decreases.
            nrows: The number of rows; by default up to the last one that is named.
            validate: Whether to check them.
            dtype: The dtype of the numbers, int32 or int64.
            dtype_hint: The dtype where the values have none of their own.

        Raises:
            ValueError: `nrows` is too small or negative.
            tf.errors.InvalidArgumentError: The numbers decrease or are negative.
        """
        from tensorbrook._src.ops import array_creation, segment

        ids = as_vector(value_rowids, dtype, dtype_hint, "value_rowids")
        value = ids._static_value() if validate else None
        if value is not None and ((np.diff(value) < 0).any() or (value < 0).any()):
            raise errors.InvalidArgumentError(
                None,
                None,
                "Arguments to from_value_rowids do not form a valid RaggedTensor: "
                f"value_rowids may not decrease, got {value.tolist()}.",
            )
        if nrows is None:
            from tensorbrook._src.ops import shape

            ends = shape.concat([convert_to_tensor([-1], ids.dtype), ids], 0)
            count = ends[-1] + 1
        else:
            count = _cast(convert_to_tensor(nrows, dtype_hint=ids.dtype), ids.dtype)
            _check_rows(static_number(count), value)
        lengths = segment.unsorted_segment_sum(
            array_creation.ones_like(ids), ids, count
        )
        return cls(
            splits_of(lengths),
            row_lengths=lengths,
            value_rowids=ids,
            nrows=count,
            internal=True,
        )

    @classmethod
    def from_uniform_row_length(
        cls,
        uniform_row_length: Any,
        nvals: Any = None,
        nrows: Any = None,
        validate: bool = True,
        dtype: Any = None,
        dtype_hint: Any = None,
    ) -> RowPartition:
        """The partition into rows that are all of one length.

        Args:
            uniform_row_length: The length, an integer scalar.
            nvals: The number of values.
            nrows: The number of rows; needed where the length is 0.
            validate: Whether to check that these fit.
            dtype: The dtype of the numbers, int32 or int64.
            dtype_hint: The dtype where the values have none of their own.

        Raises:
            ValueError: Neither `nvals` nor `nrows` is given.
            ValueError: The values don't fill the rows.
        """
        from tensorbrook._src.ops import array_creation

        if nvals is None and nrows is None:
            raise ValueError("Either (or both) of nvals and nrows must be specified")
        given = [uniform_row_length, nvals, nrows]
        kind = _settled(given, dtype, dtype_hint)
        length, values, rows = (
            None if x is None else _cast(convert_to_tensor(x, dtype_hint=kind), kind)
            for x in given
        )
        if rows is None:
            rows = _divided(values, length)
        if values is None:
            values = rows * length
        if validate:
            _check_uniform(*(static_number(x) for x in (length, values, rows)))
        splits = array_creation.range(rows + 1) * length
        known = static_number(rows)
        if known is not None and splits._dims in (None, (None,)):
            splits.set_shape((known + 1,))
        return cls(
            splits, nrows=rows, uniform_row_length=length, nvals=values, internal=True
        )

    # --- what it says -------------------------------------------------------------

    @property
    def dtype(self) -> DType:
        """The dtype of the numbers, int32 or int64."""
        return self._row_splits.dtype  # type: ignore[no-any-return]

    def row_splits(self) -> Any:
        """The places where rows begin, and where the last one ends."""
        return self._row_splits

    def row_starts(self) -> Any:
        """The places where rows begin."""
        return self._row_splits[:-1]

    def row_limits(self) -> Any:
        """The places where rows end."""
        return self._row_splits[1:]

    def row_lengths(self) -> Any:
        """The length of each row."""
        if self._row_lengths is not None:
            return self._row_lengths
        return self._row_splits[1:] - self._row_splits[:-1]

    def value_rowids(self) -> Any:
        """The row of each value."""
        if self._value_rowids is not None:
            return self._value_rowids
        return rowids_of(self._row_splits, self.nvals())

    def offsets_in_rows(self) -> Any:
        """The place of each value within its row."""
        from tensorbrook._src.ops import array_creation, gather

        starts = gather.gather(self._row_splits, self.value_rowids())
        return array_creation.range(self.nvals()) - starts

    def nrows(self) -> Any:
        """The number of rows, a scalar."""
        from tensorbrook._src.ops import shape

        if self._nrows is not None:
            return self._nrows
        if self.static_nrows is not None:
            return convert_to_tensor(self.static_nrows, self.dtype)
        return shape.shape(self._row_splits, self.dtype)[0] - 1

    def nvals(self) -> Any:
        """The number of values, a scalar."""
        return self._row_splits[-1] if self._nvals is None else self._nvals

    def uniform_row_length(self) -> Any:
        """The length of all rows, or None where they may differ."""
        return self._uniform_row_length

    @property
    def static_nrows(self) -> int | None:
        """The number of rows, where it is known before the run."""
        dims = self._row_splits._dims
        if dims is not None and dims[0] is not None:
            return int(dims[0]) - 1
        return static_number(self._nrows)

    @property
    def static_nvals(self) -> int | None:
        """The number of values, where it is known before the run."""
        if (known := static_number(self._nvals)) is not None:
            return known
        if self._value_rowids is not None and self._value_rowids._dims:
            return self._value_rowids._dims[0]  # type: ignore[no-any-return]
        value = self._row_splits._static_value()
        return None if value is None else int(value[-1])

    @property
    def static_uniform_row_length(self) -> int | None:
        """The length of all rows, where it is one and known before the run."""
        return static_number(self._uniform_row_length)

    def is_uniform(self) -> bool:
        """Whether all rows are known to have one length."""
        return self._uniform_row_length is not None

    def with_dtype(self, dtype: Any) -> RowPartition:
        """The same partition with numbers of another dtype.

        Args:
            dtype: int32 or int64.

        Raises:
            ValueError: It is neither.
        """
        kind = dtypes.as_dtype(dtype)
        if kind not in (dtypes.int32, dtypes.int64):
            raise ValueError(f"dtype must be int32 or int64, got {kind.name}.")
        if kind is self.dtype:
            return self
        splits, lengths, ids, rows, length, values = (
            None if x is None else _cast(x, kind)
            for x in (
                self._row_splits,
                self._row_lengths,
                self._value_rowids,
                self._nrows,
                self._uniform_row_length,
                self._nvals,
            )
        )
        return RowPartition(splits, lengths, ids, rows, length, values, internal=True)

    # --- as a composite tensor ----------------------------------------------------

    @property
    def _type_spec(self) -> RowPartitionSpec:
        return RowPartitionSpec(
            self.static_nrows,
            None if self._nvals is None else static_number(self._nvals),
            self.static_uniform_row_length,
            self.dtype,
        )

    def _component_tensors(self) -> list[Any]:
        return [self._row_splits]

    def _from_component_values(self, values: list[Any]) -> Any:
        return values[0]

    def __repr__(self) -> str:
        if self._uniform_row_length is not None:
            return (
                f"tf.RowPartition(nrows={_shown(self.nrows())}, "
                f"uniform_row_length={_shown(self._uniform_row_length)})"
            )
        return f"tf.RowPartition(row_splits={_shown(self._row_splits)})"


def _shown(tensor: Any) -> Any:
    value = tensor._static_value()
    return tensor if value is None else value


def _settled(values: list[Any], dtype: Any, hint: Any) -> DType:
    """The dtype that is asked for, or that one of the tensors has, or int64."""
    if dtype is not None:
        return dtypes.as_dtype(dtype)
    kinds = {x.dtype for x in values if hasattr(type(x), "__tf_tensor__")}
    if dtypes.int64 in kinds or not kinds:
        return dtypes.int64 if hint is None or kinds else dtypes.as_dtype(hint)
    return dtypes.int32


def _divided(values: Any, length: Any) -> Any:
    """How many rows of a length the values fill; none where the length is 0."""
    from tensorbrook._src.ops import binary

    return binary.floordiv(values, binary.maximum(length, 1))


def _check_not_negative(numbers: Any, name: str, validate: bool) -> None:
    value = numbers._static_value() if validate else None
    if value is not None and (value < 0).any():
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Arguments to from_{name} do not form a valid RaggedTensor: {name} may not "
            f"be negative, got {value.tolist()}.",
        )


def _check_rows(count: int | None, ids: Any) -> None:
    if count is None:
        return
    if count < 0:
        raise ValueError(f"Expected nrows >= 0; got {count}")
    if ids is not None and ids.size and count <= ids[-1]:
        raise ValueError(
            f"Expected nrows >= value_rowids[-1] + 1; got nrows={count}, "
            f"value_rowids[-1]={ids[-1]}"
        )


def _check_uniform(length: int | None, values: int | None, rows: int | None) -> None:
    if length is None or values is None or rows is None:
        return
    if length < 0 or values != rows * length:
        raise ValueError(
            "Arguments to from_uniform_row_length do not form a valid RaggedTensor: "
            f"{values} values don't fill {rows} rows of length {length}."
        )


class RowPartitionSpec(TypeSpec):
    """What is known of a `RowPartition` before the run.

    Args:
        nrows: The number of rows.
        nvals: The number of values.
        uniform_row_length: The length of all rows.
        dtype: The dtype of the numbers.
    """

    __module__ = "tensorbrook"
    __slots__ = ("_dtype", "_nrows", "_nvals", "_uniform_row_length")

    def __init__(
        self,
        nrows: int | None = None,
        nvals: int | None = None,
        uniform_row_length: int | None = None,
        dtype: Any = dtypes.int64,
    ) -> None:
        self._nrows = nrows
        self._nvals = nvals
        self._uniform_row_length = uniform_row_length
        self._dtype = dtypes.as_dtype(dtype)

    @property
    def value_type(self) -> type[RowPartition]:
        """`RowPartition`."""
        return RowPartition

    def _serialize(self) -> tuple[Any, ...]:
        sizes = (self._nrows, self._nvals, self._uniform_row_length)
        return (*(TensorShape([size]) for size in sizes), self._dtype)

    @classmethod
    def _deserialize(cls, serialization: tuple[Any, ...]) -> RowPartitionSpec:
        rows, values, length = (size._dims[0] for size in serialization[:3])
        return cls(rows, values, length, serialization[3])

    @property
    def _component_specs(self) -> list[TensorSpec]:
        count = None if self._nrows is None else self._nrows + 1
        return [TensorSpec([count], self._dtype)]

    def _to_components(self, value: Any) -> list[Any]:
        return [value._row_splits]

    def _from_components(self, components: Any) -> RowPartition:
        length = self._uniform_row_length
        return RowPartition(
            components[0],
            uniform_row_length=None
            if length is None
            else convert_to_tensor(length, self._dtype),
            internal=True,
        )
