"""Normalisation of each sample."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import constraints, regularizers
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.initializers import lookup as initializers


class LayerNormalization(Layer):
    """Brings each sample to mean zero and variance one.

    Args:
        axis: the axis, or axes, of one sample's values.
        epsilon: added to the variance.
        center: whether to add `beta`.
        scale: whether to multiply by `gamma`.
        beta_initializer: the first value of `beta`.
        gamma_initializer: the first value of `gamma`.
        beta_regularizer: a penalty on `beta`.
        gamma_regularizer: a penalty on `gamma`.
        beta_constraint: applied to `beta` after each update.
        gamma_constraint: applied to `gamma` after each update.
        **kwargs: `name`, `dtype` and the like.
    """

    def __init__(
        self,
        axis: Any = -1,
        epsilon: float = 0.001,
        center: bool = True,
        scale: bool = True,
        beta_initializer: Any = "zeros",
        gamma_initializer: Any = "ones",
        beta_regularizer: Any = None,
        gamma_regularizer: Any = None,
        beta_constraint: Any = None,
        gamma_constraint: Any = None,
        **kwargs: Any,
    ) -> None:
        if kwargs.pop("rms_scaling", False):
            raise NotImplementedError(
                "LayerNormalization: `rms_scaling` is not supported; use "
                "`RMSNormalization`."
            )
        super().__init__(**kwargs)
        self.axis = list(axis) if isinstance(axis, list | tuple) else [axis]
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
        self.beta_initializer = initializers.get(beta_initializer)
        self.gamma_initializer = initializers.get(gamma_initializer)
        self.beta_regularizer = regularizers.get(beta_regularizer)
        self.gamma_regularizer = regularizers.get(gamma_regularizer)
        self.beta_constraint = constraints.get(beta_constraint)
        self.gamma_constraint = constraints.get(gamma_constraint)
        self.supports_masking = True
        self.gamma = self.beta = None

    def _axes(self, rank: int) -> list[int]:
        """Returns the axes from zero, in order."""
        given = self.axis if isinstance(self.axis, list) else [self.axis]
        return sorted(axis % rank for axis in given)

    def build(self, input_shape: Any) -> None:
        """Makes the weights."""
        shape = tuple(input_shape[axis] for axis in self._axes(len(input_shape)))
        if self.scale:
            self.gamma = self.add_weight(
                name="gamma",
                shape=shape,
                initializer=self.gamma_initializer,
                regularizer=self.gamma_regularizer,
                constraint=self.gamma_constraint,
            )
        if self.center:
            self.beta = self.add_weight(
                name="beta",
                shape=shape,
                initializer=self.beta_initializer,
                regularizer=self.beta_regularizer,
                constraint=self.beta_constraint,
            )

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        dtype = inputs.dtype
        work = "float32" if dtype.name in ("float16", "bfloat16") else dtype.name
        values = tf.cast(inputs, work)
        axes = self._axes(values.shape.rank)
        mean, variance = tf.nn.moments(values, axes, keepdims=True)
        outputs = (values - mean) * tf.math.rsqrt(variance + self.epsilon)
        if self.gamma is not None:
            outputs = outputs * self._spread(self.gamma, values, axes)
        if self.beta is not None:
            outputs = outputs + self._spread(self.beta, values, axes)
        return tf.cast(outputs, dtype)

    def _spread(self, weight: Any, values: Any, axes: list[int]) -> Any:
        """Returns a weight in a shape that broadcasts to the inputs."""
        weight = tf.cast(weight, values.dtype)
        rank = values.shape.rank
        if axes == list(range(rank - len(axes), rank)):
            return weight
        shape = [values.shape[axis] if axis in axes else 1 for axis in range(rank)]
        return tf.reshape(weight, shape)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        serialize = initializers.serialize
        return {
            **super().get_config(),
            "axis": self.axis,
            "epsilon": self.epsilon,
            "center": self.center,
            "scale": self.scale,
            "beta_initializer": serialize(self.beta_initializer),
            "gamma_initializer": serialize(self.gamma_initializer),
            "beta_regularizer": serialize(self.beta_regularizer),
            "gamma_regularizer": serialize(self.gamma_regularizer),
            "beta_constraint": serialize(self.beta_constraint),
            "gamma_constraint": serialize(self.gamma_constraint),
        }
