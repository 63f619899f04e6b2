"""AdamW that needs no schedule of the learning rate."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class ScheduleFreeAdamW(Optimizer):
    """Averages the weights instead of letting the learning rate shrink.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: how much the average counts where gradients are computed.
        beta_2: how slowly the mean squared gradient moves.
        epsilon: keeps the division finite.
        warmup_steps: in how many steps the learning rate grows to its value.
        weight_decay: the part of each weight that is taken away.
        **kwargs: the other arguments of `Optimizer`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.0025,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        warmup_steps: int = 0,
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
        self.warmup_steps = warmup_steps

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        self._momentums, self._velocities = self.add_optimizer_variables(
            self._trainable_variables, ["momentum", "velocity"]
        )
        for slot, variable in zip(
            self._momentums, self._trainable_variables, strict=True
        ):
            slot.assign(tf.convert_to_tensor(variable))

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        dtype = variable.dtype
        squares = tf.cast(squared(gradient), dtype)
        gradient = tf.cast(dense(gradient), dtype)
        rate = tf.cast(learning_rate, dtype)
        step = tf.cast(self.iterations + 1, dtype)
        if self.warmup_steps > 0:
            rate = rate * tf.minimum(step / self.warmup_steps, 1.0)
        base, velocity = self._momentums[place], self._velocities[place]
        beta_1, beta_2 = tf.cast(self.beta_1, dtype), tf.cast(self.beta_2, dtype)
        velocity.assign_add((squares - velocity) * (1 - beta_2))
        shrunk = velocity / (1 - tf.pow(beta_2, step))
        base.assign_sub(rate * gradient / (tf.sqrt(shrunk) + self.epsilon))
        average = (variable - (1 - beta_1) * base) / beta_1
        share = 1.0 / step
        average = (1 - share) * average + share * base
        variable.assign((1 - beta_1) * base + beta_1 * average)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        names = ("beta_1", "beta_2", "epsilon", "warmup_steps")
        return {**super().get_config(), **{n: getattr(self, n) for n in names}}
