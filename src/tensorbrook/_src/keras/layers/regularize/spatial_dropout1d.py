"""Dropout of whole channels of sequences."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.layers.regularize.dropout import Dropout


class SpatialDropout1D(Dropout):
    """Makes some channels of sequences zero in training.

    Args:
        rate: the part that is dropped, from 0 to 1.
        seed: where the random numbers start.
        name: the name.
        dtype: the type.
    """

    def __init__(
        self,
        rate: float,
        seed: int | None = None,
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(rate, seed=seed, name=name, dtype=dtype, **kwargs)

        self.input_spec = InputSpec(ndim=3)

    def _noise_shape(self, inputs: Any) -> Any:
        """Returns a shape of one place for each channel."""
        whole = tf.keras.ops.shape(inputs)
        return (whole[0], 1, whole[2])

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        config = super().get_config()
        config.pop("noise_shape")
        return config
