"""The base class of optimizers."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

import tensorbrook as tf
from tensorbrook._src.keras.backend import dtypes, names
from tensorbrook._src.keras.backend.notices import warn_once
from tensorbrook._src.keras.backend.variable import Variable
from tensorbrook._src.keras.engine.stateless import borrowed_values, current_values
from tensorbrook._src.keras.initializers import lookup as initializers
from tensorbrook._src.keras.old_backend import session
from tensorbrook._src.keras.optimizers import schedules
from tensorbrook._src.keras.optimizers.schedules import LearningRateSchedule


class Optimizer:
    """Updates variables by their gradients.

    A subclass makes its slots in `build` and updates one variable in
    `update_step`.

    Args:
        learning_rate: a number, a schedule, or a callable without arguments.
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
    """

    _tracks_attributes = True  # for tf.train.Checkpoint
    _checkpoint_names = {"_rate": "_learning_rate"}  # as in checkpoints of Keras

    def __init__(
        self,
        learning_rate: Any = 0.001,
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
        learning_rate, self._old_decay = _old_arguments(kwargs, learning_rate)
        if kwargs:
            raise ValueError(
                f"{type(self).__name__}: argument(s) not recognized: {kwargs}"
            )
        if sum(c is not None for c in (clipnorm, clipvalue, global_clipnorm)) > 1:
            raise ValueError(
                "Only one of `clipnorm`, `clipvalue` and `global_clipnorm` can be "
                f"set. Received: clipnorm={clipnorm}, clipvalue={clipvalue}, "
                f"global_clipnorm={global_clipnorm}."
            )
        self.name = name or names.class_auto_name(type(self))
        self.weight_decay = weight_decay
        self.clipnorm = clipnorm
        self.clipvalue = clipvalue
        self.global_clipnorm = global_clipnorm
        self.use_ema = use_ema
        self.ema_momentum = ema_momentum
        self.ema_overwrite_frequency = ema_overwrite_frequency
        self.loss_scale_factor = loss_scale_factor
        self.gradient_accumulation_steps = gradient_accumulation_steps
        self.built = False
        self._variables: list[Any] = []
        self._places: dict[int, int] = {}
        self._trainable_variables: list[Any] = []
        self._averages: list[Any] = []
        self._accumulated: list[Any] = []
        self._undecayed: set[int] = set()
        self._undecayed_names: list[str] = []
        self._schedule: Any = None
        self._iterations = self._scalar("iteration", 0, "int64")
        if callable(learning_rate) and not isinstance(learning_rate, tf.Variable):
            self._schedule = learning_rate
            self._rate = None
        else:
            self._rate = self._scalar("learning_rate", learning_rate, None)

    def __setattr__(self, name: str, value: Any) -> None:
        object.__setattr__(self, name, value)
        # A checkpoint that was restored before may have values for what is new.
        for restoration in list(self.__dict__.get("_waiting_restorations", ())):
            restoration.resume(self)

    def _scalar(self, name: str, value: Any, dtype: str | None) -> Variable:
        """Makes a tracked variable of one number."""
        with names.path_scope(self.name):
            dtype = dtypes.standardize_dtype(dtype)
            start = tf.cast(value, dtype)
            variable = Variable(start, trainable=False, name=name)
        self._variables.append(variable)
        return variable

    # State ---------------------------------------------------------------------

    @property
    def iterations(self) -> Any:
        """The number of updates so far, as a variable."""
        if self.gradient_accumulation_steps:
            return tf.identity(self._iterations) // self.gradient_accumulation_steps
        return self._iterations

    @iterations.setter
    def iterations(self, value: Any) -> None:
        self._iterations.assign(tf.cast(value, tf.int64))

    @property
    def variables(self) -> list[Any]:
        """The counter, the learning rate and the slots."""
        return list(self._variables)

    @property
    def weights(self) -> list[Any]:
        """The counter, the learning rate and the slots."""
        return list(self._variables)

    @property
    def learning_rate(self) -> Any:
        """The learning rate: a variable, or a schedule's value now."""
        return self._current_rate() if self._rate is None else self._rate

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        if callable(value) and not isinstance(value, tf.Variable):
            if self._rate is not None:
                self._variables = [v for v in self._variables if v is not self._rate]
                self._rate = None
            self._schedule = value
            return
        if self._rate is None:
            raise TypeError(
                "This optimizer was created with a schedule as its learning rate, "
                "so its learning rate is not settable."
            )
        self._rate.assign(tf.cast(value, self._rate.dtype))

    @property
    def lr(self) -> Any:
        """The learning rate; the old name."""
        return self.learning_rate

    @lr.setter
    def lr(self, value: Any) -> None:
        self.learning_rate = value

    def _current_rate(self) -> Any:
        """Returns the learning rate of the next update, as a tensor."""
        if self._rate is not None:
            rate = tf.convert_to_tensor(self._rate)
            if self._old_decay:
                steps = tf.cast(self.iterations, rate.dtype)
                rate = rate / (1.0 + self._old_decay * steps)
            return rate
        if isinstance(self._schedule, LearningRateSchedule):
            return self._schedule(tf.convert_to_tensor(self.iterations))
        return self._schedule()

    def build(self, variables: Iterable[Any]) -> None:
        """Makes the slots of these variables.

        Args:
            variables: the variables that will be updated.
        """
        if self.built:
            return
        variables = list(variables)
        self._trainable_variables = variables
        for place, variable in enumerate(variables):
            self._places[id(variable)] = place
        if self.use_ema:
            self._averages = self.add_optimizer_variables(variables, "average")
        if self.gradient_accumulation_steps:
            self._accumulated = self.add_optimizer_variables(
                variables, "gradient_accumulator"
            )
        self.built = True

    def add_variable(
        self,
        shape: Any,
        initializer: Any = "zeros",
        dtype: Any = None,
        aggregation: str = "none",
        layout: Any = None,
        name: str | None = None,
    ) -> Variable:
        """Makes a tracked variable.

        Args:
            shape: its shape.
            initializer: its first value.
            dtype: its type, by default `floatx()`.
            aggregation: kept, not used.
            layout: kept, not used.
            name: its name.
        """
        with names.path_scope(self.name):
            variable = Variable(
                initializers.get(initializer),
                shape=tuple(shape),
                dtype=dtype,
                trainable=False,
                name=name,
            )
        self._variables.append(variable)
        return variable

    def add_variable_from_reference(
        self,
        reference_variable: Any,
        name: str | None = None,
        initializer: Any = "zeros",
    ) -> Variable:
        """Makes a slot of the shape and type of a variable.

        Args:
            reference_variable: the variable that is updated.
            name: the slot's name.
            initializer: its first value.
        """
        path = getattr(reference_variable, "path", reference_variable.name)
        path = path.replace("/", "_").replace(":", "_")
        return self.add_variable(
            tuple(reference_variable.shape),
            initializer,
            reference_variable.dtype,
            name=f"{path}_{name}" if name else path,
        )

    def add_optimizer_variables(
        self, trainable_variables: Any, name: Any, initializer: Any = "zeros"
    ) -> Any:
        """Makes one slot, or several, for each variable.

        Args:
            trainable_variables: the variables that are updated.
            name: the name of the slot, or several names.
            initializer: the first value, or one for each name.

        Returns:
            A list of slots, or a tuple of lists for several names.
        """
        kinds = [name] if isinstance(name, str) else list(name)
        starts = initializer if isinstance(initializer, list | tuple) else [initializer]
        starts = list(starts) * (1 if len(starts) == len(kinds) else len(kinds))
        slots: list[list[Any]] = [[] for _ in kinds]
        for variable in trainable_variables:
            for place, (kind, start) in enumerate(zip(kinds, starts, strict=True)):
                slot = self.add_variable_from_reference(variable, kind, start)
                slots[place].append(slot)
        return slots[0] if isinstance(name, str) else tuple(slots)

    def _place(self, variable: Any) -> int:
        """Returns the number of a variable among the slots."""
        return self._places[id(variable)]

    def assign(self, variable: Any, value: Any) -> None:
        """Sets a variable."""
        variable.assign(tf.cast(value, variable.dtype))

    def assign_add(self, variable: Any, value: Any) -> None:
        """Adds to a variable."""
        variable.assign_add(tf.cast(value, variable.dtype))

    def assign_sub(self, variable: Any, value: Any) -> None:
        """Subtracts from a variable."""
        variable.assign_sub(tf.cast(value, variable.dtype))

    # Updates -------------------------------------------------------------------

    def minimize(
        self, loss: Any, var_list: Any, tape: Any = None, **kwargs: Any
    ) -> tf.Tensor:
        """Computes the gradients of a loss and applies them.

        Args:
            loss: a callable without arguments, or a tensor that `tape` watched.
            var_list: the variables.
            tape: the tape, when `loss` is a tensor.
        """
        if callable(loss):
            with tf.GradientTape() as tape:
                value = loss()
        elif tape is None:
            raise ValueError("minimize: `tape` is required when `loss` is a tensor.")
        else:
            value = loss
        variables = var_list() if callable(var_list) else var_list
        return self.apply_gradients(
            zip(tape.gradient(value, variables), variables, strict=True)
        )

    def apply_gradients(
        self, grads_and_vars: Iterable[tuple[Any, Any]], **kwargs: Any
    ) -> Any:
        """Updates variables.

        Args:
            grads_and_vars: pairs of a gradient and its variable.

        Returns:
            The number of updates.

        Raises:
            ValueError: when no variable has a gradient.
        """
        pairs = list(grads_and_vars)
        self.apply([g for g, _ in pairs], [v for _, v in pairs])
        return self._iterations

    def apply(self, grads: Any, trainable_variables: Any = None) -> None:
        """Updates variables.

        Args:
            grads: a gradient for each variable.
            trainable_variables: the variables; by default those of `build`.

        Raises:
            ValueError: when no variable has a gradient.
        """
        grads = list(grads)
        variables = trainable_variables
        variables = self._trainable_variables if variables is None else list(variables)
        if not grads:
            return
        pairs = [p for p in zip(grads, variables, strict=True) if p[0] is not None]
        if not pairs:
            raise ValueError("No gradients provided for any variable.")
        if not self.built:
            self.build(variables)
        self._check_known(pairs)
        gradients = [gradient for gradient, _ in pairs]
        targets = [variable for _, variable in pairs]
        if self.loss_scale_factor is not None:
            gradients = [g / self.loss_scale_factor for g in gradients]
        if self.gradient_accumulation_steps:
            self._accumulate(gradients, targets)
        else:
            self._update_all(gradients, targets)
        self._iterations.assign_add(tf.constant(1, tf.int64))

    def stateless_apply(
        self, optimizer_variables: Any, grads: Any, trainable_variables: Any
    ) -> tuple[list[Any], list[Any]]:
        """Returns the weights and the state after an update, for given ones.

        Args:
            optimizer_variables: the values of the optimizer's variables.
            grads: a gradient for each weight.
            trainable_variables: the values of the weights.

        Raises:
            ValueError: when the optimizer is not built.
        """
        if not self.built:
            raise ValueError(
                f"To call `stateless_apply`, the optimizer '{self.name}' must be "
                "built: call `build(variables)` first."
            )
        weights, state = self._trainable_variables, list(self.variables)
        values = [*trainable_variables, *optimizer_variables]
        with borrowed_values([*weights, *state], values, self.name):
            self.apply(grads, weights)
            return current_values(weights), current_values(state)

    def _check_known(self, pairs: list[tuple[Any, Any]]) -> None:
        """Raises for variables without slots."""
        for _, variable in pairs:
            if id(variable) not in self._places:
                raise ValueError(
                    f"Unknown variable: {variable!r}. This optimizer can only be "
                    "called for the variables it was originally built with. When "
                    "working with a new set of variables, you should recreate a new "
                    "optimizer instance."
                )

    def _accumulate(self, gradients: list[Any], variables: list[Any]) -> None:
        """Adds up gradients, and updates at every n-th call."""
        steps = self.gradient_accumulation_steps
        slots = [self._accumulated[self._place(v)] for v in variables]
        gradients = [tf.convert_to_tensor(gradient) for gradient in gradients]

        def update() -> Any:
            means = [
                (slot + gradient) / steps
                for slot, gradient in zip(slots, gradients, strict=True)
            ]
            self._update_all(means, variables)
            for slot in slots:
                slot.assign(tf.zeros_like(slot))
            return tf.constant(0)

        def gather() -> Any:
            for slot, gradient in zip(slots, gradients, strict=True):
                slot.assign_add(gradient)
            return tf.constant(0)

        is_last = tf.equal((tf.identity(self._iterations) + 1) % steps, 0)
        if tf.executing_eagerly():
            update() if is_last else gather()
        else:
            tf.cond(is_last, update, gather)

    def _update_all(self, gradients: list[Any], variables: list[Any]) -> None:
        """Clips the gradients and updates each variable."""
        gradients = self._clipped(gradients)
        rate = self._current_rate()
        self._decay_weights(variables, rate)
        self.prepare_update(rate)
        for gradient, variable in zip(gradients, variables, strict=True):
            self.update_step(gradient, variable, rate)
        self._move_averages(variables)
        for variable in variables:
            constraint = getattr(variable, "constraint", None)
            if constraint is not None:
                variable.assign(constraint(tf.convert_to_tensor(variable)))

    def prepare_update(self, learning_rate: Any) -> None:
        """Computes what all variables of one update share; a subclass may use it."""

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Updates one variable; a subclass defines it.

        Args:
            gradient: its gradient.
            variable: the variable.
            learning_rate: the learning rate as a tensor.
        """
        raise NotImplementedError(f"{type(self).__name__} has no update_step().")

    def _clipped(self, gradients: list[Any]) -> list[Any]:
        """Limits the gradients as the arguments say."""
        if self.clipnorm:
            return [tf.clip_by_norm(g, self.clipnorm) for g in gradients]
        if self.global_clipnorm:
            return tf.clip_by_global_norm(gradients, self.global_clipnorm)[0]
        if self.clipvalue:
            limit = self.clipvalue
            return [tf.clip_by_value(g, -limit, limit) for g in gradients]
        return gradients

    def _decay_weights(self, variables: list[Any], rate: Any) -> None:
        """Takes away the decayed part of each weight."""
        if self.weight_decay is None:
            return
        for variable in variables:
            if self._decays(variable):
                part = tf.cast(rate, variable.dtype) * self.weight_decay
                variable.assign_sub(tf.convert_to_tensor(variable) * part)

    def _decays(self, variable: Any) -> bool:
        """Says whether weight decay applies to a variable."""
        if id(variable) in self._undecayed:
            return False
        path = getattr(variable, "path", variable.name)
        return not any(re.search(name, path) for name in self._undecayed_names)

    def exclude_from_weight_decay(
        self, var_list: Any = None, var_names: Any = None
    ) -> None:
        """Names variables that do not decay.

        Args:
            var_list: variables.
            var_names: patterns of variables' paths.
        """
        self._undecayed.update(id(variable) for variable in var_list or ())
        self._undecayed_names.extend(var_names or ())

    def _move_averages(self, variables: list[Any]) -> None:
        """Moves the averages, and makes the weights equal to them now and then."""
        if not self.use_ema:
            return
        # The first average is the value itself.
        started = tf.cast(tf.not_equal(tf.identity(self._iterations), 0), "float32")
        every = self.ema_overwrite_frequency
        for variable in variables:
            average = self._averages[self._place(variable)]
            value = tf.convert_to_tensor(variable)
            momentum = tf.cast(started * self.ema_momentum, value.dtype)
            moved = momentum * average + (1.0 - momentum) * value
            average.assign(moved)
            if every:
                due = tf.equal((tf.identity(self._iterations) + 1) % every, 0)
                variable.assign(tf.where(due, moved, value))

    def finalize_variable_values(self, var_list: Any) -> None:
        """Sets weights to their averages at the end of training.

        Args:
            var_list: the weights.
        """
        if self.use_ema:
            for variable in var_list:
                average = self._averages[self._place(variable)]
                variable.assign(tf.convert_to_tensor(average))

    def scale_loss(self, loss: Any) -> Any:
        """Returns the loss times the loss scale."""
        return loss if self.loss_scale_factor is None else loss * self.loss_scale_factor

    # Configuration -------------------------------------------------------------

    def get_weights(self) -> list[np.ndarray]:
        """Returns the values of all variables as arrays."""
        return [variable.numpy() for variable in self._variables]

    def set_weights(self, weights: Any) -> None:
        """Sets the values of all variables.

        Args:
            weights: arrays in the order of `variables`.
        """
        for variable, value in zip(self._variables, weights, strict=True):
            variable.assign(tf.cast(value, variable.dtype))

    def save_own_variables(self, store: Any) -> None:
        """Writes the variables into a dict-like store."""
        for place, variable in enumerate(self._variables):
            store[str(place)] = variable.numpy()

    def load_own_variables(self, store: Any) -> None:
        """Reads the variables from a dict-like store; warns where they do not fit."""
        if len(store.keys()) != len(self._variables):
            warnings.warn(
                f"Optimizer '{self.name}' has {len(self._variables)} variables, but "
                f"the file has {len(store.keys())}: they are left as they are.",
                stacklevel=2,
            )
            return
        for place, variable in enumerate(self._variables):
            variable.assign(tf.cast(np.asarray(store[str(place)]), variable.dtype))

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal optimizer."""
        if isinstance(self._schedule, LearningRateSchedule):
            rate = schedules.serialize(self._schedule)
        elif self._rate is not None:
            rate = float(session.read([self._rate])[0])
        else:
            rate = self._schedule
        return {
            "name": self.name,
            "learning_rate": rate,
            "weight_decay": self.weight_decay,
            **({"decay": self._old_decay} if self._old_decay else {}),
            "clipnorm": self.clipnorm,
            "global_clipnorm": self.global_clipnorm,
            "clipvalue": self.clipvalue,
            "use_ema": self.use_ema,
            "ema_momentum": self.ema_momentum,
            "ema_overwrite_frequency": self.ema_overwrite_frequency,
            "loss_scale_factor": self.loss_scale_factor,
            "gradient_accumulation_steps": self.gradient_accumulation_steps,
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """Makes an optimizer from what `get_config` returned."""
        rate = config.get("learning_rate")
        if isinstance(rate, dict):
            rate = schedules.deserialize(rate, custom_objects)
            config = {**config, "learning_rate": rate}
        return cls(**config)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} name={self.name}>"


def dense(gradient: Any) -> Any:
    """Returns a gradient as a dense tensor."""
    if isinstance(gradient, tf.IndexedSlices):
        return tf.convert_to_tensor(gradient)
    return gradient


def squared(gradient: Any) -> Any:
    """Returns the squares of a gradient as a dense tensor.

    The parts of a sparse gradient that belong to the same row are squared before
    they are added up, as Keras does it.
    """
    if isinstance(gradient, tf.IndexedSlices):
        squares = tf.square(gradient.values)
        parts = (squares, gradient.indices, gradient.dense_shape)
        return tf.convert_to_tensor(tf.IndexedSlices(*parts))
    return tf.square(gradient)


def _old_arguments(kwargs: dict[str, Any], learning_rate: Any) -> tuple[Any, float]:
    """Takes older argument names out of the keywords; returns rate and decay."""
    rate = learning_rate
    if "lr" in kwargs:
        warn_once("The optimizers' argument `lr` is called `learning_rate` now.")
        rate = kwargs.pop("lr")
    if kwargs.get("decay"):
        warn_once(
            "The optimizers' argument `decay` is gone: pass a schedule such as "
            "`keras.optimizers.schedules.InverseTimeDecay` as `learning_rate`."
        )
    decay = kwargs.pop("decay", None) or 0.0
    for ignored in ("jit_compile", "is_legacy_optimizer"):
        kwargs.pop(ignored, None)
    return rate, decay
