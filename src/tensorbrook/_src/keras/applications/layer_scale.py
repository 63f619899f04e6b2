"""LayerScale: a factor for each channel."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer


class LayerScale(Layer):
    """Multiplies each channel by a factor that is learnt, and starts small.

    Args:
        init_values: where the factors start.
        projection_dim: the number of channels.
        **kwargs: the options of every layer.
    """

    def __init__(self, init_values: float, projection_dim: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.init_values = init_values
        self.projection_dim = projection_dim

    def build(self, input_shape: Any) -> None:
        """Makes the factors.

        Args:
            input_shape: the shape of the inputs.
        """
        self.gamma = self.add_weight(
            shape=(self.projection_dim,),
            initializer=tf.keras.initializers.Constant(self.init_values),
        )
        super().build(input_shape)

    def call(self, x: Any) -> Any:
        """Returns the weighed channels.

        Args:
            x: features, channels last.
        """
        return x * self.gamma

    def get_config(self) -> dict[str, Any]:
        """Returns what makes the layer again."""
        own = {"init_values": self.init_values, "projection_dim": self.projection_dim}
        return {**super().get_config(), **own}
