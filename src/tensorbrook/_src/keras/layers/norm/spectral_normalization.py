"""A layer whose kernel has a bounded spectrum."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.initializers import random as initializers
from tensorbrook._src.keras.layers.arguments import describe_arguments
from tensorbrook._src.keras.layers.core.wrapper import Wrapper


class SpectralNormalization(Wrapper):
    """Divides the kernel of a layer by its greatest singular value.

    Args:
        layer: a layer with a `kernel` or `embeddings`.
        power_iterations: how often the estimate is improved in each step.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(self, layer: Any, power_iterations: int = 1, **kwargs: Any) -> None:
        super().__init__(layer, **kwargs)
        if power_iterations <= 0:
            raise ValueError(
                "SpectralNormalization: `power_iterations` must be greater than 0. "
                f"Received: power_iterations={power_iterations}."
            )
        self.power_iterations = power_iterations

    def build(self, input_shape: Any) -> None:
        """Builds the layer, and makes the estimate of the singular vector."""
        super().build(input_shape)
        self.input_spec = InputSpec(shape=[None, *input_shape[1:]])
        self.kernel = getattr(self.layer, "kernel", None)
        if self.kernel is None:
            self.kernel = getattr(self.layer, "embeddings", None)
        if self.kernel is None:
            raise ValueError(
                f"SpectralNormalization: {type(self.layer).__name__} has neither a "
                "`kernel` nor `embeddings`."
            )
        self.vector_u = self.add_weight(
            name="vector_u",
            shape=(1, self.kernel.shape[-1]),
            initializer=initializers.TruncatedNormal(stddev=0.02),
            trainable=False,
        )

    def call(self, inputs: Any, training: Any = False) -> Any:
        """Computes the outputs; in training also normalises the kernel."""
        if training:
            matrix = tf.reshape(tf.convert_to_tensor(self.kernel), [-1, self._columns])
            u = tf.convert_to_tensor(self.vector_u)
            for _ in range(self.power_iterations):
                v = tf.math.l2_normalize(tf.matmul(u, matrix, transpose_b=True))
                u = tf.math.l2_normalize(tf.matmul(v, matrix))
            u, v = tf.stop_gradient(u), tf.stop_gradient(v)
            sigma = tf.matmul(tf.matmul(v, matrix), u, transpose_b=True)
            self.vector_u.assign(tf.cast(u, self.vector_u.dtype))
            self.kernel.assign(self.kernel / tf.reshape(sigma, []))
        return self.layer(inputs)

    @property
    def _columns(self) -> int:
        return self.kernel.shape[-1]

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return self.layer.compute_output_shape(input_shape)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {**super().get_config(), **describe_arguments(self, "power_iterations")}
