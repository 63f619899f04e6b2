"""The mean of whole sequences."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.pool.base_global_pooling import BaseGlobalPooling


class GlobalAveragePooling1D(BaseGlobalPooling):
    """Takes the mean of each channel over whole sequences.

    Args:
        data_format: "channels_last" or "channels_first".
        keepdims: whether to keep the image dimensions, of one.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self, data_format: str | None = None, keepdims: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(1, data_format, keepdims, **kwargs)
        self.supports_masking = True

    def call(self, inputs: Any, mask: Any = None) -> tf.Tensor:
        """Computes the outputs: the mean of the steps that a mask keeps."""
        if mask is None:
            return tf.reduce_mean(inputs, self.axes, keepdims=self.keepdims)
        last = self.data_format == "channels_last"
        kept = tf.cast(tf.expand_dims(mask, 2 if last else 1), "bool")
        total = tf.reduce_sum(tf.where(kept, inputs, 0), self.axes, self.keepdims)
        count = tf.reduce_sum(tf.cast(kept, inputs.dtype), self.axes, self.keepdims)
        return total / count

    def compute_mask(self, inputs: Any, mask: Any = None) -> None:
        """Returns no mask: there are no steps any more."""
