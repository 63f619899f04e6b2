"""Volumes without their edges."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.reshape.margins import as_pairs, changed


class Cropping3D(Layer):
    """Cuts the edges of volumes off.

    Args:
        cropping: how many, before and after.
        data_format: `"channels_last"` or `"channels_first"`.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self,
        cropping: Any = ((1, 1), (1, 1), (1, 1)),
        data_format: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.cropping = as_pairs(cropping, 3, "cropping")
        self.data_format = config.standardize_data_format(data_format)
        self.input_spec = InputSpec(ndim=5)

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        self.compute_output_shape(tuple(inputs.shape.as_list()))
        kept = [slice(start, -stop or None) for start, stop in self.cropping]
        last = self.data_format == "channels_last"
        rows = slice(None)
        return inputs[(rows, *kept, rows) if last else (rows, rows, *kept)]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return changed(input_shape, self.cropping, self.data_format, -1)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        own = {"cropping": self.cropping, "data_format": self.data_format}
        return {**super().get_config(), **own}
