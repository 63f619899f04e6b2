"""Images changed in several random ways."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.augmentations import augmentations, changed_by
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)


class RandAugment(BaseImageLayer):
    """Applies a few changes, drawn from a fixed set, one after the other.

    Args:
        value_range: the least and the greatest value of a pixel.
        num_ops: how many changes are applied.
        factor: how strong they are, from 0 to 1, or two bounds.
        interpolation: `"nearest"` or `"bilinear"`.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> import tensorbrook as tf
        >>> layer = tf.keras.layers.RandAugment(num_ops=1, seed=3)
        >>> layer(tf.ones((2, 8, 8, 3)), training=True).shape
        TensorShape([2, 8, 8, 3])
    """

    moves_boxes = True

    def __init__(
        self,
        value_range: Any = (0, 255),
        num_ops: int = 2,
        factor: Any = 0.5,
        interpolation: str = "bilinear",
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.value_range = value_range
        self.num_ops = num_ops
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.interpolation = interpolation
        self._changes = augmentations(self.factor, value_range, interpolation, seed)

    def draw(self, images: Any) -> Any:
        """Draws which changes are applied, and their random numbers."""
        order = tf.keras.random.shuffle(
            tf.range(len(self._changes)), seed=self.generator
        )
        return order, [layer.draw(images) for layer in self._changes]

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        order, own = drawn
        for number in range(min(self.num_ops, len(self._changes))):
            images = changed_by(self._changes, order[number], images, own)
        return images

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        order, own = drawn
        for number in range(min(self.num_ops, len(self._changes))):
            moves = [
                lambda layer=layer, mine=mine, boxes=boxes: layer.change_boxes(
                    boxes, mine, size
                )
                for layer, mine in zip(self._changes, own, strict=True)
            ]
            boxes = tf.switch_case(order[number], moves)
        return boxes

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(
            self, "value_range", "num_ops", "factor", "interpolation"
        )
        return {**super().get_config(), **own}
