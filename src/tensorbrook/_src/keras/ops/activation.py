"""The activations as functions of `keras.ops`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras import activations
from tensorbrook._src.keras.ops.conversion import (
    as_axes,
    dynamic_shape,
    floats,
    operation,
)


@operation
def relu(x: Any) -> Any:
    """Computes the part above zero."""
    return activations.relu(floats(x)[0])


@operation
def relu6(x: Any) -> Any:
    """Computes the part between zero and six."""
    return activations.relu6(floats(x)[0])


@operation
def sigmoid(x: Any) -> Any:
    """Computes `1 / (1 + exp(-x))`."""
    return activations.sigmoid(floats(x)[0])


@operation
def sparse_sigmoid(x: Any) -> Any:
    """Computes a sigmoid made of three lines."""
    return activations.sparse_sigmoid(floats(x)[0])


@operation
def softplus(x: Any) -> Any:
    """Computes `log(1 + exp(x))`."""
    return activations.softplus(floats(x)[0])


@operation
def softsign(x: Any) -> Any:
    """Computes `x / (1 + |x|)`."""
    return activations.softsign(floats(x)[0])


@operation
def soft_shrink(x: Any, threshold: float = 0.5) -> Any:
    """Moves values towards zero by the threshold."""
    return activations.soft_shrink(floats(x)[0], threshold)


@operation
def sparse_plus(x: Any) -> Any:
    """Computes a softplus that is zero below -1."""
    return activations.sparse_plus(floats(x)[0])


@operation
def silu(x: Any) -> Any:
    """Computes `x * sigmoid(x)`."""
    return activations.silu(floats(x)[0])


@operation
def swish(x: Any) -> Any:
    """Computes `x * sigmoid(x)`."""
    return activations.silu(floats(x)[0])


@operation
def squareplus(x: Any, b: float = 4) -> Any:
    """Computes `(x + sqrt(x * x + b)) / 2`."""
    return activations.squareplus(floats(x)[0], b)


@operation
def log_sigmoid(x: Any) -> Any:
    """Computes the logarithm of the sigmoid."""
    return activations.log_sigmoid(floats(x)[0])


@operation
def leaky_relu(x: Any, negative_slope: float = 0.2) -> Any:
    """Damps what is below zero."""
    return activations.leaky_relu(floats(x)[0], negative_slope)


@operation
def hard_sigmoid(x: Any) -> Any:
    """Computes a sigmoid made of three lines."""
    return activations.hard_sigmoid(floats(x)[0])


@operation
def hard_silu(x: Any) -> Any:
    """Computes `x * hard_sigmoid(x)`."""
    return activations.hard_silu(floats(x)[0])


@operation
def hard_swish(x: Any) -> Any:
    """Computes `x * hard_sigmoid(x)`."""
    return activations.hard_silu(floats(x)[0])


@operation
def elu(x: Any, alpha: float = 1.0) -> Any:
    """Computes `alpha * (exp(x) - 1)` below zero."""
    return activations.elu(floats(x)[0], alpha)


@operation
def selu(x: Any) -> Any:
    """Computes the scaled exponential linear unit."""
    return activations.selu(floats(x)[0])


@operation
def gelu(x: Any, approximate: bool = True) -> Any:
    """Computes `x` times the normal distribution."""
    return activations.gelu(floats(x)[0], approximate)


@operation
def celu(x: Any, alpha: float = 1.0) -> Any:
    """Computes an exponential unit with a smooth slope."""
    return activations.celu(floats(x)[0], alpha)


@operation
def glu(x: Any, axis: int = -1) -> Any:
    """Computes one half times the sigmoid of the other."""
    return activations.glu(floats(x)[0], axis)


@operation
def tanh(x: Any) -> Any:
    """Computes the hyperbolic tangent."""
    return tf.tanh(floats(x)[0])


@operation
def tanh_shrink(x: Any) -> Any:
    """Computes `x - tanh(x)`."""
    return activations.tanh_shrink(floats(x)[0])


@operation
def hard_tanh(x: Any) -> Any:
    """Cuts values to the range from -1 to 1."""
    return activations.hard_tanh(floats(x)[0])


@operation
def hard_shrink(x: Any, threshold: float = 0.5) -> Any:
    """Makes values near zero zero."""
    return activations.hard_shrink(floats(x)[0], threshold)


@operation
def threshold(x: Any, threshold: float, default_value: float) -> Any:
    """Replaces what is not above the threshold."""
    return activations.threshold(floats(x)[0], threshold, default_value)


@operation
def log_softmax(x: Any, axis: Any = -1) -> Any:
    """Computes the logarithm of the softmax."""
    return _over_axes(activations.log_softmax, floats(x)[0], axis)


@operation
def softmax(x: Any, axis: Any = -1) -> Any:
    """Turns values into probabilities along axes."""
    return _over_axes(activations.softmax, floats(x)[0], axis)


@operation
def sparsemax(x: Any, axis: int = -1) -> Any:
    """Finds the closest probabilities, many of them zero."""
    return activations.sparsemax(floats(x)[0], axis)


def _over_axes(function: Callable[..., Any], x: Any, axis: Any) -> Any:
    """Applies a function along one axis, or along several as if they were one."""
    if axis is None:
        return tf.reshape(function(tf.reshape(x, [-1]), -1), tf.shape(x))
    axes = as_axes(axis) or []
    if len(axes) == 1:
        return function(x, axes[0])
    rank = len(x.shape)
    axes = [a % rank for a in axes]
    rest = [a for a in range(rank) if a not in axes]
    order = [*rest, *axes]
    moved = tf.transpose(x, order)
    shape = dynamic_shape(moved)
    found = function(tf.reshape(moved, [*shape[: len(rest)], -1]), -1)
    back = [order.index(a) for a in range(rank)]
    return tf.transpose(tf.reshape(found, shape), back)
