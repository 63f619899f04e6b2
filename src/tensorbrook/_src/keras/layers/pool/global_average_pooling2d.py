"""The mean of whole images."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.pool.base_global_pooling import BaseGlobalPooling


class GlobalAveragePooling2D(BaseGlobalPooling):
    """Takes the mean of each channel over whole images.

    Args:
        data_format: "channels_last" or "channels_first".
        keepdims: whether to keep the image dimensions, of one.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(2, data_format, keepdims, **kwargs)

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        return tf.reduce_mean(inputs, self.axes, keepdims=self.keepdims)
