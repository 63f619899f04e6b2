"""Parts of images at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.geometry import boxes_in_crop


class RandomCrop(BaseImageLayer):
    """Cuts a random part out of images; in inference the middle.

    Args:
        height: the height of the outputs.
        width: the width of the outputs.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        name: the name.
        **kwargs: `name`, `dtype` and the like.
    """

    moves_boxes = True

    def __init__(
        self,
        height: int,
        width: int,
        seed: Any = None,
        data_format: str | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, name=name, **kwargs)
        self.height = height
        self.width = width

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        rows, columns = images.shape[1], images.shape[2]
        if rows <= self.height or columns <= self.width:
            return None
        top = self.uniform([], 0.0, float(rows - self.height + 1))
        left = self.uniform([], 0.0, float(columns - self.width + 1))
        return tf.cast(top, "int32"), tf.cast(left, "int32")

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        if drawn is None:
            return self._middle(images)
        top, left = drawn
        shape = [tf.shape(images)[0], self.height, self.width, images.shape[3]]
        return tf.slice(images, [0, top, left, 0], shape)

    def change_masks(self, masks: Any, drawn: Any) -> Any:
        """Returns the segmentation masks of changed images."""
        return self.change(masks, drawn)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        if drawn is None:
            return boxes_in_crop(boxes, size, (self.height, self.width))
        top, left = (tf.cast(value, boxes.dtype) for value in drawn)
        return boxes - tf.stack([left, top, left, top])

    def call(self, data: Any, training: Any = True) -> Any:
        """Computes the parts; in inference the middle."""
        if training or isinstance(data, dict):
            return super().call(data, training)
        images, single = self._entered(tf.convert_to_tensor(data))
        return self._left(self._middle(images), single)

    def _middle(self, images: Any) -> Any:
        """Returns the middle of the images in the right size."""
        return tf.keras.ops.image.resize(
            images,
            (self.height, self.width),
            crop_to_aspect_ratio=True,
            data_format="channels_last",
        )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        size = (self.height, self.width)
        if self.data_format == "channels_first":
            return (*input_shape[:-2], *size)
        return (*input_shape[:-3], *size, input_shape[-1])

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "height", "width")}
