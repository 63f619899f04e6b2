"""`tf.nn.rnn_cell.RNNCell`: one step of a recurrent network."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.layers.base import Layer
from tensorbrook._src.core import nest
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import TensorShape
from tensorbrook._src.ops import array_creation, shape
from tensorbrook._src.ops.constant import convert_to_tensor


class RNNCell(Layer):
    """Base of the cells: maps input and state to output and new state.

    A subclass defines `state_size`, `output_size` and either `call(inputs, state)`, with
    variables made in `build`, or `__call__(inputs, state, scope)`.
    """

    def __init__(
        self,
        trainable: bool = True,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(trainable, name, dtype, **kwargs)

    def __call__(self, inputs: Any, state: Any, scope: Any = None) -> Any:  # type: ignore[override]
        """The output and the new state."""
        return super().__call__(inputs, state, scope=scope)

    @property
    def state_size(self) -> Any:
        """The size of the state: a number, a shape, or a structure of them."""
        raise NotImplementedError(f"{type(self).__name__} must define state_size.")

    @property
    def output_size(self) -> Any:
        """The size of the output: a number or a shape."""
        raise NotImplementedError(f"{type(self).__name__} must define output_size.")

    def zero_state(self, batch_size: Any, dtype: Any) -> Any:
        """A state of zeros.

        Args:
            batch_size: How many rows it has; a number or tensor.
            dtype: The type.

        Returns:
            Tensors in the structure of `state_size`.

        Example:
            >>> import tensorbrook.compat.v1 as tf
            >>> with tf.Graph().as_default():
            ...     tf.nn.rnn_cell.GRUCell(3).zero_state(2, tf.float32).shape
            TensorShape([2, 3])
        """
        with name_scope(type(self).__name__ + "ZeroState"):
            return zeros_of(self.state_size, batch_size, dtype)

    def get_initial_state(
        self, inputs: Any = None, batch_size: Any = None, dtype: Any = None
    ) -> Any:
        """A state of zeros with as many rows as the inputs, or as `batch_size` says."""
        if inputs is not None:
            inputs = convert_to_tensor(inputs)
            batch_size = inputs.shape[0]
            batch_size = getattr(batch_size, "value", batch_size)
            if batch_size is None:
                batch_size = shape.shape(inputs)[0]
            dtype = inputs.dtype
        if batch_size is None or dtype is None:
            raise ValueError(
                "get_initial_state: give `inputs`, or both batch_size and dtype."
            )
        return self.zero_state(batch_size, dtype)


def zeros_of(sizes: Any, batch_size: Any, dtype: Any) -> Any:
    """Zeros with `batch_size` rows for each size of a structure."""
    if isinstance(sizes, int | TensorShape):
        return _zeros(sizes, batch_size, dtype)
    return nest.map_structure(lambda size: _zeros(size, batch_size, dtype), sizes)


def _zeros(size: Any, batch_size: Any, dtype: Any) -> Any:
    dims = TensorShape([size] if isinstance(size, int) else size).as_list()
    if isinstance(batch_size, int):
        return array_creation.zeros([batch_size, *dims], dtype)
    rows = shape.reshape(convert_to_tensor(batch_size, dtype="int32"), [1])
    made = array_creation.zeros(shape.concat([rows, dims], 0), dtype)
    made.set_shape([None, *dims])
    return made
