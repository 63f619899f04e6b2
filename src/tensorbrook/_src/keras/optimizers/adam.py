"""Adam."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class Adam(Optimizer):
    """Divides the mean gradient by the root of the mean squared gradient.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_1: how slowly the mean gradient moves.
        beta_2: how slowly the mean squared gradient moves.
        epsilon: keeps the division finite.
        amsgrad: whether the mean square never shrinks.
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
        amsgrad: bool = False,
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
        self.amsgrad = amsgrad
        self._powers: tuple[Any, Any] = (None, None)

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        slots = self.add_optimizer_variables(
            self._trainable_variables, ["momentum", "velocity"]
        )
        self._momentums, self._velocities = slots
        if self.amsgrad:
            self._velocity_hats = self.add_optimizer_variables(
                self._trainable_variables, "velocity_hat"
            )

    def prepare_update(self, learning_rate: Any) -> None:
        """Computes the powers of both betas once for all variables."""
        step = tf.cast(self.iterations + 1, learning_rate.dtype)
        first = tf.pow(tf.cast(self.beta_1, step.dtype), step)
        self._powers = (first, tf.pow(tf.cast(self.beta_2, step.dtype), step))

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        dtype = variable.dtype
        in_slices = isinstance(gradient, tf.IndexedSlices)
        if self.amsgrad or (in_slices and dtype not in (tf.float32, tf.float64)):
            self._update_plainly(gradient, variable, learning_rate, place)
            return
        arguments = {
            "var": variable.handle,
            "m": self._momentums[place].handle,
            "v": self._velocities[place].handle,
            "beta1_power": tf.cast(self._powers[0], dtype),
            "beta2_power": tf.cast(self._powers[1], dtype),
            "lr": tf.cast(learning_rate, dtype),
            "beta1": tf.cast(self.beta_1, dtype),
            "beta2": tf.cast(self.beta_2, dtype),
            "epsilon": tf.cast(self.epsilon, dtype),
        }
        if in_slices:
            values, indices = tf.cast(gradient.values, dtype), gradient.indices
            arguments |= {"values": values, "indices": indices}
            tf.raw_ops.TensorbrookAdamSlices(**arguments)
            return
        tf.raw_ops.ResourceApplyAdam(**arguments, grad=tf.cast(gradient, dtype))

    def _update_plainly(
        self, gradient: Any, variable: Any, learning_rate: Any, place: int
    ) -> None:
        """Updates one variable step by step: sparse gradients, or AMSGrad."""
        dtype = variable.dtype
        mean, square = self._momentums[place], self._velocities[place]
        values = tf.cast(dense(gradient), dtype)
        mean.assign_add((values - mean) * (1.0 - self.beta_1))
        squares = tf.cast(squared(gradient), dtype)
        square.assign_add((squares - square) * (1.0 - self.beta_2))
        first, second = (tf.cast(power, dtype) for power in self._powers)
        rate = tf.cast(learning_rate, dtype) * tf.sqrt(1.0 - second) / (1.0 - first)
        size = tf.convert_to_tensor(square)
        if self.amsgrad:
            greatest = self._velocity_hats[place]
            greatest.assign(tf.maximum(greatest, size))
            size = tf.convert_to_tensor(greatest)
        variable.assign_sub(mean * rate / (tf.sqrt(size) + self.epsilon))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
            "amsgrad": self.amsgrad,
        }
