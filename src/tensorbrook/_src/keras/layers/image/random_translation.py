"""Images moved at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)
from tensorbrook._src.keras.layers.image.geometry import boxes_through, warped


class RandomTranslation(BaseImageLayer):
    """Moves images by random distances.

    Args:
        height_factor: how far down at most, as a part of the height.
        width_factor: how far across at most, as a part of the width.
        fill_mode: `"constant"`, `"nearest"`, `"reflect"` or `"wrap"`.
        interpolation: `"nearest"` or `"bilinear"`.
        seed: where the random numbers start.
        fill_value: what is outside, for `"constant"`.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    moves_boxes = True

    def __init__(
        self,
        height_factor: Any,
        width_factor: Any,
        fill_mode: str = "reflect",
        interpolation: str = "bilinear",
        seed: Any = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.height_factor = height_factor
        self.width_factor = width_factor
        self._heights = as_range(height_factor, "height_factor", -1.0, 1.0)
        self._widths = as_range(width_factor, "width_factor", -1.0, 1.0)
        self.fill_mode = fill_mode
        self.interpolation = interpolation
        self.fill_value = fill_value

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        down = self.uniform([batch, 1], *self._heights) * images.shape[1]
        across = self.uniform([batch, 1], *self._widths) * images.shape[2]
        one, zero = tf.ones_like(down), tf.zeros_like(down)
        return tf.concat([one, zero, -across, zero, one, -down, zero, zero], axis=1)

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
                self,
                "height_factor",
                "width_factor",
                "fill_mode",
                "interpolation",
                "fill_value",
            ),
        }
