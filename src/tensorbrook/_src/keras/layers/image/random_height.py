"""Images of another height at random."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)


class RandomHeight(BaseImageLayer):
    """Changes the height of a batch of images by a random factor.

    Args:
        factor: how much at most, or two bounds.
        interpolation: `"bilinear"`, `"nearest"` and the like.
        seed: where the random numbers start.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        factor: Any,
        interpolation: str = "bilinear",
        seed: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, **kwargs)
        self.factor = as_range(factor, "factor", -1.0, 1.0)
        self.interpolation = interpolation

    def draw(self, images: Any) -> Any:
        """Draws the factor."""
        return self.uniform([], 1.0 + self.factor[0], 1.0 + self.factor[1])

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        size = [images.shape[1], images.shape[2]]
        size[0] = tf.cast(drawn * size[0], "int32")
        found = tf.image.resize(images, tf.stack(size), self.interpolation)
        return tf.cast(found, self.compute_dtype)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        shape = list(input_shape)
        shape[-3] = None
        return tuple(shape)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(self, "factor", "interpolation"),
        }
