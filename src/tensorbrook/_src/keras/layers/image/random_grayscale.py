"""Images without colors at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    chosen,
    grey,
)


class RandomGrayscale(BaseImageLayer):
    """Takes the colors out of some images.

    Args:
        factor: how likely an image is changed.
        data_format: `"channels_last"` or `"channels_first"`.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: float = 0.5,
        data_format: str | None = None,
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        if not 0 <= factor <= 1:
            raise ValueError(
                f"RandomGrayscale: `factor` must be from 0 to 1, not {factor}."
            )
        self.factor = factor

    def draw(self, images: Any) -> Any:
        """Draws the random numbers for a batch of images."""
        return self.uniform([tf.shape(images)[0]]) < self.factor

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        return chosen(drawn, grey(images), images)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "factor")}
