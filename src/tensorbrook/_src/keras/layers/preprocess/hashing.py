"""Anything as one of a few numbers."""

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

_MODES = ("int", "one_hot", "multi_hot", "count")


class Hashing(Layer):
    """Turns texts and integers into numbers by a hash function.

    Args:
        num_bins: how many numbers there are.
        mask_value: what becomes number 0.
        salt: one or two integers that change the hash.
        output_mode: `"int"`, `"one_hot"`, `"multi_hot"` or `"count"`.
        sparse: not supported.
        **kwargs: `name`, `dtype` and the like.
    """

    _takes_numbers = True

    def __init__(
        self,
        num_bins: int,
        mask_value: Any = None,
        salt: Any = None,
        output_mode: str = "int",
        sparse: bool = False,
        **kwargs: Any,
    ) -> None:
        if kwargs.get("dtype") is None:
            kwargs["dtype"] = "int64" if output_mode == "int" else "float32"
        super().__init__(**kwargs)
        if num_bins is None or num_bins <= 0:
            raise ValueError(
                f"Hashing: `num_bins` must be greater than 0. Received: {num_bins}."
            )
        self.num_bins = num_bins
        self.mask_value = mask_value
        self.output_mode = check_mode(output_mode, _MODES, "Hashing")
        self.sparse = sparse
        self.salt = [salt, salt] if isinstance(salt, int) else salt
        self.autocast = False
        self.built = True

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        values = tf.convert_to_tensor(inputs)
        texts = values if values.dtype == tf.string else tf.as_string(values)
        bins = self.num_bins
        shift = 0
        if self.mask_value is not None and self.num_bins > 1:
            bins, shift = self.num_bins - 1, 1
        if self.salt is None:
            numbers = tf.strings.to_hash_bucket_fast(texts, bins)
        else:
            key = list(self.salt)
            numbers = tf.strings.to_hash_bucket_strong(texts, bins, key=key)
        numbers = numbers + shift
        if self.mask_value is not None:
            hidden = tf.equal(values, tf.cast(self.mask_value, values.dtype))
            numbers = tf.where(hidden, tf.zeros_like(numbers), numbers)
        if self.output_mode == "int":
            return tf.cast(numbers, self.compute_dtype)
        return encode(numbers, self.output_mode, self.num_bins, self.compute_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return encoded_shape(input_shape, self.output_mode, self.num_bins)

    def compute_output_spec(self, inputs: Any) -> Any:
        """Returns symbolic outputs."""
        return KerasTensor(self.compute_output_shape(inputs.shape), self.compute_dtype)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = {
            "num_bins": self.num_bins,
            "salt": self.salt,
            "mask_value": self.mask_value,
            "output_mode": self.output_mode,
            "sparse": self.sparse,
        }
        return {**super().get_config(), **own}
