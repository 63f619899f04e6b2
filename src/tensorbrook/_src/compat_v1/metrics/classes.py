"""Metrics over classes: intersection over union, accuracy of each class."""

from __future__ import annotations

from typing import Any

from tensorbrook._src.compat_v1.metrics.streams import (
    Metric,
    collected,
    graph_only,
    local,
    named,
    ratio,
)
from tensorbrook._src.core import dtypes
from tensorbrook._src.core.scopes import name_scope
from tensorbrook._src.ops import (
    array_creation,
    cast,
    comparison,
    counting,
    gather,
    rearrange,
    reduce,
    segment,
    shape,
)
from tensorbrook._src.ops.constant import convert_to_tensor


def mean_iou(
    labels: Any,
    predictions: Any,
    num_classes: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The mean over the classes of intersection over union.

    Args:
        labels: Class numbers.
        predictions: Class numbers.
        num_classes: How many classes there are.
        weights: A weight for each label.
        metrics_collections: Collections that the value goes into.
        updates_collections: Collections that the update goes into.
        name: Name scope of the nodes.

    Returns:
        The value so far, and the operation that adds a batch to the counts.
    """
    graph_only("mean_iou")
    with name_scope(name or "mean_iou"):
        total = local(
            [num_classes, num_classes], "total_confusion_matrix", dtypes.float64
        )
        flat_weights = None if weights is None else shape.reshape(weights, [-1])
        found = counting.confusion_matrix(
            shape.reshape(cast.cast(labels, dtypes.int64), [-1]),
            shape.reshape(cast.cast(predictions, dtypes.int64), [-1]),
            num_classes,
            flat_weights,
            dtypes.float64,
        )
        update = total.assign_add(found)
        return collected(
            _mean_overlap(cast.cast(total.value(), dtypes.float32), num_classes),
            update,
            metrics_collections,
            updates_collections,
        )


def _mean_overlap(counts: Any, num_classes: int) -> Any:
    diagonal = reduce.reduce_sum(counts * rearrange.eye(num_classes), 0)
    union = reduce.reduce_sum(counts, 0) + reduce.reduce_sum(counts, 1) - diagonal
    present = reduce.reduce_sum(
        cast.cast(comparison.not_equal(union, 0.0), dtypes.float32)
    )
    overlap = diagonal / gather.where(union > 0, union, array_creation.ones_like(union))
    mean = reduce.reduce_sum(overlap) / present
    return named(gather.where(present > 0, mean, 0.0), "mean_iou")


def mean_per_class_accuracy(
    labels: Any,
    predictions: Any,
    num_classes: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> Metric:
    """The mean over the classes of their accuracies; arguments as for `mean_iou`."""
    graph_only("mean_per_class_accuracy")
    with name_scope(name or "mean_accuracy"):
        labels = shape.reshape(cast.cast(labels, dtypes.int64), [-1])
        predictions = shape.reshape(cast.cast(predictions, dtypes.int64), [-1])
        total, count = local([num_classes], "total"), local([num_classes], "count")
        ones = array_creation.ones([shape.size(labels)], dtypes.float32)
        right = cast.cast(comparison.equal(predictions, labels), dtypes.float32)
        if weights is not None:
            flat_weights = shape.reshape(
                cast.cast(convert_to_tensor(weights), dtypes.float32), [-1]
            )
            ones, right = ones * flat_weights, right * flat_weights
        more = total.assign_add(segment.unsorted_segment_sum(ones, labels, num_classes))
        hits = count.assign_add(
            segment.unsorted_segment_sum(right, labels, num_classes)
        )
        return collected(
            reduce.reduce_mean(
                ratio(count.value(), total.value()), name="mean_accuracy"
            ),
            ratio(hits, more, "update_op"),
            metrics_collections,
            updates_collections,
        )
