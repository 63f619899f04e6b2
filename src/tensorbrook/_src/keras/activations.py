"""Activation functions, and their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.saving import registry
from tensorbrook._src.keras.saving.identifiers import resolve


def relu(
    x: Any, negative_slope: float = 0.0, max_value: Any = None, threshold: float = 0.0
) -> tf.Tensor:
    """Computes `max(x, 0)`, with an optional slope, ceiling and threshold.

    Args:
        x: a float tensor.
        negative_slope: the factor below the threshold.
        max_value: the greatest result, or None.
        threshold: values below it are damped by `negative_slope`.

    Example:
        >>> relu(tf.constant([-1.0, 2.0])).numpy()
        array([0., 2.], dtype=float32)
    """
    x = tf.convert_to_tensor(x)
    if not negative_slope and max_value is None and not threshold:
        return tf.nn.relu(x)
    if not threshold:
        result = (
            tf.nn.leaky_relu(x, negative_slope) if negative_slope else tf.nn.relu(x)
        )
    else:
        kept = x * tf.cast(x > threshold, x.dtype)
        result = kept
        if negative_slope:
            result = kept - negative_slope * tf.nn.relu(threshold - x)
    if max_value is None:
        return result
    return tf.minimum(result, tf.cast(max_value, x.dtype))


def leaky_relu(x: Any, negative_slope: float = 0.2) -> tf.Tensor:
    """Computes `x` where positive, else `negative_slope * x`."""
    return tf.nn.leaky_relu(x, negative_slope)


def relu6(x: Any) -> tf.Tensor:
    """Computes `min(max(x, 0), 6)`."""
    return tf.nn.relu6(x)


def elu(x: Any, alpha: float = 1.0) -> tf.Tensor:
    """Computes `x` where positive, else `alpha * (exp(x) - 1)`."""
    result = tf.nn.elu(x)
    return result if alpha == 1.0 else tf.where(x > 0, result, alpha * result)


def selu(x: Any) -> tf.Tensor:
    """Computes the scaled exponential linear unit."""
    return tf.nn.selu(x)


def celu(x: Any, alpha: float = 1.0) -> tf.Tensor:
    """Computes `max(x, 0) + min(0, alpha * (exp(x / alpha) - 1))`."""
    x = tf.convert_to_tensor(x)
    return tf.nn.relu(x) + alpha * tf.math.expm1(tf.minimum(x, 0.0) / alpha)


def softmax(x: Any, axis: Any = -1) -> tf.Tensor:
    """Computes probabilities along an axis.

    Args:
        x: a float tensor.
        axis: the axis along which the result sums to one.
    """
    return tf.nn.softmax(x, axis=axis)


def log_softmax(x: Any, axis: int = -1) -> tf.Tensor:
    """Computes the logarithm of the softmax."""
    return tf.nn.log_softmax(x, axis=axis)


def sigmoid(x: Any) -> tf.Tensor:
    """Computes `1 / (1 + exp(-x))`."""
    return tf.nn.sigmoid(x)


def log_sigmoid(x: Any) -> tf.Tensor:
    """Computes the logarithm of the sigmoid."""
    return tf.math.log_sigmoid(x)


def hard_sigmoid(x: Any) -> tf.Tensor:
    """Computes `relu6(x + 3) / 6`."""
    return tf.nn.relu6(tf.convert_to_tensor(x) + 3.0) / 6.0


def tanh(x: Any) -> tf.Tensor:
    """Computes the hyperbolic tangent."""
    return tf.nn.tanh(x)


def hard_tanh(x: Any) -> tf.Tensor:
    """Computes `x` limited to -1 and 1."""
    return tf.clip_by_value(x, -1.0, 1.0)


def tanh_shrink(x: Any) -> tf.Tensor:
    """Computes `x - tanh(x)`."""
    return x - tf.nn.tanh(x)


def soft_shrink(x: Any, threshold: float = 0.5) -> tf.Tensor:
    """Moves `x` towards zero by `threshold`; smaller values become zero."""
    return tf.nn.relu(x - threshold) - tf.nn.relu(-x - threshold)


def hard_shrink(x: Any, threshold: float = 0.5) -> tf.Tensor:
    """Makes values of magnitude up to `threshold` zero."""
    return tf.where(tf.abs(x) > threshold, x, tf.zeros_like(x))


def threshold(x: Any, threshold: float, default_value: float) -> tf.Tensor:
    """Replaces values up to `threshold` by `default_value`."""
    filler = tf.cast(default_value, x.dtype)
    return tf.where(x > threshold, x, tf.fill(tf.shape(x), filler))


def softplus(x: Any) -> tf.Tensor:
    """Computes `log(1 + exp(x))`."""
    return tf.math.softplus(x)


def softsign(x: Any) -> tf.Tensor:
    """Computes `x / (1 + abs(x))`."""
    return tf.nn.softsign(x)


def squareplus(x: Any, b: float = 4) -> tf.Tensor:
    """Computes `(x + sqrt(x * x + b)) / 2`."""
    return (x + tf.sqrt(tf.square(x) + tf.cast(b, x.dtype))) / 2


def sparse_plus(x: Any) -> tf.Tensor:
    """Computes a softplus that is zero below -1 and linear above 1."""
    middle = 0.25 * tf.square(x + 1.0)
    return tf.where(x <= -1.0, tf.zeros_like(x), tf.where(x < 1.0, middle, x))


def sparse_sigmoid(x: Any) -> tf.Tensor:
    """Computes a sigmoid that is zero below -1, one above 1 and linear between."""
    return tf.clip_by_value(0.5 * (x + 1.0), 0.0, 1.0)


def silu(x: Any) -> tf.Tensor:
    """Computes `x * sigmoid(x)`."""
    return tf.nn.silu(x)


def hard_silu(x: Any) -> tf.Tensor:
    """Computes `x * hard_sigmoid(x)`."""
    return x * hard_sigmoid(x)


def gelu(x: Any, approximate: bool = False) -> tf.Tensor:
    """Computes the Gaussian error linear unit."""
    return tf.nn.gelu(x, approximate=approximate)


def mish(x: Any) -> tf.Tensor:
    """Computes `x * tanh(softplus(x))`."""
    return x * tf.nn.tanh(tf.math.softplus(x))


def glu(x: Any, axis: int = -1) -> tf.Tensor:
    """Computes the first half of `x` times the sigmoid of its second half."""
    first, second = tf.split(x, 2, axis=axis)
    return first * tf.nn.sigmoid(second)


def exponential(x: Any) -> tf.Tensor:
    """Computes `exp(x)`."""
    return tf.exp(x)


def linear(x: Any) -> Any:
    """Returns `x`."""
    return x


def sparsemax(x: Any, axis: int = -1) -> tf.Tensor:
    """Computes the closest probabilities to `x`, many of them zero.

    Args:
        x: a float tensor.
        axis: the axis along which the result sums to one.
    """
    logits = tf.convert_to_tensor(x)
    moved = last_axis(logits, axis)
    ordered = tf.sort(moved, axis=-1, direction="DESCENDING")
    total = tf.cumsum(ordered, axis=-1)
    count = tf.cast(tf.range(1, tf.shape(moved)[-1] + 1), logits.dtype)
    support = tf.cast(1.0 + count * ordered > total, logits.dtype)
    size = tf.reduce_sum(support, axis=-1, keepdims=True)
    tau = (tf.reduce_sum(ordered * support, axis=-1, keepdims=True) - 1.0) / size
    result = tf.nn.relu(moved - tau)
    return from_last_axis(result, axis)


_FUNCTIONS = (
    relu, leaky_relu, relu6, elu, selu, celu, softmax, log_softmax, sigmoid,
    log_sigmoid, hard_sigmoid, tanh, hard_tanh, tanh_shrink, soft_shrink, hard_shrink,
    threshold, softplus, softsign, squareplus, sparse_plus, sparse_sigmoid, silu,
    hard_silu, gelu, mish, glu, exponential, linear, sparsemax,
)  # fmt: skip
KNOWN: dict[str, Any] = {function.__name__: function for function in _FUNCTIONS}
KNOWN.update(swish=silu, hard_swish=hard_silu)


def get(identifier: Any) -> Callable[..., Any]:
    """Returns the activation for a name, a function, a layer, a config or None.

    Args:
        identifier: None means the linear activation.

    Raises:
        ValueError: when there is no such activation.

    Example:
        >>> get("tanh").__name__
        'tanh'
    """
    if identifier is None:
        return linear
    return resolve(identifier, KNOWN, "activation function")


def deserialize(
    config: Any, custom_objects: dict[str, Any] | None = None
) -> Callable[..., Any]:
    """Returns the activation for its name or configuration."""
    return resolve(config, KNOWN, "activation function", custom_objects)


def serialize(activation: Any) -> Any:
    """Returns the name of a built-in activation, or another one's configuration."""
    name = getattr(activation, "__name__", None)
    if inspect.isfunction(activation) and KNOWN.get(name) is activation:
        return name
    return registry.serialize_keras_object(activation)


def last_axis(tensor: Any, axis: int) -> Any:
    """Moves `axis` to the end."""
    rank = len(tensor.shape)
    place = axis % rank
    return tf.transpose(tensor, [*(i for i in range(rank) if i != place), place])


def from_last_axis(tensor: Any, axis: int) -> Any:
    """Moves the last axis to `axis`."""
    rank = len(tensor.shape)
    order = list(range(rank - 1))
    order.insert(axis % rank, rank - 1)
    return tf.transpose(tensor, order)
