"""The entry of a model."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import dtypes
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.engine.node import Node


class InputLayer(Layer):
    """Holds the symbolic input of a model.

    Args:
        shape: the shape without the batch dimension.
        batch_size: the size of the batch dimension, or None.
        dtype: the type, by default `floatx()`.
        sparse: whether the input is a sparse tensor.
        ragged: whether the input is a ragged tensor.
        batch_shape: the shape with the batch dimension, instead of `shape`.
        input_tensor: a `KerasTensor` to use instead of a new one.
        optional: whether None may be fed.
        name: the name.
    """

    def __init__(
        self,
        shape: Any = None,
        batch_size: int | None = None,
        dtype: Any = None,
        sparse: bool | None = None,
        ragged: bool | None = None,
        batch_shape: Any = None,
        input_tensor: Any = None,
        optional: bool = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name)
        if "input_shape" in kwargs:
            shape = kwargs.pop("input_shape")
        batch_shape = kwargs.pop("batch_input_shape", batch_shape)
        if input_tensor is not None:
            batch_shape, dtype = input_tensor.shape, input_tensor.dtype
        if shape is not None and batch_shape is not None:
            raise ValueError("You cannot pass both `shape` and `batch_shape`.")
        if shape is None and batch_shape is None:
            raise ValueError("You must pass a `shape` argument.")
        if batch_shape is None:
            batch_shape = (batch_size, *_as_dims(shape))
        self.batch_shape = tuple(batch_shape)
        self._dtype = dtypes.standardize_dtype(dtype)
        self.sparse = bool(sparse)
        self.ragged = bool(ragged)
        self.optional = optional
        output = input_tensor
        if output is None:
            output = KerasTensor(
                self.batch_shape,
                self._dtype,
                sparse=self.sparse,
                ragged=self.ragged,
                name=self.name,
            )
        Node(self, (), {}, output)
        self.built = True

    @property
    def dtype(self) -> str:
        """The type of the input."""
        return self._dtype

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Raises: an input is fed, not called."""
        raise NotImplementedError("An InputLayer cannot be called.")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal input."""
        return {
            "batch_shape": self.batch_shape,
            "dtype": self.dtype,
            "sparse": self.sparse,
            "ragged": self.ragged,
            "name": self.name,
            "optional": self.optional,
        }


def _as_dims(shape: Any) -> tuple[int | None, ...]:
    """Returns a shape given as a number, a sequence or a `TensorShape`."""
    if isinstance(shape, int):
        raise ValueError(
            f"Input: `shape` must be a tuple or list. Received: {shape!r}."
        )
    return tuple(tf.TensorShape(shape).as_list())


def Input(
    shape: Any = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool | None = None,
    ragged: bool | None = None,
    batch_shape: Any = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
) -> KerasTensor:
    """Returns the symbolic input of a functional model.

    Args:
        shape: the shape without the batch dimension.
        batch_size: the size of the batch dimension, or None.
        dtype: the type, by default `floatx()`.
        sparse: whether the input is a sparse tensor.
        ragged: whether the input is a ragged tensor.
        batch_shape: the shape with the batch dimension, instead of `shape`.
        name: the name of the input.
        tensor: a `KerasTensor` to use instead of a new one.
        optional: whether None may be fed.

    Returns:
        A `KerasTensor`.

    Example:
        >>> Input((3,)).shape
        (None, 3)
    """
    layer = InputLayer(
        shape=shape,
        batch_size=batch_size,
        dtype=dtype,
        sparse=sparse,
        ragged=ragged,
        batch_shape=batch_shape,
        name=name,
        input_tensor=tensor,
        optional=optional,
    )
    return layer.output
