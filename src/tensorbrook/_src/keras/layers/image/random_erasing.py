"""Images with a hole at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
    chosen,
)
from tensorbrook._src.keras.layers.image.rectangles import inside, rectangle


class RandomErasing(BaseImageLayer):
    """Replaces a rectangle of some images.

    Args:
        factor: how likely an image is changed, or two bounds.
        scale: the part of the image that is replaced, two bounds.
        fill_value: the replacement; noise by default.
        value_range: the least and the greatest value of a pixel.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any = 1.0,
        scale: Any = (0.02, 0.33),
        fill_value: Any = None,
        value_range: Any = (0, 255),
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.scale = as_range(scale, "scale", 0.0, 1.0)
        self.fill_value = fill_value
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        height, width = images.shape[1], images.shape[2]
        share = tf.sqrt(self.uniform([batch, 2], *self.scale))
        box = rectangle(self, batch, share[:, 0], share[:, 1], height, width)
        likely = self.uniform([batch], *self.factor)
        return self.uniform([batch]) < likely, inside(box, height, width)

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        flags, hole = drawn
        fill = self.fill_value
        if fill is None:
            noise = tf.random.stateless_normal(tf.shape(images), self.generator.next())
            fill = noise * self.value_range[1]
        erased = tf.where(hole, tf.cast(fill, images.dtype), images)
        return chosen(flags, erased, images)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "scale", "fill_value", "value_range"),
        }
