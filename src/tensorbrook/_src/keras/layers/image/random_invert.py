"""Negatives at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
    chosen,
)


class RandomInvert(BaseImageLayer):
    """Turns the values of some images around.

    Args:
        factor: how likely an image is changed, or two bounds.
        value_range: the least and the greatest value of a pixel.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any = 1.0,
        value_range: Any = (0, 255),
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        likely = self.uniform([batch], *self.factor)
        return self.uniform([batch]) < likely

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        return chosen(drawn, self.value_range[1] - images, images)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "value_range"),
        }
