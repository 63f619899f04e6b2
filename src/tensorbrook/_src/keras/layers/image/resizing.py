"""Images of another size."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.geometry import (
    boxes_in_crop,
    boxes_in_frame,
)


class Resizing(BaseImageLayer):
    """Gives images another size.

    Args:
        height: the height of the outputs.
        width: the width of the outputs.
        interpolation: `"bilinear"`, `"nearest"`, `"bicubic"`, `"lanczos3"` or
            `"lanczos5"`.
        crop_to_aspect_ratio: whether to cut images to the right proportions first.
        pad_to_aspect_ratio: whether to fill images up to the right proportions.
        fill_mode: `"constant"`.
        fill_value: the filling.
        antialias: whether to smooth when images become smaller.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    always = True
    moves_boxes = True

    def __init__(
        self,
        height: int,
        width: int,
        interpolation: str = "bilinear",
        crop_to_aspect_ratio: bool = False,
        pad_to_aspect_ratio: bool = False,
        fill_mode: str = "constant",
        fill_value: float = 0.0,
        antialias: bool = False,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data_format=data_format, **kwargs)
        self.height = height
        self.width = width
        self.interpolation = interpolation
        self.crop_to_aspect_ratio = crop_to_aspect_ratio
        self.pad_to_aspect_ratio = pad_to_aspect_ratio
        self.fill_mode = fill_mode
        self.fill_value = fill_value
        self.antialias = antialias

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the resized images."""
        return tf.keras.ops.image.resize(
            images,
            (self.height, self.width),
            interpolation=self.interpolation,
            antialias=self.antialias,
            crop_to_aspect_ratio=self.crop_to_aspect_ratio,
            pad_to_aspect_ratio=self.pad_to_aspect_ratio,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format="channels_last",
        )

    def change_masks(self, masks: Any, drawn: Any) -> Any:
        """Returns the segmentation masks of changed images."""
        return tf.keras.ops.image.resize(
            masks,
            (self.height, self.width),
            interpolation="nearest",
            crop_to_aspect_ratio=self.crop_to_aspect_ratio,
            pad_to_aspect_ratio=self.pad_to_aspect_ratio,
            fill_mode=self.fill_mode,
            fill_value=self.fill_value,
            data_format="channels_last",
        )

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns boxes around the same things in the changed images."""
        target = (self.height, self.width)
        if self.crop_to_aspect_ratio:
            return boxes_in_crop(boxes, size, target)
        if self.pad_to_aspect_ratio:
            return boxes_in_frame(boxes, size, target)
        shares = (self.width / size[1], self.height / size[0])
        return boxes * tf.constant([*shares, *shares], boxes.dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        size = (self.height, self.width)
        if self.data_format == "channels_first":
            return (*input_shape[:-2], *size)
        return (*input_shape[:-3], *size, input_shape[-1])

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(
            self,
            "height",
            "width",
            "interpolation",
            "crop_to_aspect_ratio",
            "pad_to_aspect_ratio",
            "fill_mode",
            "fill_value",
            "antialias",
        )
        config = {**super().get_config(), **own}
        config.pop("seed")
        return config
