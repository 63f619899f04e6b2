"""Losses over many classes that look at a sample of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tensorbrook._src.core import dtypes
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import (
    array_creation,
    candidate_sampling,
    cast,
    matmul,
    nn_losses,
    reduce,
    shape,
    softmax,
    sparse_convert,
    unary,
)
from tensorbrook._src.ops.constant import convert_to_tensor, stop_gradient

Lookup = Callable[[Any, Any], Any]


def sampled_logits(
    lookup: Lookup,
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int,
    sampled_values: Any,
    remove_accidental_hits: bool,
    seed: Any = None,
) -> tuple[Any, Any]:
    """Logits and labels of the true classes and of some sampled ones.

    Args:
        lookup: Takes rows of `weights` and `biases`.
        weights: The weights of each class.
        biases: The bias of each class.
        labels: The true classes, (batch, num_true).
        inputs: The activations, (batch, size).
        num_sampled: How many classes to draw.
        num_classes: How many there are.
        num_true: How many are true for each example.
        sampled_values: What a candidate sampler returned; by default one with a
            log-uniform distribution draws.
        remove_accidental_hits: Whether true classes among the sampled ones are left out.
        seed: The seed of that sampler.

    Returns:
        Logits and labels, both (batch, num_true + num_sampled).
    """
    labels = cast.cast(labels, dtypes.int64)
    flat = shape.reshape(labels, [-1])
    if sampled_values is None:
        sampled_values = candidate_sampling.log_uniform_candidate_sampler(
            labels, num_true, num_sampled, True, num_classes, seed
        )
    sampled, true_expected, sampled_expected = map(
        stop_gradient, map(convert_to_tensor, sampled_values)
    )
    sampled = cast.cast(sampled, dtypes.int64)
    count = shape.size(flat)
    classes = shape.concat([flat, sampled], 0)
    rows, offsets = lookup(weights, classes), lookup(biases, classes)
    activations = convert_to_tensor(inputs, dtype_hint=rows.dtype)
    width = shape.shape(rows)[1]  # type: ignore[index]
    own = shape.reshape(rows[:count], shape.stack([-1, num_true, width]))
    true_logits = reduce.reduce_sum(shape.expand_dims(activations, 1) * own, axis=2)
    true_logits = true_logits + shape.reshape(offsets[:count], [-1, num_true])
    others = matmul.matmul(activations, rows[count:], transpose_b=True)
    others = others + offsets[count:]
    if remove_accidental_hits:
        others = others + _hits(labels, sampled, num_true, others)
    true_logits = true_logits - cast.cast(unary.log(true_expected), rows.dtype)
    others = others - cast.cast(unary.log(sampled_expected), rows.dtype)
    targets = [
        array_creation.ones_like(true_logits) / num_true,
        array_creation.zeros_like(others),
    ]
    return shape.concat([true_logits, others], 1), shape.concat(targets, 1)


def _hits(labels: Any, sampled: Any, num_true: int, logits: Any) -> Any:
    """A large negative number where a sampled class is a true one, else zero."""
    rows, columns, amounts = candidate_sampling.compute_accidental_hits(
        labels, sampled, num_true
    )
    places = shape.stack([rows, cast.cast(columns, dtypes.int32)], axis=1)
    return sparse_convert.to_dense_op(
        places,
        shape.shape(logits),
        cast.cast(amounts, logits.dtype),
        array_creation.zeros([], logits.dtype),
        validate_indices=False,
    )


def nce_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = False,
    name: str | None = "nce_loss",
) -> Tensor:
    """Noise-contrastive estimation: tells true classes from sampled ones.

    Args:
        weights: The weights of each class, or a list of blocks of them.
        biases: The bias of each class.
        labels: The true classes, (batch, num_true).
        inputs: The activations, (batch, size).
        num_sampled: How many classes to draw.
        num_classes: How many there are.
        num_true: How many are true for each example.
        sampled_values: What a candidate sampler returned.
        remove_accidental_hits: Whether true classes among the sampled ones are left out.
        name: Accepted for compatibility.

    Returns:
        A loss for each example.

    Example:
        >>> import tensorbrook as tf
        >>> w, b = tf.zeros([5, 2]), tf.zeros([5])
        >>> tf.nn.nce_loss(w, b, [[1], [2]], tf.ones([2, 2]), 3, 5).shape
        TensorShape([2])
    """
    logits, targets = sampled_logits(
        nn_losses.embedding_lookup,
        weights,
        biases,
        labels,
        inputs,
        num_sampled,
        num_classes,
        num_true,
        sampled_values,
        remove_accidental_hits,
    )
    return summed_losses(logits, targets)


def summed_losses(logits: Any, targets: Any) -> Tensor:
    """The sum of the logistic losses of each example."""
    losses = nn_losses.sigmoid_cross_entropy_with_logits(targets, logits)
    return reduce.reduce_sum(losses, axis=1)


def sampled_softmax_loss(
    weights: Any,
    biases: Any,
    labels: Any,
    inputs: Any,
    num_sampled: int,
    num_classes: int,
    num_true: int = 1,
    sampled_values: Any = None,
    remove_accidental_hits: bool = True,
    seed: Any = None,
    name: str | None = "sampled_softmax_loss",
) -> Tensor:
    """The cross entropy of the true classes among some sampled ones; for training.

    Args:
        weights: The weights of each class, or a list of blocks of them.
        biases: The bias of each class.
        labels: The true classes, (batch, num_true).
        inputs: The activations, (batch, size).
        num_sampled: How many classes to draw.
        num_classes: How many there are.
        num_true: How many are true for each example.
        sampled_values: What a candidate sampler returned.
        remove_accidental_hits: Whether true classes among the sampled ones are left out.
        seed: The seed of the sampler.
        name: Accepted for compatibility.

    Returns:
        A loss for each example.

    Example:
        >>> import tensorbrook as tf
        >>> w, b = tf.zeros([5, 2]), tf.zeros([5])
        >>> tf.nn.sampled_softmax_loss(w, b, [[1], [2]], tf.ones([2, 2]), 3, 5).shape
        TensorShape([2])
    """
    logits, targets = sampled_logits(
        nn_losses.embedding_lookup,
        weights,
        biases,
        labels,
        inputs,
        num_sampled,
        num_classes,
        num_true,
        sampled_values,
        remove_accidental_hits,
        seed,
    )
    return softmax.softmax_cross_entropy_with_logits(stop_gradient(targets), logits)
