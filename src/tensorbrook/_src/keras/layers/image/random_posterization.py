"""Images with fewer values at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)
from tensorbrook._src.keras.layers.image.value_range import moved_range


class RandomPosterization(BaseImageLayer):
    """Keeps a random number of the highest bits of each value.

    Args:
        factor: the greatest number of bits, or two bounds, from 1 to 8.
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
        self.factor = as_range(factor, "factor", 1, 8)
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        low, high = (int(bound) for bound in self.factor)
        if low == high:
            return tf.fill([batch], 8 - low)
        bits = tf.random.stateless_uniform(
            [batch], self.generator.next(), low, high, "int64"
        )
        return 8 - tf.cast(bits, "int32")

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        bytes_ = moved_range(images, self.value_range, (0, 255))
        whole = tf.cast(tf.cast(bytes_, "uint8"), "int32")
        shift = drawn[:, None, None, None]
        kept = tf.bitwise.right_shift(whole, shift + tf.zeros_like(whole))
        kept = tf.bitwise.left_shift(kept, shift + tf.zeros_like(whole))
        found = tf.cast(kept, images.dtype)
        return moved_range(found, (0, 255), self.value_range)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "value_range"),
        }
