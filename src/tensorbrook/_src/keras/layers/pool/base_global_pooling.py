"""What the global pooling layers have in common."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer


class BaseGlobalPooling(Layer):
    """Takes one value of each channel.

    Args:
        rank: how many image dimensions there are.
        data_format: `"channels_last"` or `"channels_first"`.
        keepdims: whether to keep the image dimensions, of one.
        **kwargs: `name`, `dtype`, `input_shape` and the like.
    """

    def __init__(
        self, rank: int, data_format: str | None, keepdims: bool, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.rank = rank
        self.data_format = config.standardize_data_format(data_format)
        self.keepdims = keepdims
        first = 1 if self.data_format == "channels_last" else 2
        self.axes = tuple(range(first, first + rank))
        self.input_spec = InputSpec(ndim=rank + 2)
        self.built = True

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        sizes = list(enumerate(input_shape))
        if self.keepdims:
            return tuple(1 if axis in self.axes else size for axis, size in sizes)
        return tuple(size for axis, size in sizes if axis not in self.axes)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            "data_format": self.data_format,
            "keepdims": self.keepdims,
        }
