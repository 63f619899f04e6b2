"""The sum of inputs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.merge.base_merge import Merge


class Add(Merge):
    """Computes the sum of inputs, elementwise."""

    def merge(self, first: Any, second: Any) -> Any:
        """Returns two inputs merged."""
        return first + second


def add(inputs: Any, **kwargs: Any) -> Any:
    """Returns the sum of inputs.

    Args:
        inputs: tensors.
        **kwargs: arguments of the layer.
    """
    return Add(**kwargs)(inputs)
