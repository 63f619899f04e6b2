"""The mean of windows, for a fixed output size."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.pool.base_adaptive_pooling import BaseAdaptivePooling


class AdaptiveAveragePooling1D(BaseAdaptivePooling):
    """Takes the mean of as many windows as the output shall have.

    Args:
        output_size: the size of the outputs.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self, output_size: Any, data_format: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(1, "AVG", output_size, data_format, **kwargs)
