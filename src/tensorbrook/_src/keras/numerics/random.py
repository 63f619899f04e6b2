"""Random numbers: `keras.random`."""

from __future__ import annotations

from typing import Any

import tensorbrook as tf
from tensorbrook._src.keras.backend import config
from tensorbrook._src.keras.backend.random import draw_seed

_WHOLE = ("int32", "int64", "uint32", "uint64")


def normal(
    shape: Any,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: Any = None,
) -> tf.Tensor:
    """Draws from a normal distribution.

    Args:
        shape: the shape.
        mean: the mean.
        stddev: the standard deviation.
        dtype: the type.
        seed: an integer, a `SeedGenerator`, or None.
    """
    kind = dtype or config.floatx()
    return tf.random.stateless_normal(shape, draw_seed(seed), mean, stddev, kind)


def truncated_normal(
    shape: Any,
    mean: float = 0.0,
    stddev: float = 1.0,
    dtype: Any = None,
    seed: Any = None,
) -> tf.Tensor:
    """Draws from a normal distribution, without values beyond two deviations."""
    kind = dtype or config.floatx()
    return tf.random.stateless_truncated_normal(
        shape, draw_seed(seed), mean, stddev, kind
    )


def uniform(
    shape: Any,
    minval: float = 0.0,
    maxval: float = 1.0,
    dtype: Any = None,
    seed: Any = None,
) -> tf.Tensor:
    """Draws from a uniform distribution of floats.

    Args:
        shape: the shape.
        minval: the lower bound.
        maxval: the upper bound, which is left out.
        dtype: the type.
        seed: an integer, a `SeedGenerator`, or None.
    """
    kind = dtype or config.floatx()
    return tf.random.stateless_uniform(shape, draw_seed(seed), minval, maxval, kind)


def randint(
    shape: Any, minval: Any, maxval: Any, dtype: str = "int32", seed: Any = None
) -> tf.Tensor:
    """Draws integers from `minval` up to `maxval`, which is left out."""
    kind = dtype if dtype in _WHOLE else "int64"
    found = tf.random.stateless_uniform(shape, draw_seed(seed), minval, maxval, kind)
    return found if kind == dtype else tf.cast(found, dtype)


def categorical(
    logits: Any, num_samples: int, dtype: str = "int32", seed: Any = None
) -> tf.Tensor:
    """Draws class numbers by their logits.

    Args:
        logits: a row for each draw.
        num_samples: how many to draw from each row.
        dtype: the type.
        seed: an integer, a `SeedGenerator`, or None.
    """
    return tf.random.stateless_categorical(logits, num_samples, draw_seed(seed), dtype)


def dropout(
    inputs: Any, rate: float, noise_shape: Any = None, seed: Any = None
) -> tf.Tensor:
    """Makes some values zero, and the others greater.

    Args:
        inputs: a tensor.
        rate: the part that becomes zero.
        noise_shape: dimensions of one are dropped together.
        seed: an integer, a `SeedGenerator`, or None.
    """
    return tf.nn.experimental.stateless_dropout(
        inputs, rate=rate, seed=draw_seed(seed), noise_shape=noise_shape
    )


def shuffle(x: Any, axis: int = 0, seed: Any = None) -> tf.Tensor:
    """Reorders a tensor along an axis at random."""
    pair = draw_seed(seed)
    x = tf.convert_to_tensor(x)
    if axis == 0:
        return tf.random.experimental.stateless_shuffle(x, pair)
    order = list(range(len(x.shape)))
    order[0], order[axis] = order[axis], order[0]
    moved = tf.random.experimental.stateless_shuffle(tf.transpose(x, order), pair)
    return tf.transpose(moved, order)


def gamma(shape: Any, alpha: Any, dtype: Any = None, seed: Any = None) -> tf.Tensor:
    """Draws from a gamma distribution of the shape `alpha`."""
    kind = dtype or config.floatx()
    return tf.random.stateless_gamma(shape, draw_seed(seed), alpha, dtype=kind)


def beta(
    shape: Any, alpha: Any, beta: Any, dtype: Any = None, seed: Any = None
) -> tf.Tensor:
    """Draws from a beta distribution.

    Args:
        shape: the shape.
        alpha: the first parameter.
        beta: the second parameter.
        dtype: the type.
        seed: an integer, a `SeedGenerator`, or None.
    """
    kind = dtype or config.floatx()
    pair = draw_seed(seed)
    first = tf.random.stateless_gamma(
        shape, pair, tf.convert_to_tensor(alpha, kind), dtype=kind
    )
    second = tf.random.stateless_gamma(
        shape, pair + 12, tf.convert_to_tensor(beta, kind), dtype=kind
    )
    return first / (first + second)


def binomial(
    shape: Any, counts: Any, probabilities: Any, dtype: Any = None, seed: Any = None
) -> tf.Tensor:
    """Draws how many of `counts` tries succeed."""
    kind = dtype or config.floatx()
    return tf.random.stateless_binomial(
        shape, draw_seed(seed), counts, probabilities, output_dtype=kind
    )
