"""Learning rates that change with the training step."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

from tensorbrook._src.core.current import current
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import binary, cast, gather, random, reduce, shape, unary
from tensorbrook._src.ops.constant import convert_to_tensor
from tensorbrook._src.ops.trigonometric import cos


def _decay(function: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a graph the rate, and eager execution a function that returns it."""

    @functools.wraps(function)
    def decayed(*args: Any, **kwargs: Any) -> Any:
        if current.interpreter.executing_eagerly:
            return functools.partial(function, *args, **kwargs)
        return function(*args, **kwargs)

    return decayed


def _given(global_step: Any, function: str) -> Any:
    if global_step is None:
        raise ValueError(f"global_step is required for {function}.")
    return global_step


def _ratio(rate: Any, global_step: Any, decay_steps: Any) -> tuple[Any, Any]:
    """The rate, and how far the decay has come."""
    rate = convert_to_tensor(rate, name="learning_rate")
    step = cast.cast(global_step, rate.dtype)
    return rate, step / cast.cast(decay_steps, rate.dtype)


@_decay
def exponential_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Any:
    """`learning_rate * decay_rate ** (global_step / decay_steps)`.

    Args:
        learning_rate: The first rate.
        global_step: The step, an integer.
        decay_steps: After how many steps the rate is multiplied once.
        decay_rate: What it is multiplied by.
        staircase: Whether it changes only then.
        name: Name scope of the nodes.

    Returns:
        The rate; when executing eagerly, a function that returns it.

    Raises:
        ValueError: `global_step` is None.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.train.exponential_decay(1.0, 4, 2, 0.5)))
        0.25
    """
    _given(global_step, "exponential_decay")
    with name_scope(name or "ExponentialDecay"):
        rate, part = _ratio(learning_rate, global_step, decay_steps)
        if staircase:
            part = unary.floor(part)
        return rate * binary.pow(cast.cast(decay_rate, rate.dtype), part)


@_decay
def natural_exp_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Any:
    """`learning_rate * exp(-decay_rate * global_step / decay_steps)`."""
    _given(global_step, "natural_exp_decay")
    with name_scope(name or "NaturalExpDecay"):
        rate, part = _ratio(learning_rate, global_step, decay_steps)
        if staircase:
            part = unary.floor(part)
        return rate * unary.exp(-cast.cast(decay_rate, rate.dtype) * part)


@_decay
def inverse_time_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    decay_rate: Any,
    staircase: bool = False,
    name: str | None = None,
) -> Any:
    """`learning_rate / (1 + decay_rate * global_step / decay_steps)`."""
    _given(global_step, "inverse_time_decay")
    with name_scope(name or "InverseTimeDecay"):
        rate, part = _ratio(learning_rate, global_step, decay_steps)
        if staircase:
            part = unary.floor(part)
        return rate / (1 + cast.cast(decay_rate, rate.dtype) * part)


@_decay
def piecewise_constant(
    x: Any, boundaries: Any, values: Any, name: str | None = None
) -> Any:
    """The value of the interval in which `x` lies; a boundary belongs to the left.

    Args:
        x: A number, usually the step.
        boundaries: The ends of the intervals, in order.
        values: The values, one more than there are boundaries.
        name: Name scope of the nodes.

    Returns:
        The value; when executing eagerly, a function that returns it.

    Raises:
        ValueError: The counts don't fit.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.train.piecewise_constant(5, [3, 6], [1.0, 0.5, 0.1])))
        0.5
    """
    if len(boundaries) != len(values) - 1:
        raise ValueError(
            "The length of boundaries should be 1 less than the length of values"
        )
    with name_scope(name or "PiecewiseConstant"):
        x = convert_to_tensor(x)
        limits = shape.stack([cast.cast(limit, x.dtype) for limit in boundaries])
        place = reduce.reduce_sum(cast.cast(limits < x, "int32"))
        return gather.gather(shape.stack([convert_to_tensor(v) for v in values]), place)


piecewise_constant_decay = piecewise_constant


@_decay
def polynomial_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    end_learning_rate: Any = 0.0001,
    power: Any = 1.0,
    cycle: bool = False,
    name: str | None = None,
) -> Any:
    """Falls from `learning_rate` to `end_learning_rate` in `decay_steps` steps.

    Args:
        learning_rate: The first rate.
        global_step: The step, an integer.
        decay_steps: How many steps the decay takes.
        end_learning_rate: The last rate.
        power: The power of the polynomial.
        cycle: Whether it begins again, with a longer decay, at the end.
        name: Name scope of the nodes.

    Returns:
        The rate; when executing eagerly, a function that returns it.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.train.polynomial_decay(1.0, 5, 10, 0.0)))
        0.5
    """
    _given(global_step, "polynomial_decay")
    with name_scope(name or "PolynomialDecay"):
        rate = convert_to_tensor(learning_rate, name="learning_rate")
        end = cast.cast(end_learning_rate, rate.dtype)
        step = cast.cast(global_step, rate.dtype)
        steps = cast.cast(decay_steps, rate.dtype)
        if cycle:
            rounds = binary.maximum(unary.ceil(step / steps), cast.cast(1, rate.dtype))
            steps = steps * rounds
        else:
            step = binary.minimum(step, steps)
        left = binary.pow(1 - step / steps, cast.cast(power, rate.dtype))
        return (rate - end) * left + end


def _cosine(part: Any) -> Any:
    return 0.5 * (1.0 + cos(math.pi * part))


@_decay
def cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    alpha: float = 0.0,
    name: str | None = None,
) -> Any:
    """Falls along half a cosine to `alpha * learning_rate`."""
    _given(global_step, "cosine_decay")
    with name_scope(name or "CosineDecay"):
        rate, part = _ratio(learning_rate, global_step, decay_steps)
        part = binary.minimum(part, cast.cast(1, rate.dtype))
        return rate * ((1 - alpha) * _cosine(part) + alpha)


@_decay
def cosine_decay_restarts(
    learning_rate: Any,
    global_step: Any,
    first_decay_steps: Any,
    t_mul: float = 2.0,
    m_mul: float = 1.0,
    alpha: float = 0.0,
    name: str | None = None,
) -> Any:
    """`cosine_decay` that begins again, each time `t_mul` as long and `m_mul` as high."""
    _given(global_step, "cosine decay restarts")
    with name_scope(name or "SGDRDecay"):
        rate, part = _ratio(learning_rate, global_step, first_decay_steps)
        longer = cast.cast(t_mul, rate.dtype)
        higher = cast.cast(m_mul, rate.dtype)

        if t_mul == 1.0:
            number = unary.floor(part)
            part = part - number
        else:
            grown = 1.0 - part * (1.0 - longer)
            number = unary.floor(unary.log(grown) / unary.log(longer))
            before = (1.0 - longer**number) / (1.0 - longer)
            part = (part - before) / longer**number
        return rate * ((1 - alpha) * higher**number * _cosine(part) + alpha)


@_decay
def linear_cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    num_periods: float = 0.5,
    alpha: float = 0.0,
    beta: float = 0.001,
    name: str | None = None,
) -> Any:
    """A linear decay times a cosine."""
    _given(global_step, "linear cosine decay")
    with name_scope(name or "LinearCosineDecay"):
        rate, part = _ratio(learning_rate, global_step, decay_steps)
        part = binary.minimum(part, cast.cast(1, rate.dtype))
        return rate * ((alpha + 1 - part) * _cosine(part * 2 * num_periods) + beta)


@_decay
def noisy_linear_cosine_decay(
    learning_rate: Any,
    global_step: Any,
    decay_steps: Any,
    initial_variance: float = 1.0,
    variance_decay: float = 0.55,
    num_periods: float = 0.5,
    alpha: float = 0.0,
    beta: float = 0.001,
    name: str | None = None,
) -> Any:
    """`linear_cosine_decay` with noise that becomes smaller."""
    _given(global_step, "noisy linear cosine decay")
    with name_scope(name or "NoisyLinearCosineDecay"):
        rate, part = _ratio(learning_rate, global_step, decay_steps)
        part = binary.minimum(part, cast.cast(1, rate.dtype))
        step = binary.minimum(
            cast.cast(global_step, rate.dtype), cast.cast(decay_steps, rate.dtype)
        )
        variance = initial_variance / binary.pow(1.0 + step, variance_decay)
        noise = random.normal(part.shape, stddev=unary.sqrt(variance))
        linear = alpha + 1 - part + noise
        return rate * (linear * _cosine(part * 2 * num_periods) + beta)
