"""Pairs of features as one of a few numbers."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.keras_tensor import KerasTensor
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.preprocess.encoding import (
    check_mode,
    encode,
    encoded_shape,
)


class HashedCrossing(Layer):
    """Turns several features together into a number by a hash function.

    Args:
        num_bins: how many numbers there are.
        output_mode: `"int"` or `"one_hot"`.
        sparse: not supported.
        name: the name.
        dtype: the type of the outputs.
        **kwargs: `trainable` and the like.
    """

    _takes_numbers = True

    def __init__(
        self,
        num_bins: int,
        output_mode: str = "int",
        sparse: bool = False,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        default = "int64" if output_mode == "int" else "float32"
        super().__init__(name=name, dtype=dtype or default, **kwargs)
        self.num_bins = num_bins
        modes = ("int", "one_hot")
        self.output_mode = check_mode(output_mode, modes, "HashedCrossing")
        self.sparse = sparse
        self.autocast = False
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        if not isinstance(inputs, list | tuple) or len(inputs) < 2:
            raise ValueError(
                "HashedCrossing: the inputs must be a list of two tensors or more. "
                f"Received: inputs={inputs}."
            )
        parts = [tf.convert_to_tensor(part) for part in inputs]
        shape = parts[0].shape
        wide = [tf.reshape(part, [-1, 1]) for part in parts]
        crossed = tf.sparse.to_dense(tf.sparse.cross_hashed(wide, self.num_bins))
        numbers = tf.reshape(crossed, tf.shape(parts[0]))
        numbers.set_shape(shape)
        if self.output_mode == "int":
            return tf.cast(numbers, self.compute_dtype)
        return encode(numbers, self.output_mode, self.num_bins, self.compute_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return encoded_shape(input_shape[0], self.output_mode, self.num_bins)

    def compute_output_spec(self, inputs: Any) -> Any:
        """Returns symbolic outputs."""
        shape = self.compute_output_shape([part.shape for part in inputs])
        return KerasTensor(shape, self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = {
            "num_bins": self.num_bins,
            "output_mode": self.output_mode,
            "sparse": self.sparse,
        }
        return {**super().get_config(), **own}
