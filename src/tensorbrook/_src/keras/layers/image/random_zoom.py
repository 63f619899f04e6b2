"""Images nearer or farther at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)
from tensorbrook._src.keras.layers.image.geometry import boxes_through, warped


class RandomZoom(BaseImageLayer):
    """Makes images greater or smaller by a random factor.

    Args:
        height_factor: how much the height changes at most, or two bounds.
        width_factor: how much the width changes; by default like the height.
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
        width_factor: Any = None,
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
        self._widths = None
        if width_factor is not None:
            self._widths = as_range(width_factor, "width_factor", -1.0, 1.0)
        self.fill_mode = fill_mode
        self.interpolation = interpolation
        self.fill_value = fill_value

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        low, high = self._heights
        tall = wide = self.uniform([batch, 1], 1.0 + low, 1.0 + high)
        if self._widths is not None:
            low, high = self._widths
            wide = self.uniform([batch, 1], 1.0 + low, 1.0 + high)
        zero = tf.zeros_like(tall)
        x = (images.shape[2] - 1.0) / 2.0 * (1.0 - wide)
        y = (images.shape[1] - 1.0) / 2.0 * (1.0 - tall)
        return tf.concat([wide, zero, x, zero, tall, y, zero, zero], axis=1)

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
