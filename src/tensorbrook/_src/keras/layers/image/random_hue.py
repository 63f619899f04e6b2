"""Images with other hues at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)
from tensorbrook._src.keras.layers.image.value_range import moved_range


class RandomHue(BaseImageLayer):
    """Moves the hue by a random distance.

    Args:
        factor: how far at most, or two bounds.
        value_range: the least and the greatest value of a pixel.
        data_format: `"channels_last"` or `"channels_first"`.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any,
        value_range: Any = (0, 255),
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        sign = tf.where(self.uniform([batch]) > 0.5, -1.0, 1.0)
        return sign * self.uniform([batch], *self.factor) * 0.5

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        unit = moved_range(images, self.value_range, (0, 1))
        hsv = tf.keras.ops.image.rgb_to_hsv(unit, "channels_last")
        hue = hsv[..., 0] + drawn[:, None, None]
        hue = tf.where(hue > 1.0, hue - 1.0, hue)
        hue = tf.where(hue < 0.0, hue + 1.0, hue)
        hsv = tf.stack([hue, hsv[..., 1], hsv[..., 2]], -1)
        rgb = tf.keras.ops.image.hsv_to_rgb(hsv, "channels_last")
        return moved_range(tf.clip_by_value(rgb, 0.0, 1.0), (0, 1), self.value_range)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "value_range"),
        }
