"""`tf.RaggedTensor`: a tensor whose rows differ in length."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.shapes import Dims, TensorShape, merge_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.ragged.constructors import (
    RaggedConstructors,
    as_values,
    known_rows,
)
from tensorbrook._src.ops.ragged.row_partition import RowPartition


@known_as("tensorflow.python.ops.ragged.ragged_tensor.RaggedTensor")
class RaggedTensor(RaggedConstructors):
    """A tensor whose rows may differ in length.

    It is stored as the values of all rows in one tensor, which may be ragged again, and a
    `RowPartition` that says where rows begin and end. Make one with `tf.ragged.constant`
    or `RaggedTensor.from_row_splits` and its relatives; the constructor is private.

    Example:
        >>> import tensorbrook as tf
        >>> r = tf.RaggedTensor.from_row_splits([1, 2, 3], [0, 2, 2, 3])
        >>> r
        <tf.RaggedTensor [[1, 2], [], [3]]>
        >>> r + 1
        <tf.RaggedTensor [[2, 3], [], [4]]>
        >>> tf.reduce_sum(r, axis=1).numpy()
        array([3, 0, 3], dtype=int32)
    """

    __module__ = "tensorbrook"
    __array_priority__ = 100
    _reaches_records = True

    def __init__(
        self, values: Any, row_partition: RowPartition, internal: Any = False
    ) -> None:
        if not internal:
            raise ValueError(
                "The constructor of RaggedTensor is private. Use one of the class "
                "methods, for instance RaggedTensor.from_row_splits."
            )
        self._values = values
        self._row_partition = row_partition
        self._static: Dims = None

    # --- what it is made of -------------------------------------------------------

    @property
    def dtype(self) -> DType:
        """The dtype of the values."""
        return self._values.dtype  # type: ignore[no-any-return]

    @property
    def values(self) -> Any:
        """The values of all rows, without this outermost partition."""
        return self._values

    @property
    def flat_values(self) -> Any:
        """The values of all rows of all levels: a tensor."""
        inner = self._values
        while isinstance(inner, RaggedTensor):
            inner = inner._values
        return inner

    @property
    def row_splits(self) -> Any:
        """Where the outermost rows begin, and where the last one ends."""
        return self._row_partition.row_splits()

    @property
    def nested_row_splits(self) -> tuple[Any, ...]:
        """The `row_splits` of all levels, the outermost first."""
        return tuple(part.row_splits() for part in self._partitions)

    @property
    def _partitions(self) -> list[RowPartition]:
        found, level = [], self
        while isinstance(level, RaggedTensor):
            found.append(level._row_partition)
            level = level._values
        return found

    @property
    def ragged_rank(self) -> int:
        """The number of partitions."""
        return len(self._partitions)

    @property
    def uniform_row_length(self) -> Any:
        """The length of all rows, or None where they may differ."""
        return self._row_partition.uniform_row_length()

    @property
    def shape(self) -> TensorShape:
        """The shape as far as it is known; ragged axes have no length."""
        return TensorShape(self._dims)

    @property
    def _dims(self) -> Dims:
        inner = self._values._dims
        head = (
            self._row_partition.static_nrows,
            self._row_partition.static_uniform_row_length,
        )
        dims = None if inner is None else (*head, *inner[1:])
        return merge_dims(dims, self._static) if self._static is not None else dims

    def get_shape(self) -> TensorShape:
        """The same as `shape`."""
        return self.shape

    def _set_shape(self, dims: Dims) -> None:
        """Adds to what is known of the shape."""
        self._static = merge_dims(self._dims, dims)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        dims = self._dims
        if dims is None:
            raise ValueError("The number of axes of this RaggedTensor isn't known yet.")
        return len(dims)

    def value_rowids(self, name: str | None = None) -> Any:
        """The row of each value.

        Args:
            name: Accepted for compatibility.
        """
        return self._row_partition.value_rowids()

    def nested_value_rowids(self, name: str | None = None) -> tuple[Any, ...]:
        """The `value_rowids` of all levels, the outermost first.

        Args:
            name: Accepted for compatibility.
        """
        return tuple(part.value_rowids() for part in self._partitions)

    def nrows(self, out_type: Any = None, name: str | None = None) -> Any:
        """The number of rows, a scalar.

        Args:
            out_type: Its dtype; by default that of `row_splits`.
            name: Accepted for compatibility.
        """
        from tensorbrook._src.ops import cast

        count = self._row_partition.nrows()
        return count if out_type is None else cast.cast(count, out_type)

    def row_starts(self, name: str | None = None) -> Any:
        """Where rows begin.

        Args:
            name: Accepted for compatibility.
        """
        return self._row_partition.row_starts()

    def row_limits(self, name: str | None = None) -> Any:
        """Where rows end.

        Args:
            name: Accepted for compatibility.
        """
        return self._row_partition.row_limits()

    def row_lengths(self, axis: int = 1, name: str | None = None) -> Any:
        """The lengths of the rows.

        Args:
            axis: The axis whose lengths are wanted.
            name: Accepted for compatibility.

        Returns:
            A tensor, for an inner axis a ragged one.

        Raises:
            ValueError: There is no such axis.

        Example:
            >>> import tensorbrook as tf
            >>> tf.ragged.constant([[1, 2], [], [3]]).row_lengths().numpy()
            array([2, 0, 1])
        """
        from tensorbrook._src.ops.ragged import conversion

        return conversion.row_lengths(self, axis)

    def nested_row_lengths(self, name: str | None = None) -> tuple[Any, ...]:
        """The `row_lengths` of all levels, the outermost first.

        Args:
            name: Accepted for compatibility.
        """
        return tuple(part.row_lengths() for part in self._partitions)

    def bounding_shape(
        self, axis: Any = None, name: str | None = None, out_type: Any = None
    ) -> Any:
        """The shape of the smallest tensor that has room for all rows.

        Args:
            axis: The axis, or several, of interest; by default all.
            name: Accepted for compatibility.
            out_type: The dtype; by default that of `row_splits`.

        Example:
            >>> import tensorbrook as tf
            >>> tf.ragged.constant([[1, 2], [], [3]]).bounding_shape().numpy()
            array([3, 2])
        """
        from tensorbrook._src.ops.ragged import conversion

        return conversion.bounding_shape(self, axis, out_type)

    # --- the same with other parts ------------------------------------------------

    def with_values(self, new_values: Any) -> RaggedTensor:
        """The same rows of other values.

        Args:
            new_values: A tensor or ragged tensor with as many rows as `values`.

        Raises:
            ValueError: The numbers of rows differ.
        """
        inner = as_values(new_values)
        have, want = known_rows(inner), known_rows(self._values)
        if have is not None and want is not None and have != want:
            raise ValueError(
                f"RaggedTensor.with_values: there must be {want} values, got {have}."
            )
        return RaggedTensor._joined(inner, self._row_partition, validate=False)

    def with_flat_values(self, new_values: Any) -> RaggedTensor:
        """The same rows of all levels with other values.

        Args:
            new_values: A tensor with as many rows as `flat_values`.

        Raises:
            ValueError: The numbers of rows differ.
        """
        inner = self._values
        if isinstance(inner, RaggedTensor):
            return self.with_values(inner.with_flat_values(new_values))
        return self.with_values(new_values)

    def with_row_splits_dtype(self, dtype: Any) -> RaggedTensor:
        """The same ragged tensor with partitions of another dtype.

        Args:
            dtype: int32 or int64.

        Raises:
            ValueError: It is neither.
        """
        partition = self._row_partition.with_dtype(dtype)
        inner = self._values
        if isinstance(inner, RaggedTensor):
            inner = inner.with_row_splits_dtype(dtype)
        if partition is self._row_partition and inner is self._values:
            return self
        return RaggedTensor(inner, partition, internal=True)

    def merge_dims(self, outer_axis: int, inner_axis: int) -> Any:
        """Makes one axis of several that follow each other.

        Args:
            outer_axis: The first of them.
            inner_axis: The last of them.

        Returns:
            A ragged tensor, or a tensor where no ragged axis is left.

        Raises:
            ValueError: The axes are out of order.

        Example:
            >>> import tensorbrook as tf
            >>> tf.ragged.constant([[[1, 2], [3]], [[4]]]).merge_dims(0, 1)
            <tf.RaggedTensor [[1, 2], [3], [4]]>
        """
        from tensorbrook._src.ops.ragged import conversion

        return conversion.merge_dims(self, outer_axis, inner_axis)

    # --- other forms --------------------------------------------------------------

    def to_tensor(
        self, default_value: Any = None, name: str | None = None, shape: Any = None
    ) -> Any:
        """A tensor with all rows, filled up to one length.

        Args:
            default_value: What fills them up; by default zero.
            name: Name of the node in a graph.
            shape: A shape; rows are cut or filled up to it where it is known.

        Example:
            >>> import tensorbrook as tf
            >>> tf.ragged.constant([[1, 2], [3]]).to_tensor().numpy()
            array([[1, 2],
                   [3, 0]], dtype=int32)
        """
        from tensorbrook._src.ops.ragged import conversion

        return conversion.to_tensor(self, default_value, name, shape)

    def to_sparse(self, name: str | None = None) -> Any:
        """A `tf.SparseTensor` with the values where `to_tensor` would put them.

        Args:
            name: Name of the node in a graph.

        Example:
            >>> import tensorbrook as tf
            >>> tf.ragged.constant([[1, 2], [3]]).to_sparse().indices.numpy().tolist()
            [[0, 0], [0, 1], [1, 0]]
        """
        from tensorbrook._src.ops.ragged import conversion

        return conversion.to_sparse(self, name)

    def to_list(self) -> list[Any]:
        """The values as nested Python lists.

        Raises:
            ValueError: The ragged tensor belongs to a graph.

        Example:
            >>> import tensorbrook as tf
            >>> tf.ragged.constant([[1, 2], [3]]).to_list()
            [[1, 2], [3]]
        """
        if self._is_symbolic():
            raise ValueError("to_list can only be used in eager mode.")
        return self._value().to_list()  # type: ignore[no-any-return]

    def numpy(self) -> Any:
        """A NumPy array of rows; an ordinary one where all rows have one length.

        Raises:
            ValueError: The ragged tensor belongs to a graph.

        Example:
            >>> import tensorbrook as tf
            >>> tf.ragged.constant([[1, 2], [3, 4]]).numpy()
            array([[1, 2],
                   [3, 4]], dtype=int32)
        """
        if self._is_symbolic():
            raise ValueError("RaggedTensor.numpy() is only supported in eager mode.")
        return self._value().numpy()

    def _is_symbolic(self) -> bool:
        return any(part._static_value() is None for part in self._component_tensors())

    def _value(self) -> Any:
        from tensorbrook._src.ops.ragged.value import RaggedTensorValue

        inner = self._values
        return RaggedTensorValue(
            inner._value() if isinstance(inner, RaggedTensor) else inner.numpy(),
            self.row_splits.numpy(),
        )

    def eval(self, session: Any = None, feed_dict: Any = None) -> Any:
        """Runs the graph in a session and returns a `tf.compat.v1.ragged.RaggedTensorValue`.

        Args:
            session: The session; by default the innermost `with session:`.
            feed_dict: Values for placeholders and other tensors.
        """
        if session is None:
            if not current.sessions:
                raise ValueError("Cannot evaluate a RaggedTensor without a session.")
            session = current.sessions[-1]
        return session.run(self, feed_dict)

    # --- as a composite tensor ----------------------------------------------------

    @property
    def _type_spec(self) -> Any:
        from tensorbrook._src.ops.ragged.spec import RaggedTensorSpec

        return RaggedTensorSpec.from_value(self)

    def _component_tensors(self) -> list[Any]:
        return [self.flat_values, *self.nested_row_splits]

    def _from_component_values(self, values: list[Any]) -> Any:
        from tensorbrook._src.ops.ragged.value import RaggedTensorValue

        flat, *splits = values
        for cut in reversed(splits):
            flat = RaggedTensorValue(flat, cut)
        return flat

    def _from_gradients(self, gradients: list[Any]) -> Any:
        if gradients[0] is None:
            return None
        return self.with_flat_values(convert_to_tensor(gradients[0]))

    def __tensorbrook_dispatch__(
        self, op: Op, inputs: Any, attrs: dict[str, Any], name: str | None
    ) -> Any:
        """Runs an op that was given a ragged tensor, in the way of ragged tensors."""
        from tensorbrook._src.ops.ragged import dispatch

        return dispatch.run(op, inputs, attrs, name)

    @property
    def name(self) -> str:
        """The name of the values."""
        return self.flat_values.name  # type: ignore[no-any-return]

    @property
    def graph(self) -> Any:
        """The graph of the values."""
        return self.flat_values.graph

    # --- operators ----------------------------------------------------------------

    def __getitem__(self, key: Any) -> Any:
        from tensorbrook._src.ops.ragged import slicing

        return slicing.select(self, key)

    def __iter__(self) -> Iterator[Any]:
        if not current.interpreter.executing_eagerly:
            raise TypeError("Iterating over a symbolic RaggedTensor is not supported.")
        for index in range(int(self.nrows())):
            yield self[index]

    def __eq__(self, other: object) -> Any:
        from tensorbrook._src.ops import comparison

        if other is None or not Tensor._use_equality:
            return self is other
        try:
            return comparison.equal_op(self, other)
        except (TypeError, ValueError):
            return False  # it can't become a tensor

    def __ne__(self, other: object) -> Any:
        from tensorbrook._src.ops import comparison

        if other is None or not Tensor._use_equality:
            return self is not other
        try:
            return comparison.not_equal_op(self, other)
        except (TypeError, ValueError):
            return True  # it can't become a tensor

    def __hash__(self) -> int:
        if Tensor._use_equality and not self._is_symbolic():
            raise TypeError("RaggedTensor is unhashable.")
        return id(self)

    def __bool__(self) -> bool:
        raise TypeError("RaggedTensor may not be used as a boolean.")

    __nonzero__ = __bool__

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        found = np.empty((), object)
        found[()] = self
        return found

    def __repr__(self) -> str:
        if self._is_symbolic():
            return (
                f"tf.RaggedTensor(values={self._values}, row_splits={self.row_splits})"
            )
        from tensorbrook._src.ops.ragged import text

        return f"<tf.RaggedTensor {text.rows(self)}>"


def is_ragged(value: Any) -> bool:
    """Whether `value` is a `tf.RaggedTensor`."""
    return isinstance(value, RaggedTensor)
