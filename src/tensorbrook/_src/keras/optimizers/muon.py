"""Muon: orthogonal updates of matrices."""

from __future__ import annotations

import re
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.optimizers.optimizer import Optimizer, dense, squared


class Muon(Optimizer):
    """Makes the updates of matrices orthogonal; other weights are updated as by Adam.

    Args:
        learning_rate: a number, a schedule, or a callable.
        adam_beta_1: how slowly the mean gradient moves, for Adam.
        adam_beta_2: how slowly the mean squared gradient moves, for Adam.
        adam_weight_decay: the weight decay, for Adam.
        epsilon: keeps the division finite, for Adam.
        weight_decay: the weight decay of matrices.
        exclude_layers: patterns of paths of matrices for Adam.
        exclude_embeddings: whether Adam updates embeddings.
        muon_a: the first coefficient of the orthogonalisation.
        muon_b: the second one.
        muon_c: the third one.
        adam_lr_ratio: the factor of the learning rate, for Adam.
        momentum: the momentum of matrices.
        ns_steps: how many steps make a matrix orthogonal.
        nesterov: whether the momentum looks ahead.
        rms_rate: the size of updates, relative to the root of the greater dimension.
        **kwargs: the other arguments of `Optimizer`.
    """

    def __init__(
        self,
        learning_rate: Any = 0.001,
        adam_beta_1: float = 0.9,
        adam_beta_2: float = 0.999,
        adam_weight_decay: float | None = 0.004,
        epsilon: float = 1e-7,
        weight_decay: float | None = 0.004,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        use_ema: bool = False,
        ema_momentum: float = 0.99,
        ema_overwrite_frequency: int | None = None,
        loss_scale_factor: float | None = None,
        gradient_accumulation_steps: int | None = None,
        name: str | None = None,
        exclude_layers: Any = None,
        exclude_embeddings: bool = True,
        muon_a: float = 3.4445,
        muon_b: float = -4.775,
        muon_c: float = 2.0315,
        adam_lr_ratio: float = 1,
        momentum: float = 0.95,
        ns_steps: int = 5,
        nesterov: bool = True,
        rms_rate: float | None = 0.2,
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
        self.adam_beta_1 = adam_beta_1
        self.adam_beta_2 = adam_beta_2
        self.adam_weight_decay = adam_weight_decay
        self.epsilon = epsilon
        self.exclude_layers = exclude_layers or []
        self.exclude_embeddings = exclude_embeddings
        self.muon_a = muon_a
        self.muon_b = muon_b
        self.muon_c = muon_c
        self.adam_lr_ratio = adam_lr_ratio
        self.momentum = momentum
        self.ns_steps = ns_steps
        self.nesterov = nesterov
        self.rms_rate = rms_rate

    def _is_for_adam(self, variable: Any) -> bool:
        """Says whether Adam updates a variable."""
        path = getattr(variable, "path", variable.name)
        if len(variable.shape) != 2:
            return True
        if self.exclude_embeddings and "embedding" in path.lower():
            return True
        return any(re.search(pattern, path) for pattern in self.exclude_layers)

    def build(self, variables: Any) -> None:
        """Makes the slots of these variables."""
        if self.built:
            return
        super().build(variables)
        self._momentums: list[Any] = []
        self._velocities: list[Any] = []
        for variable in self._trainable_variables:
            slot = self.add_variable_from_reference(variable, "momentum")
            self._momentums.append(slot)
            velocity = None
            if self._is_for_adam(variable):
                velocity = self.add_variable_from_reference(variable, "velocity")
            self._velocities.append(velocity)

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable."""
        place = self._place(variable)
        squares = tf.cast(squared(gradient), variable.dtype)
        gradient = tf.cast(dense(gradient), variable.dtype)
        rate = tf.cast(learning_rate, variable.dtype)
        momentum, velocity = self._momentums[place], self._velocities[place]
        if velocity is not None:
            rate = rate * self.adam_lr_ratio
            self._update_by_adam(gradient, squares, variable, rate, momentum, velocity)
            return
        momentum.assign_add(gradient + momentum * (self.momentum - 1))
        moved = tf.convert_to_tensor(momentum)
        if self.nesterov:
            moved = gradient + self.momentum * moved
        update = rate * self._orthogonal(moved)
        if self.rms_rate is not None:
            longest = float(max(variable.shape.as_list()))
            update = update * (longest**0.5 * self.rms_rate)
        variable.assign_sub(update)

    def _update_by_adam(
        self,
        gradient: Any,
        squares: Any,
        variable: Any,
        rate: Any,
        momentum: Any,
        velocity: Any,
    ) -> None:
        """Updates one variable as Adam does."""
        step = tf.cast(self.iterations + 1, variable.dtype)
        first = tf.pow(tf.cast(self.adam_beta_1, variable.dtype), step)
        second = tf.pow(tf.cast(self.adam_beta_2, variable.dtype), step)
        alpha = rate * tf.sqrt(1 - second) / (1 - first)
        momentum.assign_add((gradient - momentum) * (1 - self.adam_beta_1))
        velocity.assign_add((squares - velocity) * (1 - self.adam_beta_2))
        size = tf.sqrt(tf.convert_to_tensor(velocity)) + self.epsilon
        variable.assign_sub(momentum * alpha / size)

    def _orthogonal(self, matrix: Any) -> Any:
        """Returns nearly the closest orthogonal matrix, by Newton and Schulz."""
        rows, columns = matrix.shape
        tall = rows > columns
        matrix = tf.transpose(matrix) if tall else matrix
        matrix = matrix / (tf.sqrt(tf.reduce_sum(tf.square(matrix))) + 1e-7)
        for _ in range(self.ns_steps):
            product = tf.matmul(matrix, matrix, transpose_b=True)
            change = self.muon_b * product
            change += self.muon_c * tf.matmul(product, product)
            matrix = self.muon_a * matrix + tf.matmul(change, matrix)
        return tf.transpose(matrix) if tall else matrix

    def _decay_weights(self, variables: list[Any], rate: Any) -> None:
        """Takes away the decayed part of each weight."""
        for variable in variables:
            part = self.weight_decay
            if self._is_for_adam(variable):
                part = self.adam_weight_decay
            if part is not None and self._decays(variable):
                factor = tf.cast(rate, variable.dtype) * part
                variable.assign_sub(tf.convert_to_tensor(variable) * factor)

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        names = (
            "adam_beta_1",
            "adam_beta_2",
            "adam_weight_decay",
            "epsilon",
            "exclude_layers",
            "muon_a",
            "muon_b",
            "muon_c",
            "adam_lr_ratio",
            "momentum",
            "ns_steps",
            "nesterov",
            "exclude_embeddings",
            "rms_rate",
        )
        return {**super().get_config(), **{n: getattr(self, n) for n in names}}
