"""Greater losses, so that small gradients do not vanish in half precision."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense
from tensorbrook._src.keras.saving import registry


class LossScaleOptimizer(Optimizer):
    """Scales the loss, and leaves out updates whose gradients are not finite.

    The scale doubles after a number of good steps, and halves after a bad one.

    Args:
        inner_optimizer: updates the weights.
        initial_scale: the first scale.
        dynamic_growth_steps: after how many good steps the scale doubles.
        name: the name.
        **kwargs: the other arguments of `Optimizer`.
    """

    def __init__(
        self,
        inner_optimizer: Any,
        initial_scale: float = 2.0**15,
        dynamic_growth_steps: int = 2000,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs.pop("learning_rate", None)
        super().__init__(learning_rate=0.0, name=name, **kwargs)
        self.inner_optimizer = inner_optimizer
        self.initial_scale = initial_scale
        self.dynamic_growth_steps = dynamic_growth_steps
        self.step_counter = self.add_variable((), "zeros", "int32", name="step_counter")
        self.dynamic_scale = self.add_variable(
            (), lambda shape, dtype=None: tf.constant(initial_scale, dtype), "float32",
            name="dynamic_scale",
        )  # fmt: skip

    @property
    def learning_rate(self) -> Any:
        """The learning rate of the inner optimizer."""
        return self.inner_optimizer.learning_rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        self.inner_optimizer.learning_rate = value

    @property
    def variables(self) -> list[Any]:
        """The variables of both optimizers."""
        return [*self._variables, *self.inner_optimizer.variables]

    def build(self, variables: Any) -> None:
        """Builds the inner optimizer."""
        if not self.built:
            super().build(variables)
            self.inner_optimizer.build(variables)

    def scale_loss(self, loss: Any) -> Any:
        """Returns the loss times the scale."""
        return loss * tf.cast(self.dynamic_scale, loss.dtype)

    def apply(self, grads: Any, trainable_variables: Any = None) -> None:
        """Updates variables, unless a gradient is not finite."""
        variables = trainable_variables
        variables = self._trainable_variables if variables is None else list(variables)
        if not self.built:
            self.build(variables)
        pairs = [(g, v) for g, v in zip(grads, variables, strict=True) if g is not None]
        scale = tf.convert_to_tensor(self.dynamic_scale)
        scaled = [_divided(gradient, scale) for gradient, _ in pairs]
        finite = tf.reduce_all(
            [
                tf.reduce_all(tf.math.is_finite(getattr(gradient, "values", gradient)))
                for gradient in scaled
            ]
        )

        def good() -> Any:
            self.inner_optimizer.apply(scaled, [variable for _, variable in pairs])
            count = tf.convert_to_tensor(self.step_counter) + 1
            grows = count >= self.dynamic_growth_steps
            self.step_counter.assign(tf.where(grows, 0, count))
            self.dynamic_scale.assign(tf.where(grows, scale * 2.0, scale))
            return tf.constant(0)

        def bad() -> Any:
            self.step_counter.assign(0)
            self.dynamic_scale.assign(scale / 2.0)
            return tf.constant(0)

        if tf.executing_eagerly():
            good() if finite else bad()
        else:
            tf.cond(finite, good, bad)
        self._iterations.assign_add(tf.constant(1, tf.int64))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            "name": self.name,
            "inner_optimizer": registry.serialize_keras_object(self.inner_optimizer),
            "initial_scale": self.initial_scale,
            "dynamic_growth_steps": self.dynamic_growth_steps,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes an optimizer from what `get_config` returned."""
        inner = registry.deserialize_keras_object(
            config["inner_optimizer"], custom_objects
        )
        return cls(**{**config, "inner_optimizer": inner})


def _divided(gradient: Any, scale: Any) -> Any:
    """Returns a gradient over the scale; a sparse one stays sparse."""
    if not isinstance(gradient, tf.IndexedSlices):
        return gradient / tf.cast(scale, gradient.dtype)
    values = gradient.values / tf.cast(scale, gradient.dtype)
    return tf.IndexedSlices(values, gradient.indices, gradient.dense_shape)
