"""`tf.random` as 1.x programs call it."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import random, random_distributions


def poisson(
    lam: Any,
    shape: Any,
    dtype: Any = dtypes.float32,
    seed: Any = None,
    name: str | None = None,
) -> Tensor:
    """Draws from Poisson distributions.

    Args:
        lam: The rates; a floating tensor of any shape.
        shape: How many samples to draw for each rate, as a shape.
        dtype: The type of the samples.
        seed: Seed of the operation.
        name: Name of the nodes in a graph.

    Returns:
        A tensor of shape `shape + lam.shape`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default():
        ...     tf.random.poisson([0.5, 1.5], [10]).shape
        TensorShape([10, 2])
    """
    return random_distributions.poisson(shape, lam, dtype, seed, name)


def multinomial(
    logits: Any,
    num_samples: Any,
    seed: Any = None,
    name: str | None = None,
    output_dtype: Any = None,
) -> Tensor:
    """Draws classes with the probabilities `softmax(logits)`.

    Args:
        logits: Unnormalised log probabilities of shape `[batch, classes]`.
        num_samples: How many to draw for each row; an int32 scalar.
        seed: Seed of the operation.
        name: Name of the nodes in a graph.
        output_dtype: `tf.int64` (the default) or `tf.int32`.

    Returns:
        Class numbers of shape `[batch, num_samples]`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.multinomial([[0.0, 100.0]], 3)))
        [[1 1 1]]
    """
    return random.categorical(logits, num_samples, output_dtype, seed, name)


def stateless_multinomial(
    logits: Any,
    num_samples: Any,
    seed: Any,
    output_dtype: Any = dtypes.int64,
    name: str | None = None,
) -> Tensor:
    """Draws classes with the probabilities `softmax(logits)`, as `seed` alone decides.

    Args:
        logits: Unnormalised log probabilities of shape `[batch, classes]`.
        num_samples: How many to draw for each row; an int32 scalar.
        seed: Two integers.
        output_dtype: `tf.int64` or `tf.int32`.
        name: Name of the nodes in a graph.

    Returns:
        Class numbers of shape `[batch, num_samples]`.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.random.stateless_multinomial([[9.0, -99.0]], 2, [1, 2])))
        [[0 0]]
    """
    return random_distributions.stateless_categorical(
        logits, num_samples, seed, output_dtype, name
    )
