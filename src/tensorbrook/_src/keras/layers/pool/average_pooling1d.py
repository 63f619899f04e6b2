"""The mean of windows on sequences."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.pool.base_pooling import BasePooling


class AveragePooling1D(BasePooling):
    """Takes the mean of each window on sequences.

    Args:
        pool_size: the size of the window.
        strides: how far the window moves; by default its size.
        padding: "valid" or "same".
        data_format: "channels_last" or "channels_first".
        name: the name.
        **kwargs: `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        pool_size: Any = 2,
        strides: Any = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            1, "AVG", pool_size, strides, padding, data_format, name=name, **kwargs
        )
