"""Images turned around at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer


class RandomFlip(BaseImageLayer):
    """Mirrors some of the images.

    Args:
        mode: `"horizontal"`, `"vertical"` or `"horizontal_and_vertical"`.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        mode: str = "horizontal_and_vertical",
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        modes = ("horizontal", "vertical", "horizontal_and_vertical")
        if mode not in modes:
            raise ValueError(
                f"RandomFlip: `mode` must be one of {modes}. Received: mode={mode!r}."
            )
        self.mode = mode

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        return self.uniform([tf.shape(images)[0], 1, 1, 1]) <= 0.5

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        if "horizontal" in self.mode:
            images = tf.where(drawn, tf.reverse(images, [2]), images)
        if "vertical" in self.mode:
            images = tf.where(drawn, tf.reverse(images, [1]), images)
        return images

    def change_masks(self, masks: Any, drawn: Any) -> Any:
        """Returns the segmentation masks of changed images."""
        return self.change(masks, drawn)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        left, top, right, bottom = tf.unstack(boxes, axis=-1)
        flips = drawn[:, 0, :, 0]
        height, width = size
        if "horizontal" in self.mode:
            left, right = (
                tf.where(flips, width - right, left),
                tf.where(flips, width - left, right),
            )
        if "vertical" in self.mode:
            top, bottom = (
                tf.where(flips, height - bottom, top),
                tf.where(flips, height - top, bottom),
            )
        return tf.stack([left, top, right, bottom], -1)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "mode")}
