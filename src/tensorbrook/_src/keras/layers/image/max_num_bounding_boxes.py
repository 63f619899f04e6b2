"""As many boxes in each image."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer


class MaxNumBoundingBoxes(BaseImageLayer):
    """Cuts or fills the boxes that come with images to a fixed number.

    Args:
        max_number: how many boxes each image gets.
        fill_value: what stands for a box that is not there.
        **kwargs: `bounding_box_format`, `name` and the like.

    Example:
        >>> import tensorbrook as tf
        >>> layer = tf.keras.layers.MaxNumBoundingBoxes(3, bounding_box_format="xyxy")
        >>> boxes = {"boxes": tf.zeros((1, 2, 4)), "labels": tf.zeros((1, 2))}
        >>> found = layer({"images": tf.zeros((1, 4, 4, 3)), "bounding_boxes": boxes})
        >>> found["bounding_boxes"]["labels"].numpy()
        array([[ 0.,  0., -1.]], dtype=float32)
    """

    always = True

    def __init__(self, max_number: int, fill_value: float = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_number = int(max_number)
        self.fill_value = int(fill_value)

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the images."""
        return images

    def _moved_boxes(self, boxes: Any, drawn: Any, size: Any, form: Any) -> Any:
        """Returns a dict of as many boxes and labels as wanted."""
        found = super()._moved_boxes(boxes, drawn, size, form)
        for key, tail in (("boxes", 1), ("labels", 0)):
            values = found[key]
            axis = values.shape.rank - 1 - tail
            values = values[:, : self.max_number] if axis else values[: self.max_number]
            missing = self.max_number - tf.shape(values)[axis]
            margins = [[0, 0]] * axis + [[0, missing]] + [[0, 0]] * tail
            fill = tf.cast(self.fill_value, values.dtype)
            filled = tf.pad(values, margins, constant_values=fill)
            shape = values.shape.as_list()
            shape[axis] = self.max_number
            found[key] = tf.ensure_shape(filled, shape)
        return found

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(self, "max_number", "fill_value")
        config = {**super().get_config(), **own}
        config.pop("seed")
        return config
