"""The mean of inputs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.merge.base_merge import Merge


class Average(Merge):
    """Computes the mean of inputs, elementwise."""

    def merge(self, first: Any, second: Any) -> Any:
        """Returns two inputs merged."""
        return first + second

    def call(self, inputs: Any) -> Any:
        """Computes the outputs."""
        return super().call(inputs) / len(inputs)


def average(inputs: Any, **kwargs: Any) -> Any:
    """Returns the mean of inputs.

    Args:
        inputs: tensors.
        **kwargs: arguments of the layer.
    """
    return Average(**kwargs)(inputs)
