"""`tf.nn` as 1.x programs call it."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import dropout as dropouts
from tensorbrook._src.ops import nn_losses


def dropout(
    x: Any,
    keep_prob: Any = None,
    noise_shape: Any = None,
    seed: int | None = None,
    name: str | None = None,
    rate: Any = None,
) -> Tensor:
    """Sets elements to zero at random and scales the others up.

    Args:
        x: A floating tensor.
        keep_prob: The probability that an element stays.
        noise_shape: The shape of the decisions, which are broadcast to `x`.
        seed: Seed of the operation.
        name: Accepted for compatibility.
        rate: The probability that an element is dropped, instead of `keep_prob`.

    Returns:
        A tensor of the same shape and dtype.

    Raises:
        ValueError: Neither or both of `keep_prob` and `rate` are given.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.dropout([1.0, 2.0], keep_prob=1.0)))
        [1. 2.]
    """
    if (keep_prob is None) == (rate is None):
        raise ValueError(
            "tf.nn.dropout: give exactly one of keep_prob and rate. Received: "
            f"keep_prob={keep_prob}, rate={rate}"
        )
    dropped = 1 - keep_prob if rate is None else rate
    return dropouts.dropout(x, dropped, noise_shape, seed, name)


def in_top_k(predictions: Any, targets: Any, k: Any, name: str | None = None) -> Tensor:
    """Whether each target is among the `k` largest predictions of its row.

    Args:
        predictions: Scores of shape (batch, classes).
        targets: A class for each row.
        k: How many of the largest count.
        name: Name of the node in a graph.

    Returns:
        Booleans of shape (batch,).

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     print(sess.run(tf.nn.in_top_k([[0.1, 0.9]], [1], 1)))
        [ True]
    """
    return nn_losses.in_top_k(targets, predictions, k, name)
