"""Learning rates that change with the number of updates."""

from __future__ import annotations

import math
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve


class LearningRateSchedule:
    """A callable that gives the learning rate of an update."""

    def __call__(self, step: Any) -> Any:
        """Returns the learning rate of update number `step`."""
        raise NotImplementedError(f"{type(self).__name__} has no __call__().")

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal schedule."""
        raise NotImplementedError(f"{type(self).__name__} has no get_config().")

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> LearningRateSchedule:
        """Makes a schedule from what `get_config` returned."""
        return cls(**config)


class _NamedSchedule(LearningRateSchedule):
    """A schedule whose configuration is its attributes."""

    _arguments: tuple[str, ...] = ()

    def get_config(self) -> dict[str, Any]:
        """Returns the arguments that make an equal schedule."""
        return {name: getattr(self, name) for name in self._arguments}


class ExponentialDecay(_NamedSchedule):
    """The rate `initial * decay_rate ** (step / decay_steps)`.

    Args:
        initial_learning_rate: the first rate.
        decay_steps: after how many updates the whole factor applies.
        decay_rate: the factor.
        staircase: whether to decay at whole multiples only.
        name: the name.

    Example:
        >>> round(float(ExponentialDecay(1.0, 10, 0.5)(20)), 3)
        0.25
    """

    _arguments = (
        "initial_learning_rate", "decay_steps", "decay_rate", "staircase", "name",
    )  # fmt: skip

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        decay_rate: float,
        staircase: bool = False,
        name: str = "ExponentialDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: Any) -> tf.Tensor:
        initial = tf.convert_to_tensor(self.initial_learning_rate)
        part = tf.cast(step, initial.dtype) / tf.cast(self.decay_steps, initial.dtype)
        if self.staircase:
            part = tf.floor(part)
        return initial * tf.pow(tf.cast(self.decay_rate, initial.dtype), part)


class InverseTimeDecay(_NamedSchedule):
    """The rate `initial / (1 + decay_rate * step / decay_steps)`.

    Args:
        initial_learning_rate: the first rate.
        decay_steps: the unit of time, in updates.
        decay_rate: how fast it decays.
        staircase: whether to decay at whole multiples only.
        name: the name.
    """

    _arguments = ExponentialDecay._arguments

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        decay_rate: float,
        staircase: bool = False,
        name: str = "InverseTimeDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.decay_rate = decay_rate
        self.staircase = staircase
        self.name = name

    def __call__(self, step: Any) -> tf.Tensor:
        initial = tf.convert_to_tensor(self.initial_learning_rate)
        part = tf.cast(step, initial.dtype) / tf.cast(self.decay_steps, initial.dtype)
        if self.staircase:
            part = tf.floor(part)
        return initial / (1.0 + tf.cast(self.decay_rate, initial.dtype) * part)


class PolynomialDecay(_NamedSchedule):
    """A rate that goes to its end along a power of the time left.

    Args:
        initial_learning_rate: the first rate.
        decay_steps: how many updates it takes.
        end_learning_rate: the last rate.
        power: the power.
        cycle: whether to start again beyond the last step.
        name: the name.
    """

    _arguments = (
        "initial_learning_rate", "decay_steps", "end_learning_rate", "power", "cycle",
        "name",
    )  # fmt: skip

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        end_learning_rate: float = 0.0001,
        power: float = 1.0,
        cycle: bool = False,
        name: str = "PolynomialDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.end_learning_rate = end_learning_rate
        self.power = power
        self.cycle = cycle
        self.name = name

    def __call__(self, step: Any) -> tf.Tensor:
        initial = tf.convert_to_tensor(self.initial_learning_rate)
        dtype = initial.dtype
        end = tf.cast(self.end_learning_rate, dtype)
        done = tf.cast(step, dtype)
        whole = tf.cast(self.decay_steps, dtype)
        if self.cycle:
            rounds = tf.math.ceil(done / whole)
            whole = whole * tf.where(tf.equal(done, 0.0), tf.ones_like(rounds), rounds)
        else:
            done = tf.minimum(done, whole)
        left = tf.pow(1.0 - done / whole, tf.cast(self.power, dtype))
        return (initial - end) * left + end


class PiecewiseConstantDecay(_NamedSchedule):
    """A rate that is constant between boundaries.

    Args:
        boundaries: the last step of each piece but the last.
        values: the rate of each piece.
        name: the name.
    """

    _arguments = ("boundaries", "values", "name")

    def __init__(
        self, boundaries: Any, values: Any, name: str = "PiecewiseConstant"
    ) -> None:
        if len(boundaries) != len(values) - 1:
            raise ValueError(
                "PiecewiseConstantDecay: `values` must have one item more than "
                f"`boundaries`. Received: {len(boundaries)} boundaries, "
                f"{len(values)} values."
            )
        self.boundaries = boundaries
        self.values = values
        self.name = name

    def __call__(self, step: Any) -> tf.Tensor:
        values = tf.convert_to_tensor(self.values)
        done = tf.cast(step, tf.float32)
        limits = tf.cast(self.boundaries, tf.float32)
        index = tf.reduce_sum(tf.cast(done > limits, tf.int32))
        return tf.gather(values, index)


class CosineDecay(_NamedSchedule):
    """A rate that goes down along half a cosine, after an optional linear rise.

    Args:
        initial_learning_rate: the first rate.
        decay_steps: how many updates the decay takes.
        alpha: the last rate in parts of the highest.
        name: the name.
        warmup_target: the rate after the rise, or None for no rise.
        warmup_steps: how many updates the rise takes.
    """

    _arguments = (
        "initial_learning_rate", "decay_steps", "alpha", "name", "warmup_target",
        "warmup_steps",
    )  # fmt: skip

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: float,
        alpha: float = 0.0,
        name: str = "CosineDecay",
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = decay_steps
        self.alpha = alpha
        self.name = name
        self.warmup_target = warmup_target
        self.warmup_steps = warmup_steps

    def __call__(self, step: Any) -> tf.Tensor:
        initial = tf.convert_to_tensor(self.initial_learning_rate)
        dtype = initial.dtype
        whole = tf.cast(self.decay_steps, dtype)
        step = tf.cast(step, dtype)
        if self.warmup_target is None:
            return self._decayed(tf.minimum(step, whole), whole, initial)
        target = tf.cast(self.warmup_target, dtype)
        rise = tf.cast(self.warmup_steps, dtype)
        done = tf.minimum(step, whole + rise)
        rising = initial + (target - initial) * (done / rise)
        return tf.where(done < rise, rising, self._decayed(done - rise, whole, target))

    def _decayed(self, done: Any, whole: Any, start: Any) -> tf.Tensor:
        """Returns the rate after `done` updates of the decay."""
        cosine = 0.5 * (1.0 + tf.cos(tf.cast(math.pi, done.dtype) * done / whole))
        return start * ((1.0 - self.alpha) * cosine + self.alpha)


class CosineDecayRestarts(_NamedSchedule):
    """A cosine decay that starts again and again.

    Args:
        initial_learning_rate: the first rate.
        first_decay_steps: how many updates the first decay takes.
        t_mul: how much longer each following decay is.
        m_mul: the factor of the start of each following decay.
        alpha: the last rate in parts of the first.
        name: the name.
    """

    _arguments = (
        "initial_learning_rate", "first_decay_steps", "t_mul", "m_mul", "alpha", "name",
    )  # fmt: skip

    def __init__(
        self,
        initial_learning_rate: float,
        first_decay_steps: float,
        t_mul: float = 2.0,
        m_mul: float = 1.0,
        alpha: float = 0.0,
        name: str = "SGDRDecay",
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.first_decay_steps = first_decay_steps
        self.t_mul = t_mul
        self.m_mul = m_mul
        self.alpha = alpha
        self.name = name

    def __call__(self, step: Any) -> tf.Tensor:
        initial = tf.convert_to_tensor(self.initial_learning_rate)
        dtype = initial.dtype
        done = tf.cast(step, dtype) / tf.cast(self.first_decay_steps, dtype)
        factor = tf.cast(self.t_mul, dtype)
        if self.t_mul == 1.0:
            rounds = tf.floor(done)
            done = done - rounds
        else:
            grown = 1.0 - done * (1.0 - factor)
            rounds = tf.floor(tf.math.log(grown) / tf.math.log(factor))
            before = (1.0 - tf.pow(factor, rounds)) / (1.0 - factor)
            done = (done - before) / tf.pow(factor, rounds)
        height = tf.pow(tf.cast(self.m_mul, dtype), rounds)
        cosine = 0.5 * height * (1.0 + tf.cos(tf.cast(math.pi, dtype) * done))
        return initial * ((1.0 - self.alpha) * cosine + self.alpha)


KNOWN: dict[str, Any] = {
    cls.__name__: cls
    for cls in (
        CosineDecay,
        CosineDecayRestarts,
        ExponentialDecay,
        InverseTimeDecay,
        PiecewiseConstantDecay,
        PolynomialDecay,
    )
}


def serialize(learning_rate_schedule: Any) -> Any:
    """Returns the configuration of a schedule."""
    return registry.serialize_keras_object(learning_rate_schedule)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """Returns the schedule for its configuration."""
    return resolve(config, KNOWN, "learning rate schedule", custom_objects)
