"""Images with other saturations at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)


class RandomSaturation(BaseImageLayer):
    """Changes the saturation by a random factor.

    Args:
        factor: 0.5 changes nothing, 0 takes all colors out; or two bounds.
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
        self.factor = as_range(factor, "factor", -1.0, 1.0)
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        drawn = self.uniform([tf.shape(images)[0]], *self.factor)
        return drawn / (1 - drawn + config.epsilon())

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        hsv = tf.keras.ops.image.rgb_to_hsv(images, "channels_last")
        saturation = hsv[..., 1] * drawn[:, None, None]
        saturation = tf.clip_by_value(saturation, *self.value_range)
        hsv = tf.stack([hsv[..., 0], saturation, hsv[..., 2]], -1)
        return tf.keras.ops.image.hsv_to_rgb(hsv, "channels_last")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "value_range"),
        }
