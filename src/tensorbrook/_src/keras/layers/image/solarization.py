"""Images with bright values turned around."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)
from tensorbrook._src.keras.layers.image.value_range import moved_range


class Solarization(BaseImageLayer):
    """Adds to the values, and turns those above a threshold around.

    Args:
        addition_factor: how much is added at most, or two bounds.
        threshold_factor: the greatest threshold, or two bounds.
        value_range: the least and the greatest value of a pixel.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        addition_factor: Any = 0.0,
        threshold_factor: Any = 0.0,
        value_range: Any = (0, 255),
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, **kwargs)
        self.addition_factor = as_range(addition_factor, "addition_factor", 0.0, 1.0)
        name = "threshold_factor"
        self.threshold_factor = as_range(threshold_factor, name, 0.0, 1.0)
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        shape = [tf.shape(images)[0], 1, 1, 1]
        low, high = self.addition_factor
        additions = self.uniform(shape, low, high * 255)
        low, high = self.threshold_factor
        return additions, self.uniform(shape, low, high * 255)

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        additions, thresholds = drawn
        found = moved_range(images, self.value_range, (0, 255))
        found = tf.clip_by_value(found + additions, 0.0, 255.0)
        found = tf.where(found < thresholds, found, 255.0 - found)
        return moved_range(found, (0, 255), self.value_range)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(
                self, "addition_factor", "threshold_factor", "value_range"
            ),
        }
