"""Images turned at random."""

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


class RandomRotation(BaseImageLayer):
    """Turns images by a random angle.

    Args:
        factor: the greatest angle as a part of a whole turn, or two bounds.
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
        factor: Any,
        fill_mode: str = "reflect",
        interpolation: str = "bilinear",
        seed: Any = None,
        fill_value: float = 0.0,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", -1.0, 1.0)
        self.fill_mode = fill_mode
        self.interpolation = interpolation
        self.fill_value = fill_value

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        low, high = (bound * 360.0 for bound in self.factor)
        angle = self.uniform([tf.shape(images)[0]], low, high)
        zero = tf.zeros_like(angle)
        return affine_maps(angle, zero, zero, images.shape[1], images.shape[2])

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
                self, "factor", "fill_mode", "interpolation", "fill_value"
            ),
        }
