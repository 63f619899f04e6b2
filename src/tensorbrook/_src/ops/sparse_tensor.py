"""`tf.SparseTensor`: the values of a tensor that aren't zero, and where they stand."""

from __future__ import annotations

import contextlib
from typing import Any, NamedTuple

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.composite import CompositeTensor
from tensorbrook._src.core.current import current
from tensorbrook._src.core.dtypes import DType
from tensorbrook._src.core.known_as import known_as
from tensorbrook._src.core.op import Op
from tensorbrook._src.core.shapes import Dims, TensorShape, as_dims, merge_dims
from tensorbrook._src.core.tensor_spec import TensorSpec
from tensorbrook._src.core.type_spec import TypeSpec
from tensorbrook._src.ops.constant import convert_to_tensor


class SparseTensorValue(NamedTuple):
    """The NumPy values of a sparse tensor: what a session gives and takes for one."""

    indices: Any
    values: Any
    dense_shape: Any


@known_as("tensorflow.python.framework.sparse_tensor.SparseTensor")
class SparseTensor(CompositeTensor):
    """A tensor of which only some values are stored, the others being zero.

    Args:
        indices: An int64 matrix of shape (n, rank): where each value stands.
        values: A vector of n values.
        dense_shape: An int64 vector: the shape of the whole.

    Raises:
        ValueError: The parts don't fit together.

    Example:
        >>> import tensorbrook as tf
        >>> s = tf.SparseTensor([[0, 1], [1, 2]], [5.0, 7.0], [2, 3])
        >>> s.shape, s.dtype
        (TensorShape([2, 3]), tf.float32)
        >>> tf.sparse.to_dense(s).numpy()
        array([[0., 5., 0.],
               [0., 0., 7.]], dtype=float32)
    """

    __module__ = "tensorbrook"

    def __init__(self, indices: Any, values: Any, dense_shape: Any) -> None:
        with _scope():
            self._indices = convert_to_tensor(indices, dtypes.int64, name="indices")
            self._values = convert_to_tensor(values, name="values")
            self._dense_shape = convert_to_tensor(
                dense_shape, dtypes.int64, name="dense_shape"
            )
        self._check()
        self._static = self._dense_shape._static_dims()

    def _check(self) -> None:
        parts = [
            ("indices", self._indices, 2),
            ("values", self._values, 1),
            ("dense_shape", self._dense_shape, 1),
        ]
        found: list[Any] = []
        for name, tensor, rank in parts:
            dims = tensor._dims
            if dims is not None and len(dims) != rank:
                raise ValueError(
                    f"SparseTensor: `{name}` must have rank {rank}, got shape {dims}."
                )
            found.append((None,) * rank if dims is None else dims)
        (count, rank_), (values,), (axes,) = found
        if None not in (count, values) and count != values:
            raise ValueError(
                f"SparseTensor: `indices` has {count} rows and `values` {values} elements;"
                " every value needs one row."
            )
        if None not in (rank_, axes) and rank_ != axes:
            raise ValueError(
                f"SparseTensor: `indices` has {rank_} columns and `dense_shape` {axes} "
                "elements; both are the rank."
            )

    @classmethod
    def from_value(cls, sparse_tensor_value: Any) -> SparseTensor:
        """A sparse tensor of a `SparseTensorValue` or a sparse tensor.

        Args:
            sparse_tensor_value: The value.

        Returns:
            A sparse tensor.

        Raises:
            TypeError: It is something else.
        """
        value = sparse_tensor_value
        if not isinstance(value, SparseTensor | SparseTensorValue):
            raise TypeError(
                f"Neither a SparseTensor nor SparseTensorValue: {sparse_tensor_value}."
            )
        return SparseTensor(value.indices, value.values, value.dense_shape)

    @property
    def indices(self) -> Any:
        """Where the values stand: an int64 matrix with a row for each."""
        return self._indices

    @property
    def values(self) -> Any:
        """The values, a vector."""
        return self._values

    @property
    def dense_shape(self) -> Any:
        """The shape of the whole, an int64 vector."""
        return self._dense_shape

    @property
    def dtype(self) -> DType:
        """The type of the values."""
        return self._values.dtype  # type: ignore[no-any-return]

    @property
    def shape(self) -> TensorShape:
        """The shape of the whole as far as it is known."""
        return TensorShape(self._static)

    @property
    def _dims(self) -> Dims:
        return self._static

    def get_shape(self) -> TensorShape:
        """The same as `shape`."""
        return self.shape

    def set_shape(self, shape: Any) -> None:
        """Adds to what is known of the shape.

        Args:
            shape: A shape that is compatible with what is known.

        Raises:
            ValueError: It isn't compatible.
        """
        self._static = merge_dims(self._static, as_dims(shape))

    def with_values(self, new_values: Any) -> SparseTensor:
        """A sparse tensor with other values in the same places.

        Args:
            new_values: A vector with as many elements as `values`.

        Returns:
            A sparse tensor of the type of `new_values`.
        """
        made = SparseTensor(self._indices, new_values, self._dense_shape)
        made._static = self._static
        return made

    @property
    def name(self) -> str:
        """The name of the values."""
        return self._values.name  # type: ignore[no-any-return]

    @property
    def op(self) -> Any:
        """The operation that made the values."""
        return self._values.op  # type: ignore[attr-defined]

    @property
    def graph(self) -> Any:
        """The graph of the parts."""
        return self._indices.graph  # type: ignore[attr-defined]

    def eval(self, feed_dict: Any = None, session: Any = None) -> SparseTensorValue:
        """Runs the graph in a session and returns the value of this sparse tensor.

        Args:
            feed_dict: Values for placeholders and other tensors.
            session: The session; by default the innermost `with session:`.

        Returns:
            A `SparseTensorValue`.

        Raises:
            ValueError: There is no session to use.
        """
        parts = self._component_tensors()
        session = (
            current.sessions[-1] if session is None and current.sessions else session
        )
        if session is None:
            return SparseTensorValue(*(part.eval(feed_dict) for part in parts))
        return SparseTensorValue(*session.run(parts, feed_dict))

    @property
    def _type_spec(self) -> SparseTensorSpec:
        return SparseTensorSpec(self.shape, self.dtype)

    def _component_tensors(self) -> list[Any]:
        return [self._indices, self._values, self._dense_shape]

    def _from_component_values(self, values: list[Any]) -> SparseTensorValue:
        return SparseTensorValue(*values)

    def __tensorbrook_dispatch__(
        self, op: Op, inputs: Any, attrs: dict[str, Any], name: str | None
    ) -> SparseTensor:
        """Runs an op that was given a sparse tensor: on its values, if that is all."""
        if not op.takes_sparse:
            raise ValueError(
                f"Attempt to convert a value ({self!r}) with an unsupported type "
                f"({type(self)}) to a Tensor: {op.name} takes dense tensors. Use "
                "tf.sparse.to_dense, or an operation of tf.sparse."
            )
        return self.with_values(op(self._values, name=name, **attrs))

    def __mul__(self, y: Any) -> SparseTensor:
        from tensorbrook._src.ops import sparse_dense

        return sparse_dense.multiply(self, y)

    def __truediv__(self, y: Any) -> SparseTensor:
        from tensorbrook._src.ops import sparse_dense

        return sparse_dense.divide(self, y)

    __div__ = __truediv__

    def __repr__(self) -> str:
        return (
            f"SparseTensor(indices={self._indices!s}, values={self._values!s}, "
            f"dense_shape={self._dense_shape!s})"
        )


def _scope() -> Any:
    """Nodes that hold the parts are grouped in a graph; eagerly there are none."""
    if current.interpreter.executing_eagerly:
        return contextlib.nullcontext()
    return current.interpreter.name_scope("SparseTensor")


class SparseTensorSpec(TypeSpec):
    """The shape and type of a sparse tensor.

    Args:
        shape: The shape of the whole, as far as it is known.
        dtype: The type of the values.

    Example:
        >>> import tensorbrook as tf
        >>> tf.SparseTensorSpec([None, 3], tf.int32)
        SparseTensorSpec(TensorShape([None, 3]), tf.int32)
    """

    __module__ = "tensorbrook"
    __slots__ = ("_dtype", "_shape")

    def __init__(self, shape: Any = None, dtype: Any = dtypes.float32) -> None:
        self._shape = TensorShape(as_dims(shape))
        self._dtype = dtypes.as_dtype(dtype)

    @property
    def shape(self) -> TensorShape:
        """The shape of the whole, as far as it is known."""
        return self._shape

    @property
    def dtype(self) -> DType:
        """The type of the values."""
        return self._dtype

    @property
    def value_type(self) -> type[SparseTensor]:
        """`SparseTensor`."""
        return SparseTensor

    @classmethod
    def from_value(cls, value: Any) -> SparseTensorSpec:
        """The spec of a sparse tensor or a `SparseTensorValue`.

        Args:
            value: The value.

        Returns:
            Its spec.

        Raises:
            TypeError: It is something else.
        """
        if isinstance(value, SparseTensorValue):
            value = SparseTensor.from_value(value)
        if not isinstance(value, SparseTensor):
            raise TypeError(
                f"Expected SparseTensor or SparseTensorValue, got {value!r}."
            )
        return cls(value.shape, value.dtype)

    def _serialize(self) -> tuple[Any, ...]:
        return self._shape, self._dtype

    @property
    def _component_specs(self) -> list[TensorSpec]:
        rank = self._shape.rank
        return [
            TensorSpec([None, rank], dtypes.int64),
            TensorSpec([None], self._dtype),
            TensorSpec([rank], dtypes.int64),
        ]

    def _to_components(self, value: Any) -> list[Any]:
        if isinstance(value, SparseTensorValue):
            value = SparseTensor.from_value(value)
        return value._component_tensors()  # type: ignore[no-any-return]

    def _from_components(self, components: Any) -> SparseTensor:
        made = SparseTensor(*components)
        made._static = merge_dims(made._static, self._shape._dims)
        return made

    def is_compatible_with(self, spec_or_value: Any) -> bool:
        """Whether some sparse tensor could have both this spec and the other.

        Args:
            spec_or_value: A spec or a value.

        Returns:
            True or False.
        """
        if isinstance(spec_or_value, SparseTensorValue):
            spec_or_value = SparseTensorSpec.from_value(spec_or_value)
        return super().is_compatible_with(spec_or_value)

    def _batch(self, batch_size: int | None) -> SparseTensorSpec:
        dims = self._shape._dims
        return SparseTensorSpec(
            None if dims is None else (batch_size, *dims), self._dtype
        )

    def _unbatch(self) -> SparseTensorSpec:
        dims = self._shape._dims
        if dims == ():
            raise ValueError("A scalar can't be unbatched: it has no first dimension.")
        return SparseTensorSpec(None if dims is None else dims[1:], self._dtype)


def as_sparse(value: Any, what: str) -> SparseTensor:
    """`value` as a sparse tensor.

    Raises:
        TypeError: It isn't one; `what` names the function and the argument.
    """
    if isinstance(value, SparseTensor):
        return value
    if isinstance(value, SparseTensorValue):
        return SparseTensor.from_value(value)
    raise TypeError(f"{what} must be a SparseTensor, got {value!r}.")
