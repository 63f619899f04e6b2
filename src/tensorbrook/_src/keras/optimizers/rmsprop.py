"""RMSprop."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class RMSprop(Optimizer):
    """Divides each gradient by a moving average of its magnitude.

    Args:
        learning_rate: a number, a schedule, or a callable.
        rho: how slowly the average moves.
        momentum: how much of the last step to repeat.
        epsilon: keeps the division finite.
        centered: whether to divide by the deviation from the mean gradient.
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
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
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
        self.momentum = momentum
        self.epsilon = epsilon
        self.centered = centered

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        targets = self._trainable_variables
        self._velocities = self.add_optimizer_variables(targets, "velocity")
        if self.momentum > 0:
            self._momentums = self.add_optimizer_variables(targets, "momentum")
        else:
            # The fused operation writes its last step here; it is no state.
            known = list(self._variables)
            self._momentums = self.add_optimizer_variables(targets, "step")
            self._variables = known
        self._average_gradients = []
        if self.centered:
            self._average_gradients = self.add_optimizer_variables(
                targets, "average_gradient"
            )

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        dtype = variable.dtype
        if isinstance(gradient, tf.IndexedSlices):
            self._update_plainly(gradient, variable, learning_rate, place)
            return
        arguments = {
            "var": variable.handle,
            "ms": self._velocities[place].handle,
            "mom": self._momentums[place].handle,
            "lr": tf.cast(learning_rate, dtype),
            "rho": tf.cast(self.rho, dtype),
            "momentum": tf.cast(self.momentum, dtype),
            "epsilon": tf.cast(self.epsilon, dtype),
            "grad": tf.cast(dense(gradient), dtype),
        }
        if self.centered:
            average = self._average_gradients[place].handle
            tf.raw_ops.ResourceApplyCenteredRMSProp(mg=average, **arguments)
        else:
            tf.raw_ops.ResourceApplyRMSProp(**arguments)

    def _update_plainly(
        self, gradient: Any, variable: Any, learning_rate: Any, place: int
    ) -> None:
        """Updates one variable step by step, for sparse gradients."""
        dtype = variable.dtype
        values = tf.cast(dense(gradient), dtype)
        square = self._velocities[place]
        # Centred, the squares must not be less than the square of the sum.
        squares = tf.square(values) if self.centered else squared(gradient)
        squares = tf.cast(squares, dtype)
        square.assign(self.rho * square + (1.0 - self.rho) * squares)
        size = tf.convert_to_tensor(square)
        if self.centered:
            average = self._average_gradients[place]
            average.assign(self.rho * average + (1.0 - self.rho) * values)
            size = size - tf.square(average)
        change = tf.cast(learning_rate, dtype) * values / tf.sqrt(size + self.epsilon)
        if self.momentum > 0:
            momentum = self._momentums[place]
            momentum.assign(self.momentum * momentum + change)
            change = tf.convert_to_tensor(momentum)
        variable.assign_sub(change)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            **super().get_config(),
            "rho": self.rho,
            "momentum": self.momentum,
            "epsilon": self.epsilon,
            "centered": self.centered,
        }
