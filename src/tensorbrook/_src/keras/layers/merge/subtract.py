"""The difference of two of inputs."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.layers.merge.base_merge import Merge


class Subtract(Merge):
    """Computes the difference of two of inputs, elementwise."""

    def call(self, inputs: Any) -> Any:
        """Computes the outputs.

        Raises:
            ValueError: when there are not two inputs.
        """
        if len(inputs) != 2:
            raise ValueError(
                "A `Subtract` layer should be called on exactly 2 inputs. Received: "
                f"{len(inputs)}."
            )
        return super().call(inputs)

    def merge(self, first: Any, second: Any) -> Any:
        """Returns two inputs merged."""
        return first - second


def subtract(inputs: Any, **kwargs: Any) -> Any:
    """Returns the difference of two of inputs.

    Args:
        inputs: tensors.
        **kwargs: arguments of the layer.
    """
    return Subtract(**kwargs)(inputs)
