"""Normalisation over groups of channels."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.engine.input_spec import InputSpec
from tensorbrook._src.keras.engine.layer import Layer
from tensorbrook._src.keras.layers.arguments import describe_arguments, set_arguments


class GroupNormalization(Layer):
    """Brings groups of channels of each sample to mean zero and variance one.

    Args:
        groups: how many groups there are; -1 for one for each channel.
        axis: the channel axis.
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
        groups: int = 32,
        axis: int = -1,
        epsilon: float = 1e-3,
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
        super().__init__(**kwargs)
        self.supports_masking = True
        set_arguments(
            self,
            groups=groups,
            axis=axis,
            epsilon=epsilon,
            center=center,
            scale=scale,
            beta_initializer=beta_initializer,
            gamma_initializer=gamma_initializer,
            beta_regularizer=beta_regularizer,
            gamma_regularizer=gamma_regularizer,
            beta_constraint=beta_constraint,
            gamma_constraint=gamma_constraint,
        )
        self.gamma = self.beta = None

    def build(self, input_shape: Any) -> None:
        """Makes the weights."""
        size = input_shape[self.axis]
        if size is None:
            raise ValueError(
                f"GroupNormalization: axis {self.axis} of the input must be known. "
                f"Received: input_shape={input_shape}."
            )
        if self.groups == -1:
            self.groups = size
        if size < self.groups or size % self.groups:
            raise ValueError(
                f"GroupNormalization: the number of channels ({size}) must be a "
                f"multiple of the number of groups ({self.groups})."
            )
        for name in ("gamma", "beta"):
            if self.scale if name == "gamma" else self.center:
                weight = self.add_weight(
                    name=name,
                    shape=(size,),
                    initializer=getattr(self, f"{name}_initializer"),
                    regularizer=getattr(self, f"{name}_regularizer"),
                    constraint=getattr(self, f"{name}_constraint"),
                )
                setattr(self, name, weight)
        self.input_spec = InputSpec(ndim=len(input_shape), axes={self.axis: size})

    def call(self, inputs: Any) -> tf.Tensor:
        """Computes the outputs."""
        kind = inputs.dtype
        work = "float32" if kind.name in ("float16", "bfloat16") else kind
        values = tf.cast(inputs, work)
        rank = len(inputs.shape)
        axis = self.axis % rank
        shape = tf.keras.ops.shape(inputs)
        split = [*shape[:axis], self.groups, shape[axis] // self.groups]
        grouped = tf.reshape(values, [*split, *shape[axis + 1 :]])
        rest = [a for a in range(1, rank + 1) if a != axis]
        mean, variance = tf.nn.moments(grouped, rest, keepdims=True)
        found = tf.reshape(
            (grouped - mean) * tf.math.rsqrt(variance + self.epsilon), shape
        )
        spread = [1] * rank
        spread[axis] = -1
        if self.gamma is not None:
            found = found * tf.reshape(tf.cast(self.gamma, work), spread)
        if self.beta is not None:
            found = found + tf.reshape(tf.cast(self.beta, work), spread)
        return tf.cast(found, kind)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Returns the shape of the outputs."""
        return input_shape

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal layer."""
        return {
            **super().get_config(),
            **describe_arguments(
                self,
                "groups",
                "axis",
                "epsilon",
                "center",
                "scale",
                "beta_initializer",
                "gamma_initializer",
                "beta_regularizer",
                "gamma_regularizer",
                "beta_constraint",
                "gamma_constraint",
            ),
        }
