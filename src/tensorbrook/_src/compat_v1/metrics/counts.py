"""Metrics that count right and wrong answers: precision, recall, true positives, ..."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.metrics.streams import (
    Metric,
    collected,
    flat,
    graph_only,
    local,
    named,
)
from tensorbrook._src.compat_v1.weights import spread
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import array_creation, cast, comparison, gather, reduce


def _count(
    labels: Any,
    predictions: Any,
    weights: Any,
    wanted: tuple[bool, bool],
    collections: tuple[Any, Any],
    name: str,
) -> Metric:
    """Counts where label and prediction are what is wanted."""
    graph_only(name)
    with name_scope(name):
        labels, predictions, weights = flat(labels, predictions, weights, dtypes.bool)
        hits = comparison.logical_and(
            comparison.equal(labels, wanted[0]),
            comparison.equal(predictions, wanted[1]),
        )
        values = cast.cast(hits, dtypes.float32)
        count = local([], "count")
        if weights is not None:
            values *= spread(weights, values)
        value = named(count.value(), "value")
        update = count.assign_add(reduce.reduce_sum(values))
        return collected(value, named(update, "update_op"), *collections)


def true_positives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """Counts positive labels that were predicted; arguments as for `precision`."""
    places = metrics_collections, updates_collections
    return _count(
        labels, predictions, weights, (True, True), places, name or "true_positives"
    )


def true_negatives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """Counts negative labels that were predicted; arguments as for `precision`."""
    places = metrics_collections, updates_collections
    return _count(
        labels, predictions, weights, (False, False), places, name or "true_negatives"
    )


def false_positives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """Counts negative labels predicted as positive; arguments as for `precision`."""
    places = metrics_collections, updates_collections
    return _count(
        labels, predictions, weights, (False, True), places, name or "false_positives"
    )


def false_negatives(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """Counts positive labels predicted as negative; arguments as for `precision`."""
    places = metrics_collections, updates_collections
    return _count(
        labels, predictions, weights, (True, False), places, name or "false_negatives"
    )


def _share(hits: Any, misses: Any, name: str) -> Any:
    total = hits + misses
    share = gather.where(total > 0, hits / total, array_creation.zeros_like(total))
    return named(share, name)


def precision(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The share of positive predictions that are right.

    Args:
        labels: What is right; counted as booleans.
        predictions: What was predicted; counted as booleans.
        weights: Weights, which are broadcast to the labels.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The value so far, and the operation that adds a batch and returns the new value.

    Example:
        >>> import tensorbrook.compat.v1 as tf
        >>> with tf.Graph().as_default(), tf.Session() as sess:
        ...     _, update = tf.metrics.precision([0, 1], [1, 1])
        ...     _ = sess.run(tf.local_variables_initializer())
        ...     print(sess.run(update))
        0.5
    """
    graph_only("precision")
    with name_scope(name or "precision"):
        hits, more = true_positives(labels, predictions, weights)
        wrong, more_wrong = false_positives(labels, predictions, weights)
        return collected(
            _share(hits, wrong, "value"),
            _share(more, more_wrong, "update_op"),
            metrics_collections,
            updates_collections,
        )


def recall(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The share of positive labels that were found; arguments as for `precision`."""
    graph_only("recall")
    with name_scope(name or "recall"):
        hits, more = true_positives(labels, predictions, weights)
        missed, more_missed = false_negatives(labels, predictions, weights)
        return collected(
            _share(hits, missed, "value"),
            _share(more, more_missed, "update_op"),
            metrics_collections,
            updates_collections,
        )
