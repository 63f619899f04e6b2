"""Images brighter or darker at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)


class RandomBrightness(BaseImageLayer):
    """Adds a random number to all pixels.

    Args:
        factor: how much at most, as a part of the value range, or two bounds.
        value_range: the least and the greatest value of a pixel.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any,
        value_range: Any = (0, 255),
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, **kwargs)
        self.factor = as_range(factor, "factor", -1.0, 1.0)
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        drawn = self.uniform([tf.shape(images)[0], 1, 1, 1], *self.factor)
        return drawn * (self.value_range[1] - self.value_range[0])

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        return tf.clip_by_value(images + drawn, *self.value_range)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "value_range"),
        }
