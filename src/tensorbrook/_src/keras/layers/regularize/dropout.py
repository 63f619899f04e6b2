"""A layer that drops some of its inputs in training."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend.random import SeedGenerator
from tensorbrook._src.keras.engine.layer import Layer


class Dropout(Layer):
    """Makes some inputs zero in training, and the others greater.

    Args:
        rate: the part that is dropped, from 0 to 1.
        noise_shape: dimensions of one are dropped together.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.

    Raises:
        ValueError: when `rate` is not between 0 and 1.
    """

    def __init__(
        self,
        rate: float,
        noise_shape: Any = None,
        seed: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        if not 0 <= rate <= 1:
            raise ValueError(
                "Invalid value received for argument `rate`. Expected a float value "
                f"between 0 and 1. Received: rate={rate}"
            )
        self.rate = rate
        self.seed = seed
        self.noise_shape = noise_shape
        self.supports_masking = True
        if rate > 0:
            self.seed_generator = SeedGenerator(seed)
        self.built = True

    def _noise_shape(self, inputs: Any) -> Any:
        """Returns the shape of the random numbers, or None for the inputs' shape."""
        if self.noise_shape is None:
            return None
        whole = tf.shape(inputs)
        return [
            whole[axis] if size is None else size
            for axis, size in enumerate(self.noise_shape)
        ]

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Computes the outputs."""
        if not training or self.rate == 0:
            return inputs
        return tf.nn.experimental.stateless_dropout(
            inputs,
            rate=self.rate,
            seed=self.seed_generator.next(),
            noise_shape=self._noise_shape(inputs),
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "rate": self.rate,
            "seed": self.seed,
            "noise_shape": self.noise_shape,
        }
