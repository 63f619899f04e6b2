"""A rectifier that learns its slope."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments, set_arguments


class PReLU(Layer):
    """Multiplies what is below zero by factors that are learned.

    Args:
        alpha_initializer: the factors' first value.
        alpha_regularizer: a penalty on the factors.
        alpha_constraint: applied to the factors after each update.
        shared_axes: axes along which all places share a factor.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        alpha_initializer: Any = "Zeros",
        alpha_regularizer: Any = None,
        alpha_constraint: Any = None,
        shared_axes: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        set_arguments(
            self,
            alpha_initializer=alpha_initializer,
            alpha_regularizer=alpha_regularizer,
            alpha_constraint=alpha_constraint,
        )
        self.shared_axes = shared_axes
        if shared_axes is not None and not isinstance(shared_axes, list | tuple):
            self.shared_axes = [shared_axes]

    def build(self, input_shape: Any) -> None:
        """Makes the factors."""
        shape = list(input_shape[1:])
        for axis in self.shared_axes or ():
            shape[axis - 1] = 1
        self.alpha = self.add_weight(
            name="alpha",
            shape=shape,
            initializer=self.alpha_initializer,
            regularizer=self.alpha_regularizer,
            constraint=self.alpha_constraint,
        )

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        alpha = tf.cast(self.alpha, inputs.dtype)
        return tf.nn.relu(inputs) - alpha * tf.nn.relu(-inputs)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(
                self,
                "alpha_initializer",
                "alpha_regularizer",
                "alpha_constraint",
                "shared_axes",
            ),
        }
