"""Images that use all values."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.value_range import moved_range


class AutoContrast(BaseImageLayer):
    """Stretches the values of each channel over the whole range.

    Args:
        value_range: the least and the greatest value of a pixel.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.value_range = value_range

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        values = moved_range(images, self.value_range, (0, 255))
        low = tf.reduce_min(values, [1, 2], keepdims=True)
        high = tf.reduce_max(values, [1, 2], keepdims=True)
        scale = 255.0 / (high - low)
        found = tf.clip_by_value(values * scale - low * scale, 0.0, 255.0)
        found = moved_range(found, (0, 255), self.value_range)
        return tf.where(tf.math.is_nan(found), images, found)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "value_range")}
