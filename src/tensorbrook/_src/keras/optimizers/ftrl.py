"""Follow the regularized leader."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.initializers.constant import Constant
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class Ftrl(Optimizer):
    """Follow the regularized leader, for sparse linear models.

    Args:
        learning_rate: a number, a schedule, or a callable.
        learning_rate_power: how the rate falls, not above zero.
        initial_accumulator_value: the start of the sums.
        l1_regularization_strength: strength of the absolute penalty.
        l2_regularization_strength: strength of the squared penalty.
        l2_shrinkage_regularization_strength: strength of the penalty on the gradient.
        beta: added to the root of the sums.
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
        learning_rate_power: float = -0.5,
        initial_accumulator_value: float = 0.1,
        l1_regularization_strength: float = 0.0,
        l2_regularization_strength: float = 0.0,
        l2_shrinkage_regularization_strength: float = 0.0,
        beta: float = 0.0,
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
        self.learning_rate_power = learning_rate_power
        self.initial_accumulator_value = initial_accumulator_value
        self.l1_regularization_strength = l1_regularization_strength
        self.l2_regularization_strength = l2_regularization_strength
        self.l2_shrinkage_regularization_strength = l2_shrinkage_regularization_strength
        self.beta = beta

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        start = Constant(self.initial_accumulator_value)
        slots = self.add_optimizer_variables(
            self._trainable_variables, ["accumulator", "linear"], [start, "zeros"]
        )
        self._accumulators, self._linears = slots

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        dtype = variable.dtype
        rate = tf.cast(learning_rate, dtype)
        strength = self.l2_regularization_strength + self.beta / (2.0 * rate)
        if isinstance(gradient, tf.IndexedSlices):
            self._update_plainly(gradient, variable, rate, strength)
            return
        tf.raw_ops.ResourceApplyFtrlV2(
            var=variable.handle,
            accum=self._accumulators[place].handle,
            linear=self._linears[place].handle,
            grad=tf.cast(dense(gradient), dtype),
            lr=rate,
            l1=tf.cast(self.l1_regularization_strength, dtype),
            l2=tf.cast(strength, dtype),
            l2_shrinkage=tf.cast(self.l2_shrinkage_regularization_strength, dtype),
            lr_power=tf.cast(self.learning_rate_power, dtype),
        )

    def _update_plainly(
        self, gradient: Any, variable: Any, rate: Any, strength: Any
    ) -> None:
        """Updates one variable step by step, for sparse gradients."""
        place = self._place(variable)
        dtype = variable.dtype
        accumulator, linear = self._accumulators[place], self._linears[place]
        shrink = 2.0 * self.l2_shrinkage_regularization_strength
        values = tf.cast(dense(gradient), dtype) + shrink * variable
        total = accumulator + tf.cast(squared(gradient), dtype)
        power = tf.cast(-self.learning_rate_power, dtype)
        change = (tf.pow(total, power) - tf.pow(accumulator, power)) / rate
        linear.assign_add(values - change * variable)
        quadratic = tf.pow(total, power) / rate + 2.0 * strength
        limit = tf.cast(self.l1_regularization_strength, dtype)
        cut = tf.clip_by_value(linear, -limit, limit)
        variable.assign((cut - linear) / quadratic)
        accumulator.assign(total)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        shrinkage = self.l2_shrinkage_regularization_strength
        return {
            **super().get_config(),
            "learning_rate_power": self.learning_rate_power,
            "initial_accumulator_value": self.initial_accumulator_value,
            "l1_regularization_strength": self.l1_regularization_strength,
            "l2_regularization_strength": self.l2_regularization_strength,
            "l2_shrinkage_regularization_strength": shrinkage,
            "beta": self.beta,
        }
