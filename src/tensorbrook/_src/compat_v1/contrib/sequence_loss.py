"""`tf.contrib.seq2seq.sequence_loss`."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import cast, reduce, shape, softmax
from tensorbrook._src.ops.constant import convert_to_tensor


def sequence_loss(
    logits: Any,
    targets: Any,
    weights: Any,
    average_across_timesteps: bool = True,
    average_across_batch: bool = True,
    softmax_loss_function: Any = None,
    name: str | None = None,
    sum_over_timesteps: bool = False,
    sum_over_batch: bool = False,
) -> Any:
    """The weighted cross entropy of a sequence of class numbers.

    Args:
        logits: Scores of shape (batch, time, classes).
        targets: Class numbers of shape (batch, time).
        weights: Weights of shape (batch, time).
        average_across_timesteps: Whether the loss is divided by the weights of a row.
        average_across_batch: Whether the loss is divided by the size of the batch.
        softmax_loss_function: A function of labels and logits instead.
        name: Name scope of the nodes.
        sum_over_timesteps: Whether to sum over time and divide by the batch.
        sum_over_batch: Whether to sum over the batch and divide by the time.

    Returns:
        A scalar, a vector over what is not averaged, or a matrix.

    Raises:
        ValueError: A tensor has the wrong rank.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     loss = sequence_loss(tf.zeros([1, 3, 2]), [[1, 0, 1]], tf.ones([1, 3]))
        ...     print(sess.run(loss))
        0.6931472
    """
    logits, targets = convert_to_tensor(logits), convert_to_tensor(targets)
    weights = convert_to_tensor(weights)
    for tensor, rank, what in (
        (logits, 3, "Logits"),
        (targets, 2, "Targets"),
        (weights, 2, "Weights"),
    ):
        if tensor.shape.ndims != rank:
            raise ValueError(
                f"{what} must be a {rank}-dimensional tensor, got shape {tensor.shape}."
            )
    with name_scope(name or "sequence_loss"):
        classes = shape.shape(logits)[2]
        flat = shape.reshape(logits, [-1, classes])
        known = logits.shape.as_list()[2]
        if known is not None:
            flat.set_shape([None, known])
        labels = shape.reshape(targets, [-1])
        if softmax_loss_function is None:
            losses = softmax.sparse_softmax_cross_entropy_with_logits(labels, flat)
        else:
            losses = softmax_loss_function(labels=labels, logits=flat)
        losses = losses * shape.reshape(weights, [-1])
        sizes = shape.shape(logits)[:2]
        if average_across_timesteps and average_across_batch:
            return reduce.reduce_sum(losses) / (reduce.reduce_sum(weights) + 1e-12)
        losses = shape.reshape(losses, sizes)
        losses.set_shape(logits.shape[:2])
        if average_across_timesteps or average_across_batch:
            axis = 1 if average_across_timesteps else 0
            total = reduce.reduce_sum(weights, axis) + 1e-12
            return reduce.reduce_sum(losses, axis) / total
        if sum_over_timesteps or sum_over_batch:
            axes = [
                axis
                for axis, on in ((1, sum_over_timesteps), (0, sum_over_batch))
                if on
            ]
            count = cast.cast(sizes[0] if sum_over_timesteps else 1, losses.dtype)
            return reduce.reduce_sum(losses, axes) / count
        return losses
