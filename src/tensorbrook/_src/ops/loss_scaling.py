"""Losses of examples and of weights, in proportion to the whole batch."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import cast, reduce, shape
from tensorbrook._src.ops.constant import convert_to_tensor


def compute_average_loss(
    per_example_loss: Any, sample_weight: Any = None, global_batch_size: Any = None
) -> Tensor:
    """Divides the sum of the losses of examples by the size of the whole batch.

    Args:
        per_example_loss: A loss for each example, or for each of their parts.
        sample_weight: A weight for each example.
        global_batch_size: The size of the whole batch; by default the number of losses.

    Returns:
        A scalar.

    Raises:
        ValueError: `global_batch_size` is not an integer scalar.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.compute_average_loss([1.0, 3.0], global_batch_size=4))
        1.0
    """
    losses = convert_to_tensor(per_example_loss)
    if not losses._dims and losses._dims is not None:
        raise ValueError(
            "tf.nn.compute_average_loss: `per_example_loss` must have a batch axis."
        )
    if sample_weight is not None:
        weights = cast.cast(convert_to_tensor(sample_weight), losses.dtype)
        extra = len(losses.shape) - len(weights.shape)
        if extra > 0 and weights._dims:
            sizes = shape.concat([shape.shape(weights), [1] * extra], 0)
            weights = shape.reshape(weights, sizes)
        losses = losses * weights
    size = shape.size(losses)
    if global_batch_size is not None:
        size = convert_to_tensor(global_batch_size)
        if size.shape.rank or not size.dtype.is_integer:
            raise ValueError(
                "tf.nn.compute_average_loss: `global_batch_size` must be an integer "
                f"scalar, got {global_batch_size!r}."
            )
    return reduce.reduce_sum(losses) / cast.cast(size, losses.dtype)


def scale_regularization_loss(regularization_loss: Any) -> Tensor:
    """Divides the sum of regularization losses by the number of replicas.

    Args:
        regularization_loss: One or several losses.

    Returns:
        A scalar.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.scale_regularization_loss([1.0, 2.0]))
        3.0
    """
    return reduce.reduce_sum(regularization_loss)
