"""Images seen from elsewhere at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
    chosen,
)


class RandomPerspective(BaseImageLayer):
    """Moves the corners of some images by random distances.

    Args:
        factor: how likely an image is changed, or two bounds.
        scale: how far the corners move.
        interpolation: `"nearest"` or `"bilinear"`.
        fill_value: what is outside, for `"constant"`.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any = 1.0,
        scale: float = 1.0,
        interpolation: str = "bilinear",
        fill_value: float = 0.0,
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.scale = scale
        self.interpolation = interpolation
        self.fill_value = fill_value

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        likely = self.uniform([batch], *self.factor)
        flags = self.uniform([batch]) < likely
        moves = self.uniform([batch, 4, 2], -0.5 * self.scale, 0.5 * self.scale)
        right, bottom = images.shape[2] - 1.0, images.shape[1] - 1.0
        corners = [[0.0, 0.0], [right, 0.0], [0.0, bottom], [right, bottom]]
        starts = tf.ones([batch, 1, 1]) * tf.constant([corners])
        return flags, starts, starts + starts * moves

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        flags, starts, ends = drawn
        moved = tf.keras.ops.image.perspective_transform(
            images, starts, ends, self.interpolation, self.fill_value, "channels_last"
        )
        return chosen(flags, moved, images)

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
                self, "factor", "scale", "interpolation", "fill_value"
            ),
        }
