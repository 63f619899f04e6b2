"""Images sheared at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)
from tensorbrook._src.keras.layers.image.geometry import (
    affine_maps,
    boxes_through,
    warped,
)


class RandomShear(BaseImageLayer):
    """Shears images by random angles.

    Args:
        x_factor: the greatest part of 45 degrees across, or two bounds.
        y_factor: the greatest part of 45 degrees down, or two bounds.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        fill_value: what is outside, for `"constant"`.
        data_format: `"channels_last"` or `"channels_first"`.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    moves_boxes = True

    def __init__(
        self,
        x_factor: Any = 0.0,
        y_factor: Any = 0.0,
        interpolation: str = "bilinear",
        fill_mode: str = "reflect",
        fill_value: float = 0.0,
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.x_factor = as_range(x_factor, "x_factor", 0.0, 1.0)
        self.y_factor = as_range(y_factor, "y_factor", 0.0, 1.0)
        self.interpolation = interpolation
        self.fill_mode = fill_mode
        self.fill_value = fill_value

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        sign = tf.where(self.uniform([batch, 1]) < 0.5, -1.0, 1.0)
        across = self.uniform([batch, 1], *self.x_factor)
        down = self.uniform([batch, 1], *self.y_factor)
        angles = tf.concat([across, down], 1) * sign * 45.0
        zero = tf.zeros_like(angles[:, 0])
        size = (images.shape[1], images.shape[2])
        return affine_maps(zero, angles[:, 0], angles[:, 1], *size)

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        return warped(
            images, drawn, self.interpolation, self.fill_mode, self.fill_value
        )

    def change_masks(self, masks: Any, drawn: Any) -> Any:
        """Returns the segmentation masks of changed images."""
        return warped(masks, drawn, "nearest", self.fill_mode, self.fill_value)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        return boxes_through(boxes, drawn)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(
                self, "x_factor", "y_factor", "interpolation", "fill_mode", "fill_value"
            ),
        }
