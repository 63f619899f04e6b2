"""Noise that is added in training."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class GaussianNoise(Layer):
    """Adds normally distributed noise in training.

    Args:
        stddev: the standard deviation of the noise.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.

    Raises:
        ValueError: when `stddev` is out of range.
    """

    def __init__(
        self,
        stddev: float,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= stddev <= 1:
            raise ValueError(
                f"GaussianNoise: `stddev` must be from 0 to 1. Received: stddev={stddev}."
            )
        self.stddev = stddev
        self.seed = seed
        if stddev > 0:
            self.seed_generator = SeedGenerator(seed)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Computes the outputs."""
        if not training or self.stddev == 0:
            return inputs
        noise = tf.random.stateless_normal(
            tf.shape(inputs), self.seed_generator.next(), 0.0, self.stddev, "float32"
        )
        return inputs + tf.cast(noise, inputs.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "stddev", "seed")}
