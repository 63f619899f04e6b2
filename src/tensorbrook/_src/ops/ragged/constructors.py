"""The ways to make a ragged tensor: class methods that `tf.RaggedTensor` inherits."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from tensorbrook._src.core import dtypes, errors
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.row_partition import RowPartition

if TYPE_CHECKING:
    from tensorbrook._src.ops.ragged.tensor import RaggedTensor


def as_values(value: Any, name: str = "values") -> Any:
    """`value` as it can stand inside a ragged tensor: ragged, or a tensor with rows."""
    if isinstance(value, RaggedConstructors):
        return value
    tensor: Any = convert_to_tensor(value, name=name)
    if tensor._dims == ():
        raise ValueError(f"RaggedTensor: `{name}` must have at least one axis.")
    return tensor


class RaggedConstructors(CompositeTensor):
    """What makes ragged tensors of values and of a description of their rows."""

    def __init__(
        self, values: Any, row_partition: RowPartition, internal: Any = False
    ) -> None:
        raise NotImplementedError

    if TYPE_CHECKING:

        @property
        def row_splits(self) -> Any: ...
        def nrows(self) -> Any: ...
        def with_row_splits_dtype(self, dtype: Any) -> RaggedTensor: ...

    @classmethod
    def _joined(
        cls, values: Any, partition: RowPartition, validate: bool = True
    ) -> RaggedTensor:
        """Values cut by a partition, whose integers follow those of inner partitions."""
        if isinstance(values, RaggedConstructors):
            kind = values.row_splits.dtype
            if kind is not partition.dtype:
                kind = dtypes.int64
                values = values.with_row_splits_dtype(kind)
                partition = partition.with_dtype(kind)
        if validate:
            have, want = known_rows(values), partition.static_nvals
            if have is not None and want is not None and have != want:
                raise errors.InvalidArgumentError(
                    None,
                    None,
                    "The partition does not form a valid RaggedTensor: it cuts "
                    f"{want} values, but there are {have}.",
                )
        return cls(values, partition, internal=True)  # type: ignore[return-value]

    @classmethod
    def from_row_splits(
        cls,
        values: Any,
        row_splits: Any,
        name: str | None = None,
        validate: bool = True,
    ) -> RaggedTensor:
        """Rows `values[row_splits[i]:row_splits[i+1]]`.

        Args:
            values: A tensor or ragged tensor with the values of all rows.
            row_splits: Where rows begin, and where the last one ends.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Raises:
            ValueError: `row_splits` is not a vector of integers.
            tf.errors.InvalidArgumentError: The two don't fit together.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_row_splits([1, 2, 3], [0, 2, 2, 3])
            <tf.RaggedTensor [[1, 2], [], [3]]>
        """
        with _scope(name, "RaggedFromRowSplits"):
            inner = as_values(values)
            hint = _splits_dtype(inner)
            splits = RowPartition.from_row_splits(row_splits, validate, dtype_hint=hint)
            return cls._joined(inner, splits, validate)

    @classmethod
    def from_row_lengths(
        cls,
        values: Any,
        row_lengths: Any,
        name: str | None = None,
        validate: bool = True,
    ) -> RaggedTensor:
        """Rows of those lengths.

        Args:
            values: A tensor or ragged tensor with the values of all rows.
            row_lengths: The length of each row.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Raises:
            tf.errors.InvalidArgumentError: The two don't fit together.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_row_lengths([1, 2, 3], [2, 0, 1])
            <tf.RaggedTensor [[1, 2], [], [3]]>
        """
        with _scope(name, "RaggedFromRowLengths"):
            inner = as_values(values)
            cut = RowPartition.from_row_lengths(
                row_lengths, validate, dtype_hint=_splits_dtype(inner)
            )
            return cls._joined(inner, cut, validate)

    @classmethod
    def from_row_starts(
        cls,
        values: Any,
        row_starts: Any,
        name: str | None = None,
        validate: bool = True,
    ) -> RaggedTensor:
        """Rows that begin at those places.

        Args:
            values: A tensor or ragged tensor with the values of all rows.
            row_starts: Where each row begins.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_row_starts([1, 2, 3], [0, 2, 2])
            <tf.RaggedTensor [[1, 2], [], [3]]>
        """
        with _scope(name, "RaggedFromRowStarts"):
            inner = as_values(values)
            cut = RowPartition.from_row_starts(
                row_starts, _rows(inner), validate, dtype_hint=_splits_dtype(inner)
            )
            return cls._joined(inner, cut, validate)

    @classmethod
    def from_row_limits(
        cls,
        values: Any,
        row_limits: Any,
        name: str | None = None,
        validate: bool = True,
    ) -> RaggedTensor:
        """Rows that end at those places.

        Args:
            values: A tensor or ragged tensor with the values of all rows.
            row_limits: Where each row ends.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_row_limits([1, 2, 3], [2, 2, 3])
            <tf.RaggedTensor [[1, 2], [], [3]]>
        """
        with _scope(name, "RaggedFromRowLimits"):
            inner = as_values(values)
            cut = RowPartition.from_row_limits(
                row_limits, validate, dtype_hint=_splits_dtype(inner)
            )
            return cls._joined(inner, cut, validate)

    @classmethod
    def from_value_rowids(
        cls,
        values: Any,
        value_rowids: Any,
        nrows: Any = None,
        name: str | None = None,
        validate: bool = True,
    ) -> RaggedTensor:
        """Rows that the numbers beside the values name.

        Args:
            values: A tensor or ragged tensor with the values of all rows.
            value_rowids: The row of each value, never decreasing.
            nrows: The number of rows; by default up to the last one that is named.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Raises:
            ValueError: `nrows` is too small.
            tf.errors.InvalidArgumentError: The two don't fit together.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_value_rowids([1, 2, 3], [0, 0, 2])
            <tf.RaggedTensor [[1, 2], [], [3]]>
        """
        with _scope(name, "RaggedFromValueRowIds"):
            inner = as_values(values)
            cut = RowPartition.from_value_rowids(
                value_rowids, nrows, validate, dtype_hint=_splits_dtype(inner)
            )
            return cls._joined(inner, cut, validate)

    @classmethod
    def from_uniform_row_length(
        cls,
        values: Any,
        uniform_row_length: Any,
        nrows: Any = None,
        validate: bool = True,
        name: str | None = None,
    ) -> RaggedTensor:
        """Rows that are all of one length.

        Args:
            values: A tensor or ragged tensor with the values of all rows.
            uniform_row_length: The length.
            nrows: The number of rows; needed where the length is 0.
            validate: Whether to check that these fit together.
            name: Name of the nodes in a graph.

        Raises:
            ValueError: The values don't fill the rows.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_uniform_row_length([1, 2, 3, 4], 2).to_list()
            [[1, 2], [3, 4]]
        """
        with _scope(name, "RaggedFromUniformRowLength"):
            inner = as_values(values)
            cut = RowPartition.from_uniform_row_length(
                uniform_row_length,
                _rows(inner),
                nrows,
                validate,
                dtype=_splits_dtype(inner) or dtypes.int64,
            )
            return cls._joined(inner, cut, validate)

    @classmethod
    def from_nested_row_splits(
        cls,
        flat_values: Any,
        nested_row_splits: Any,
        name: str | None = None,
        validate: bool = True,
    ) -> Any:
        """Rows of rows, cut by several `row_splits`, the outermost first.

        Args:
            flat_values: A tensor with all values.
            nested_row_splits: A list of vectors, see `from_row_splits`.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Raises:
            TypeError: `nested_row_splits` is a tensor.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_nested_row_splits([1, 2, 3], [[0, 2], [0, 2, 3]])
            <tf.RaggedTensor [[[1, 2], [3]]]>
        """
        return _nested(
            flat_values,
            nested_row_splits,
            "nested_row_splits",
            lambda inner, cut: cls.from_row_splits(inner, cut, name, validate),
        )

    @classmethod
    def from_nested_row_lengths(
        cls,
        flat_values: Any,
        nested_row_lengths: Any,
        name: str | None = None,
        validate: bool = True,
    ) -> Any:
        """Rows of rows, cut by several `row_lengths`, the outermost first.

        Args:
            flat_values: A tensor with all values.
            nested_row_lengths: A list of vectors, see `from_row_lengths`.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Raises:
            TypeError: `nested_row_lengths` is a tensor.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_nested_row_lengths([1, 2, 3], [[2], [2, 1]])
            <tf.RaggedTensor [[[1, 2], [3]]]>
        """
        return _nested(
            flat_values,
            nested_row_lengths,
            "nested_row_lengths",
            lambda inner, cut: cls.from_row_lengths(inner, cut, name, validate),
        )

    @classmethod
    def from_nested_value_rowids(
        cls,
        flat_values: Any,
        nested_value_rowids: Any,
        nested_nrows: Any = None,
        name: str | None = None,
        validate: bool = True,
    ) -> Any:
        """Rows of rows, cut by several `value_rowids`, the outermost first.

        Args:
            flat_values: A tensor with all values.
            nested_value_rowids: A list of vectors, see `from_value_rowids`.
            nested_nrows: As many numbers of rows.
            name: Name of the nodes in a graph.
            validate: Whether to check that these fit together.

        Raises:
            TypeError: `nested_value_rowids` is a tensor.
            ValueError: The two lists differ in length.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_nested_value_rowids([1, 2, 3], [[0, 0], [0, 0, 1]])
            <tf.RaggedTensor [[[1, 2], [3]]]>
        """
        counts = iter(_reversed_counts(nested_value_rowids, nested_nrows))
        return _nested(
            flat_values,
            nested_value_rowids,
            "nested_value_rowids",
            lambda inner, cut: cls.from_value_rowids(
                inner, cut, next(counts), name, validate
            ),
        )

    @classmethod
    def from_tensor(
        cls,
        tensor: Any,
        lengths: Any = None,
        padding: Any = None,
        ragged_rank: int = 1,
        name: str | None = None,
        row_splits_dtype: Any = dtypes.int64,
    ) -> RaggedTensor:
        """A ragged tensor with the rows of a tensor, possibly shortened.

        Args:
            tensor: A tensor of rank 2 or more.
            lengths: The lengths to which rows are cut; for several ragged axes a list of
                vectors, the outermost first.
            padding: A value; where rows end with it, it is left out.
            ragged_rank: How many axes become ragged.
            name: Name of the nodes in a graph.
            row_splits_dtype: The dtype of the partitions, int32 or int64.

        Raises:
            ValueError: Both `lengths` and `padding` are given, or the rank is too small.

        Example:
            >>> import tensorbrook as tf
            >>> tf.RaggedTensor.from_tensor([[1, 2], [3, 0]], padding=0)
            <tf.RaggedTensor [[1, 2], [3]]>
        """
        from tensorbrook._src.ops.ragged import conversion

        with _scope(name, "RaggedFromTensor"):
            return conversion.from_tensor(
                tensor, lengths, padding, ragged_rank, row_splits_dtype
            )

    @classmethod
    def from_sparse(
        cls,
        st_input: Any,
        name: str | None = None,
        row_splits_dtype: Any = dtypes.int64,
    ) -> RaggedTensor:
        """A ragged tensor with the values of a sparse matrix whose rows have no gaps.

        Args:
            st_input: A `tf.SparseTensor` of rank 2.
            name: Name of the nodes in a graph.
            row_splits_dtype: The dtype of the partition, int32 or int64.

        Raises:
            TypeError: It is not a sparse tensor.
            ValueError: The rank is not 2.
            tf.errors.InvalidArgumentError: A row does not begin at the left, or has gaps.

        Example:
            >>> import tensorbrook as tf
            >>> s = tf.SparseTensor([[0, 0], [2, 0]], [5, 6], [3, 2])
            >>> tf.RaggedTensor.from_sparse(s)
            <tf.RaggedTensor [[5], [], [6]]>
        """
        from tensorbrook._src.ops.ragged import conversion

        with _scope(name, "RaggedFromSparse"):
            return conversion.from_sparse(st_input, row_splits_dtype)


def known_rows(values: Any) -> int | None:
    """The number of rows, where it is known."""
    dims = values._dims
    return None if not dims else dims[0]


def _rows(values: Any) -> Any:
    """The number of rows, as a number where it is known."""
    from tensorbrook._src.ops import shape

    known = known_rows(values)
    if known is not None:
        return known
    if isinstance(values, RaggedConstructors):
        return values.nrows()
    return shape.shape(values, dtypes.int64)[0]


def _splits_dtype(values: Any) -> Any:
    """The dtype of the partitions inside, if there are any."""
    return values.row_splits.dtype if isinstance(values, RaggedConstructors) else None


def _nested(flat_values: Any, cuts: Any, what: str, join: Any) -> Any:
    if isinstance(cuts, Tensor):
        raise TypeError(
            f"Argument `{what}` must be a list of Tensors. Received {cuts}."
        )
    found = flat_values
    for cut in reversed(list(cuts)):
        found = join(found, cut)
    return found


def _reversed_counts(cuts: Any, counts: Any) -> list[Any]:
    if counts is None:
        return [None] * len(cuts)
    if len(counts) != len(cuts):
        raise ValueError(
            "Argument `nested_nrows` must have the same length as argument "
            f"`nested_value_rowids`. len(nested_nrows) = {len(counts)} vs. "
            f"len(nested_value_rowids) = {len(cuts)}"
        )
    return list(reversed(list(counts)))


def _scope(name: str | None, default: str) -> Any:
    """Nodes that belong together are grouped in a graph; eagerly there are none."""
    if current.interpreter.executing_eagerly:
        return contextlib.nullcontext()
    return current.interpreter.name_scope(name or default)
