"""Sparse embeddings and sampled losses in the argument orders of 1.x."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.nn import embedding_lookup
from tensorbrook._src.core.tensor import Tensor
from tensorbrook._src.ops import embedding, sampled_losses, softmax
from tensorbrook._src.ops.constant import stop_gradient


def _lookup(partition_strategy: str, max_norm: float | None = None) -> Any:
    def lookup(table: Any, rows: Any) -> Any:
        return embedding_lookup(table, rows, partition_strategy, max_norm=max_norm)

    return lookup


def embedding_lookup_sparse(
    params: Any,
    sp_ids: Any,
    sp_weights: Any,
    partition_strategy: str = "mod",
    name: str | None = None,
    combiner: str | None = None,
    max_norm: float | None = None,
    allow_fast_lookup: bool = False,
) -> Tensor:
    """Looks up the rows of each example and combines them to one.

    Args:
        params: A matrix or variable, or a list of parts of one.
        sp_ids: A sparse matrix of ids: a row for each example, none empty.
        sp_weights: A weight for each id in the same form, or None for ones.
        partition_strategy: How rows lie in the parts: "mod" or "div".
        name: Accepted for compatibility.
        combiner: "sum", "mean" (the default) or "sqrtn".
        max_norm: The largest norm of a row, or None.
        allow_fast_lookup: Accepted for compatibility.

    Returns:
        A tensor with a row for each example.
    """
    lookup = _lookup(partition_strategy, max_norm)
    return embedding.combined(params, sp_ids, sp_weights, combiner or "mean", lookup)


def safe_embedding_lookup_sparse(
    embedding_weights: Any,
    sparse_ids: Any,
    sparse_weights: Any = None,
    combiner: str = "mean",
    default_id: Any = None,
    name: str | None = None,
    partition_strategy: str = "div",
    max_norm: float | None = None,
    allow_fast_lookup: bool = False,
) -> Tensor:
    """Looks up and combines rows; examples without ids are allowed.

    Args:
        embedding_weights: A matrix or variable, or a list of parts of one.
        sparse_ids: A sparse tensor of ids; the last axis is combined.
        sparse_weights: A weight for each id, or None for ones.
        combiner: "sum", "mean" or "sqrtn".
        default_id: The id of examples that have none; by default their rows are zeros.
        name: Accepted for compatibility.
        partition_strategy: How rows lie in the parts: "mod" or "div".
        max_norm: The largest norm of a row, or None.
        allow_fast_lookup: Accepted for compatibility.

    Returns:
        A tensor of shape `sparse_ids.shape[:-1] + row shape`.
    """
    return embedding.safely_combined(
        embedding_weights,
        sparse_ids,
        sparse_weights,
        combiner,
        default_id,
        _lookup(partition_strategy, max_norm),
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
    partition_strategy: str = "mod",
    name: str | None = "nce_loss",
) -> Tensor:
    """Noise-contrastive estimation: tells true classes from sampled ones.

    Args:
        weights: The weights of each class, or a list of parts of them.
        biases: The bias of each class.
        labels: The true classes, (batch, num_true).
        inputs: The activations, (batch, size).
        num_sampled: How many classes to draw.
        num_classes: How many there are.
        num_true: How many are true for each example.
        sampled_values: What a candidate sampler returned.
        remove_accidental_hits: Whether true classes among the sampled ones are left out.
        partition_strategy: How classes lie in the parts: "mod" or "div".
        name: Accepted for compatibility.

    Returns:
        A loss for each example.
    """
    logits, targets = sampled_losses.sampled_logits(
        _lookup(partition_strategy),
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
    return sampled_losses.summed_losses(logits, targets)


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
    partition_strategy: str = "mod",
    name: str | None = "sampled_softmax_loss",
    seed: Any = None,
) -> Tensor:
    """The cross entropy of the true classes among some sampled ones; for training.

    Args:
        weights: The weights of each class, or a list of parts of them.
        biases: The bias of each class.
        labels: The true classes, (batch, num_true).
        inputs: The activations, (batch, size).
        num_sampled: How many classes to draw.
        num_classes: How many there are.
        num_true: How many are true for each example.
        sampled_values: What a candidate sampler returned.
        remove_accidental_hits: Whether true classes among the sampled ones are left out.
        partition_strategy: How classes lie in the parts: "mod" or "div".
        name: Accepted for compatibility.
        seed: The seed of the sampler.

    Returns:
        A loss for each example.
    """
    logits, targets = sampled_losses.sampled_logits(
        _lookup(partition_strategy),
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
