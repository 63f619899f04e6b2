"""The elementwise maximum of inputs."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.merge.base_merge import Merge


class Maximum(Merge):
    """Computes the elementwise maximum of inputs, elementwise."""

    def merge(self, first: Any, second: Any) -> Any:
        """Returns two inputs merged."""
        return tf.maximum(first, second)


def maximum(inputs: Any, **kwargs: Any) -> Any:
    """Returns the elementwise maximum of inputs.

    Args:
        inputs: tensors.
        **kwargs: arguments of the layer.
    """
    return Maximum(**kwargs)(inputs)
