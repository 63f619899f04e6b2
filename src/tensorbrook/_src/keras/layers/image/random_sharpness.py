"""Images sharper or softer at random."""

from __future__ import annotations

from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)


class RandomSharpness(BaseImageLayer):
    """Mixes images with softened ones by a random factor.

    Args:
        factor: 0.5 changes nothing, 0 softens; or two bounds.
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
        drawn = self.uniform([tf.shape(images)[0]], *self.factor)
        return drawn / (1 - drawn + config.epsilon())

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        channels = images.shape[-1]
        window = np.array([[1, 1, 1], [1, 5, 1], [1, 1, 1]], "float32") / 13
        kernel = np.repeat(window[:, :, None, None], channels, 2)
        soft = tf.nn.depthwise_conv2d(
            images, tf.constant(kernel, images.dtype), [1, 1, 1, 1], "VALID"
        )
        inner = tf.pad(tf.ones_like(soft), [[0, 0], [1, 1], [1, 1], [0, 0]])
        soft = tf.pad(soft, [[0, 0], [1, 1], [1, 1], [0, 0]])
        soft = tf.where(inner > 0, soft, images)
        share = drawn[:, None, None, None]
        return tf.clip_by_value(soft + (images - soft) * share, *self.value_range)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "value_range"),
        }
