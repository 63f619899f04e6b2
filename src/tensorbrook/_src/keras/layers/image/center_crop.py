"""The middle of images."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.geometry import boxes_in_crop


class CenterCrop(BaseImageLayer):
    """Cuts the middle out of images; smaller ones are resized.

    Args:
        height: the height of the outputs.
        width: the width of the outputs.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    always = True
    moves_boxes = True

    def __init__(
        self, height: int, width: int, data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.height = height
        self.width = width

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the middle of the images."""
        rows, columns = images.shape[1], images.shape[2]
        if rows < self.height or columns < self.width:
            return tf.keras.ops.image.resize(
                images,
                (self.height, self.width),
                crop_to_aspect_ratio=True,
                data_format="channels_last",
            )
        top, left = (rows - self.height) // 2, (columns - self.width) // 2
        return images[:, top : top + self.height, left : left + self.width]

    def change_masks(self, masks: Any, drawn: Any) -> Any:
        """Returns the segmentation masks of changed images."""
        return self.change(masks, drawn)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        height, width = size
        if height < self.height or width < self.width:
            return boxes_in_crop(boxes, size, (self.height, self.width))
        left, top = (width - self.width) // 2, (height - self.height) // 2
        return boxes - tf.constant([left, top, left, top], boxes.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        size = (self.height, self.width)
        if self.data_format == "channels_first":
            return (*input_shape[:-2], *size)
        return (*input_shape[:-3], *size, input_shape[-1])

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = {**super().get_config(), "height": self.height, "width": self.width}
        config.pop("seed")
        return config
