"""Noise that multiplies in training."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments


class GaussianDropout(Layer):
    """Multiplies by normally distributed noise of mean one in training.

    Args:
        rate: how strong, as the rate of a dropout.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.

    Raises:
        ValueError: when `rate` is out of range.
    """

    def __init__(
        self,
        rate: float,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate <= 1:
            raise ValueError(
                f"GaussianDropout: `rate` must be from 0 to 1. Received: rate={rate}."
            )
        self.rate = rate
        self.seed = seed
        if rate > 0:
            self.seed_generator = SeedGenerator(seed)
        self.supports_masking = True
        self.built = True

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Computes the outputs."""
        if not training or self.rate == 0:
            return inputs
        stddev = math.sqrt(self.rate / (1.0 - self.rate))
        noise = tf.random.stateless_normal(
            tf.shape(inputs), self.seed_generator.next(), 1.0, stddev, "float32"
        )
        return inputs * tf.cast(noise, inputs.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "rate", "seed")}
