"""Images mixed with others."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer


class MixUp(BaseImageLayer):
    """Mixes each image, and its labels, with another one.

    Args:
        alpha: the shape of the distribution of shares.
        data_format: `"channels_last"` or `"channels_first"`.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        alpha: float = 0.2,
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.alpha = alpha

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        batch = tf.shape(images)[0]
        order = tf.keras.random.shuffle(tf.range(batch), seed=self.generator)
        shape = (images.shape[0] or batch,)
        return order, tf.keras.random.beta(
            shape, self.alpha, self.alpha, seed=self.generator
        )

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        order, share = drawn
        share = tf.reshape(share, [-1, 1, 1, 1])
        return share * images + (1.0 - share) * tf.gather(images, order)

    def change_labels(self, labels: Any, drawn: Any) -> Any:
        """Returns the mixed labels."""
        order, share = drawn
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
        return {**super().get_config(), **describe_arguments(self, "alpha")}
