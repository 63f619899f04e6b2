"""`tf.IndexedSlices`: the gradient of a gather, rows and where they belong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.shapes import TensorShape, as_dims, merge_dims
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.ops.constant import convert_to_tensor

add_n_op = Op(
    "AddN",
    "inputs: N * T -> sum: T | N: int >= 1, T: numeric|variant",
    shape=lambda c: _merged(c),
    reference=lambda xp, inputs: _sum(inputs),
    gradient=lambda op, dy: [dy] * len(op.inputs),
    commutative=True,
)


def _merged(c: Any) -> Any:
    dims = c.shape(0)
    for index, other in enumerate(c.shapes()):
        try:
            dims = merge_dims(dims, other)
        except ValueError:
            raise c.fail(
                "Inputs to operation AddN must all have the same size and shape. Input 0: "
                f"{dims} != input {index}: {other}"
            ) from None
    return dims


def _sum(inputs: Sequence[Any]) -> Any:
    total = inputs[0]
    for item in inputs[1:]:
        total = total + item
    return total


class IndexedSlicesValue(NamedTuple):
    """The NumPy values of slices: what a session gives and takes for them."""

    values: Any
    indices: Any
    dense_shape: Any


@known_as("tensorflow.python.framework.indexed_slices.IndexedSlices")
class IndexedSlices(CompositeTensor):
    """Rows of a larger tensor: `dense[indices[i]] += values[i]`.

    Args:
        values: A tensor of shape (n, ...).
        indices: An integer tensor of shape (n,), the rows that the values belong to.
        dense_shape: The shape of the whole, an integer vector, if known.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.IndexedSlices(tf.constant([[1.0]]), tf.constant([1]), tf.constant([2, 1]))
        >>> tf.convert_to_tensor(s).numpy()
        array([[0.],
               [1.]], dtype=float32)
    """

    __module__ = "tensorbrook"

    def __init__(self, values: Any, indices: Any, dense_shape: Any = None) -> None:
        self._values = values
        self._indices = indices
        self._dense_shape = dense_shape

    @property
    def values(self) -> Any:
        """The rows."""
        return self._values

    @property
    def indices(self) -> Any:
        """The positions of the rows."""
        return self._indices

    @property
    def dense_shape(self) -> Any:
        """The shape of the whole, or None."""
        return self._dense_shape

    @property
    def shape(self) -> TensorShape:
        """The static shape of the whole."""
        if self._dense_shape is None:
            dims = self._values._dims
            return TensorShape(None if dims is None else (None, *dims[1:]))
        known = self._dense_shape._static_value()
        return TensorShape(None if known is None else [int(n) for n in known])

    @property
    def _dims(self) -> Any:
        return self.shape._dims

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        return self._values.dtype  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        """The name of the values."""
        return self._values.name  # type: ignore[no-any-return]

    @property
    def device(self) -> str:
        """The device of the values."""
        return self._values.device  # type: ignore[no-any-return]

    @property
    def op(self) -> Any:
        """The operation that made the values."""
        return self._values.op

    @property
    def graph(self) -> Any:
        """The graph of the values."""
        return self._values.graph

    def __tf_tensor__(self, dtype: Any = None, name: str | None = None) -> Tensor:
        """The whole as a dense tensor; repeated rows are summed.

        Raises:
            ValueError: The dense shape isn't known.
        """
        from tensorbrook._src.ops import segment, shape

        if self._dense_shape is None:
            raise ValueError(
                "Tensor conversion requested for IndexedSlices for tensor without "
                f"dense_shape: {self!r}"
            )
        rows = shape.reshape(self._dense_shape, [-1])[0]
        dense = segment.unsorted_segment_sum(self._values, self._indices, rows)
        dense = convert_to_tensor(dense, dtype)
        if not isinstance(dense._dims, tuple) or None in dense._dims:
            dense = shape.reshape(dense, self._dense_shape)
        return dense

    @property
    def _type_spec(self) -> IndexedSlicesSpec:
        dense_shape = self._dense_shape
        return IndexedSlicesSpec(
            self.shape,
            self.dtype,
            self._indices.dtype,
            None if dense_shape is None else dense_shape.dtype,
            self._indices.shape,
        )

    def _component_tensors(self) -> list[Any]:
        parts = [self._values, self._indices]
        return parts if self._dense_shape is None else [*parts, self._dense_shape]

    def _from_component_values(self, values: list[Any]) -> IndexedSlicesValue:
        dense_shape = values[2] if len(values) == 3 else None
        return IndexedSlicesValue(values[0], values[1], dense_shape)

    def __neg__(self) -> IndexedSlices:
        return IndexedSlices(-self._values, self._indices, self._dense_shape)

    def __repr__(self) -> str:
        dense = (
            "" if self._dense_shape is None else f", dense_shape={self._dense_shape}"
        )
        return f"IndexedSlices(indices={self._indices}, values={self._values}{dense})"


class IndexedSlicesSpec(TypeSpec):
    """The shape and types of `tf.IndexedSlices`.

    Args:
        shape: The shape of the whole, as far as it is known.
        dtype: The type of the rows.
        indices_dtype: The type of the indices, int32 or int64.
        dense_shape_dtype: The type of `dense_shape`, or None where there is none.
        indices_shape: The shape of the indices, which tells how many rows there are.

    Example:
        >>> import tensorbrook as tf
        >>> tf.IndexedSlicesSpec([10, 3]).dtype
        tf.float32
    """

    __module__ = "tensorbrook"
    __slots__ = (
        "_dense_shape_dtype",
        "_dtype",
        "_indices_dtype",
        "_indices_shape",
        "_shape",
    )

    def __init__(
        self,
        shape: Any = None,
        dtype: Any = dtypes.float32,
        indices_dtype: Any = dtypes.int64,
        dense_shape_dtype: Any = None,
        indices_shape: Any = None,
    ) -> None:
        self._shape = TensorShape(as_dims(shape))
        self._dtype = dtypes.as_dtype(dtype)
        self._indices_dtype = dtypes.as_dtype(indices_dtype)
        self._dense_shape_dtype = (
            None if dense_shape_dtype is None else dtypes.as_dtype(dense_shape_dtype)
        )
        dims = as_dims(indices_shape)
        self._indices_shape = TensorShape((None,) if dims is None else dims)

    @property
    def shape(self) -> TensorShape:
        """The shape of the whole, as far as it is known."""
        return self._shape

    @property
    def dtype(self) -> DType:
        """The type of the rows."""
        return self._dtype

    @property
    def value_type(self) -> type[IndexedSlices]:
        """`IndexedSlices`."""
        return IndexedSlices

    def _serialize(self) -> tuple[Any, ...]:
        return (
            self._shape,
            self._dtype,
            self._indices_dtype,
            self._dense_shape_dtype,
            self._indices_shape,
        )

    @property
    def _component_specs(self) -> list[TensorSpec]:
        dims = self._shape._dims
        rows = self._indices_shape._dims
        count = rows[0] if rows else None
        specs = [
            TensorSpec(None if dims is None else (count, *dims[1:]), self._dtype),
            TensorSpec(rows, self._indices_dtype),
        ]
        if self._dense_shape_dtype is not None:
            specs.append(TensorSpec([self._shape.rank], self._dense_shape_dtype))
        return specs

    def _to_components(self, value: Any) -> list[Any]:
        return value._component_tensors()  # type: ignore[no-any-return]

    def _from_components(self, components: Any) -> IndexedSlices:
        return IndexedSlices(*components)


def add_gradients(parts: Sequence[Any]) -> Any:
    """The sum of gradients, which stays a set of rows where all are such."""
    from tensorbrook._src.ops import cast, shape

    if all(isinstance(part, IndexedSlices) for part in parts):
        first = parts[0]
        indices = [part.indices for part in parts]
        if len({item.dtype for item in indices}) > 1:
            indices = [cast.cast(item, "int64") for item in indices]
        return IndexedSlices(
            shape.concat([part.values for part in parts], 0),
            shape.concat(indices, 0),
            first.dense_shape,
        )
    return add_n_op([convert_to_tensor(part) for part in parts])
