"""Images with other colors at random."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.random_brightness import RandomBrightness
from tensorbrook._src.keras.layers.image.random_contrast import RandomContrast
from tensorbrook._src.keras.layers.image.random_hue import RandomHue
from tensorbrook._src.keras.layers.image.random_saturation import RandomSaturation


class RandomColorJitter(BaseImageLayer):
    """Changes brightness, contrast, saturation and hue at random.

    Args:
        value_range: the least and the greatest value of a pixel.
        brightness_factor: see `RandomBrightness`.
        contrast_factor: see `RandomContrast`.
        saturation_factor: see `RandomSaturation`.
        hue_factor: see `RandomHue`.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        brightness_factor: Any = None,
        contrast_factor: Any = None,
        saturation_factor: Any = None,
        hue_factor: Any = None,
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.value_range = value_range
        self.brightness_factor = brightness_factor
        self.contrast_factor = contrast_factor
        self.saturation_factor = saturation_factor
        self.hue_factor = hue_factor
        makers = (
            (RandomBrightness, brightness_factor),
            (RandomContrast, contrast_factor),
            (RandomSaturation, saturation_factor),
            (RandomHue, hue_factor),
        )
        self._parts = [
            make(factor, value_range=value_range, seed=self.generator)
            for make, factor in makers
            if factor is not None
        ]

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        for part in self._parts:
            images = part.change(images, part.draw(images))
        return images

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(
                self,
                "value_range",
                "brightness_factor",
                "contrast_factor",
                "saturation_factor",
                "hue_factor",
            ),
        }
