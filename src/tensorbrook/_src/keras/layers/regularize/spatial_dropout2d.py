"""Dropout of whole channels of images."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.layers.regularize.dropout import Dropout


class SpatialDropout2D(Dropout):
    """Makes some channels of images zero in training.

    Args:
        rate: the part that is dropped, from 0 to 1.
        data_format: `"channels_last"` or `"channels_first"`.
        seed: where the random numbers start.
        name: the name.
        dtype: the type.
    """

    def __init__(
        self,
        rate: float,
        data_format: str | None = None,
        seed: int | None = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(rate, seed=seed, name=name, dtype=dtype, **kwargs)
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=4)

    def _noise_shape(self, inputs: Any) -> Any:
        """Returns a shape of one place for each channel."""
        whole = tf.keras.ops.shape(inputs)
        last = self.data_format == "channels_last"
        return (whole[0], 1, 1, whole[3]) if last else (*whole[:2], 1, 1)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = super().get_config()
        config.pop("noise_shape")
        return {**config, "data_format": self.data_format}
