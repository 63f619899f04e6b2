"""Images with a part of others."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)
from tensorbrook._src.keras.layers.image.rectangles import inside, rectangle


class CutMix(BaseImageLayer):
    """Replaces a rectangle of each image by that of another one.

    Args:
        factor: the shape of the distribution of shares, or two bounds.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any = 1.0,
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.factor = as_range(factor, "factor", 0.0, 1.0)

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = images.shape[0]
        height, width = images.shape[1], images.shape[2]
        alpha = self.uniform([], *self.factor) + 1e-6
        share = tf.keras.random.beta((batch,), alpha, alpha, seed=self.generator)
        size = tf.sqrt(1.0 - share)
        box = rectangle(self, batch, size, size, height, width)
        area = (box[1] - box[0]) * (box[3] - box[2])
        order = tf.keras.random.shuffle(tf.range(batch), seed=self.generator)
        return order, inside(box, height, width), 1.0 - area / (height * width)

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        order, hole, _ = drawn
        return tf.where(hole, tf.gather(images, order), images)

    def change_labels(self, labels: Any, drawn: Any) -> Any:
        """Returns the mixed labels."""
        order, _, share = drawn
        values = tf.cast(labels, "float32")
        share = tf.reshape(share, [-1] + [1] * (len(values.shape) - 1))
        return share * values + (1.0 - share) * tf.gather(values, order)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        raise NotImplementedError(
            f"{type(self).__name__}: boxes cannot go along with the images."
        )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "factor")}
