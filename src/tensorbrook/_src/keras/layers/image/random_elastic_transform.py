"""Images bent at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
    chosen,
)


class RandomElasticTransform(BaseImageLayer):
    """Moves each pixel of some images by a smooth random distance.

    Args:
        factor: how likely an image is changed, or two bounds.
        scale: how far pixels move, or two bounds.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        fill_value: what is outside, for `"constant"`.
        value_range: the least and the greatest value of a pixel.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any = 1.0,
        scale: Any = 1.0,
        interpolation: str = "bilinear",
        fill_mode: str = "reflect",
        fill_value: float = 0.0,
        value_range: Any = (0, 255),
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.scale = as_range(scale, "scale", 0.0, 1.0)
        self.interpolation = interpolation
        self.fill_mode = fill_mode
        self.fill_value = fill_value
        self.value_range = value_range

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        likely = self.uniform([batch], *self.factor)
        flags = self.uniform([batch]) < likely
        return flags, self.uniform([], *self.scale)

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        flags, strength = drawn
        height, width = images.shape[1], images.shape[2]
        moved = tf.keras.ops.image.elastic_transform(
            images,
            max(height, width) * 0.1 * strength,
            min(height, width) * 0.05 * strength,
            self.interpolation,
            self.fill_mode,
            self.fill_value,
            self.generator,
            "channels_last",
        )
        return tf.clip_by_value(chosen(flags, moved, images), *self.value_range)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        raise NotImplementedError(
            f"{type(self).__name__}: boxes cannot go along with the images."
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(
                self,
                "factor",
                "scale",
                "interpolation",
                "fill_mode",
                "fill_value",
                "value_range",
            ),
        }
