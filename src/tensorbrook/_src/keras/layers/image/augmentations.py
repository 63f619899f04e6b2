"""The set of changes from which the layers that mix several draw."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.image.auto_contrast import AutoContrast
from tensorbrook._src.keras.layers.image.base_image_layer import BaseImageLayer
from tensorbrook._src.keras.layers.image.equalization import Equalization
from tensorbrook._src.keras.layers.image.random_brightness import RandomBrightness
from tensorbrook._src.keras.layers.image.random_color_degeneration import (
    RandomColorDegeneration,
)
from tensorbrook._src.keras.layers.image.random_contrast import RandomContrast
from tensorbrook._src.keras.layers.image.random_posterization import RandomPosterization
from tensorbrook._src.keras.layers.image.random_rotation import RandomRotation
from tensorbrook._src.keras.layers.image.random_sharpness import RandomSharpness
from tensorbrook._src.keras.layers.image.random_shear import RandomShear
from tensorbrook._src.keras.layers.image.random_translation import RandomTranslation
from tensorbrook._src.keras.layers.image.solarization import Solarization


def augmentations(
    factor: tuple[float, float],
    value_range: Any,
    interpolation: str,
    seed: Any,
    colors: bool = True,
) -> list[BaseImageLayer]:
    """Makes layers that move images and change their colors.

    Args:
        factor: the bounds of how strong the changes are.
        value_range: the least and the greatest value of a pixel.
        interpolation: `"nearest"` or `"bilinear"`.
        seed: where the random numbers start.
        colors: whether changes of brightness, contrast and sharpness are among them.
    """
    ranged = {"value_range": value_range, "seed": seed}
    moved = {"interpolation": interpolation, "seed": seed}
    found: list[BaseImageLayer] = [
        RandomShear(factor, factor, **moved),
        RandomTranslation(factor, factor, **moved),
        RandomRotation(factor, **moved),
        RandomPosterization((1, max(1, int(8 * factor[1]))), **ranged),
        Solarization(factor, factor, **ranged),
        AutoContrast(value_range),
        Equalization(value_range),
    ]
    if colors:
        found += [
            RandomBrightness(factor, **ranged),
            RandomColorDegeneration(factor, **ranged),
            RandomContrast(factor, **ranged),
            RandomSharpness(factor, **ranged),
        ]
    return found


def changed_by(
    layers: list[BaseImageLayer], which: Any, images: Any, drawn: list[Any]
) -> Any:
    """Returns images changed by one of the layers.

    Args:
        layers: the layers.
        which: the number of the layer, an integer tensor.
        images: (batch, height, width, channels).
        drawn: what each layer drew.
    """
    changes = [
        lambda layer=layer, own=own: tf.cast(layer.change(images, own), images.dtype)
        for layer, own in zip(layers, drawn, strict=True)
    ]
    return tf.switch_case(which, changes)
