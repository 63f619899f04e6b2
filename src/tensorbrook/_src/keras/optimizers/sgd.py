"""Gradient descent."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense


class SGD(Optimizer):
    """Gradient descent, with optional momentum.

    Args:
        learning_rate: a number, a schedule, or a callable.
        momentum: how much of the last step to repeat, from 0 to 1.
        nesterov: whether to look ahead along the momentum.
        weight_decay: how much of each weight to take away at each update.
        clipnorm: the greatest norm of one gradient.
        clipvalue: the greatest magnitude in a gradient.
        global_clipnorm: the greatest norm of all gradients together.
        use_ema: whether to keep moving averages of the weights.
        ema_momentum: how slowly the averages move.
        ema_overwrite_frequency: after how many updates the weights become them.
        loss_scale_factor: a factor of the loss, divided out of the gradients.
        gradient_accumulation_steps: how many gradients make one update.
        name: the name.
        **kwargs: `lr` and `decay`, the older names.

    Raises:
        ValueError: when `momentum` is not between 0 and 1.

    Example:
        >>> weight = tf.Variable(1.0)
        >>> optimizer = SGD(0.5)
        >>> _ = optimizer.apply_gradients([(tf.constant(1.0), weight)])
        >>> float(weight)
        0.5
    """

    def __init__(
        self,
        learning_rate: Any = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            learning_rate=learning_rate,
            weight_decay=weight_decay,
            clipnorm=clipnorm,
            clipvalue=clipvalue,
            global_clipnorm=global_clipnorm,
            use_ema=use_ema,
            ema_momentum=ema_momentum,
            ema_overwrite_frequency=ema_overwrite_frequency,
            loss_scale_factor=loss_scale_factor,
            gradient_accumulation_steps=gradient_accumulation_steps,
            name=name,
            **kwargs,
        )
        if not isinstance(momentum, float | int) or not 0 <= momentum <= 1:
            raise ValueError("SGD: `momentum` must be a float between [0, 1].")
        self.momentum = momentum
        self.nesterov = nesterov

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        self.momentums = []
        if self.momentum != 0:
            self.momentums = self.add_optimizer_variables(
                self._trainable_variables, "momentum"
            )

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        rate = tf.cast(learning_rate, variable.dtype)
        if self.momentum != 0:
            tf.raw_ops.ResourceApplyKerasMomentum(
                var=variable.handle,
                accum=self.momentums[self._place(variable)].handle,
                lr=rate,
                grad=tf.cast(dense(gradient), variable.dtype),
                momentum=tf.cast(self.momentum, variable.dtype),
                use_nesterov=self.nesterov,
            )
        elif isinstance(gradient, tf.IndexedSlices):
            change = tf.cast(gradient.values, variable.dtype) * -rate
            variable.scatter_add(tf.IndexedSlices(change, gradient.indices))
        else:
            tf.raw_ops.ResourceApplyGradientDescent(
                var=variable.handle,
                alpha=rate,
                delta=tf.cast(gradient, variable.dtype),
            )

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            **super().get_config(),
            "momentum": self.momentum,
            "nesterov": self.nesterov,
        }
