"""Images mixed with changed copies of themselves."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.image.augmentations import augmentations, changed_by
from tensorbrook._src.keras.layers.image.base_image_layer import (
    BaseImageLayer,
    as_range,
)


class AugMix(BaseImageLayer):
    """Mixes images with several copies, each changed by a chain of random changes.

    Args:
        value_range: the least and the greatest value of a pixel.
        num_chains: how many copies are mixed.
        chain_depth: how many changes a copy gets at most.
        factor: how strong they are, from 0 to 1, or two bounds.
        alpha: how alike the shares of the copies are.
        all_ops: whether brightness, contrast and sharpness change too.
        interpolation: `"nearest"` or `"bilinear"`.
        seed: where the random numbers start.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.

    Example:
        >>> import tensorbrook as tf
        >>> layer = tf.keras.layers.AugMix(num_chains=2, chain_depth=1, seed=3)
        >>> layer(tf.ones((2, 8, 8, 3)), training=True).shape
        TensorShape([2, 8, 8, 3])
    """

    def __init__(
        self,
        value_range: Any = (0, 255),
        num_chains: int = 3,
        chain_depth: int = 3,
        factor: Any = 0.3,
        alpha: float = 1.0,
        all_ops: bool = True,
        interpolation: str = "bilinear",
        seed: Any = None,
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(seed=seed, data_format=data_format, **kwargs)
        self.value_range = value_range
        self.num_chains = num_chains
        self.chain_depth = chain_depth
        self.factor = as_range(factor, "factor", 0.0, 1.0)
        self.alpha = alpha
        self.all_ops = all_ops
        self.interpolation = interpolation
        self._changes = augmentations(
            self.factor, value_range, interpolation, seed, all_ops
        )

    def draw(self, images: Any) -> Any:
        """Draws the shares, the lengths of the chains and their changes."""
        batch = tf.shape(images)[0]
        parts = tf.keras.random.gamma(
            (batch, self.num_chains), self.alpha, seed=self.generator
        )
        shares = parts / tf.reduce_sum(parts, 1, keepdims=True)
        mixed = tf.keras.random.beta(
            (batch,), self.alpha, self.alpha, seed=self.generator
        )
        chains = []
        for _ in range(self.num_chains):
            shape = (self.chain_depth,)
            which = tf.keras.random.randint(
                shape, 0, len(self._changes), seed=self.generator
            )
            length = tf.keras.random.randint(
                (), 1, self.chain_depth + 1, seed=self.generator
            )
            drawn = [
                [layer.draw(images) for layer in self._changes]
                for _ in range(self.chain_depth)
            ]
            chains.append((which, length, drawn))
        return shares, mixed, chains

    def change(self, images: Any, drawn: Any) -> Any:
        """Returns the changed images."""
        shares, mixed, chains = drawn
        total = tf.zeros_like(images)
        for number, (which, length, own) in enumerate(chains):
            copy = images
            for step in range(self.chain_depth):
                changed = changed_by(self._changes, which[step], copy, own[step])
                copy = tf.where(step < length, changed, copy)
            total += tf.cast(shares[:, number, None, None, None], copy.dtype) * copy
        share = tf.cast(mixed[:, None, None, None], images.dtype)
        found = share * images + (1.0 - share) * total
        return tf.clip_by_value(found, *self.value_range)

    def change_boxes(self, boxes: Any, drawn: Any, size: Any) -> Any:
        """Returns the boxes: the mixture keeps the images in place."""
        return boxes

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = describe_arguments(
            self, "value_range", "num_chains", "chain_depth", "factor", "alpha",
            "all_ops", "interpolation",
        )  # fmt: skip
        return {**super().get_config(), **own}
