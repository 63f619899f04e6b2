"""The losses of `tf.contrib.legacy_seq2seq`: lists of steps instead of one tensor."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import cast, reduce, shape, softmax
from tensorbrook._src.ops.accumulate import add_n
from tensorbrook._src.ops.constant import convert_to_tensor


def sequence_loss_by_example(
    logits: Any,
    targets: Any,
    weights: Any,
    average_across_timesteps: bool = True,
    softmax_loss_function: Any = None,
    name: str | None = None,
) -> Any:
    """The weighted cross entropy of each sequence of a batch.

    Args:
        logits: For each step scores of shape (batch, classes).
        targets: For each step class numbers of shape (batch,).
        weights: For each step weights of shape (batch,).
        average_across_timesteps: Whether the loss is divided by the sum of the weights.
        softmax_loss_function: A function of `labels` and `logits` instead.
        name: Name scope of the nodes.

    Returns:
        A vector.

    Raises:
        ValueError: The lists have different lengths.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     loss = sequence_loss_by_example([tf.zeros([1, 2])], [[1]], [tf.ones([1])])
        ...     print(sess.run(loss))
        [0.6931472]
    """
    if not len(logits) == len(targets) == len(weights):
        raise ValueError(
            "Lengths of logits, weights, and targets must be the same "
            f"{len(logits)}, {len(weights)}, {len(targets)}."
        )
    with name_scope(name or "sequence_loss_by_example"):
        parts = []
        for scores, classes, weight in zip(logits, targets, weights, strict=True):
            labels = shape.reshape(convert_to_tensor(classes), [-1])
            if softmax_loss_function is None:
                loss = softmax.sparse_softmax_cross_entropy_with_logits(labels, scores)
            else:
                loss = softmax_loss_function(labels=labels, logits=scores)
            parts.append(loss * weight)
        total = add_n(parts)
        if average_across_timesteps:
            total = total / (add_n([convert_to_tensor(w) for w in weights]) + 1e-12)
        return total


def sequence_loss(
    logits: Any,
    targets: Any,
    weights: Any,
    average_across_timesteps: bool = True,
    average_across_batch: bool = True,
    softmax_loss_function: Any = None,
    name: str | None = None,
) -> Any:
    """The sum of `sequence_loss_by_example`, by default divided by the batch.

    Args:
        logits: For each step scores of shape (batch, classes).
        targets: For each step class numbers of shape (batch,).
        weights: For each step weights of shape (batch,).
        average_across_timesteps: Whether a loss is divided by the sum of its weights.
        average_across_batch: Whether the sum is divided by the size of the batch.
        softmax_loss_function: A function of `labels` and `logits` instead.
        name: Name scope of the nodes.

    Returns:
        A scalar.
    """
    with name_scope(name or "sequence_loss"):
        losses = sequence_loss_by_example(
            logits, targets, weights, average_across_timesteps, softmax_loss_function
        )
        total = reduce.reduce_sum(losses)
        if average_across_batch:
            total = total / cast.cast(shape.shape(losses)[0], total.dtype)
        return total
