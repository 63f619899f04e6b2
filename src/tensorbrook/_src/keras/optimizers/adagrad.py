"""Adagrad."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.initializers.constant import Constant
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class Adagrad(Optimizer):
    """Divides each gradient by the root of the sum of its squares so far.

    Args:
        learning_rate: a number, a schedule, or a callable.
        initial_accumulator_value: the start of the sums.
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
        initial_accumulator_value: float = 0.1,
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
        self.initial_accumulator_value = initial_accumulator_value
        self.epsilon = epsilon

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        start = Constant(self.initial_accumulator_value)
        self._accumulators = self.add_optimizer_variables(
            self._trainable_variables, "accumulator", start
        )

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        accumulator = self._accumulators[self._place(variable)]
        accumulator.assign_add(tf.cast(squared(gradient), variable.dtype))
        gradient = tf.cast(dense(gradient), variable.dtype)
        size = tf.sqrt(accumulator + tf.cast(self.epsilon, variable.dtype))
        variable.assign_sub(tf.cast(learning_rate, variable.dtype) * gradient / size)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            **super().get_config(),
            "initial_accumulator_value": self.initial_accumulator_value,
            "epsilon": self.epsilon,
        }
