"""The elementwise minimum of inputs."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.layers.merge.base_merge import Merge


class Minimum(Merge):
    """Computes the elementwise minimum of inputs, elementwise."""

    def merge(self, first: Any, second: Any) -> Any:
        """Returns two inputs merged."""
        return tf.minimum(first, second)


def minimum(inputs: Any, **kwargs: Any) -> Any:
    """Returns the elementwise minimum of inputs.

    Args:
        inputs: tensors.
        **kwargs: arguments of the layer.
    """
    return Minimum(**kwargs)(inputs)
