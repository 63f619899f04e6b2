"""Zeros around volumes."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.reshape.margins import as_pairs, changed


class ZeroPadding3D(Layer):
    """Puts zeros around volumes.

    Args:
        padding: how many, before and after.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        padding: Any = ((1, 1), (1, 1), (1, 1)),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.padding = as_pairs(padding, 3, "padding")
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=5)

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        pads = [list(pair) for pair in self.padding]
        last = self.data_format == "channels_last"
        around = [[0, 0], *pads, [0, 0]] if last else [[0, 0], [0, 0], *pads]
        return tf.pad(inputs, around)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return changed(input_shape, self.padding, self.data_format, 1)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        padding = self.padding
        own = {"padding": padding, "data_format": self.data_format}
        return {**super().get_config(), **own}
