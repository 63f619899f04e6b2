"""The symbolic value that functional models are drawn with."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import names
from tensorbrook._src.keras.backend.dtypes import standardize_dtype


class KerasTensor:
    """Stands for the value that a functional model's layer will give.

    Args:
        shape: the dimensions, None where unknown.
        dtype: the type's name.
        sparse: whether the value is a sparse tensor.
        ragged: whether the value is a ragged tensor.
        record_history: kept, not used.
        name: a name.

    Example:
        >>> KerasTensor((None, 3)).shape
        (None, 3)
    """

    def __init__(
        self,
        shape: Any,
        dtype: Any = "float32",
        sparse: bool = False,
        ragged: bool = False,
        record_history: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        self._shape = None if shape is None else tuple(shape)
        self._dtype = standardize_dtype(dtype)
        self.sparse = bool(sparse)
        self.ragged = bool(ragged)
        self.name = name or names.auto_name("keras_tensor")
        self.history: tuple[Any, int, int] | None = None

    @property
    def shape(self) -> tuple[int | None, ...]:
        """The dimensions, None where unknown."""
        return self._shape

    @property
    def dtype(self) -> str:
        """The type's name."""
        return self._dtype

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self._shape)

    @property
    def _keras_history(self) -> tuple[Any, int, int] | None:
        """The operation, its node's index and the output's index."""
        return self.history

    def get_shape(self) -> tf.TensorShape:
        """Returns the shape as a `tf.TensorShape`."""
        return tf.TensorShape(self._shape)

    def reshape(self, newshape: Any) -> Any:
        """Returns the reshaped value; the first number of `newshape` is the batch."""
        return apply_function(tf.reshape, "reshape", self, newshape)

    def squeeze(self, axis: Any = None) -> Any:
        """Returns the value without dimensions of one."""
        return apply_function(tf.squeeze, "squeeze", self, axis)

    def __tensorbrook_dispatch__(
        self,
        op_record: Callable[..., Any],
        inputs: Any,
        attrs: dict[str, Any],
        name: Any,
    ) -> Any:
        """Draws an operation of the core that was given a symbolic input."""
        label = name or names.snake_case(getattr(op_record, "name", "operation"))

        def run_op(*values: Any) -> Any:
            return op_record(*values, **attrs)

        return apply_function(run_op, label, *inputs)

    def __repr__(self) -> str:
        return (
            f"<KerasTensor shape={self._shape}, dtype={self._dtype}, "
            f"sparse={self.sparse}, ragged={self.ragged}, name={self.name}>"
        )

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        raise ValueError(
            "A KerasTensor is symbolic: it has no value that NumPy could read. "
            "Use it in layers and operations of a functional model."
        )

    def __bool__(self) -> bool:
        raise TypeError("A symbolic KerasTensor cannot be used as a boolean.")

    def __iter__(self) -> Any:
        raise TypeError("Iterating over a symbolic KerasTensor is not supported.")

    def __getitem__(self, key: Any) -> Any:
        return apply_function(operator.getitem, "get_item", self, key)

    def __neg__(self) -> Any:
        return apply_function(tf.negative, "negative", self)

    def __abs__(self) -> Any:
        return apply_function(tf.abs, "absolute", self)

    def __invert__(self) -> Any:
        return apply_function(tf.math.logical_not, "logical_not", self)

    def __add__(self, other: Any) -> Any:
        return apply_function(operator.add, "add", self, other)

    def __radd__(self, other: Any) -> Any:
        return apply_function(operator.add, "add", other, self)

    def __sub__(self, other: Any) -> Any:
        return apply_function(operator.sub, "subtract", self, other)

    def __rsub__(self, other: Any) -> Any:
        return apply_function(operator.sub, "subtract", other, self)

    def __mul__(self, other: Any) -> Any:
        return apply_function(operator.mul, "multiply", self, other)

    def __rmul__(self, other: Any) -> Any:
        return apply_function(operator.mul, "multiply", other, self)

    def __truediv__(self, other: Any) -> Any:
        return apply_function(operator.truediv, "true_divide", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return apply_function(operator.truediv, "true_divide", other, self)

    def __floordiv__(self, other: Any) -> Any:
        return apply_function(operator.floordiv, "floor_divide", self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return apply_function(operator.floordiv, "floor_divide", other, self)

    def __mod__(self, other: Any) -> Any:
        return apply_function(operator.mod, "mod", self, other)

    def __pow__(self, other: Any) -> Any:
        return apply_function(operator.pow, "power", self, other)

    def __rpow__(self, other: Any) -> Any:
        return apply_function(operator.pow, "power", other, self)

    def __matmul__(self, other: Any) -> Any:
        return apply_function(operator.matmul, "matmul", self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return apply_function(operator.matmul, "matmul", other, self)

    def __lt__(self, other: Any) -> Any:
        return apply_function(operator.lt, "less", self, other)

    def __le__(self, other: Any) -> Any:
        return apply_function(operator.le, "less_equal", self, other)

    def __gt__(self, other: Any) -> Any:
        return apply_function(operator.gt, "greater", self, other)

    def __ge__(self, other: Any) -> Any:
        return apply_function(operator.ge, "greater_equal", self, other)

    def __and__(self, other: Any) -> Any:
        return apply_function(operator.and_, "logical_and", self, other)

    def __or__(self, other: Any) -> Any:
        return apply_function(operator.or_, "logical_or", self, other)


def is_keras_tensor(x: Any) -> bool:
    """Says whether `x` is a symbolic value of a functional model."""
    return isinstance(x, KerasTensor)


def any_symbolic(values: Any) -> bool:
    """Says whether a nested structure holds a `KerasTensor`."""
    if isinstance(values, KerasTensor):
        return True
    if isinstance(values, list | tuple):
        return any(any_symbolic(value) for value in values)
    if isinstance(values, dict):
        return any(any_symbolic(value) for value in values.values())
    return isinstance(values, slice) and any_symbolic(
        (values.start, values.stop, values.step)
    )


def apply_function(function: Callable[..., Any], label: str, *args: Any) -> Any:
    """Draws `function` as an operation of the functional model being made."""
    from tensorbrook._src.keras.engine.operation import FunctionOperation

    return FunctionOperation(function, label)(*args)
