"""Adafactor: squares of gradients kept by rows and columns."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class Adafactor(Optimizer):
    """Keeps mean squared gradients of matrices by rows and columns only.

    Args:
        learning_rate: a number, a schedule, or a callable.
        beta_2_decay: how the means' share of the past grows.
        epsilon_1: added to squared gradients.
        epsilon_2: the least size of weights, for the size of updates.
        clip_threshold: the greatest mean size of an update.
        relative_step: whether the learning rate shrinks with the steps.
        weight_decay: the part of each weight that is taken away.
        **kwargs: the other arguments of `Optimizer`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        beta_2_decay: float = -0.8,
        epsilon_1: float = 1e-30,
        epsilon_2: float = 1e-3,
        clip_threshold: float = 1.0,
        relative_step: bool = True,
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
        self.beta_2_decay = beta_2_decay
        self.epsilon_1 = epsilon_1
        self.epsilon_2 = epsilon_2
        self.clip_threshold = clip_threshold
        self.relative_step = relative_step

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        self._rows: list[Any] = []
        self._columns: list[Any] = []
        self._squares: list[Any] = []
        for variable in self._trainable_variables:
            shape = tuple(variable.shape)
            row = column = None
            if len(shape) >= 2:
                dtype = variable.dtype
                row = self.add_variable(shape[:-1], "zeros", dtype, name="row")
                other = (*shape[:-2], shape[-1])
                column = self.add_variable(other, "zeros", dtype, name="column")
            self._rows.append(row)
            self._columns.append(column)
            self._squares.append(self.add_variable_from_reference(variable, "velocity"))

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        dtype = variable.dtype
        plain_squares = tf.cast(squared(gradient), dtype)
        gradient = tf.cast(dense(gradient), dtype)
        rate = tf.cast(learning_rate, dtype)
        step = tf.cast(self.iterations + 1, dtype)
        if self._schedule is None and self.relative_step:
            rate = tf.minimum(rate, 1.0 / tf.sqrt(step))
        size = tf.maximum(_root_mean_square(variable), self.epsilon_2)
        rate = size * tf.minimum(rate, 1.0 / tf.sqrt(step))
        squares = plain_squares + self.epsilon_1
        past = 1.0 - tf.pow(step, tf.cast(self.beta_2_decay, dtype))
        row, column = self._rows[place], self._columns[place]
        kept = self._squares[place]
        if row is not None:
            row.assign(past * row + (1.0 - past) * tf.reduce_mean(squares, -1))
            column.assign(past * column + (1.0 - past) * tf.reduce_mean(squares, -2))
            share = row / tf.reduce_mean(tf.convert_to_tensor(row), -1, keepdims=True)
            kept.assign(tf.expand_dims(share, -1) * tf.expand_dims(column, -2))
        else:
            kept.assign(past * kept + (1.0 - past) * squares)
        update = gradient * tf.math.rsqrt(tf.convert_to_tensor(kept))
        size = tf.sqrt(tf.reduce_mean(plain_squares / kept))  # of the update
        limit = tf.maximum(1.0, size / self.clip_threshold)
        variable.assign_sub(rate * update / limit)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        names = (
            "beta_2_decay",
            "epsilon_1",
            "epsilon_2",
            "clip_threshold",
            "relative_step",
        )
        return {**super().get_config(), **{n: getattr(self, n) for n in names}}


def _root_mean_square(values: Any) -> Any:
    """Returns the root of the mean square."""
    return tf.sqrt(tf.reduce_mean(tf.square(tf.convert_to_tensor(values))))
