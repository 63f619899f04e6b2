"""Losses and small functions of `tf.nn` that are compositions of other ops."""

from __future__ import annotations

import math
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.op import NOT_DIFFERENTIABLE, Op
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    binary,
    cast,
    comparison,
    gather,
    reduce,
    unary,
)
from tensorbrook._src.ops.activations import relu, softplus
from tensorbrook._src.ops.constant import convert_to_tensor


def _same_shape(what: str, first: Any, second: Any) -> None:
    if not first.shape.is_compatible_with(second.shape):
        raise ValueError(
            f"`logits` and `{what}` must have the same shape, received ({first.shape} vs "
            f"{second.shape})."
        )


def sigmoid_cross_entropy_with_logits(
    labels: Any = None, logits: Any = None, name: str | None = None
) -> Tensor:
    """The cross entropy of probabilities `labels` and `sigmoid(logits)`, per element.

    Args:
        labels: Probabilities.
        logits: Unscaled log-odds, of the same shape and dtype.
        name: Name of the node in a graph.

    Returns:
        A tensor of the shape of `logits`.

    Raises:
        ValueError: The shapes differ.

    Example:
        >>> import tensorbrook as tf
        >>> abs(float(tf.nn.sigmoid_cross_entropy_with_logits(1.0, 100.0))) < 1e-6
        True
    """
    scores = convert_to_tensor(logits)
    targets = convert_to_tensor(labels, dtype_hint=scores.dtype)
    _same_shape("labels", scores, targets)
    zeros = array_creation.zeros_like(scores)
    positive = scores >= zeros
    least = gather.where(positive, -scores, scores)
    return binary.add(
        gather.where(positive, scores, zeros) - scores * targets,
        unary.log1p(unary.exp(least)),
        name=name,
    )


def weighted_cross_entropy_with_logits(
    labels: Any, logits: Any, pos_weight: Any, name: str | None = None
) -> Tensor:
    """As `sigmoid_cross_entropy_with_logits`, with a weight for positive targets.

    Example:
        >>> import tensorbrook as tf
        >>> abs(float(tf.nn.weighted_cross_entropy_with_logits(1.0, 100.0, 2.0))) < 1e-6
        True
    """
    scores = convert_to_tensor(logits)
    targets = convert_to_tensor(labels, dtype_hint=scores.dtype)
    _same_shape("labels", scores, targets)
    weight = 1 + (pos_weight - 1) * targets
    rest = unary.log1p(unary.exp(-unary.abs(scores))) + relu(-scores)
    return binary.add((1 - targets) * scores, weight * rest, name=name)


def log_poisson_loss(
    targets: Any,
    log_input: Any,
    compute_full_loss: bool = False,
    name: str | None = None,
) -> Tensor:
    """The negative log-likelihood of counts, given the logarithm of their rate.

    Args:
        targets: Counts.
        log_input: Logarithms of rates, of the same shape.
        compute_full_loss: Whether to add Stirling's approximation of log(targets!).
        name: Accepted for compatibility.

    Returns:
        A tensor of the same shape.

    Raises:
        ValueError: The shapes differ.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.log_poisson_loss(1.0, 0.0))
        1.0
    """
    logs = convert_to_tensor(log_input)
    counts = convert_to_tensor(targets, dtype_hint=logs.dtype)
    _same_shape("targets", logs, counts)
    loss = unary.exp(logs) - logs * counts
    if not compute_full_loss:
        return loss
    stirling = (
        counts * unary.log(counts) - counts + 0.5 * unary.log(2.0 * math.pi * counts)
    )
    small = comparison.logical_and(counts >= 0.0, counts <= 1.0)
    return loss + gather.where(small, array_creation.zeros_like(counts), stirling)


def zero_fraction(value: Any, name: str | None = None) -> Tensor:
    """The fraction of elements that are zero.

    Example:
        >>> import tensorbrook as tf
        >>> float(tf.nn.zero_fraction([0.0, 1.0]))
        0.5
    """
    tensor = convert_to_tensor(value)
    zero = comparison.equal(tensor, array_creation.zeros_like(tensor))
    return reduce.reduce_mean(cast.cast(zero, dtypes.float32), name=name)


def _in_top_k(xp: Any, predictions: Any, targets: Any, k: Any) -> Any:
    count = predictions.shape[1]
    valid = (targets >= 0) & (targets < count)
    chosen = xp.take_along_axis(
        predictions, xp.clip(targets, 0, count - 1)[:, None], axis=1
    )
    better = xp.sum(predictions > chosen, axis=1)
    finite = xp.isfinite(predictions).all(axis=1)
    return valid & finite & (better < k)


in_top_k_op = Op(
    "InTopKV2",
    "predictions: float32, targets: T, k: T -> precision: bool | T: index = int32",
    shape=lambda c: c.shape(1),
    reference=_in_top_k,
    gradient=NOT_DIFFERENTIABLE,
)


def in_top_k(targets: Any, predictions: Any, k: Any, name: str | None = None) -> Tensor:
    """Whether each target is among the `k` largest predictions of its row.

    Example:
        >>> import tensorbrook as tf
        >>> tf.math.in_top_k([1], [[0.1, 0.9]], 1).numpy()
        array([ True])
    """
    return in_top_k_op(predictions, targets, k, name=name)  # type: ignore[no-any-return]


def embedding_lookup(
    params: Any, ids: Any, max_norm: float | None = None, name: str | None = None
) -> Tensor:
    """Rows of an embedding matrix.

    Args:
        params: A matrix or variable, or a list of blocks of one.
        ids: Integers of any shape.
        max_norm: The largest norm of a row, or None.
        name: Name of the node in a graph.

    Returns:
        A tensor of shape `ids.shape + params.shape[1:]`.

    Raises:
        ValueError: There are no parameters.

    Example:
        >>> import tensorbrook as tf
        >>> tf.nn.embedding_lookup([[1.0], [2.0]], [1, 0]).numpy()
        array([[2.],
               [1.]], dtype=float32)
    """
    if params is None:
        raise ValueError("params must be specified")
    places = convert_to_tensor(ids)
    rows = gather.gather(_joined(params), places, name=name)
    if max_norm is None:
        return rows
    from tensorbrook._src.ops import clip

    own_axes = list(range(len(places.shape), len(rows.shape)))
    return clip.clip_by_norm(rows, max_norm, axes=own_axes)


def _joined(params: Any) -> Any:
    """One matrix of a list of its blocks; anything else as it is."""
    if not isinstance(params, list | tuple) or not params:
        return params
    if not hasattr(params[0], "shape"):
        return params
    if len(params) == 1:
        return params[0]
    from tensorbrook._src.ops import shape

    return shape.concat([convert_to_tensor(part) for part in params], 0)


def log_sigmoid(x: Any, name: str | None = None) -> Tensor:
    """`log(sigmoid(x))`, without loss of precision.

    Example:
        >>> import tensorbrook as tf
        >>> abs(float(tf.math.log_sigmoid(100.0))) < 1e-6
        True
    """
    return unary.negative(softplus(-convert_to_tensor(x)), name=name)
