"""Initializers and regularizers of `tf.contrib.layers`."""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable
from typing import Any

from tensorbrook._src.compat_v1 import framework
from tensorbrook._src.compat_v1.graph_keys import GraphKeys
from tensorbrook._src.compat_v1.initializers import fans
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.core.shapes import as_dims
from tensorbrook._src.ops import accumulate, normalize, random, reduce, unary
from tensorbrook._src.ops.constant import constant, convert_to_tensor

_TRUNCATED_FACTOR = 1.3  # makes up for what truncation takes from the variance


def variance_scaling_initializer(
    factor: float = 2.0,
    mode: str = "FAN_IN",
    uniform: bool = False,
    seed: int | None = None,
    dtype: Any = dtypes.float32,
) -> Callable[..., Any]:
    """An initializer whose variance fits the number of inputs or outputs.

    Args:
        factor: What the variance is multiplied by.
        mode: "FAN_IN", "FAN_OUT" or "FAN_AVG".
        uniform: Whether the distribution is uniform; otherwise a truncated normal one.
        seed: Seed of the operation.
        dtype: The type.

    Returns:
        A function of shape and type.

    Raises:
        ValueError: The mode is unknown.
    """
    if mode not in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        raise ValueError(f"Unknown mode {mode} [FAN_IN, FAN_OUT, FAN_AVG]")
    own = dtypes.as_dtype(dtype)

    def initializer(shape: Any, dtype: Any = own, partition_info: Any = None) -> Any:
        inputs, outputs = fans(as_dims(shape))
        count = {
            "FAN_IN": float(inputs),
            "FAN_OUT": float(outputs),
            "FAN_AVG": (inputs + outputs) / 2.0,
        }[mode]
        if uniform:
            limit = math.sqrt(3.0 * factor / count)
            return random.uniform(shape, -limit, limit, dtype, seed)
        stddev = math.sqrt(_TRUNCATED_FACTOR * factor / count)
        return random.truncated_normal(shape, 0.0, stddev, dtype, seed)

    return initializer


def xavier_initializer(
    uniform: bool = True, seed: int | None = None, dtype: Any = dtypes.float32
) -> Callable[..., Any]:
    """Xavier's (Glorot's) initializer.

    Args:
        uniform: Whether the distribution is uniform; otherwise a truncated normal one.
        seed: Seed of the operation.
        dtype: The type.

    Returns:
        A function of shape and type.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.get_variable("w", [2], initializer=xavier_initializer()).shape
        TensorShape([2])
    """
    return variance_scaling_initializer(1.0, "FAN_AVG", uniform, seed, dtype)


xavier_initializer_conv2d = xavier_initializer


def _checked_scale(scale: Any) -> float:
    if isinstance(scale, numbers.Integral):
        raise ValueError(f"scale cannot be an integer: {scale}")
    if isinstance(scale, numbers.Real) and scale < 0.0:
        raise ValueError(f"Setting a scale less than 0 on a regularizer: {scale:g}.")
    return float(scale) if isinstance(scale, numbers.Real) else scale


def l1_regularizer(scale: Any, scope: Any = None) -> Callable[..., Any]:
    """A regularizer: `scale` times the sum of the absolute weights.

    Args:
        scale: A floating number; 0.0 turns it off.
        scope: Name scope of the nodes.

    Returns:
        A function from weights to a loss.

    Raises:
        ValueError: `scale` is negative or an integer.
    """
    scale = _checked_scale(scale)

    def regularizer(weights: Any, name: str | None = None) -> Any:
        if scale == 0.0:
            return None
        with name_scope(scope or "l1_regularizer") as inner:
            weights = convert_to_tensor(weights)
            return accumulate.add_n(
                [reduce.reduce_sum(unary.abs(weights)) * scale], name=name or inner
            )

    return regularizer


def l2_regularizer(scale: Any, scope: Any = None) -> Callable[..., Any]:
    """A regularizer: `scale` times half the sum of the squared weights.

    Args:
        scale: A floating number; 0.0 turns it off.
        scope: Name scope of the nodes.

    Returns:
        A function from weights to a loss.

    Raises:
        ValueError: `scale` is negative or an integer.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(l2_regularizer(0.5)(tf.constant([2.0]))))
        1.0
    """
    scale = _checked_scale(scale)

    def regularizer(weights: Any) -> Any:
        if scale == 0.0:
            return None
        with name_scope(scope or "l2_regularizer") as inner:
            loss = normalize.l2_loss(convert_to_tensor(weights))
            return accumulate.add_n([loss * scale], name=inner)

    return regularizer


def l1_l2_regularizer(
    scale_l1: Any = 1.0, scale_l2: Any = 1.0, scope: Any = None
) -> Callable[..., Any]:
    """The sum of an `l1_regularizer` and an `l2_regularizer`."""
    return sum_regularizer(
        [l1_regularizer(scale_l1), l2_regularizer(scale_l2)],
        scope or "l1_l2_regularizer",
    )


def sum_regularizer(regularizer_list: Any, scope: Any = None) -> Any:
    """The sum of several regularizers; None where there is none."""
    parts = [part for part in regularizer_list if part is not None]
    if not parts:
        return None

    def regularizer(weights: Any) -> Any:
        with name_scope(scope or "sum_regularizer"):
            losses = [part(weights) for part in parts]
            losses = [loss for loss in losses if loss is not None]
            return accumulate.add_n(losses) if losses else None

    return regularizer


def apply_regularization(regularizer: Any, weights_list: Any = None) -> Any:
    """The sum of a regularizer over weights, which also goes into the collection.

    Args:
        regularizer: A function from weights to a loss.
        weights_list: The weights; by default the collection `tf.GraphKeys.WEIGHTS`.

    Returns:
        A scalar.

    Raises:
        ValueError: There are no weights.
    """
    if weights_list is None:
        weights_list = framework.get_collection(GraphKeys.WEIGHTS)
    if not weights_list:
        raise ValueError("No weights to regularize.")
    losses = [regularizer(weights) for weights in weights_list]
    losses = [constant(0.0) if loss is None else loss for loss in losses]
    total = accumulate.add_n(losses, name="total_regularization")
    framework.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, total)
    return total
