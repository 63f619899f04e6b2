"""Adamax."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense


class Adamax(Optimizer):
    """Divides the mean gradient by its greatest recent magnitude.

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
        slots = self.add_optimizer_variables(self._trainable_variables, ["m", "u"])
        self._means, self._greatest = slots

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        dtype = variable.dtype
        if isinstance(gradient, tf.IndexedSlices):
            self._update_rows(gradient, variable, tf.cast(learning_rate, dtype))
            return
        beta = tf.cast(self.beta_1, dtype)
        tf.raw_ops.ResourceApplyAdaMax(
            var=variable.handle,
            m=self._means[place].handle,
            v=self._greatest[place].handle,
            beta1_power=tf.pow(beta, tf.cast(self.iterations + 1, dtype)),
            lr=tf.cast(learning_rate, dtype),
            beta1=beta,
            beta2=tf.cast(self.beta_2, dtype),
            epsilon=tf.cast(self.epsilon, dtype),
            grad=tf.cast(dense(gradient), dtype),
        )

    def _update_rows(self, gradient: Any, variable: Any, rate: Any) -> None:
        """Updates a variable by a sparse gradient.

        The parts that belong to the same row are made positive before they are added
        up, as Keras does it.
        """
        place = self._place(variable)
        mean, greatest = self._means[place], self._greatest[place]
        values = tf.cast(gradient.values, variable.dtype)
        sizes = tf.convert_to_tensor(
            tf.IndexedSlices(tf.abs(values), gradient.indices, gradient.dense_shape)
        )
        mean.assign_add(
            (tf.cast(dense(gradient), mean.dtype) - mean) * (1 - self.beta_1)
        )
        greatest.assign(tf.maximum(self.beta_2 * greatest, sizes))
        step = tf.cast(self.iterations + 1, variable.dtype)
        left = 1 - tf.pow(tf.cast(self.beta_1, variable.dtype), step)
        variable.assign_sub(rate * mean / (left * (greatest + self.epsilon)))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        return {
            **super().get_config(),
            "beta_1": self.beta_1,
            "beta_2": self.beta_2,
            "epsilon": self.epsilon,
        }
