"""Category numbers as vectors."""

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


class CategoryEncoding(Layer):
    """Turns category numbers into vectors.

    Args:
        num_tokens: how many categories there are.
        output_mode: `"one_hot"`, `"multi_hot"` or `"count"`.
        sparse: not supported.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> CategoryEncoding(num_tokens=3)([[0, 1]]).numpy()
        array([[1., 1., 0.]], dtype=float32)
    """

    _takes_numbers = True

    def __init__(
        self,
        num_tokens: int | None = None,
        output_mode: str = "multi_hot",
        sparse: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        output_mode = "count" if output_mode == "binary_count" else output_mode
        modes = ("count", "one_hot", "multi_hot")
        self.output_mode = check_mode(output_mode, modes, "CategoryEncoding")
        if num_tokens is None or num_tokens < 1:
            raise ValueError(
                "CategoryEncoding: `num_tokens` must be 1 or more. Received: "
                f"num_tokens={num_tokens}."
            )
        if sparse:
            raise NotImplementedError("CategoryEncoding: `sparse` is not supported.")
        self.num_tokens = num_tokens
        self.sparse = sparse
        self.autocast = False
        self.built = True

    def call(self, inputs: Any, count_weights: Any = None, training: Any = None) -> Any:
        """Computes the vectors."""
        numbers = tf.cast(tf.convert_to_tensor(inputs), "int32")
        return encode(
            numbers,
            self.output_mode,
            self.num_tokens,
            self.compute_dtype,
            count_weights,
        )

    def compute_output_shape(self, input_shape: Any, **kwargs: Any) -> Any:
        """Returns the shape of the outputs."""
        return encoded_shape(input_shape, self.output_mode, self.num_tokens)

    def compute_output_spec(self, inputs: Any, count_weights: Any = None) -> Any:
        """Returns symbolic outputs."""
        return KerasTensor(self.compute_output_shape(inputs.shape), self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = {
            "num_tokens": self.num_tokens,
            "output_mode": self.output_mode,
            "sparse": self.sparse,
        }
        return {**super().get_config(), **own}
