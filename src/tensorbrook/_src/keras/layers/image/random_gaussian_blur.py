"""Images smoothed at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
    chosen,
)


class RandomGaussianBlur(BaseImageLayer):
    """Smooths some of the images.

    Args:
        factor: how likely an image is changed, or two bounds.
        kernel_size: the size of the window, odd.
        sigma: the greatest standard deviation, or two bounds.
        value_range: the least and the greatest value of a pixel.
        data_format: `"channels_last"` or `"channels_first"`.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any = 1.0,
        kernel_size: Any = 3,
        sigma: Any = 1.0,
        value_range: Any = (0, 255),
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.sigma = as_range(sigma, "sigma", 0.0, 1.0)
        size = kernel_size
        self.kernel_size = (size, size) if isinstance(size, int) else tuple(size)
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        likely = self.uniform([batch], *self.factor)
        flags = self.uniform([batch]) < likely
        return flags, self.uniform([2], *self.sigma) + 1e-6

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        flags, sigma = drawn
        smooth = tf.keras.ops.image.gaussian_blur(
            images, self.kernel_size, sigma, "channels_last"
        )
        return tf.clip_by_value(chosen(flags, smooth, images), *self.value_range)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "kernel_size", "sigma", "value_range"),
        }
