"""Images whose values are equally frequent."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.value_range import moved_range


class Equalization(BaseImageLayer):
    """Makes the values of each channel equally frequent.

    Args:
        value_range: the least and the greatest value of a pixel.
        bins: how many values are told apart.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        bins: int = 256,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.value_range = value_range
        self.bins = bins

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        values = moved_range(images, self.value_range, (0, 255))
        found = [self._equalized(c) for c in tf.unstack(values, axis=-1)]
        return moved_range(tf.stack(found, -1), (0, 255), self.value_range)

    def _equalized(self, channel: Any) -> Any:
        """Returns one channel with equally frequent values."""
        place = tf.cast(channel * (self.bins - 1) / 255.0, "int32")
        place = tf.clip_by_value(place, 0, self.bins - 1)
        counts = tf.keras.ops.bincount(tf.reshape(place, [-1]), minlength=self.bins)
        total = tf.cast(tf.cumsum(counts), "float32")
        least = tf.reduce_min(tf.boolean_mask(total, total > 0))
        span = total[-1] - least
        span = tf.where(tf.equal(span, 0.0), 1.0, span)
        table = tf.clip_by_value(tf.round((total - least) * 255 / span), 0.0, 255.0)
        several = tf.reduce_sum(tf.cast(counts > 0, "int32")) > 1
        scaled = channel / 255.0 * (self.bins - 1)
        index = tf.cast(tf.clip_by_value(scaled, 0.0, self.bins - 1.0), "int32")
        return tf.where(several, tf.gather(table, index), channel)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "value_range", "bins"),
        }
