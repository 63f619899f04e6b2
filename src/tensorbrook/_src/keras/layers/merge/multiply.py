"""The product of inputs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.merge.base_merge import Merge


class Multiply(Merge):
    """Computes the product of inputs, elementwise."""

    def merge(self, first: Any, second: Any) -> Any:
        """Returns two inputs merged."""
        return first * second


def multiply(inputs: Any, **kwargs: Any) -> Any:
    """Returns the product of inputs.

    Args:
        inputs: tensors.
        **kwargs: arguments of the layer.
    """
    return Multiply(**kwargs)(inputs)
