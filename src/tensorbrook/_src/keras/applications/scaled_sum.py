"""A sum whose second part is scaled."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.keras.engine.layer import Layer


class CustomScaleLayer(Layer):
    """Adds the second input, scaled, to the first.

    Args:
        scale: the factor.
        **kwargs: the options of every layer.
    """

    def __init__(self, scale: float, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale = scale

    def call(self, inputs: Any) -> Any:
        """Returns the sum.

        Args:
            inputs: two tensors of one shape.
        """
        return inputs[0] + inputs[1] * self.scale

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the layer again."""
        return {**super().get_config(), "scale": self.scale}
