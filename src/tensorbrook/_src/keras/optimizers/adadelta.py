"""Adadelta."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class Adadelta(Optimizer):
    """Scales each gradient by moving averages of past steps and gradients.

    Args:
        learning_rate: a number, a schedule, or a callable.
        rho: how slowly the averages move.
        epsilon: keeps the division finite.
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
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
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
        self.rho = rho
        self.epsilon = epsilon

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        names = ["accumulated_grad", "accumulated_delta_var"]
        slots = self.add_optimizer_variables(self._trainable_variables, names)
        self._accumulated_grads, self._accumulated_delta_vars = slots

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        dtype = variable.dtype
        if isinstance(gradient, tf.IndexedSlices):
            self._update_plainly(gradient, variable, learning_rate, place)
            return
        tf.raw_ops.ResourceApplyAdadelta(
            var=variable.handle,
            accum=self._accumulated_grads[place].handle,
            accum_update=self._accumulated_delta_vars[place].handle,
            lr=tf.cast(learning_rate, dtype),
            rho=tf.cast(self.rho, dtype),
            epsilon=tf.cast(self.epsilon, dtype),
            grad=tf.cast(dense(gradient), dtype),
        )

    def _update_plainly(
        self, gradient: Any, variable: Any, learning_rate: Any, place: int
    ) -> None:
        """Updates one variable step by step, for sparse gradients."""
        dtype = variable.dtype
        values = tf.cast(dense(gradient), dtype)
        squares = tf.cast(squared(gradient), dtype)
        grads = self._accumulated_grads[place]
        deltas = self._accumulated_delta_vars[place]
        grads.assign(self.rho * grads + (1.0 - self.rho) * squares)
        ratio = tf.sqrt((deltas + self.epsilon) / (grads + self.epsilon))
        delta = -ratio * values
        deltas.assign(self.rho * deltas + (1.0 - self.rho) * ratio**2 * squares)
        variable.assign_add(tf.cast(learning_rate, dtype) * delta)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            **super().get_config(),
            "rho": self.rho,
            "epsilon": self.epsilon,
        }
