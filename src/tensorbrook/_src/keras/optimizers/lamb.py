"""Lamb."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class Lamb(Optimizer):
    """Adam whose step has the size of the weights themselves.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: how slowly the mean gradient moves.
        beta_2: how slowly the mean squared gradient moves.
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
        beta_1: float = 0.9,
        beta_2: float = 0.999,
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
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        slots = self.add_optimizer_variables(
            self._trainable_variables, ["momentum", "velocity"]
        )
        self._momentums, self._velocities = slots

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        dtype = variable.dtype
        squares = tf.cast(squared(gradient), dtype)
        gradient = tf.cast(dense(gradient), dtype)
        place = self._place(variable)
        mean, square = self._momentums[place], self._velocities[place]
        step = tf.cast(self.iterations + 1, dtype)
        mean.assign_add((gradient - mean) * (1.0 - self.beta_1))
        square.assign_add((squares - square) * (1.0 - self.beta_2))
        first = mean / (1.0 - tf.pow(tf.cast(self.beta_1, dtype), step))
        second = square / (1.0 - tf.pow(tf.cast(self.beta_2, dtype), step))
        change = first / (tf.sqrt(second) + self.epsilon)
        weight_norm = tf.norm(variable)
        change_norm = tf.norm(change)
        both = tf.logical_and(weight_norm > 0, change_norm > 0)
        ratio = tf.where(both, weight_norm / change_norm, tf.ones_like(weight_norm))
        variable.assign_sub(ratio * tf.cast(learning_rate, dtype) * change)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
        }
