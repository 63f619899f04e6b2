"""Dropout that keeps mean and variance."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments

_ALPHA = 1.6732632423543772
_SCALE = 1.0507009873554805


class AlphaDropout(Layer):
    """Drops inputs so that mean and variance stay, for `selu` networks.

    Args:
        rate: the part that is dropped, from 0 to 1.
        noise_shape: dimensions of one are changed together.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.

    Raises:
        ValueError: when `rate` is out of range.
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Any = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate <= 1:
            raise ValueError(
                f"AlphaDropout: `rate` must be from 0 to 1. Received: rate={rate}."
            )
        self.rate = rate
        self.seed = seed
        if rate > 0:
            self.seed_generator = SeedGenerator(seed)
        self.supports_masking = True
        self.noise_shape = noise_shape
        self.built = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Computes the outputs."""
        if not training or self.rate == 0:
            return inputs
        low = -_ALPHA * _SCALE
        shape = self.noise_shape
        if shape is None:
            shape = tf.shape(inputs)
        drawn = tf.random.stateless_uniform(shape, self.seed_generator.next())
        kept = tf.cast(tf.greater_equal(drawn, self.rate), inputs.dtype)
        factor = ((1 - self.rate) * (1 + self.rate * low**2)) ** -0.5
        offset = -factor * low * self.rate
        return factor * (inputs * kept + low * (1 - kept)) + offset

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "rate", "seed", "noise_shape"),
        }
